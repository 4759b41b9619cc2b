"""Tables of cases: who gets which reminder on which day, through the real planner and sender.

One meeting of a solution group, hosted by NAV (Kari is contact, Nils deputy, Ola coordinates), in
an otherwise empty calendar. Nobody answers, unless the case says so. The days are counted by hand:
in 2027 Easter is 25-29 March, summer time is from 28 March to 31 October, and 17 May is a Monday.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState
from bot.domain.duties import AFTER, DutyState
from bot.domain.meetings import LIVE, Activity, MeetingState
from bot.domain.people import RoleKind
from storage import bundles, planning
from storage.tables import Duty, Meeting, Membership, Organisation, Person, Role
from tests.features.bench import Network
from tests.features.postman import Postman

KARI, NILS, OLA, AMINA = "Kari Nilsen", "Nils Dahl", "Ola Berg", "Amina Yusuf"
KMV = 1
Told = list[tuple[str, str, str]]  # the day, 1:1 or channel, who is called on

CHAT, CHANNEL, NOBODY = "person", "conversation", ""


@dataclass
class Case:
    """The one meeting and the people around it."""

    network: Network
    postman: Postman
    meeting: int

    def until(self, day: date) -> None:
        """Live through the days to the evening of that one."""
        self.postman.live_until(self.network.deps.calendar.at(day, time(20)))

    def told(self, kind: str) -> Told:
        subject = f"meeting:{self.meeting}"
        return [(d.isoformat(), to, who) for d, to, who in self.postman.told(kind, subject)]

    def row(self) -> Meeting:
        with self.network.deps.store.transaction() as session:
            return session.get_one(Meeting, self.meeting)

    def change(self, what: Callable[[Meeting], None]) -> None:
        """By hand, as a use case would: the meeting, and then the plan."""
        deps = self.network.deps
        with deps.store.transaction() as session:
            row = session.get_one(Meeting, self.meeting)
            what(row)
            session.add(row)
            session.flush()
            bundles.follow(session, [row], deps.calendar)
            planning.replan(session, KMV, deps.now(), deps.calendar)


@pytest.fixture
def case(network: Network) -> Callable[[date], Case]:
    """Makes the case of a meeting on that day; the clock stands two months before it."""

    def made(day: date) -> Case:
        deps = network.deps
        network.clock.moment = datetime.combine(day, time(6), UTC) - timedelta(days=60)
        with deps.store.transaction() as session:
            for row in session.exec(select(Meeting).where(col(Meeting.state).in_(LIVE))):
                row.state = MeetingState.CANCELLED
            for person in session.exec(select(Person)):
                person.unreachable = False
            ola = session.exec(select(Person.id).where(Person.name == OLA)).one()
            session.add(Role(network_id=KMV, person_id=ola or 0, kind=RoleKind.COORDINATOR))
            nav = session.exec(select(Organisation.id).where(Organisation.key == "nav")).one()
            meeting = Meeting(
                network_id=KMV,
                activity=Activity.SOLUTION_GROUP,
                state=MeetingState.PLANNED,
                starts_at=deps.calendar.at(day, time(9)),
                ends_at=deps.calendar.at(day, time(11)),
                host_id=nav,
                place="NAV",
            )
            session.add(meeting)
            session.flush()
            bundles.follow(session, [meeting], deps.calendar)
            planning.replan(session, KMV, deps.now(), deps.calendar)
        return Case(network, Postman(network), meeting.id or 0)

    return made


Made = Callable[[date], Case]


def settle(case: Case, *, after: bool) -> None:
    """Everything before the meeting is done (or everything after it)."""
    with case.network.deps.store.transaction() as session:
        rows = session.exec(select(Duty).where(Duty.meeting_id == case.meeting)).all()
        for duty in rows:
            if (duty.kind in AFTER) is after:
                duty.state, duty.done_at = DutyState.DONE, case.network.clock()
                duty.done_by_id = 1


# --- Every kind, in every season -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("meets", "first", "second", "last", "week"),
    [
        # over the night when summer time begins
        ("2027-04-08", "2027-03-17", "2027-03-19", "2027-03-23", "2027-04-01"),
        # and over the one when it ends
        ("2027-11-15", "2027-10-25", "2027-10-27", "2027-10-29", "2027-11-08"),
        # Easter week: three weeks before is Maundy Thursday
        ("2027-04-15", "2027-03-24", "2027-03-31", "2027-04-02", "2027-04-08"),
        # 17 May on a Monday, three weeks before
        ("2027-06-07", "2027-05-14", "2027-05-19", "2027-05-21", "2027-05-31"),
        # and a week before
        ("2027-05-24", "2027-05-03", "2027-05-05", "2027-05-10", "2027-05-14"),
    ],
)
def test_before_a_meeting(
    case: Made, meets: str, first: str, second: str, last: str, week: str
) -> None:
    made = case(date.fromisoformat(meets))
    made.until(date.fromisoformat(meets))
    assert made.told(planning.REMINDER) == [
        (first, CHAT, KARI),
        (second, CHAT, NILS),
        (second, CHANNEL, NOBODY),
        (last, CHAT, OLA),
        (week, CHAT, KARI),
    ]


@pytest.mark.parametrize(
    ("meets", "third_day", "seventh_day", "status", "again"),
    [
        # over the night when summer time begins, and Easter
        ("2027-03-18", "2027-03-22", "2027-03-30", "2027-04-06", "2027-04-13"),
        # over the night when it ends
        ("2027-10-27", "2027-11-01", "2027-11-03", "2027-11-10", "2027-11-17"),
        # 17 May on a Monday, three days later
        ("2027-05-13", "2027-05-18", "2027-05-20", "2027-05-28", "2027-06-04"),
    ],
)
def test_after_a_meeting(
    case: Made, meets: str, third_day: str, seventh_day: str, status: str, again: str
) -> None:
    made = case(date.fromisoformat(meets))
    settle(made, after=False)
    made.until(date.fromisoformat(meets) + timedelta(days=60))
    assert made.told(planning.MINUTES_MISSING) == [
        (third_day, CHAT, KARI),
        (seventh_day, CHAT, NILS),
    ]
    assert made.told(planning.REMINDER) == [(status, CHAT, KARI), (again, CHAT, KARI)]


def test_nothing_is_asked_for_after_a_meeting_when_it_is_there(case: Made) -> None:
    made = case(date(2027, 3, 18))
    settle(made, after=False)
    settle(made, after=True)
    made.until(date(2027, 5, 18))
    assert made.told(planning.MINUTES_MISSING) == []
    assert made.told(planning.REMINDER) == []


def test_posted_minutes_end_it(case: Made) -> None:
    made = case(date(2027, 3, 18))
    settle(made, after=False)
    made.until(date(2027, 3, 23))
    made.change(lambda row: setattr(row, "minutes_posted_at", made.network.clock()))
    made.until(date(2027, 4, 1))
    assert made.told(planning.MINUTES_MISSING) == [("2027-03-22", CHAT, KARI)]


# --- What happens meanwhile ----------------------------------------------------------------------


def moved_to(day: date, case: Case) -> Callable[[Meeting], None]:
    calendar = case.network.deps.calendar

    def move(row: Meeting) -> None:
        row.starts_at, row.ends_at = calendar.at(day, time(9)), calendar.at(day, time(11))
        row.moved_on = calendar.day_of(case.network.clock())

    return move


def test_moved_well_ahead_after_the_first_one_was_sent(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.until(date(2027, 2, 26))
    made.change(moved_to(date(2027, 4, 15), made))
    made.until(date(2027, 4, 15))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, KARI),
        ("2027-03-24", CHAT, KARI),
        ("2027-03-31", CHAT, NILS),
        ("2027-03-31", CHANNEL, NOBODY),
        ("2027-04-02", CHAT, OLA),
        ("2027-04-08", CHAT, KARI),
    ]


def test_moved_a_little_after_the_first_one_was_sent(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.until(date(2027, 2, 26))
    made.change(moved_to(date(2027, 3, 22), made))
    made.until(date(2027, 3, 22))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, KARI),
        ("2027-03-01", CHAT, NILS),
        ("2027-03-01", CHANNEL, NOBODY),
        ("2027-03-03", CHAT, OLA),
        ("2027-03-15", CHAT, KARI),
    ]


def cancel(row: Meeting) -> None:
    row.state = MeetingState.CANCELLED


def test_cancelled_before_anything_was_sent(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.change(cancel)
    made.until(date(2027, 5, 18))
    assert made.told(planning.REMINDER) == made.told(planning.MINUTES_MISSING) == []


def test_cancelled_between_claim_and_send(case: Made) -> None:
    """Nils has no chat yet: while one is opened with him, the meeting is cancelled."""
    made = case(date(2027, 3, 18))
    made.until(date(2027, 2, 26))
    made.postman.while_opening = lambda: made.change(cancel)
    made.until(date(2027, 3, 18))
    assert made.told(planning.REMINDER) == [("2027-02-25", CHAT, KARI)]
    assert made.network.deliveries(DeliveryState.PENDING, DeliveryState.CLAIMED) == []


def _merged(case: Case) -> int:
    """What the merger does to the members and the duties of NAV; the id of its successor."""
    with case.network.deps.store.transaction() as session:
        nav = session.get_one(Meeting, case.meeting).host_id
        found = select(Organisation.id).where(Organisation.key == "lindesnes")
        school = session.exec(found).one() or 0
        for one in session.exec(select(Membership).where(Membership.organisation_id == nav)):
            one.organisation_id = None
        for duty in session.exec(select(Duty).where(Duty.meeting_id == case.meeting)):
            duty.organisation_id = school
    return school


def test_the_agency_merges_between_planning_and_sending(case: Made) -> None:
    """NAV becomes part of Lindesnes kommune, whose contact is Amina; its people go elsewhere."""
    made = case(date(2027, 3, 18))
    school = _merged(made)
    made.change(lambda row: setattr(row, "host_id", school))
    made.until(date(2027, 3, 18))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, AMINA),
        ("2027-03-01", CHAT, OLA),
        ("2027-03-11", CHAT, AMINA),
    ]


def pause(case: Case, name: str, until: date | None) -> None:
    with case.network.deps.store.transaction() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        person.paused_until = until


def test_the_contact_is_on_leave(case: Made) -> None:
    made = case(date(2027, 3, 18))
    pause(made, KARI, date(2027, 3, 10))
    made.until(date(2027, 3, 18))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, NILS),
        ("2027-03-01", CHAT, OLA),
        ("2027-03-11", CHAT, KARI),
    ]


def test_everybody_is_on_leave_and_the_first_of_the_chain_is_asked_when_they_are_back(
    case: Made,
) -> None:
    made = case(date(2027, 3, 18))
    with made.network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            person.paused_until = date(2027, 3, 8)
    made.until(date(2027, 3, 18))
    assert made.told(planning.REMINDER)[0] == ("2027-03-08", CHAT, KARI)


def test_all_of_the_agency_are_on_leave_and_the_end_of_the_chain_is_asked_once(case: Made) -> None:
    made = case(date(2027, 3, 18))
    pause(made, KARI, date(2027, 4, 1))
    pause(made, NILS, date(2027, 4, 1))
    made.until(date(2027, 3, 1))
    assert made.told(planning.REMINDER) == [("2027-02-25", CHAT, OLA)]


def test_the_channel_never_reads_who_did_not_answer(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.until(date(2027, 3, 2))
    (posted,) = [each for each in made.postman.letters if each.rings is None and each.card]
    assert NILS in str(posted.message)
    assert KARI not in str(posted.message)


def test_the_chat_with_the_contact_is_refused(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.postman.refusing.add(made.network.member("Kari").person.teams_id)
    made.until(date(2027, 2, 26))
    assert made.told(planning.REMINDER) == [("2027-02-25", CHANNEL, KARI)]


def test_a_deputy_without_a_chat_is_mentioned_and_nothing_is_posted_beside_it(case: Made) -> None:
    made = case(date(2027, 3, 18))
    with made.network.deps.store.transaction() as session:
        person = session.exec(select(Person).where(Person.name == NILS)).one()
        person.unreachable = True
    made.until(date(2027, 3, 2))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, KARI),
        ("2027-03-01", CHANNEL, NILS),
    ]
    mentions = [letter.message.mention for letter in made.postman.letters]
    assert [mention.name for mention in mentions if mention] == [NILS]


def test_a_duty_given_to_somebody_by_name_is_asked_of_them(case: Made) -> None:
    made = case(date(2027, 3, 18))
    with made.network.deps.store.transaction() as session:
        rows = session.exec(select(Duty).where(Duty.meeting_id == made.meeting)).all()
        for duty in rows:
            if duty.kind not in AFTER:
                duty.person_id = 2
    made.until(date(2027, 3, 18))
    assert made.told(planning.REMINDER) == [
        ("2027-02-25", CHAT, NILS),
        ("2027-03-01", CHAT, KARI),
        ("2027-03-01", CHANNEL, NOBODY),
        ("2027-03-03", CHAT, OLA),
        ("2027-03-11", CHAT, NILS),
    ]


def test_planning_twice_changes_nothing(case: Made) -> None:
    made = case(date(2027, 3, 18))
    made.until(date(2027, 3, 2))
    deps = made.network.deps
    before = [row.model_dump() for row in made.network.deliveries()]
    assert before
    with deps.store.transaction() as session:
        planning.replan(session, KMV, deps.now(), deps.calendar)
        planning.replan(session, KMV, deps.now(), deps.calendar)
    assert [row.model_dump() for row in made.network.deliveries()] == before
