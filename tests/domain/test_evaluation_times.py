"""When part 2 is asked, of whom, and how often."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attendance import Coming, Invited
from bot.domain.calendar import WorkCalendar
from bot.domain.evaluation_times import asked_on, came, second_window
from bot.domain.fagdag import Window

EASTER = frozenset(date(2027, 3, day) for day in range(22, 30))
CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset({date(2027, 5, 17)}))


def at_work(day: date) -> bool:
    return CALENDAR.is_workday(day) and day not in EASTER


def window(day: date, weeks: int = 6) -> Window:
    return second_window(day, weeks, CALENDAR, at_work)


@pytest.mark.parametrize(
    ("held", "opens", "closes"),
    [
        # a Friday; six weeks later is a Friday, in winter time
        (date(2027, 1, 15), "2027-02-26 08:00", "2027-03-19 23:00"),
        # lands in the schools' Easter holidays: the first day after them, in summer time
        (date(2027, 2, 10), "2027-03-30 07:00", "2027-04-20 22:00"),
        # lands on 17 May
        (date(2027, 4, 5), "2027-05-18 07:00", "2027-06-08 22:00"),
    ],
)
def test_it_opens_on_the_first_day_at_work_and_lasts_three_weeks(
    held: date, opens: str, closes: str
) -> None:
    found = window(held)
    assert f"{found.opens_at:%Y-%m-%d %H:%M}" == opens
    assert f"{found.closes_at:%Y-%m-%d %H:%M}" == closes


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 26))
def test_nobody_is_asked_on_a_day_off_nor_more_than_three_times(held: date, weeks: int) -> None:
    found = window(held, weeks)
    moments = asked_on(found, CALENDAR)
    assert 1 <= len(moments) <= 3
    assert moments[0] == found.opens_at
    assert sorted(set(moments)) == list(moments)
    assert all(moment < found.closes_at for moment in moments)
    assert all(CALENDAR.is_workday(CALENDAR.day_of(moment)) for moment in moments)
    assert at_work(CALENDAR.day_of(found.opens_at))


def test_a_short_window_has_fewer_reminders() -> None:
    opens = datetime(2027, 2, 26, 8, tzinfo=UTC)
    assert asked_on(Window(opens, datetime(2027, 3, 3, tzinfo=UTC)), CALENDAR) == (opens,)


PEOPLE = (
    Invited(1, "Kari", 10, Coming.YES),
    Invited(2, "Nils", 10, Coming.NO),
    Invited(3, "Amina", 20, Coming.DEPUTY),
    Invited(4, "Ola", 30, None),
    Invited(5, "Ingrid", None, Coming.YES),
    Invited(6, "Petter", 20, Coming.YES),
)


def contacts(agency: int) -> tuple[int, ...]:
    return {10: (1,), 20: (3,), 30: (8,), 40: (9,)}[agency]


def deputies(agency: int) -> tuple[int, ...]:
    return {20: (6, 7)}.get(agency, ())


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        (None, (1, 5, 6, 7)),
        (frozenset({10}), (1, 5)),
        (frozenset({20}), (5, 6, 7)),
        (frozenset({30}), (5, 8)),
        (frozenset(), (5,)),
    ],
)
def test_who_came_is_who_said_so_of_the_agencies_that_were_there(
    present: frozenset[int] | None, expected: tuple[int, ...]
) -> None:
    assert came(PEOPLE, present, deputies, contacts) == expected


def test_a_contact_who_stayed_away_is_not_taken_for_somebody_who_came() -> None:
    said = (Invited(9, "Siri", 40, Coming.NO),)
    assert came(said, frozenset({40}), deputies, contacts) == ()
