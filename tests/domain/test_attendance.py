"""Counting answers without names, and when an agency has been missing for a stretch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attendance import (
    MISSED_IN_A_ROW,
    Coming,
    Counts,
    Invited,
    Noted,
    counted,
    expected,
    missed_since,
)

NAV, KARRIERE = 1, 2


def said(*answers: tuple[int | None, Coming | None]) -> list[Invited]:
    return [Invited(n, f"Person {n}", agency, coming) for n, (agency, coming) in enumerate(answers)]


def test_deputies_count_for_their_agency_and_those_who_stay_away_do_not() -> None:
    people = said((NAV, Coming.YES), (NAV, Coming.DEPUTY), (KARRIERE, Coming.NO), (KARRIERE, None))
    assert counted(people) == Counts(coming=1, deputies=1, agencies=1, staying_away=1)
    assert expected(people) == {NAV}


def test_somebody_without_an_agency_comes_as_a_person() -> None:
    assert counted(said((None, Coming.YES))) == Counts(coming=1)


def test_nobody_has_answered_before_anybody_has() -> None:
    assert counted(said((NAV, None))).answered == 0


def history(marks: str) -> list[Noted]:
    """ "xx." is: there at the oldest meeting, then missing twice. The newest is number one."""
    return [Noted(number, mark == ".") for number, mark in enumerate(marks, start=1)]


@pytest.mark.parametrize(
    ("marks", "began"),
    [
        ("", None),
        ("xx", None),
        ("xx.", None),
        ("xxx", 3),
        ("xxx.", 3),
        ("xxxx.x", 4),
        (".xxx", None),
        ("x.xxx", None),
    ],
)
def test_three_in_a_row_up_to_the_last_meeting_are_a_stretch(marks: str, began: int | None) -> None:
    assert missed_since(history(marks)) == began


@given(st.lists(st.booleans(), max_size=12), st.integers(min_value=1, max_value=5))
def test_a_stretch_that_goes_on_began_where_it_began(past: list[bool], more: int) -> None:
    earlier = [Noted(100 + n, present) for n, present in enumerate(past)]
    stretch = [Noted(50 + n, present=False) for n in range(MISSED_IN_A_ROW)]
    longer = [Noted(n, present=False) for n in range(more)]
    assert missed_since([*longer, *stretch, *earlier]) == missed_since([*stretch, *earlier])
