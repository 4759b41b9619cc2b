"""Wall time in Oslo, and the days on which people work."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import WorkCalendar

OSLO = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        (date(2027, 1, 15), time(9), datetime(2027, 1, 15, 8, tzinfo=UTC)),
        (date(2027, 7, 15), time(9), datetime(2027, 7, 15, 7, tzinfo=UTC)),
        # The last Sunday of March skips the hour from two to three.
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        # The last Sunday of October has the hour from two to three twice: the first one counts.
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (date(2027, 10, 31), time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_one_moment(day: date, wall: time, moment: datetime) -> None:
    assert OSLO.at(day, wall) == moment


@given(DAYS, st.integers(0, 60))
def test_nine_o_clock_so_many_days_before_is_nine_o_clock(day: date, days: int) -> None:
    moment = OSLO.at(day - timedelta(days=days), time(9))
    assert OSLO.local(moment).time() == time(9)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2027, 3, 24), date(2027, 3, 24), date(2027, 3, 24)),
        (date(2027, 3, 25), date(2027, 3, 24), date(2027, 3, 30)),  # Easter: Thursday to Monday
        (date(2027, 5, 17), date(2027, 5, 14), date(2027, 5, 18)),  # 17 May on a Whit Monday
        (date(2027, 1, 2), date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_working_days_know_holidays_and_weekends(day: date, before: date, after: date) -> None:
    assert (OSLO.on_or_before(day), OSLO.on_or_after(day)) == (before, after)


@given(DAYS, st.integers(-30, 30))
def test_adding_working_days_counts_each_of_them_once(day: date, count: int) -> None:
    end = OSLO.add_workdays(day, count)
    low, high = sorted((day, end))
    passed = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    passed.remove(day)
    assert sum(OSLO.is_workday(each) for each in passed) == abs(count)
    assert count == 0 or OSLO.is_workday(end)
