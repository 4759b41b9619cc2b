"""When a fagdag is evaluated, who signs up for it, and when those who came are counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fagdag import (
    EVALUATED,
    SignedUp,
    SignUpState,
    Window,
    has_page,
    may_count,
    may_open_now,
    sign_up_state,
    together,
    window,
)
from bot.domain.meetings import Activity, Meeting, MeetingState
from tests.domain.test_calendar import OSLO

ENDS = datetime(2027, 4, 22, 13, 0, tzinfo=UTC)  # 15.00 in Oslo
FAGDAG = Meeting(1, Activity.OPEN_DAY, ENDS - timedelta(hours=6), ENDS)


def test_it_opens_a_quarter_before_the_end_and_closes_with_the_next_day() -> None:
    assert window(FAGDAG, OSLO) == Window(
        datetime(2027, 4, 22, 12, 45, tzinfo=UTC), datetime(2027, 4, 23, 22, 0, tzinfo=UTC)
    )


@pytest.mark.parametrize("activity", Activity)
def test_only_fagdager_are_evaluated(activity: Activity) -> None:
    found = window(Meeting(1, activity, FAGDAG.starts_at, ENDS), OSLO)
    assert (found is not None) == (activity in EVALUATED)


@pytest.mark.parametrize("state", MeetingState)
def test_a_day_that_is_not_going_to_happen_is_not_evaluated(state: MeetingState) -> None:
    found = window(Meeting(1, Activity.OPEN_DAY, FAGDAG.starts_at, ENDS, state), OSLO)
    assert (found is None) == (state in {MeetingState.DRAFT, MeetingState.CANCELLED})


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (datetime(2027, 4, 21, 21, 59, tzinfo=UTC), False),
        (datetime(2027, 4, 21, 22, 0, tzinfo=UTC), True),  # midnight in Oslo
        (datetime(2027, 4, 23, 21, 59, tzinfo=UTC), True),
        (datetime(2027, 4, 23, 22, 0, tzinfo=UTC), False),
    ],
)
def test_the_host_may_open_it_from_the_morning_on(now: datetime, may: bool) -> None:
    assert may_open_now(FAGDAG, now, OSLO) is may


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("before", [timedelta(minutes=1), timedelta(0), -timedelta(hours=8)])
def test_one_signs_up_until_it_begins(state: MeetingState, before: timedelta) -> None:
    meeting = replace(FAGDAG, state=state)
    found = sign_up_state(meeting, meeting.starts_at - before)
    expected = {
        MeetingState.CANCELLED: SignUpState.CANCELLED,
        MeetingState.DRAFT: SignUpState.DRAFT,
        MeetingState.HELD: SignUpState.BEGUN,
        MeetingState.FINISHED: SignUpState.BEGUN,
    }
    begun = SignUpState.OPEN if before > timedelta(0) else SignUpState.BEGUN
    assert found is expected.get(state, begun)


@pytest.mark.parametrize("activity", Activity)
@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("open_to_all", [True, False])
def test_only_open_fagdager_have_a_page(
    activity: Activity, state: MeetingState, open_to_all: bool
) -> None:
    fagdag = activity in {Activity.OPEN_DAY, Activity.COOPERATION_DAY}
    expected = fagdag and open_to_all and state is not MeetingState.DRAFT
    assert has_page(activity, state, open_to_all=open_to_all) is expected


@pytest.mark.parametrize("state", MeetingState)
def test_those_who_came_are_counted_once_it_has_begun(state: MeetingState) -> None:
    meeting = replace(FAGDAG, state=state)
    happens = state not in {MeetingState.CANCELLED, MeetingState.DRAFT}
    assert may_count(meeting, meeting.starts_at) is happens
    assert not may_count(meeting, meeting.starts_at - timedelta(seconds=1))


def test_an_agency_is_one_line_however_it_was_spelt() -> None:
    rows = [
        SignedUp("Politiet", 4),
        SignedUp("NAV", 9),
        SignedUp("POLITIET", 2),
        SignedUp("Legesenteret", 0),
    ]
    assert together(rows) == (SignedUp("NAV", 9), SignedUp("Politiet", 6))
    assert together([]) == ()


@given(st.lists(st.builds(SignedUp, st.sampled_from("aAbB"), st.integers(0, 9))))
def test_nobody_is_lost_or_counted_twice(rows: list[SignedUp]) -> None:
    assert sum(line.people for line in together(rows)) == sum(row.people for row in rows)
