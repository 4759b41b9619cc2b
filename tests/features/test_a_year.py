"""A year in which anything may happen, and what is true of everything that was sent in it.

People press, are away, leave and block the bot; meetings move, change hands and are called off; an
agency merges. Every message is looked at when it leaves, and all of them together at every step.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.budget import ANSWERS, MOST_PER_MEETING, QUIET
from bot.domain.deliveries import DeliveryState, row_id
from bot.domain.duties import AFTER, UNSETTLED, DutyKind
from bot.domain.meetings import LIVE, Activity, MeetingState
from bot.domain.preferences import Preference
from cards.actions import CardAction
from cards.duty_actions import DutyAction, MarkDuty, PassDuty, ReopenDuty, SnoozeDuties, StartDuty
from cards.leaving_preview import ConfirmLeaving
from cards.setup_merge import Merge
from storage import bundles, planning, preferences
from storage.keys import Keyring
from storage.tables import Delivery, Duty, Meeting, Membership, Organisation, Person
from tests.clock import Clock
from tests.databases import SqliteDatabases, open_store
from tests.demo_network import TEMPLATE, calendar, lay_out
from tests.faults.steps import do_not_wait_for_the_disk
from tests.features.bench import Member, Network
from tests.features.postman import Postman

KMV = 1
ANY = st.integers(0, 1_000)  # which one of those there are
# What happened less than so long before a meeting may have come too late for a reminder.
IN_TIME = timedelta(days=30)
A_YEAR = timedelta(days=365)

Step = Callable[..., None]


def happening(**drawn: st.SearchStrategy[Any]) -> Callable[[Step], Step]:
    """Something that happens, and the days after it. Days that were a step of their own would
    mostly not be drawn, and nothing would be sent in such a year.
    """

    def followed(happens: Step) -> Step:
        @wraps(happens)
        def step(year: "Year", days: int, **given: Any) -> None:
            happens(year, **given)
            year.live_until(year.clock() + timedelta(days=days))

        passed_on: Any = rule  # its types know no arguments that are passed on
        ruled: Step = passed_on(days=st.integers(0, 14), **drawn)(step)
        return ruled

    return followed


class Year(RuleBasedStateMachine):
    """`upset`: when something last happened to a meeting (or None: to the people) that starts its
    reminders over. `faults`: what was wrong with a message when it left.
    """

    databases: ClassVar[SqliteDatabases]
    keys: ClassVar[Keyring]

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        store = open_store(self._open.enter_context(self.databases.copy_of(TEMPLATE)))
        self._open.callback(store.close)
        event.listen(store.engine, "connect", do_not_wait_for_the_disk)
        self.clock = Clock()
        self.ends = self.clock() + A_YEAR
        self.deps = Deps(store, self.keys, self.clock, calendar())
        self.network = Network(self.deps, load_cast(), self.clock)
        self.postman = Postman(self.network, while_posting=self._look)
        self.upset: dict[int | None, datetime] = {None: self.clock()}
        self.faults: list[str] = []
        self.merged = False
        with store.transaction() as session:
            for person in session.exec(select(Person)):
                person.unreachable = False
        self.postman.work()

    def teardown(self) -> None:
        """What is left of the year is lived through, however little happened in it."""
        try:
            self.live_until(self.ends)
            self.nothing_finished_was_asked_for()
            self.the_budget_holds()
            self.nothing_was_said_twice()
        finally:
            self._open.close()

    # ---- what there is

    def _pick(self, session: Session, listed: list[int], number: int) -> int | None:
        return listed[number % len(listed)] if listed else None

    def _coming(self, session: Session) -> list[Meeting]:
        return list(
            session.exec(
                select(Meeting)
                .where(
                    Meeting.network_id == KMV,
                    col(Meeting.state).in_(LIVE),
                    Meeting.starts_at > self.clock(),
                )
                .order_by(col(Meeting.id))
            )
        )

    def _people(self, session: Session, agency_id: int | None = None) -> list[Person]:
        found = (
            select(Person)
            .join(Membership, col(Membership.person_id) == col(Person.id))
            .where(Membership.network_id == KMV)
            .order_by(col(Person.id))
        )
        if agency_id is not None:
            found = found.where(Membership.organisation_id == agency_id)
        return list(session.exec(found))

    def _press(self, person: Person, action: CardAction) -> None:
        """Whether it is allowed or refused: nothing may break."""
        self._member(person).press(action.verb, action.data())

    def _member(self, person: Person) -> Member:
        return self.network.member(person.name.split()[0])

    def _press_on_a_duty(self, number: int, kind: type[DutyAction]) -> None:
        with self.deps.store.transaction() as session:
            duties = session.exec(
                select(Duty)
                .join(Meeting, col(Meeting.id) == col(Duty.meeting_id))
                .where(col(Meeting.state).in_((*LIVE, MeetingState.HELD)))
                .order_by(col(Duty.id))
            ).all()
            duty = duties[number % len(duties)] if duties else None
            people = self._people(session, duty.organisation_id) if duty else []
        if duty is not None and people:
            self._upset(duty.meeting_id if kind is ReopenDuty else -1)
            self._press(people[number % len(people)], kind(duty=duty.id or 0))

    def _upset(self, meeting_id: int | None) -> None:
        self.upset[meeting_id] = self.clock()

    def _replan(self, session: Session) -> None:
        session.flush()
        planning.replan(session, KMV, self.clock(), self.deps.calendar)

    # ---- what happens

    def live_until(self, until: datetime) -> None:
        before = self.clock()
        self.postman.live_until(max(until, before))
        self._check_those_that_began(before)

    @happening(number=ANY)
    def somebody_does_a_duty(self, number: int) -> None:
        self._press_on_a_duty(number, MarkDuty)

    @happening(number=ANY)
    def somebody_takes_a_press_back(self, number: int) -> None:
        self._press_on_a_duty(number, ReopenDuty)

    @happening(number=ANY)
    def somebody_begins_with_a_duty(self, number: int) -> None:
        self._press_on_a_duty(number, StartDuty)

    @happening(number=ANY, heir=ANY)
    def somebody_gives_a_duty_on(self, number: int, heir: int) -> None:
        with self.deps.store.transaction() as session:
            coming = [row.id for row in self._coming(session)]
            duties = session.exec(
                select(Duty)
                .where(col(Duty.meeting_id).in_(coming), col(Duty.state).in_(UNSETTLED))
                .order_by(col(Duty.id))
            ).all()
            duty = duties[number % len(duties)] if duties else None
            people = self._people(session, duty.organisation_id) if duty else []
        if duty is not None and people:
            self._upset(duty.meeting_id)
            to = f"person:{people[heir % len(people)].id}"
            self._press(people[0], PassDuty(duty=duty.id or 0, to=to))

    @happening(number=ANY, who=ANY)
    def somebody_wants_to_be_reminded_again(self, number: int, who: int) -> None:
        with self.deps.store.transaction() as session:
            coming, people = self._coming(session), self._people(session)
        if coming and people:
            meeting_id = coming[number % len(coming)].id or 0
            self._press(people[who % len(people)], SnoozeDuties(meeting=meeting_id))

    @happening(who=ANY, away=st.integers(1, 14))
    def somebody_is_away(self, who: int, away: int) -> None:
        with self.deps.store.transaction() as session:
            people = self._people(session)
            if people:
                until = calendar().day_of(self.clock()) + timedelta(days=away)
                chosen = Preference(paused_until=until)
                preferences.choose(session, people[who % len(people)].id or 0, chosen)
                self._replan(session)
        self._upset(None)

    @happening(number=ANY, by=st.integers(-10, 40))
    def a_meeting_moves(self, number: int, by: int) -> None:
        with self.deps.store.transaction() as session:
            coming = self._coming(session)
            if not coming:
                return
            row = coming[number % len(coming)]
            day = calendar().on_or_after(calendar().day_of(row.starts_at) + timedelta(days=by))
            starts = calendar().at(day, time(9))
            if starts > self.clock():
                row.starts_at, row.ends_at = starts, starts + timedelta(hours=2)
                row.moved_on = calendar().day_of(self.clock())
                bundles.follow(session, [row], calendar())
                self._upset(row.id)
            self._replan(session)

    @happening(number=ANY)
    def a_meeting_is_called_off(self, number: int) -> None:
        with self.deps.store.transaction() as session:
            coming = self._coming(session)
            if coming:
                coming[number % len(coming)].state = MeetingState.CANCELLED
            self._replan(session)

    @happening(number=ANY)
    def a_meeting_takes_place_after_all(self, number: int) -> None:
        with self.deps.store.transaction() as session:
            off = session.exec(
                select(Meeting)
                .where(
                    Meeting.network_id == KMV,
                    Meeting.state == MeetingState.CANCELLED,
                    Meeting.starts_at > self.clock(),
                )
                .order_by(col(Meeting.id))
            ).all()
            if off:
                row = off[number % len(off)]
                row.state = MeetingState.PLANNED
                self._upset(row.id)
            self._replan(session)

    @happening(number=ANY, host=ANY)
    def a_meeting_changes_hands(self, number: int, host: int) -> None:
        with self.deps.store.transaction() as session:
            coming, agencies = self._coming(session), self._agencies(session)
            if coming and agencies:
                row = coming[number % len(coming)]
                row.host_id = agencies[host % len(agencies)]
                bundles.follow(session, [row], calendar())
                self._upset(row.id)
            self._replan(session)

    @happening(ahead=st.integers(3, 90), host=ANY)
    def a_meeting_is_planned(self, ahead: int, host: int) -> None:
        with self.deps.store.transaction() as session:
            agencies = self._agencies(session)
            day = calendar().on_or_after(calendar().day_of(self.clock()) + timedelta(days=ahead))
            row = Meeting(
                network_id=KMV,
                activity=Activity.NETWORK_MEETING,
                state=MeetingState.PLANNED,
                starts_at=calendar().at(day, time(12)),
                ends_at=calendar().at(day, time(14)),
                host_id=agencies[host % len(agencies)] if agencies else None,
                place="Buen",
            )
            session.add(row)
            session.flush()
            bundles.follow(session, [row], calendar())
            self._upset(row.id)
            self._replan(session)

    @precondition(lambda self: not self.merged)
    @happening(after=st.integers(1, 30))
    def an_agency_merges(self, after: int) -> None:
        with self.deps.store.transaction() as session:
            ids = self._agencies(session)
            people = [p for p in self._people(session) if p.name == "Kari Nilsen"]
        if len(ids) > 1 and people:
            day = calendar().day_of(self.clock()) + timedelta(days=after)
            merge = Merge(
                agency=ids[0], others=str(ids[1]), into="new", name="Sammen", day=day.isoformat()
            )
            self._press(people[0], merge)
            self.upset[None] = self.clock() + timedelta(days=after)
            self.merged = True

    @happening(who=ANY)
    def somebody_leaves(self, who: int) -> None:
        with self.deps.store.transaction() as session:
            people = self._people(session)
        if len(people) > 3:
            person = people[who % len(people)]
            self._press(person, ConfirmLeaving(person=person.id or 0, colleague=None, member=None))
            self._upset(None)

    @happening(who=ANY)
    def somebody_blocks_the_bot(self, who: int) -> None:
        with self.deps.store.transaction() as session:
            people = self._people(session)
        if people:
            self.postman.refusing.add(people[who % len(people)].teams_id)

    def _agencies(self, session: Session) -> list[int]:
        """Those that have somebody, and go on."""
        found = session.exec(
            select(Organisation.id)
            .join(Membership, col(Membership.organisation_id) == col(Organisation.id))
            .where(
                Organisation.network_id == KMV,
                col(Organisation.valid_to).is_(None),
                col(Organisation.observer).is_(False),
            )
            .order_by(col(Organisation.id))
        )
        return list(dict.fromkeys(number or 0 for number in found))

    # ---- what must be true

    def _look(self) -> None:
        """What leaves at this moment is about something that is not finished."""
        with self.deps.store.transaction() as session:
            leaving = session.exec(
                select(Delivery).where(Delivery.state == DeliveryState.SENDING)
            ).all()
            self.faults += [fault for row in leaving for fault in self._finished(session, row)]

    def _finished(self, session: Session, row: Delivery) -> Iterator[str]:
        if row.kind not in {planning.REMINDER, planning.MINUTES_MISSING}:
            return
        meeting = session.get_one(Meeting, row_id(row.subject))
        open_kinds = {
            duty.kind
            for duty in session.exec(select(Duty).where(Duty.meeting_id == meeting.id))
            if duty.state in UNSETTLED
        }
        begun = meeting.starts_at <= self.clock()
        if meeting.state is MeetingState.CANCELLED:
            yield f"{row.kind} of a meeting that was called off"
        if row.kind == planning.MINUTES_MISSING and DutyKind.MINUTES not in open_kinds:
            yield "minutes that nobody waits for"
        if row.kind == planning.REMINDER and not (open_kinds & AFTER if begun else open_kinds):
            yield "a reminder of nothing"

    @invariant()
    def nothing_finished_was_asked_for(self) -> None:
        assert self.faults == []

    @invariant()
    def the_budget_holds(self) -> None:
        with self.deps.store.transaction() as session:
            rows = session.exec(
                select(Delivery).where(
                    Delivery.state == DeliveryState.SENT, col(Delivery.person_id).is_not(None)
                )
            ).all()
        messages: dict[int, set[datetime]] = defaultdict(set)
        of_meeting: dict[tuple[int, str], set[datetime]] = defaultdict(set)
        for row in rows:
            if row.kind not in ANSWERS and row.sent_at is not None:
                messages[row.person_id or 0].add(row.sent_at)
                if row.subject.startswith("meeting:"):
                    of_meeting[row.person_id or 0, row.subject].add(row.sent_at)
        for moments in messages.values():
            ordered = sorted(moments)
            gaps = [later - one for one, later in itertools.pairwise(ordered)]
            assert [gap for gap in gaps if gap < QUIET] == []
        assert max(map(len, of_meeting.values()), default=0) <= MOST_PER_MEETING

    @invariant()
    def nothing_was_said_twice(self) -> None:
        with self.deps.store.transaction() as session:
            rows = session.exec(
                select(Delivery.subject, Delivery.occurrence).where(
                    Delivery.kind == planning.REMINDER, Delivery.state == DeliveryState.SENT
                )
            ).all()
        assert sorted(rows) == sorted(set(rows))

    @invariant()
    def planning_twice_changes_nothing(self) -> None:
        def stored() -> list[dict[str, object]]:
            with self.deps.store.transaction() as session:
                planning.replan(session, KMV, self.clock(), self.deps.calendar)
                rows = session.exec(select(Delivery).order_by(col(Delivery.id)))
                return [row.model_dump() for row in rows]

        assert stored() == stored()

    def _check_those_that_began(self, since: datetime) -> None:
        """Somebody named was asked before every meeting that began with something left to do."""
        with self.deps.store.transaction() as session:
            begun = session.exec(
                select(Meeting)
                .join(Duty, col(Duty.meeting_id) == col(Meeting.id))
                .where(
                    Meeting.network_id == KMV,
                    Meeting.state != MeetingState.CANCELLED,
                    Meeting.starts_at > since,
                    Meeting.starts_at <= self.clock(),
                    col(Duty.kind).not_in(AFTER),
                    col(Duty.state).in_(UNSETTLED),
                )
                .distinct()
            ).all()
            for row in begun:
                upset = max(self.upset.get(row.id, row.starts_at - 2 * IN_TIME), self.upset[None])
                if row.starts_at - upset > IN_TIME:
                    assert self._asked(session, row), row.id

    def _asked(self, session: Session, row: Meeting) -> bool:
        found = select(Delivery.id).where(
            Delivery.kind == planning.REMINDER,
            Delivery.subject == f"meeting:{row.id}",
            Delivery.state == DeliveryState.SENT,
            col(Delivery.person_id).is_not(None),
            col(Delivery.sent_at) < row.starts_at,
        )
        return session.exec(found).first() is not None


def test_a_year_in_which_anything_happens(
    sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    lay_out(sqlite_databases, tmp_path)
    Year.databases, Year.keys = sqlite_databases, Keyring.create(tmp_path / "year.key")
    thorough = settings.default is not None and settings.default.max_examples > 20
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=6 if thorough else 3,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
