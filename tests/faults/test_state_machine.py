"""Deliveries under everything that can happen, in any order: plans change, workers crash before,
between and after, replies are lost, a second worker helps, a third sleeps past its lease.

The real state machine on a real SQLite file; the connector is a list, because Teams knows no more.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event
from sqlmodel import col, select

from bot.domain.deliveries import MOVES, DeliveryState, Planned
from storage import deliveries, sending
from storage.sending import Claim
from storage.store import Store
from storage.tables import Delivery
from tests.clock import Clock
from tests.storage.bench import KIND, LEASE, Bench

MEETINGS = st.integers(1, 3)
WORKERS = st.sampled_from(["one", "two"])
PENDING, CLAIMED = DeliveryState.PENDING, DeliveryState.CLAIMED
SENDING, SENT = DeliveryState.SENDING, DeliveryState.SENT


@dataclass
class Underway:
    """What one worker has in its hands. `sending`: it was told that it may send."""

    held: Claim
    subject: str
    sending: bool = False
    outcome: "Luck | None" = None


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


def do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    """Nobody pulls the plug here, and a thousand steps wait for the disk otherwise."""
    connection.execute("PRAGMA synchronous = OFF")


class Deliveries(RuleBasedStateMachine):
    store: ClassVar[Store]

    def __init__(self) -> None:
        super().__init__()
        with self.store.transaction() as session:
            session.connection().exec_driver_sql("DELETE FROM delivery")
            session.connection().exec_driver_sql("DELETE FROM network")
        self.bench = Bench.open(self.store, Clock(), Clock())
        self.wanted: dict[int, Planned] = {}
        self.workers: dict[str, list[Underway]] = {"one": [], "two": []}
        self.delivered: list[str] = []
        self.before: dict[str, DeliveryState] = {}

    def teardown(self) -> None:
        """Everybody is dead, the leases are over, and one last worker is left in peace."""
        self.bench.real.advance(hours=1)
        self.workers["last"] = []
        self.look_for_work("last", 99)
        for _ in range(3):
            self._step("last", Luck.GOOD)
        self.no_promise_is_broken()
        with self.store.transaction() as session:
            rules, real = self.bench.clock(), self.bench.real()
            left = sending.next_due(session, now_rules=rules, now_real=real)
        assert left is None or left > timedelta()

    # ---- plans and time

    @rule(meeting=MEETINGS, hours=st.sampled_from([-1, 0, 3]))
    def want(self, meeting: int, hours: int) -> None:
        """A new reminder, or another time for one that is known."""
        due = self.bench.clock() + timedelta(hours=hours)
        self.wanted[meeting] = self.bench.planned(meeting, due)
        self._plan()

    @rule(meeting=MEETINGS)
    def want_no_more(self, meeting: int) -> None:
        self.wanted.pop(meeting, None)
        self._plan()

    def _plan(self) -> None:
        with self.store.transaction() as session:
            deliveries.reconcile(session, self.bench.network_id, {KIND}, self.wanted.values())

    @rule(hours=st.sampled_from([0, 0, 4, -2, 30]))
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
            sending.expire(session, self.bench.clock())
        subjects = {row.id: row.subject for row in self.bench.rows()}
        for held in self.bench.claim(worker, limit):
            self.workers[worker].append(Underway(held, subjects[held.delivery_id]))

    @precondition(lambda self: self.busy)
    @rule(data=st.data(), luck=st.sampled_from(Luck))
    def work_on(self, data: st.DataObject, luck: Luck) -> None:
        self._step(data.draw(st.sampled_from(self.busy)), luck)

    def _step(self, worker: str, luck: Luck) -> None:
        """One step for everything in its hands: begin, then request, then answer."""
        mine = self.workers[worker]
        self.workers[worker] = [each for each in mine if self._goes_on(each, luck)]

    def _goes_on(self, each: Underway, luck: Luck) -> bool:
        """Whether the worker still has it in its hands afterwards."""
        if not each.sending:
            each.sending = self.bench.begin(each.held)
            return each.sending
        if each.outcome is None:
            each.outcome = luck
            self.delivered += [each.subject] * (luck in {Luck.GOOD, Luck.LOST})
            return True
        self._write_down(each.held, each.outcome)
        return False

    def _write_down(self, held: Claim, outcome: Luck) -> None:
        if outcome is Luck.GOOD:
            self.bench.sent(held)
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
            sending.release(session, worker)
        self.workers[worker].clear()

    # ---- what is always true

    @invariant()
    def no_promise_is_broken(self) -> None:
        after = self._states()
        delivered = set(self.delivered)
        assert len(self.delivered) == len(delivered)
        assert {subject for subject, state in after.items() if state is SENT} <= delivered
        assert {subject for subject, state in after.items() if state in MAY_STILL_GO}.isdisjoint(
            delivered
        )
        for subject, state in self.before.items():
            assert after[subject] in REACHABLE[state]
        self.before = after

    def _states(self) -> dict[str, DeliveryState]:
        with self.store.transaction() as session:
            return dict(session.exec(select(Delivery.subject, col(Delivery.state))).all())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_promise_is_broken_whatever_happens(store: Store) -> None:
    event.listen(store.engine, "connect", do_not_wait_for_the_disk)
    Deliveries.store = store
    run_state_machine_as_test(
        Deliveries, settings=settings(max_examples=40, stateful_step_count=40, deadline=None)
    )
