"""The schools' holidays, as data."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import schools
from bot.schools import Holiday, closed_days, counties, holidays, school_start


def test_every_present_county_has_its_weeks() -> None:
    assert sorted(counties().values()) == [
        "Agder",
        "Akershus",
        "Buskerud",
        "Finnmark",
        "Innlandet",
        "Møre og Romsdal",
        "Nordland",
        "Oslo",
        "Rogaland",
        "Telemark",
        "Troms",
        "Trøndelag",
        "Vestfold",
        "Vestland",
        "Østfold",
    ]
    assert all(set(holidays(county, 2027)) == set(Holiday) for county in counties())


@pytest.mark.parametrize(
    ("holiday", "first", "last"),
    [
        (Holiday.NEW_YEAR, date(2027, 1, 1), date(2027, 1, 2)),
        (Holiday.WINTER, date(2027, 2, 22), date(2027, 2, 26)),  # week 8
        (Holiday.EASTER, date(2027, 3, 22), date(2027, 3, 29)),  # Easter Sunday is 28 March
        (Holiday.SUMMER, date(2027, 6, 20), date(2027, 8, 1)),
        (Holiday.AUTUMN, date(2027, 10, 4), date(2027, 10, 8)),  # week 40
        (Holiday.CHRISTMAS, date(2027, 12, 21), date(2027, 12, 31)),
    ],
)
def test_the_usual_holidays_of_agder(holiday: Holiday, first: date, last: date) -> None:
    assert holidays("agder", 2027)[holiday] == (first, last)
    assert {first, last} <= closed_days("agder", 2027)


def test_an_unknown_county_has_only_what_is_common() -> None:
    common = set(Holiday) - {Holiday.WINTER, Holiday.AUTUMN}
    assert set(holidays("utopia", 2027)) == set(holidays("", 2027)) == common


@pytest.mark.parametrize("year", range(2020, 2101))
def test_school_starts_on_a_monday_in_the_middle_of_august(year: int) -> None:
    first = school_start("oslo", year)
    assert first.weekday() == 0
    assert date(year, 8, 14) <= first <= date(year, 8, 20)


@pytest.mark.parametrize("year", range(2020, 2101))
def test_the_two_weeks_before_school_are_open(year: int) -> None:
    first = school_start("oslo", year)
    before = {first - timedelta(days=distance) for distance in range(1, 15)}
    assert before.isdisjoint(closed_days("oslo", year))
    assert first - timedelta(days=15) in closed_days("oslo", year)


@pytest.fixture
def decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Agder has decided something for 2027."""
    data = json.loads(schools.DATA.read_text(encoding="utf-8"))
    data["counties"]["agder"]["years"] = {
        "2027": {"autumn": ["2027-10-11", "2027-10-15"], "school_starts": "2027-08-18"}
    }
    (tmp_path / "holidays.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(schools, "DATA", tmp_path / "holidays.json")
    schools._data.cache_clear()
    yield
    schools._data.cache_clear()


@pytest.mark.usefixtures("decided")
def test_what_a_county_has_decided_replaces_the_usual_for_that_year() -> None:
    assert school_start("agder", 2027) == date(2027, 8, 18)
    assert holidays("agder", 2027)[Holiday.AUTUMN] == (date(2027, 10, 11), date(2027, 10, 15))
    assert holidays("agder", 2027)[Holiday.SUMMER][1] == date(2027, 8, 3)
    assert holidays("agder", 2028)[Holiday.AUTUMN] == (date(2028, 10, 2), date(2028, 10, 6))
