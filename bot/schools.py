"""The schools' holidays by county, as data (bot/school_holidays.json).

They are the usual ISO weeks, not a county's decision: what a county or municipality has decided for
one year is written under its "years" and replaces the usual, for example
{"2027": {"autumn": ["2027-10-04", "2027-10-08"], "school_starts": "2027-08-18"}}; the names are
those of `Holiday`, each with its first and last day.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateutil.easter import easter

DATA = Path(__file__).with_name("school_holidays.json")
STAFF_RETURNS = timedelta(days=14)  # before school starts: from then on one can meet
A_DAY = timedelta(days=1)
FRIDAY = 5  # as an ISO weekday


class Holiday(StrEnum):
    NEW_YEAR = "new_year"
    WINTER = "winter"
    EASTER = "easter"
    SUMMER = "summer"
    AUTUMN = "autumn"
    CHRISTMAS = "christmas"


@cache
def _data() -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return MappingProxyType(found)


def counties() -> dict[str, str]:
    """The counties' names by the key that `Network.county` keeps."""
    return {key: county["name"] for key, county in _data()["counties"].items()}


def closed_days(county: str, year: int) -> frozenset[date]:
    """The days of a year on which those who work in schools are away.

    An unknown county has only what is common to all. The summer ends two weeks before school
    starts, when the staff is back: that is when the autumn term is prepared together.
    """
    return frozenset(
        day for first, last in holidays(county, year).values() for day in _days(first, last)
    )


def school_start(county: str, year: int) -> date:
    """The first school day of the autumn term."""
    decided = _decided(county, year).get("school_starts")
    if decided is not None:
        return date.fromisoformat(decided)
    earliest = _day(year, _data()["common"]["school_starts_on_a_monday_from"])
    return earliest + timedelta(days=-earliest.weekday() % 7)


def holidays(county: str, year: int) -> dict[Holiday, tuple[date, date]]:
    """Each holiday's first and last day within the year."""
    decided = {
        Holiday(name): (date.fromisoformat(days[0]), date.fromisoformat(days[1]))
        for name, days in _decided(county, year).items()
        if name != "school_starts"
    }
    return _usual(county, year) | decided


def _decided(county: str, year: int) -> Mapping[str, Any]:
    known = _data()["counties"].get(county, {"years": {}})
    decided: Mapping[str, Any] = known["years"].get(str(year), {})
    return decided


def _usual(county: str, year: int) -> dict[Holiday, tuple[date, date]]:
    common, weeks = _data()["common"], _data()["counties"].get(county, {})
    sunday = easter(year)
    usual = {
        Holiday.NEW_YEAR: (date(year, 1, 1), _day(year, common["christmas_ends"])),
        Holiday.EASTER: (sunday - timedelta(days=6), sunday + A_DAY),
        Holiday.SUMMER: (
            _day(year, common["summer_begins"]),
            school_start(county, year) - STAFF_RETURNS - A_DAY,
        ),
        Holiday.CHRISTMAS: (_day(year, common["christmas_begins"]), date(year, 12, 31)),
    }
    in_weeks = {h: _week(year, weeks[h]) for h in (Holiday.WINTER, Holiday.AUTUMN) if h in weeks}
    return usual | in_weeks


def _week(year: int, week: int) -> tuple[date, date]:
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, FRIDAY)


def _day(year: int, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def _days(first: date, last: date) -> Iterator[date]:
    for distance in range((last - first).days + 1):
        yield first + distance * A_DAY
