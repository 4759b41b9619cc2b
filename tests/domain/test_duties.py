"""A meeting's duties: bundles that are planned from its day, and what becomes of one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duties import (
    AFTER,
    BUNDLES,
    UNSETTLED,
    Duty,
    DutyKind,
    DutyState,
    Occasion,
    bundle,
    is_asked,
)
from bot.domain.duty_moves import MOVES, Made, Move, Side, answered, helpers, is_legal, may_move
from bot.domain.meetings import Activity, Meeting, MeetingState
from bot.domain.people import Member, RoleKind
from tests.domain.test_calendar import OSLO

HOST, OTHER, THIRD = 2, 3, 4
STARTS = datetime(2027, 3, 18, 8, 0, tzinfo=UTC)  # a Thursday, the week before Easter


def meeting(
    activity: Activity = Activity.NETWORK_MEETING, hours: float = 2.5, **rest: Any
) -> Meeting:
    known: dict[str, Any] = {"host_id": HOST, "place": "Læringssenteret", **rest}
    ends = STARTS + timedelta(hours=hours)
    return Meeting(id=7, activity=activity, starts_at=STARTS, ends_at=ends, **known)


def kinds(occasion: Occasion) -> list[str]:
    return [str(wanted.kind) for wanted in bundle(occasion, OSLO)]


# --- Bundles -------------------------------------------------------------------------------------


def test_the_deadlines_of_a_network_meeting_are_planned_from_its_day() -> None:
    assert [(str(w.kind), w.due_on.isoformat()) for w in bundle(Occasion(meeting()), OSLO)] == [
        ("call-in", "2027-03-04"),
        ("room", "2027-03-04"),
        ("agenda", "2027-03-11"),
        ("minutes", "2027-03-22"),  # three days after is a Sunday
    ]


@pytest.mark.parametrize(
    ("occasion", "expected"),
    [
        (Occasion(meeting(host_id=None)), []),
        (Occasion(meeting(state=MeetingState.DRAFT)), []),
        (Occasion(meeting(place="", link="https://x.no")), ["call-in", "agenda", "minutes"]),
        (Occasion(meeting(place="")), ["call-in", "room", "agenda", "minutes"]),
        (Occasion(meeting(hours=4)), ["call-in", "room", "agenda", "minutes"]),
        (Occasion(meeting(hours=4.5)), ["call-in", "room", "agenda", "catering", "minutes"]),
        (
            Occasion(meeting(Activity.SOLUTION_GROUP)),
            ["call-in", "room", "agenda", "minutes", "status"],
        ),
        (
            Occasion(meeting(Activity.OPEN_DAY)),
            ["call-in", "room", "programme", "case", "catering"],
        ),
        (
            Occasion(meeting(Activity.OPEN_DAY, place="", link="https://x.no")),
            ["call-in", "programme", "case"],
        ),
        (Occasion(meeting(Activity.INFORMATION_MEETING)), ["call-in", "room", "agenda"]),
        (Occasion(meeting(Activity.RESOURCE_GROUP, hours=6)), ["call-in", "room"]),
        (
            Occasion(meeting(Activity.RESOURCE_GROUP), languages=("tigrinja",)),
            ["call-in", "room", "interpreter"],
        ),
        (Occasion(meeting(Activity.WEBINAR)), []),
    ],
)
def test_a_meeting_asks_for_what_it_needs(occasion: Occasion, expected: list[str]) -> None:
    assert kinds(occasion) == expected


def test_the_presenter_prepares_the_case_and_the_host_does_all_else() -> None:
    wanted = bundle(Occasion(meeting(Activity.OPEN_DAY), presenter_id=OTHER), OSLO)
    assert {w.kind: w.agency_id for w in wanted} == {
        DutyKind.CALL_IN: HOST,
        DutyKind.ROOM: HOST,
        DutyKind.PROGRAMME: HOST,
        DutyKind.CASE: OTHER,
        DutyKind.CATERING: HOST,
    }


@given(activity=st.sampled_from(Activity), day=st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_every_deadline_is_a_working_day_on_its_side_of_the_meeting(
    activity: Activity, day: date
) -> None:
    for rule in BUNDLES[activity]:
        due = rule.due(day, OSLO)
        assert OSLO.is_workday(due)
        assert (due > day) == (rule.kind in AFTER)


@pytest.mark.parametrize(
    ("kind", "state", "hours_from_start", "asked"),
    [
        (DutyKind.ROOM, MeetingState.PLANNED, -100, True),
        (DutyKind.ROOM, MeetingState.CALLED, 1, True),
        (DutyKind.ROOM, MeetingState.CALLED, 3, False),
        (DutyKind.ROOM, MeetingState.HELD, 3, False),
        (DutyKind.ROOM, MeetingState.CANCELLED, -100, False),
        (DutyKind.ROOM, MeetingState.DRAFT, -100, False),
        (DutyKind.MINUTES, MeetingState.CALLED, -1, False),
        (DutyKind.MINUTES, MeetingState.CALLED, 1, True),
        (DutyKind.MINUTES, MeetingState.HELD, 100, True),
        (DutyKind.STATUS, MeetingState.FINISHED, 500, True),
        (DutyKind.MINUTES, MeetingState.CANCELLED, 3, False),
    ],
)
def test_a_duty_is_asked_for_in_its_time(
    kind: DutyKind, state: MeetingState, hours_from_start: int, asked: bool
) -> None:
    now = STARTS + timedelta(hours=hours_from_start)
    assert is_asked(kind, meeting(state=state), now) is asked


# --- Moves: the whole grid -----------------------------------------------------------------------

OPEN, STARTED, HELP = DutyState.OPEN, DutyState.STARTED, DutyState.HELP
DONE, DROPPED = DutyState.DONE, DutyState.NOT_NEEDED
LEGAL = {
    Move.DONE: {OPEN, STARTED, HELP},
    Move.START: {OPEN, HELP},
    Move.HELP: {OPEN, STARTED},
    Move.GIVE: {OPEN, STARTED, HELP},
    Move.OFFER: {OPEN, STARTED, HELP},
    Move.ACCEPT: {OPEN, STARTED, HELP},
    Move.DECLINE: {OPEN, STARTED, HELP},
    Move.NOT_NEEDED: {OPEN, STARTED, HELP},
    Move.UNDO: {OPEN, STARTED, HELP, DONE, DROPPED},
}
SOMETHING = Made(1, Move.START, "Kari", STARTS, agency_id=HOST)


@pytest.mark.parametrize("state", DutyState)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_legal_from_these_states_and_no_others(move: Move, state: DutyState) -> None:
    assert is_legal(move, state, offered=True, last=SOMETHING) is (state in LEGAL[move])


@pytest.mark.parametrize("state", DutyState)
@pytest.mark.parametrize("move", [Move.ACCEPT, Move.DECLINE])
def test_only_what_is_offered_can_be_answered(move: Move, state: DutyState) -> None:
    assert not is_legal(move, state, offered=False, last=SOMETHING)


@pytest.mark.parametrize("state", DutyState)
def test_an_undoing_is_not_undone(state: DutyState) -> None:
    undone = Made(2, Move.UNDO, "Kari", STARTS)
    assert not is_legal(Move.UNDO, state, offered=False, last=undone)


@pytest.mark.parametrize("state", DutyState)
def test_what_was_done_before_moves_were_kept_can_be_undone(state: DutyState) -> None:
    assert is_legal(Move.UNDO, state, offered=False, last=None) is (state not in UNSETTLED)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("agency", [HOST, OTHER, THIRD, None])
@pytest.mark.parametrize("coordinates", [False, True])
def test_who_may_move_is_whose_it_is_and_who_was_asked(
    move: Move, agency: int | None, coordinates: bool
) -> None:
    roles = frozenset({RoleKind.COORDINATOR} if coordinates else set[RoleKind]())
    member = Member(1, "Kari", 1, agency, roles)
    allowed = {Side.OWNER: {HOST}, Side.ASKED: {OTHER}, Side.MOVER: {HOST, THIRD}}
    last = Made(1, Move.DECLINE, "Ola", STARTS, agency_id=THIRD)
    may = may_move(member, move, owner_id=HOST, asked_id=OTHER, last=last)
    assert may is (coordinates or agency in allowed[MOVES[move].side])


@pytest.mark.parametrize(
    ("later", "answer"),
    [
        ([], None),
        ([Move.ACCEPT], Move.ACCEPT),
        ([Move.DECLINE, Move.UNDO], None),
        ([Move.ACCEPT, Move.DONE, Move.UNDO], Move.ACCEPT),
        ([Move.DONE], None),
        ([Move.UNDO, Move.OFFER, Move.ACCEPT], None),
        ([Move.START, Move.DECLINE], Move.DECLINE),
    ],
)
def test_the_answer_to_an_offer_is_read_from_what_came_after(
    later: list[Move], answer: Move | None
) -> None:
    assert answered(later) is answer


@pytest.mark.parametrize(
    ("chain", "asking", "asked"),
    [
        ([1, 2, 3], 1, 2),
        ([1, 2, 3], 2, 3),
        ([1, 2, 3], 3, 1),
        ([1, 2], 9, 1),
        ([1], 1, None),
        ([], 1, None),
    ],
)
def test_help_is_asked_of_the_next_in_the_chain(
    chain: list[int], asking: int, asked: int | None
) -> None:
    assert next(iter(helpers(chain, asking)), None) == asked


def test_what_is_not_needed_counts_as_finished_and_a_word_counts_as_an_answer() -> None:
    duty = Duty(1, DutyKind.ROOM, date(2027, 3, 4))
    dropped = Duty(1, DutyKind.ROOM, date(2027, 3, 4), state=DROPPED)
    begun = Duty(1, DutyKind.ROOM, date(2027, 3, 4), state=STARTED)
    given_on = Duty(1, DutyKind.ROOM, date(2027, 3, 4), person_id=5)
    assert [(d.done, d.answered) for d in (duty, dropped, begun, given_on)] == [
        (False, False),
        (True, True),
        (False, True),
        (False, True),
    ]
