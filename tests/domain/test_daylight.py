"""When the clocks change, as rules for other people's calendars."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.daylight import changes, offset

OSLO = ZoneInfo("Europe/Oslo")


def told(zone: str, year: int) -> list[tuple[str, int, bool, str]]:
    """Each change as wall time before it, which of its weekday, whether forward, and its name."""
    found = changes(ZoneInfo(zone), year)
    return [(f"{c.onset:%Y-%m-%d %H:%M}", c.ordinal, c.forward, c.name) for c in found]


@pytest.mark.parametrize(
    ("zone", "year", "expected"),
    [
        (
            "Europe/Oslo",
            2027,
            [("2027-03-28 02:00", -1, True, "CEST"), ("2027-10-31 03:00", -1, False, "CET")],
        ),
        (
            "Europe/London",
            2026,
            [("2026-03-29 01:00", -1, True, "BST"), ("2026-10-25 02:00", -1, False, "GMT")],
        ),
        (
            "America/New_York",
            2027,
            [("2027-03-14 02:00", 2, True, "EDT"), ("2027-11-07 02:00", 1, False, "EST")],
        ),
        (
            "Australia/Lord_Howe",
            2027,
            [("2027-04-04 02:00", 1, False, "+1030"), ("2027-10-03 02:00", 1, True, "+11")],
        ),
        ("Africa/Lagos", 2027, []),
    ],
)
def test_a_change_begins_at_the_wall_time_that_was_shown_until_then(
    zone: str, year: int, expected: list[tuple[str, int, bool, str]]
) -> None:
    assert told(zone, year) == expected


@pytest.mark.parametrize("year", range(1996, 2038))
def test_oslo_changes_on_the_last_sundays_of_march_and_october(year: int) -> None:
    spring, autumn = changes(OSLO, year)
    assert [spring.onset.month, autumn.onset.month] == [3, 10]
    assert {(c.onset.weekday(), c.ordinal) for c in (spring, autumn)} == {(6, -1)}


def test_a_new_year_in_the_south_is_summer_time() -> None:
    assert offset(ZoneInfo("Australia/Sydney"), 2027) == timedelta(hours=11)
