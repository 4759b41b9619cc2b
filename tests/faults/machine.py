"""Deliveries under everything that can happen, in any order: plans change, workers crash before,
between and after, replies are lost, a second worker helps, a third sleeps past its lease; some of
them call on people, whose week has room for one message.

The real state machine on a real SQLite file; the connector is a list, because Teams knows no more.
"""

import itertools
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from bot.domain.budget import QUIET
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import MOVES, DeliveryState, Planned, person
from storage import budget, deliveries, queue, sending
from storage.sending import Claim
from storage.store import Store
from storage.tables import Person
from tests.clock import Clock
from tests.storage.bench import DAY, KIND, LEASE, Bench

MEETINGS = st.integers(1, 6)  # what the even ones ask for calls on somebody
CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset())
WORKERS = st.sampled_from(["one", "two"])
PENDING, CLAIMED = DeliveryState.PENDING, DeliveryState.CLAIMED
SENDING, SENT = DeliveryState.SENDING, DeliveryState.SENT


@dataclass
class Underway:
    """What one worker has in its hands: the message it built, and whether it was told that it may
    send. along: the ids of what goes along in it.
    """

    held: Claim
    built: bool = False
    along: tuple[int, ...] = ()
    sending: bool = False
    outcome: "Luck | None" = None


class Row(NamedTuple):
    """What a promise is judged by."""

    id: int
    subject: str
    state: DeliveryState
    person_id: int | None
    lead_id: int | None
    allotted_at: datetime | None

    @classmethod
    def read(cls, *values: Any) -> "Row":
        number, subject, state, person_id, lead_id, at = values
        moment = None if at is None else datetime.fromisoformat(at)
        return cls(number, subject, DeliveryState(state), person_id, lead_id, moment)


ROWS = "SELECT id, subject, state, person_id, lead_id, allotted_at FROM delivery ORDER BY id"


class Luck(Enum):
    """What becomes of a request. LOST: it arrived, and its answer did not."""

    GOOD = "good"
    LOST = "lost"
    BUSY = "busy"
    REFUSED = "refused"


def reachable(state: DeliveryState) -> set[DeliveryState]:
    found, new = {state}, {state}
    while new:
        new = {after for each in new for after in MOVES[each]} - found
        found |= new
    return found


REACHABLE = {state: reachable(state) for state in DeliveryState}
MAY_STILL_GO = {PENDING, CLAIMED, DeliveryState.CANCELLED}


class Deliveries(RuleBasedStateMachine):
    """steps: how many were taken, by all of its runs."""

    store: ClassVar[Store]
    reader: ClassVar[sqlite3.Connection]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        with self.store.transaction() as session:
            session.connection().exec_driver_sql("DELETE FROM delivery")
            session.connection().exec_driver_sql("DELETE FROM person")
            session.connection().exec_driver_sql("DELETE FROM network")
            for number in (1, 2):
                session.add(
                    Person(id=number, tenant_id="t", object_id=f"{number}", teams_id="", name="N")
                )
        self.bench = Bench.open(self.store, Clock(), Clock())
        self.wanted: dict[int, Planned] = {}
        self.workers: dict[str, list[Underway]] = {"one": [], "two": []}
        self.delivered: list[str] = []
        self.before: dict[str, DeliveryState] = {}

    def teardown(self) -> None:
        """Everybody is dead, the leases are over, and one last worker is left in peace."""
        self.bench.real.advance(hours=1)
        self.workers["last"] = []
        for _ in range(3):  # what has changed since it was given its place is given back once
            self.look_for_work("last", 99)
            for _ in range(4):
                self._step("last", Luck.GOOD)
        self.no_promise_is_broken()
        with self.store.transaction() as session:
            rules, real = self.bench.clock(), self.bench.real()
            left = queue.next_due(session, now_rules=rules, now_real=real)
        assert left is None or left > timedelta()

    # ---- plans and time

    @rule(meeting=MEETINGS, hours=st.sampled_from([-1, 0, 3]))
    def want(self, meeting: int, hours: int) -> None:
        """A new reminder, or another time for one that is known."""
        due = self.bench.clock() + timedelta(hours=hours)
        self.wanted[meeting] = self._planned(meeting, due)
        self._plan()

    def _planned(self, meeting: int, due: datetime) -> Planned:
        planned = self.bench.planned(meeting, due)
        if meeting % 2:
            return planned
        to = 1 if meeting == 2 else 2
        return replace(planned, audience=person(to), person_id=to, expires_at=due + 9 * DAY)

    @rule(meeting=MEETINGS)
    def want_no_more(self, meeting: int) -> None:
        self.wanted.pop(meeting, None)
        self._plan()

    def _plan(self) -> None:
        with self.store.transaction() as session:
            deliveries.reconcile(session, self.bench.network_id, {KIND}, self.wanted.values())

    @rule(hours=st.sampled_from([0, 0, 4, -2, 30, 170]))
    def let_time_pass(self, hours: int) -> None:
        """Whoever holds something was paused meanwhile, and its lease is over."""
        self.bench.real.moment += LEASE
        self.bench.clock.advance(hours=hours)

    # ---- workers, who may be stopped between any two of these

    @property
    def busy(self) -> list[str]:
        return [worker for worker, hands in self.workers.items() if hands]

    @rule(worker=WORKERS, limit=st.integers(1, 3))
    def look_for_work(self, worker: str, limit: int) -> None:
        self.bench.recover()
        with self.store.transaction() as session:
            queue.expire(session, self.bench.clock())
            budget.allot(session, self.bench.clock(), CALENDAR)
        for held in self.bench.claim(worker, limit):
            self.workers[worker].append(Underway(held))

    @precondition(lambda self: self.busy)
    @rule(data=st.data(), luck=st.sampled_from(Luck))
    def work_on(self, data: st.DataObject, luck: Luck) -> None:
        self._step(data.draw(st.sampled_from(self.busy)), luck)

    def _step(self, worker: str, luck: Luck) -> None:
        """One step for everything in its hands: build, begin, then request, then answer."""
        mine = self.workers[worker]
        self.workers[worker] = [each for each in mine if self._goes_on(each, luck)]

    def _goes_on(self, each: Underway, luck: Luck) -> bool:
        """Whether the worker still has it in its hands afterwards."""
        if not each.built:
            each.built, each.along = True, tuple(self._going_along(each))
            return True
        if not each.sending:
            each.sending = self._begin(each)
            return each.sending
        if each.outcome is None:
            each.outcome = luck
            self.delivered += self._subjects(each) * (luck in {Luck.GOOD, Luck.LOST})
            return True
        self._write_down(each, each.outcome)
        return False

    def _going_along(self, each: Underway) -> Iterable[int]:
        with self.store.transaction() as session:
            return [row.id or 0 for row in sending.going_along(session, each.held.delivery_id)]

    def _begin(self, each: Underway) -> bool:
        with self.store.transaction() as session:
            now = self.bench.real()
            return sending.begin_sending(session, each.held, each.along, now_real=now, lease=LEASE)

    def _subjects(self, each: Underway) -> list[str]:
        message = (each.held.delivery_id, *each.along)
        return [row.subject for row in self._rows() if row.id in message]

    def _write_down(self, each: Underway, outcome: Luck) -> None:
        held = each.held
        if outcome is Luck.GOOD:
            self.bench.sent(held, each.along)
            return
        with self.store.transaction() as session:
            if outcome is Luck.LOST:
                sending.unknown(session, held, "reset")
            elif outcome is Luck.REFUSED:
                sending.failed(session, held, "blocked")
            else:
                real, wait = self.bench.real(), timedelta(seconds=10)
                sending.retry(session, held, now_real=real, wait=wait, counted=False)

    @precondition(lambda self: self.busy)
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        """Nothing is written down; what it had begun is only in the database."""
        self.workers[data.draw(st.sampled_from(self.busy))].clear()

    @precondition(lambda self: self.busy)
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(self.busy))
        with self.store.transaction() as session:
            queue.release(session, worker)
        self.workers[worker].clear()

    # ---- what is always true

    def _rows(self) -> list["Row"]:
        """Read past the house's own layers: it is read after every step."""
        return [Row.read(*values) for values in self.reader.execute(ROWS)]

    @invariant()
    def no_promise_is_broken(self) -> None:
        type(self).steps += 1
        rows = self._rows()
        after = {row.subject: row.state for row in rows}
        delivered = set(self.delivered)
        assert len(self.delivered) == len(delivered)
        assert {subject for subject, state in after.items() if state is SENT} <= delivered
        assert {subject for subject, state in after.items() if state in MAY_STILL_GO}.isdisjoint(
            delivered
        )
        for subject, state in self.before.items():
            assert after[subject] in REACHABLE[state]
        self.before = after
        assert_nobody_is_called_on_twice_a_week(rows)


def assert_nobody_is_called_on_twice_a_week(rows: Iterable[Row]) -> None:
    """By the moments at which their messages were given their places."""
    counted = {*budget.ARRIVED, *budget.ON_ITS_WAY}
    for number in (1, 2):
        places = sorted(
            row.allotted_at
            for row in rows
            if row.person_id == number and row.lead_id is None and row.state in counted
            if row.allotted_at is not None
        )
        assert all(after - before >= QUIET for before, after in itertools.pairwise(places))
