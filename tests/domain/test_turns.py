"""Whose turn it is, whatever agencies do in twenty years."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import Agency
from bot.domain.turns import Hosted, Rotation

FIRST = date(2010, 1, 1)
A, B, C = (Agency(number, name, FIRST) for number, name in enumerate("ABC", start=1))


def in_days(days: int) -> date:
    return FIRST + timedelta(days=days)


def order(rotation: Rotation, day: date) -> str:
    return "".join(standing.agency.name for standing in rotation.standings(day))


@pytest.mark.parametrize(
    ("hosted", "queue"),
    [
        ([], "ABC"),
        ([(1, 10)], "BCA"),
        ([(1, 10), (2, 20)], "CAB"),
        ([(1, 10), (2, 20), (3, 30)], "ABC"),
        ([(3, 10), (2, 20), (1, 30)], "CBA"),
        ([(1, 10), (1, 20), (2, 30), (3, 40)], "BCA"),
    ],
)
def test_fewest_turns_come_first_and_then_the_longest_since(
    hosted: list[tuple[int, int]], queue: str
) -> None:
    rotation = Rotation([A, B, C], [Hosted(agency, in_days(day)) for agency, day in hosted])
    assert order(rotation, in_days(100)) == queue


def test_what_comes_later_does_not_count_yet() -> None:
    rotation = Rotation([A, B], [Hosted(1, in_days(200))])
    assert order(rotation, in_days(100)) == "AB"


def test_observers_and_agencies_that_have_left_have_no_turn() -> None:
    observer = Agency(4, "Observer", FIRST, observer=True)
    gone = Agency(5, "Gone", FIRST, valid_to=in_days(50))
    assert order(Rotation([A, observer, gone], []), in_days(51)) == "A"
    assert {s.agency.name for s in Rotation([A, gone], []).standings(in_days(50))} == {"A", "Gone"}


def test_a_new_agency_need_not_catch_up() -> None:
    hosted = [Hosted(n % 2 + 1, in_days(n)) for n in range(20)]
    new = Agency(4, "New", in_days(30))
    rotation = Rotation([A, B, new], hosted)
    turns = []
    for day in range(40, 46):
        standing = rotation.next(in_days(day))
        assert standing is not None
        rotation.take(standing.agency.id, in_days(day))
        turns.append(standing.agency.name)
    assert Counter(turns) == {"A": 2, "B": 2, "New": 2}


def test_a_merged_agency_takes_over_the_last_turn_of_its_predecessors() -> None:
    left = Agency(1, "Left", FIRST, valid_to=in_days(99), successor_id=3)
    right = Agency(2, "Right", FIRST, valid_to=in_days(99), successor_id=3)
    merged = Agency(3, "Merged", in_days(100))
    hosted = [Hosted(1, in_days(10)), Hosted(2, in_days(20)), Hosted(2, in_days(30))]
    standing = Rotation([left, right, merged], hosted).next(in_days(120))
    assert standing is not None
    assert (standing.turns, standing.last) == (2, in_days(30))


@st.composite
def networks(draw: st.DrawFn) -> list[Agency]:
    """Agencies that come and leave in the course of twenty years; one is always there."""
    agencies = [Agency(1, "Always", FIRST)]
    for number in range(2, draw(st.integers(2, 8)) + 1):
        start = draw(st.integers(0, 7000))
        end = draw(st.none() | st.integers(start, 7300))
        agencies.append(
            Agency(number, f"Agency {number}", in_days(start), in_days(end) if end else None)
        )
    return agencies


def played(agencies: list[Agency]) -> list[tuple[Agency, date]]:
    rotation, turns = Rotation(agencies, []), []
    for day in range(0, 7300, 365):
        standing = rotation.next(in_days(day))
        assert standing is not None
        rotation.take(standing.agency.id, in_days(day))
        turns.append((standing.agency, in_days(day)))
    return turns


@given(networks())
def test_no_agency_ever_hosts_outside_its_time(agencies: list[Agency]) -> None:
    assert all(agency.valid_on(day) for agency, day in played(agencies))


@given(networks())
def test_the_same_history_gives_the_same_answer(agencies: list[Agency]) -> None:
    assert played(agencies) == played(list(reversed(agencies)))


@given(networks())
def test_nobody_active_falls_more_than_a_turn_behind(agencies: list[Agency]) -> None:
    rotation = Rotation(agencies, [])
    for day in range(0, 7300, 365):
        standings = rotation.standings(in_days(day))
        assert standings[-1].turns - standings[0].turns <= len(agencies)
        rotation.take(standings[0].agency.id, in_days(day))
