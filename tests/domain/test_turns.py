"""Whose turn it is, whatever agencies do in twenty years."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import Agency
from bot.domain.turns import Because, Hosted, Rotation, Standing, explained

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


def test_a_new_network_does_not_give_everything_to_the_same_agency() -> None:
    elsewhere: Counter[int] = Counter()
    rotations = [Rotation([A, B, C], [], elsewhere) for _activity in range(3)]
    chosen = []
    for rotation in rotations:
        standing = rotation.next(in_days(1))
        assert standing is not None
        rotation.take(standing.agency.id, in_days(1))
        chosen.append(standing.agency.name)
    assert chosen == ["A", "B", "C"]


@st.composite
def networks(draw: st.DrawFn) -> list[Agency]:
    """Agencies that come, merge and leave in the course of twenty years; one is always there."""
    agencies = [Agency(1, "Always", FIRST)]
    for number in range(2, draw(st.integers(2, 8)) + 1):
        start = draw(st.integers(0, 7000))
        end = draw(st.none() | st.integers(start, 7300))
        agencies.append(
            Agency(number, f"Agency {number}", in_days(start), in_days(end) if end else None)
        )
    return [_merged(draw, agency, agencies) for agency in agencies]


def _merged(draw: st.DrawFn, agency: Agency, agencies: list[Agency]) -> Agency:
    """Some of those that leave go on in an agency that begins on the day after, or later."""
    heirs = [a.id for a in agencies if agency.valid_to and a.valid_from > agency.valid_to]
    successor = draw(st.none() | st.sampled_from(heirs)) if heirs else None
    return replace(agency, successor_id=successor)


YEARS = range(0, 7300, 120)  # three meetings a year


def played(agencies: list[Agency]) -> list[tuple[Agency, date]]:
    rotation, turns = Rotation(agencies, []), []
    for day in YEARS:
        standing = rotation.next(in_days(day))
        assert standing is not None
        rotation.take(standing.agency.id, in_days(day))
        turns.append((standing.agency, in_days(day)))
    return turns


def spread(rotation: Rotation, day: date) -> int:
    turns = [standing.turns for standing in rotation.standings(day)]
    return max(turns) - min(turns)


@given(networks())
def test_no_agency_ever_hosts_outside_its_time(agencies: list[Agency]) -> None:
    assert all(agency.valid_on(day) for agency, day in played(agencies))


@given(networks())
def test_the_same_history_gives_the_same_answer(agencies: list[Agency]) -> None:
    assert played(agencies) == played(list(reversed(agencies)))


@given(networks())
def test_an_answer_does_not_depend_on_the_order_of_the_history(agencies: list[Agency]) -> None:
    turns = [Hosted(agency.id, day) for agency, day in played(agencies)]
    there, back = Rotation(agencies, turns), Rotation(agencies, list(reversed(turns)))
    assert there.standings(in_days(7300)) == back.standings(in_days(7300))


@given(networks())
def test_nobody_active_is_ever_more_than_one_turn_behind(agencies: list[Agency]) -> None:
    rotation = Rotation(agencies, [])
    for day in YEARS:
        rotation.take(rotation.standings(in_days(day))[0].agency.id, in_days(day))
        assert spread(rotation, in_days(day)) <= 1


@given(networks(), st.sets(st.sampled_from(YEARS), max_size=5), st.randoms())
def test_a_swap_moves_one_turn_and_is_evened_out_again(
    agencies: list[Agency], swapped: set[int], random: Random
) -> None:
    rotation, taken = Rotation(agencies, []), 0
    for day in YEARS:
        standings = rotation.standings(in_days(day))
        chosen = random.choice(standings) if day in swapped else standings[0]
        taken += chosen is not standings[0]
        rotation.take(chosen.agency.id, in_days(day))
        assert spread(rotation, in_days(day)) <= 1 + taken


@given(networks(), st.sampled_from(YEARS))
def test_a_swap_conserves_the_turns(agencies: list[Agency], day: int) -> None:
    """Who takes over has one more, who gave it away one less; none is made or lost."""
    turns = [Hosted(agency.id, on) for agency, on in played(agencies)]
    there = [a for a in agencies if a.valid_on(in_days(day))]
    given_away = [
        replace(turn, agency_id=there[-1].id) if turn.day == in_days(day) else turn
        for turn in turns
    ]
    before, after = (
        {s.agency.id: s.turns for s in Rotation(agencies, history).standings(in_days(day))}
        for history in (turns, given_away)
    )
    assert sum(before.values()) == sum(after.values())
    assert all(abs(before[number] - after[number]) <= 1 for number in before)


def test_twenty_agencies_that_came_one_after_another_are_asked_quickly() -> None:
    """Each level on entry asks all the older ones: forgotten answers would double with each."""
    agencies = [Agency(number, f"{number:02}", in_days(number)) for number in range(1, 41)]
    rotation = Rotation(agencies, [])
    assert [rotation.next(in_days(99)), len(rotation.standings(in_days(99)))] == [
        rotation.standings(in_days(99))[0],
        40,
    ]


WAITED = Standing(A, 1, in_days(10))


@pytest.mark.parametrize(
    ("standings", "host", "taken_over", "because"),
    [
        ([Standing(A, 0, None), Standing(B, 0, None)], 1, False, Because.NEVER_BEFORE),
        ([WAITED, Standing(B, 1, in_days(20))], 1, False, Because.LONGEST_SINCE),
        ([Standing(B, 1, in_days(20)), Standing(A, 2, in_days(10))], 2, False, Because.FEWEST),
        ([WAITED, Standing(B, 1, in_days(20))], 2, False, Because.ARRANGED),
        ([WAITED, Standing(B, 1, in_days(20))], 2, True, Because.TOOK_OVER),
        ([WAITED], 3, False, Because.ARRANGED),
        ([], 3, False, Because.ARRANGED),
    ],
)
def test_every_choice_has_its_reason(
    standings: list[Standing], host: int, taken_over: bool, because: Because
) -> None:
    assert explained(standings, host, taken_over=taken_over)[0] is because
