"""An offer comes up again, and ends with a named person."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import WorkCalendar
from bot.domain.offers import Asked, askings, may_take

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
MONDAY = datetime(2027, 1, 4, 11, 30, tzinfo=UTC)


def told(to_all: bool, days_until_the_meeting: int) -> list[tuple[Asked, str]]:
    meeting = MONDAY + timedelta(days=days_until_the_meeting)
    return [
        (asking.asked, f"{CALENDAR.local(asking.due_at):%a %d %b %H:%M}")
        for asking in askings(MONDAY, meeting, CALENDAR, to_all=to_all)
    ]


@pytest.mark.parametrize(
    ("to_all", "days", "expected"),
    [
        (
            False,
            90,
            [
                (Asked.CHOSEN, "Mon 04 Jan 12:30"),
                (Asked.CHOSEN, "Mon 11 Jan 09:00"),
                (Asked.OFFERER, "Thu 14 Jan 09:00"),
            ],
        ),
        (
            True,
            90,
            [
                (Asked.ALL, "Mon 04 Jan 12:30"),
                (Asked.NEXT, "Mon 11 Jan 09:00"),
                (Asked.OFFERER, "Mon 18 Jan 09:00"),
            ],
        ),
        # The meeting is on Wednesday 20 January: two weeks before is the sixth.
        (True, 16, [(Asked.ALL, "Mon 04 Jan 12:30"), (Asked.OFFERER, "Wed 06 Jan 09:00")]),
        (False, 2, [(Asked.CHOSEN, "Mon 04 Jan 12:30"), (Asked.OFFERER, "Tue 05 Jan 09:00")]),
    ],
)
def test_an_offer_comes_up_again_and_ends_with_whoever_made_it(
    to_all: bool, days: int, expected: list[tuple[Asked, str]]
) -> None:
    assert told(to_all, days) == expected


# hypothesis takes its bounds without a zone, and gives it afterwards
EARLIEST, LATEST = ((MONDAY + timedelta(days=days)).replace(tzinfo=None) for days in (-2500, 5000))


@given(
    st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    st.integers(1, 400),
    st.booleans(),
)
def test_every_offer_has_one_end_and_asks_on_working_days(
    offered_at: datetime, days: int, to_all: bool
) -> None:
    steps = list(askings(offered_at, offered_at + timedelta(days=days), CALENDAR, to_all=to_all))
    assert [s.asked for s in steps].count(Asked.OFFERER) == 1
    assert steps[-1].asked is Asked.OFFERER
    assert [s.due_at for s in steps] == sorted(s.due_at for s in steps)
    assert all(CALENDAR.is_workday(_day(s.due_at)) for s in steps[1:])


def _day(moment: datetime) -> date:
    return CALENDAR.day_of(moment)


@pytest.mark.parametrize(
    ("agency", "to", "may"),
    [
        (2, None, True),
        (2, 2, True),
        (2, 3, False),
        (1, None, False),
        (1, 1, False),
        (None, None, False),
    ],
)
def test_only_those_who_were_asked_take_a_turn(
    agency: int | None, to: int | None, may: bool
) -> None:
    assert may_take(agency, giver_id=1, to_id=to) == may
