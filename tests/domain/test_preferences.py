"""What a member wants to be told, and the days they name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.preferences import (
    LONGEST_PAUSE,
    Notices,
    Preference,
    checked_notices,
    checked_pause,
    spoken_day,
)

TODAY = date(2027, 1, 6)  # a Wednesday
A_DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("preference", "takes_cards", "away_until"),
    [
        (Preference(), True, None),
        (Preference(Notices.SUMMARY), True, None),
        (Preference(Notices.CALENDAR), False, date.max),
        (Preference(paused_until=TODAY + A_DAY), False, TODAY + A_DAY),
        (Preference(paused_until=TODAY), True, TODAY),
        (Preference(Notices.CALENDAR, TODAY), False, date.max),
    ],
)
def test_who_takes_cards_and_from_when(
    preference: Preference, takes_cards: bool, away_until: date | None
) -> None:
    assert (preference.takes_cards(TODAY), preference.away_until) == (takes_cards, away_until)


@given(until=days, day=days)
def test_a_pause_ends_on_the_day_it_names(until: date, day: date) -> None:
    paused = Preference(paused_until=until)
    assert paused.paused(day) is (day < until)
    assert paused.takes_cards(day) is not paused.paused(day)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("til 1. februar", date(2027, 2, 1)),
        ("1. februar", date(2027, 2, 1)),
        ("Til 1. Februar 2027", date(2027, 2, 1)),
        ("fram til 1 feb", date(2027, 2, 1)),
        ("til mandag 1. februar", date(2027, 2, 1)),
        ("til den 1. februar", date(2027, 2, 1)),
        ("til 1.2.", date(2027, 2, 1)),
        ("til 1.2", date(2027, 2, 1)),
        ("til 1/2", date(2027, 2, 1)),
        ("til 01.02.2027", date(2027, 2, 1)),
        ("til 1.2.27", date(2027, 2, 1)),
        ("2027-02-01", date(2027, 2, 1)),
        ("until 1 February", date(2027, 2, 1)),
        ("til 5. januar", date(2028, 1, 5)),
        ("til 6. januar", date(2028, 1, 6)),
        ("til 29. februar", date(2028, 2, 29)),
        ("til i morgen", date(2027, 1, 7)),
        ("til fredag", date(2027, 1, 8)),
        ("til onsdag", date(2027, 1, 13)),
        ("til måndag", date(2027, 1, 11)),
    ],
)
def test_days_as_one_says_them(said: str, meant: date) -> None:
    assert spoken_day(said, TODAY) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        "til",
        "jul",
        "til 31. februar",
        "til 1. smarch",
        "1.13.",
        "til mars",
        "99",
        "til 1. 2. 3",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(Refused, match=r"ikke forstyrr til 1\. februar"):
        spoken_day(said, TODAY)


@given(today=days, ahead=st.integers(1, 365))
def test_a_day_within_the_year_is_understood_without_its_year(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert spoken_day(f"til {day.day}.{day.month}.", today) == day


@given(said=st.text(max_size=40))
def test_whatever_is_typed_is_a_day_or_refused(said: str) -> None:
    try:
        found = spoken_day(said, TODAY)
    except Refused:
        return
    assert isinstance(found, date)


@pytest.mark.parametrize("until", [TODAY, TODAY - A_DAY, TODAY + LONGEST_PAUSE + A_DAY])
def test_a_pause_ends_on_a_day_that_comes_within_a_year(until: date) -> None:
    with pytest.raises(Refused):
        checked_pause(until, TODAY)
    assert checked_pause(TODAY + A_DAY, TODAY) == TODAY + A_DAY
    assert checked_pause(TODAY + LONGEST_PAUSE, TODAY) == TODAY + LONGEST_PAUSE


@pytest.mark.parametrize("notices", list(Notices))
def test_the_three_choices_are_taken_and_nothing_else(notices: Notices) -> None:
    assert checked_notices(notices.value) is notices
    with pytest.raises(Refused):
        checked_notices(f"{notices.value}s")
