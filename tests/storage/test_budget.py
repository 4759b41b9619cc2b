"""The gate in front of the sender: who is called on now, what goes along, what is held."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned, conversation, person, subject
from bot.domain.preferences import Notices
from storage import budget, deliveries, people, queue, reach, sending
from storage.sending import Claim
from storage.store import Store
from storage.tables import Delivery, Network, Person
from tests.clock import Clock
from tests.storage.bench import LEASE, Bench

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
DAY, WEEK = timedelta(days=1), timedelta(days=7)
ASKED = "consent"
PENDING, SENT = DeliveryState.PENDING, DeliveryState.SENT
FIRST = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)  # the first moment a week after the bench's clock


@dataclass
class Office(Bench):
    """A network with Kari and Nils in it; numbers of deliveries are those of their subjects."""

    kari: int = 0
    nils: int = 0

    @classmethod
    def furnished(cls, store: Store, clock: Clock, real: Clock) -> "Office":
        bench = Bench.open(store, clock, real)
        with store.transaction() as session:
            both = [
                people.remember(
                    session, tenant_id="tenant", object_id=n, teams_id=f"29:{n}", name=n.title()
                ).id
                for n in ("kari", "nils")
            ]
        return cls(store, clock, real, bench.network_id, both[0] or 0, both[1] or 0)

    def ask(self, number: int, days: float = 0, **facts: Any) -> None:
        """Kari, unless `to` says whom; of use for three weeks."""
        due = self.clock() + timedelta(days=days)
        to = facts.pop("to", self.kari)
        usual = Planned(ASKED, subject("agreement", number), person(to), 0, due, due + 3 * WEEK)
        with self.store.transaction() as session:
            deliveries.add(session, self.network_id, replace(usual, **facts))

    def pass_gate(self) -> list[str]:
        with self.store.transaction() as session:
            return [row.subject for row in budget.allot(session, self.clock(), CALENDAR)]

    def send(self) -> list[tuple[str, ...]]:
        """Everything that may go now, each message as what is in it."""
        gone: list[tuple[str, ...]] = []
        while True:
            self.pass_gate()
            claims = self.claim("one")
            if not claims:
                return gone
            gone += [self.deliver(held) for held in claims]

    def deliver(self, held: Claim) -> tuple[str, ...]:
        with self.store.transaction() as session:
            along = sending.going_along(session, held.delivery_id)
            ids = [row.id or 0 for row in along]
            lead = session.get_one(Delivery, held.delivery_id)
            assert sending.begin_sending(session, held, ids, now_real=self.real(), lease=LEASE)
        assert self.sent(held, ids)
        return tuple(row.subject.partition(":")[2] for row in (lead, *along))

    def row(self, number: int) -> Delivery:
        with self.store.transaction() as session:
            about = subject("agreement", number)
            return session.exec(select(Delivery).where(Delivery.subject == about)).one()

    def forecast(self) -> list[tuple[datetime, tuple[int, ...]]]:
        with self.store.transaction() as session:
            found = budget.forecast(
                session,
                self.network_id,
                self.clock() + 10 * WEEK,
                now=self.clock(),
                calendar=CALENDAR,
            )
        return [(each.at, each.ids) for each in found if each.unsaid is None]


@pytest.fixture
def office(store: Store, clock: Clock, real_clock: Clock) -> Office:
    return Office.furnished(store, clock, real_clock)


def test_what_comes_together_goes_in_one_message_and_settles_with_it(office: Office) -> None:
    office.ask(1)
    office.ask(2, 3)
    office.ask(3)
    assert office.send() == [("1", "3", "2")]
    lead, *others = (office.row(number) for number in (1, 2, 3))
    assert [row.state for row in (lead, *others)] == [SENT] * 3
    assert {row.lead_id for row in others} == {lead.id}
    assert {row.sent_at for row in others} == {office.clock()}
    assert (lead.activity_id, [row.activity_id for row in others]) == ("7", [None, None])


def test_the_next_message_waits_for_seven_days(office: Office) -> None:
    office.ask(1)
    assert office.send() == [("1",)]
    office.clock.advance(hours=1)
    office.ask(2)
    assert office.send() == []
    assert office.row(2).held_until == FIRST
    office.clock.moment = FIRST - timedelta(seconds=1)
    assert office.send() == []
    office.clock.moment = FIRST
    assert office.send() == [("2",)]


def test_nobody_wakes_before_what_is_held_may_go(office: Office) -> None:
    office.ask(1)
    office.send()
    office.ask(2)
    office.send()
    with office.store.transaction() as session:
        wait = queue.next_due(session, now_rules=office.clock(), now_real=office.real())
    assert wait == WEEK


def test_what_answers_somebody_is_not_held(office: Office) -> None:
    office.ask(1)
    office.send()
    office.ask(2, kind="turn-answered")
    assert office.send() == [("2",)]


def test_what_calls_on_nobody_is_not_held(office: Office) -> None:
    office.add(1, 2)
    assert office.send() == [("1",), ("2",)]


def test_a_mention_in_a_channel_calls_on_somebody_too(office: Office) -> None:
    office.ask(1, audience=conversation(1), person_id=office.kari)
    office.ask(2, to=office.nils)
    office.ask(3)
    assert office.send() == [("1",), ("2",)]
    assert office.row(3).held_until == FIRST


def test_a_weekend_and_the_night_are_waited_out(office: Office) -> None:
    office.clock.moment = datetime(2027, 1, 9, 8, 0, tzinfo=UTC)
    office.ask(1)
    assert office.send() == []
    assert office.row(1).held_until == datetime(2027, 1, 11, 7, 0, tzinfo=UTC)


def test_the_hours_are_those_of_the_network(office: Office) -> None:
    with office.store.transaction() as session:
        row = session.get_one(Network, office.network_id)
        row.hours_from, row.hours_to = "10:00", "11:00"
        session.add(row)
    office.ask(1)
    assert office.send() == []
    assert office.row(1).held_until == datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def choose(office: Office, **choice: object) -> None:
    with office.store.transaction() as session:
        row = session.get_one(Person, office.kari)
        for name, value in choice.items():
            setattr(row, name, value)
        session.add(row)


def test_whoever_is_away_is_told_when_they_are_back(office: Office) -> None:
    choose(office, paused_until=date(2027, 1, 13))
    office.ask(1)
    assert office.send() == []
    back = datetime(2027, 1, 13, 7, 0, tzinfo=UTC)
    assert office.row(1).held_until == back
    choose(office, paused_until=None)
    with office.store.transaction() as session:
        budget.decide_anew(session, [office.kari])
    assert office.send() == [("1",)]


def test_a_weekly_summary_comes_on_monday_with_all_of_its_week(office: Office) -> None:
    choose(office, notices=Notices.SUMMARY)
    office.clock.moment = datetime(2027, 1, 6, 8, 0, tzinfo=UTC)
    office.ask(1)
    office.ask(2, 6)  # the Tuesday after
    assert office.send() == []
    office.clock.moment = datetime(2027, 1, 11, 7, 0, tzinfo=UTC)
    assert office.send() == [("1", "2")]


def test_a_summary_is_ahead_of_a_week_in_which_nothing_is_due_yet(office: Office) -> None:
    choose(office, notices=Notices.SUMMARY)
    office.ask(2, 8)
    assert office.send() == []
    with office.store.transaction() as session:
        wait = queue.next_due(session, now_rules=office.clock(), now_real=office.real())
    assert wait == timedelta(days=6, hours=23)
    office.clock.moment += wait
    assert office.send() == [("2",)]


def test_what_finds_no_room_is_given_up_and_named(office: Office) -> None:
    office.ask(1)
    office.send()
    office.ask(2, expires_at=office.clock() + DAY)
    assert office.pass_gate() == ["agreement:2"]
    given_up = office.row(2)
    assert (given_up.state, given_up.error) == (DeliveryState.EXPIRED, "no room")


def test_a_fourth_message_about_one_meeting_is_given_up(office: Office) -> None:
    for week in range(4):
        office.ask(week, kind=f"kind{week}", subject="meeting:9")
        if week < 3:
            assert office.send() == [("9",)]
            office.clock.advance(days=7)
    assert office.pass_gate() == ["meeting:9"]


def test_a_lead_that_is_withdrawn_frees_what_was_to_go_along(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        assert sending.cancel(session, held)
    assert office.send() == [("2",)]


def test_a_lead_that_is_refused_does_not_count_and_frees_the_rest(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        ids = [row.id or 0 for row in sending.going_along(session, held.delivery_id)]
        assert sending.begin_sending(session, held, ids, now_real=office.real(), lease=LEASE)
        assert sending.failed(session, held, "blocked")
    assert office.send() == [("2",)]


def test_a_message_is_given_back_when_a_plan_takes_something_out_of_it(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        ids = [row.id or 0 for row in sending.going_along(session, held.delivery_id)]
    with office.store.transaction() as session:
        deliveries.reconcile(session, office.network_id, {ASKED}, (), {"agreement:2"})
    with office.store.transaction() as session:
        assert not sending.begin_sending(session, held, ids, now_real=office.real(), lease=LEASE)
    assert office.row(2).state is DeliveryState.CANCELLED
    assert office.send() == [("1",)]


def test_what_is_left_out_before_its_day_comes_again_then(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.ask(3, 2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        for along in sending.going_along(session, held.delivery_id):
            sending.leave_out(session, along, office.clock())
    assert office.deliver(held) == ("1",)
    assert office.row(2).state is DeliveryState.CANCELLED
    assert office.row(3).state is PENDING
    office.clock.advance(days=8)
    assert office.send() == [("3",)]


def test_what_leads_before_its_day_and_has_nothing_to_say_yet_comes_again(office: Office) -> None:
    choose(office, notices=Notices.SUMMARY)
    office.ask(1, 2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        assert sending.put_off(session, held)
    assert office.send() == []
    assert office.row(1).held_until == office.row(1).due_at


def cut_off_while_sending(office: Office) -> tuple[Claim, list[int]]:
    """The claim, and what went along."""
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    (held,) = office.claim()
    with office.store.transaction() as session:
        ids = [row.id or 0 for row in sending.going_along(session, held.delivery_id)]
        assert sending.begin_sending(session, held, ids, now_real=office.real(), lease=LEASE)
    return held, ids


def test_a_process_that_ends_while_sending_leaves_all_of_the_message_unknown(
    office: Office,
) -> None:
    held, ids = cut_off_while_sending(office)
    assert office.recover(only_worker=True) == 2
    assert {office.row(n).state for n in (1, 2)} == {DeliveryState.UNKNOWN}
    office.ask(3)
    assert office.send() == []  # it may have arrived, so it counts
    assert office.sent(held, ids)
    assert {office.row(n).state for n in (1, 2)} == {SENT}


def test_what_is_not_sent_now_is_sent_later_all_together(office: Office) -> None:
    held, _ = cut_off_while_sending(office)
    with office.store.transaction() as session:
        sending.retry(session, held, now_real=office.real(), wait=timedelta(), counted=False)
    assert [office.row(n).state for n in (1, 2)] == [PENDING, PENDING]
    office.ask(3)
    assert office.send() == [("1", "2")]


def test_a_process_that_ends_before_sending_changes_nothing(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    office.claim()
    assert office.recover(only_worker=True) == 1
    assert office.send() == [("1", "2")]


def test_what_moves_is_decided_about_anew(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    later = replace(deliveries.planned_of(office.row(2)), due_at=office.clock() + 8 * DAY)
    with office.store.transaction() as session:
        deliveries.reconcile(session, office.network_id, {ASKED}, [later], {later.subject})
    assert office.send() == [("1",)]
    office.clock.advance(days=8)
    assert office.send() == [("2",)]


def test_planning_the_same_again_leaves_everything_in_its_place(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    office.pass_gate()
    before = office.rows()
    with office.store.transaction() as session:
        plan = [deliveries.planned_of(row) for row in before]
        deliveries.reconcile(session, office.network_id, {ASKED}, plan)
    assert office.rows() == before


def test_what_is_foretold_is_sent(office: Office) -> None:
    for number, days in enumerate((0, 3, 9, 12, 30)):
        office.ask(number + 1, days)
    office.ask(6, 1, to=office.nils)
    office.add(7)
    foretold = office.forecast()
    happened = []
    for _ in range(80):
        happened += [(office.clock(), gone) for gone in office.send()]
        office.clock.advance(hours=24)
    assert [(at, len(ids)) for at, ids in foretold] == [(at, len(ids)) for at, ids in happened]
    assert len(happened) == 5


def test_the_first_of_a_chain_with_room_is_asked(office: Office) -> None:
    with office.store.transaction() as session:
        chain = [session.get_one(Person, number) for number in (office.kari, office.nils)]

    def first() -> str:
        with office.store.transaction() as session:
            now = office.clock()
            found = reach.first_with_room(session, chain, now, CALENDAR.day_of(now))
            return found.name if found else ""

    assert first() == "Kari"
    office.clock.moment = datetime(2027, 1, 4, 23, 30, tzinfo=UTC)  # half past midnight in Oslo
    choose(office, paused_until=date(2027, 1, 5))
    assert first() == "Kari"  # the pause ended with the day before
    choose(office, paused_until=date(2027, 1, 6))
    assert first() == "Nils"
    choose(office, paused_until=None)
    office.ask(1)
    assert first() == "Nils"  # something waits for Kari already
    office.send()
    assert first() == "Nils"
    office.ask(2, to=office.nils)
    office.send()
    assert first() == "Kari"  # nobody has room: the first, and it is held


def test_what_goes_alone_takes_nothing_along(office: Office) -> None:
    office.ask(1)
    office.ask(2, kind="evaluation-second")
    assert office.send() == [("1",)]
    office.clock.moment = FIRST
    office.ask(3)
    assert office.send() == [("2",)]


def test_the_gate_asks_a_handful_of_questions_however_many_are_due(office: Office) -> None:
    def questions() -> int:
        asked: list[str] = []
        event.listen(office.store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        office.pass_gate()
        return len(asked)

    office.ask(1)
    few = questions()
    for number in range(2, 60):
        office.ask(number, to=office.nils)
    assert questions() <= few + 2
