"""Dates, times and lists as they are said, in three languages and in the network's zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.duties import DutyKind
from bot.domain.language import Language
from bot.domain.meetings import Activity
from cards.words import Words

OSLO = ZoneInfo("Europe/Oslo")
NB, NN, EN = (Words(language, OSLO) for language in Language)
TODAY = date(2027, 2, 25)
STARTS = datetime(2027, 3, 18, 8, 0, tzinfo=UTC)
ENDS = datetime(2027, 3, 18, 10, 30, tzinfo=UTC)


def test_a_day_is_told_with_its_weekday_and_the_year_only_when_it_is_another() -> None:
    assert NB.day(date(2027, 3, 18), TODAY) == "torsdag 18. mars"
    assert NB.day(date(2018, 3, 18), TODAY) == "søndag 18. mars 2018"
    assert NN.day(date(2027, 3, 14), TODAY) == "søndag 14. mars"
    assert EN.day(date(2027, 3, 18), TODAY) == "Thursday 18 March"
    assert NB.short_day(date(2027, 3, 18)) == "18. mars"
    assert NB.month(date(2026, 3, 1)) == "mars 2026"


def test_a_moment_is_told_in_the_networks_zone() -> None:
    assert (NB.clock(STARTS), EN.clock(STARTS)) == ("kl. 09.00", "09:00")
    assert NB.moment(STARTS, STARTS.date()) == "i dag kl. 09.00"
    assert EN.moment(STARTS, TODAY) == "18 March, 09:00"
    assert NB.day_of(datetime(2027, 3, 17, 23, 30, tzinfo=UTC)) == date(2027, 3, 18)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (NB, "torsdag 18. mars kl. 09.00–11.30"),
        (NN, "torsdag 18. mars kl. 09.00–11.30"),
        (EN, "Thursday 18 March, 09:00–11:30"),
    ],
)
def test_a_span_within_a_day(words: Words, told: str) -> None:
    assert words.span(STARTS, ENDS, today=TODAY) == told


def test_a_span_over_two_days() -> None:
    assert NB.span(STARTS, ENDS + timedelta(days=1), today=TODAY) == (
        "torsdag 18. mars kl. 09.00 – fredag 19. mars kl. 11.30"
    )


def test_whole_days_are_told_without_hours_and_end_before_midnight() -> None:
    midnight = datetime(2018, 10, 16, 22, 0, tzinfo=UTC)
    one, two = midnight + timedelta(days=1), midnight + timedelta(days=2)
    assert NB.span(midnight, midnight, whole_day=True) == "onsdag 17. oktober"
    assert NB.span(midnight, one, whole_day=True, today=TODAY) == "onsdag 17. oktober 2018"
    assert NB.span(midnight, two, whole_day=True, today=TODAY) == (
        "onsdag 17. oktober – torsdag 18. oktober 2018"
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "i dag"),
        (1, "i morgen"),
        (-1, "i går"),
        (2, "om to dager"),
        (7, "om en uke"),
        (13, "om 13 dager"),
        (21, "om tre uker"),
        (-14, "for to uker siden"),
        (-7, "for en uke siden"),
        (90, "om tre måneder"),
        (-3000, "for åtte år siden"),
    ],
)
def test_how_far_away_a_day_is(days: int, told: str) -> None:
    assert NB.from_now(TODAY + timedelta(days=days), TODAY) == told


def test_how_far_away_a_day_is_in_the_other_languages() -> None:
    soon = TODAY + timedelta(days=21)
    assert NN.from_now(soon, TODAY) == "om tre veker"
    assert EN.from_now(soon, TODAY) == "in three weeks"
    assert EN.from_now(TODAY - timedelta(days=7), TODAY) == "a week ago"


@pytest.mark.parametrize("words", [NB, NN, EN])
def test_every_distance_has_a_phrase(words: Words) -> None:
    told = {words.from_now(TODAY + timedelta(days=days), TODAY) for days in range(-800, 800)}
    assert all(phrase and "{" not in phrase for phrase in told)


def test_lists_are_joined_as_one_says_them() -> None:
    assert NB.listing(["a", "b", "c"]) == "a, b og c"
    assert (NN.listing(["a", "b"]), EN.listing(["a", "b"])) == ("a og b", "a and b")
    assert NB.listing([]) == ""


def test_every_activity_and_duty_has_a_name_in_every_language() -> None:
    names = {
        name
        for words in (NB, NN, EN)
        for name in (*map(words.activity, Activity), *map(words.duty, DutyKind))
    }
    assert all(names)
    assert EN.activity(Activity.NETWORK_MEETING) == "Network meeting"
    assert NN.duty(DutyKind.CALL_IN) == "Innkalling"


def test_braces_in_what_people_typed_are_left_alone() -> None:
    assert NB.text("{name} har svart", name="{kind}") == "{kind} har svart"
