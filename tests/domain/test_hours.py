"""When a network's members may be told anything. Wall times are Oslo's; moments are UTC."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import WorkCalendar
from bot.domain.hours import Hours

OSLO = ZoneInfo("Europe/Oslo")
CALENDAR = WorkCalendar(OSLO, holidays.country_holidays("NO"))
USUAL = Hours()


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("wished", "first"),
    [
        ("2027-01-04 09:00", "2027-01-04 09:00"),
        ("2027-01-04 06:00", "2027-01-04 08:00"),
        ("2027-01-04 15:29", "2027-01-04 15:29"),
        ("2027-01-04 15:30", "2027-01-05 08:00"),
        ("2027-01-08 16:00", "2027-01-11 08:00"),  # Friday afternoon
        ("2027-03-24 16:00", "2027-03-30 08:00"),  # Easter: Thursday to Monday
        ("2027-03-28 02:30", "2027-03-30 08:00"),  # the Sunday on which the clock skips an hour
        ("2027-10-31 02:30", "2027-11-01 08:00"),  # the Sunday that has an hour twice
        ("2027-05-15 10:00", "2027-05-18 08:00"),  # 17 May 2027 is a Monday, and so is Whit Monday
    ],
)
def test_what_comes_outside_the_hours_waits_for_the_next_working_day(
    wished: str, first: str
) -> None:
    assert USUAL.next_open(oslo(wished), CALENDAR) == oslo(first)


@pytest.mark.parametrize(
    ("wished", "first"),
    [
        ("2027-01-04 09:00", "2027-01-04 09:00"),
        ("2027-01-04 15:30", "2027-01-11 08:00"),
        ("2027-01-06 09:00", "2027-01-11 08:00"),
        ("2027-03-27 09:00", "2027-03-30 08:00"),  # Easter Monday is none
        ("2027-05-13 09:00", "2027-05-18 08:00"),
        ("2027-05-18 09:00", "2027-05-18 09:00"),
    ],
)
def test_a_weekly_summary_comes_on_the_first_working_day_of_a_week(wished: str, first: str) -> None:
    assert USUAL.next_summary(oslo(wished), CALENDAR) == oslo(first)


@pytest.mark.parametrize(("opens", "closes"), [("15:30", "08:00"), ("09:00", "09:00")])
def test_hours_that_never_open_are_the_usual_ones(opens: str, closes: str) -> None:
    assert Hours.read(opens, closes) == USUAL


def test_hours_are_read_as_they_are_stored() -> None:
    assert Hours.read("07:15", "16:00") == Hours(time(7, 15), time(16))


MOMENTS = st.integers(0, 410 * 24 * 60).map(
    lambda minutes: datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WALLS = st.times(time(0), time(22)).map(lambda wall: wall.replace(second=0, microsecond=0))


@given(MOMENTS, WALLS, st.integers(1, 90))
def test_the_first_moment_is_open_not_earlier_and_nothing_open_lies_before_it(
    moment: datetime, opens: time, minutes: int
) -> None:
    closes = (datetime.combine(moment, opens) + timedelta(minutes=minutes)).time()
    found = Hours(opens, closes).next_open(moment, CALENDAR)
    local = CALENDAR.local(found)
    assert moment <= found
    assert CALENDAR.is_workday(local.date())
    assert opens <= local.time() < closes
    assert found in {moment, CALENDAR.at(local.date(), opens)}
    assert Hours(opens, closes).next_open(found, CALENDAR) == found
