"""When a fagdag is evaluated."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.fagdag import EVALUATED, Window, may_open_now, window
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
    assert (found is not None) == (state in {MeetingState.PLANNED, MeetingState.CALLED})


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
