"""Patterns, the rules they are kept as, and the days that those give."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import series
from bot.domain.series import Pattern, Repeats
from storage.series import days, sorted_out

FIRST = date(2027, 3, 18)  # the third Thursday

days_of_a_century = st.dates(date(2020, 1, 1), date(2099, 12, 31))
patterns = st.builds(
    series.like,
    days_of_a_century,
    st.sampled_from(Repeats),
    st.integers(1, series.MOST_EVERY),
    st.lists(st.integers(1, 12)).map(tuple),
)


@pytest.mark.parametrize(
    ("pattern", "rule", "first_days"),
    [
        (
            series.like(FIRST, Repeats.WEEKS, 2),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
            [date(2027, 3, 18), date(2027, 4, 1), date(2027, 4, 15)],
        ),
        (
            series.like(FIRST, Repeats.MONTHS),
            "FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH",
            [date(2027, 3, 18), date(2027, 4, 15), date(2027, 5, 20)],
        ),
        (
            series.like(date(2027, 4, 29), Repeats.MONTHS, 2),  # the fifth Thursday: the last one
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH",
            [date(2027, 4, 29), date(2027, 6, 24), date(2027, 8, 26)],
        ),
        (
            series.like(FIRST, Repeats.CHOSEN, months=(9, 11)),
            "FREQ=YEARLY;BYMONTH=3,9,11;BYDAY=3TH",
            [date(2027, 3, 18), date(2027, 9, 16), date(2027, 11, 18), date(2028, 3, 16)],
        ),
    ],
)
def test_patterns_as_rules_and_as_days(pattern: Pattern, rule: str, first_days: list[date]) -> None:
    assert pattern.rule == rule
    assert list(islice(days(rule, first_days[0]), len(first_days))) == first_days


@given(patterns, days_of_a_century)
def test_a_rule_is_read_as_it_was_written(pattern: Pattern, last: date) -> None:
    assert series.read(series.counted(pattern, 5)) == pattern
    assert series.read(series.until(pattern, last)) == pattern


@given(
    days_of_a_century,
    st.sampled_from(Repeats),
    st.integers(1, series.MOST_EVERY),
    st.lists(st.integers(1, 12)).map(tuple),
    st.integers(2, series.MOST),
)
def test_a_series_begins_on_its_day_rises_and_keeps_its_number(
    first: date, repeats: Repeats, every: int, months: tuple[int, ...], count: int
) -> None:
    pattern = series.like(first, repeats, every, months)
    listed = list(days(series.counted(pattern, count), first))
    assert listed[0] == first
    assert len(listed) == count
    assert all(earlier < later for earlier, later in pairwise(listed))
    assert {day.weekday() for day in listed} == {first.weekday()}
    if repeats is Repeats.WEEKS:
        assert {later - earlier for earlier, later in pairwise(listed)} == {timedelta(weeks=every)}
    if repeats is Repeats.CHOSEN:
        assert {day.month for day in listed} <= {*months, first.month}


@given(
    days_of_a_century,
    st.sampled_from(Repeats),
    st.integers(1, series.MOST_EVERY),
    st.integers(2, series.MOST),
    st.sets(st.integers(0, 6)),
)
def test_holidays_are_left_out_and_listed_and_the_chosen_day_never_is(
    first: date, repeats: Repeats, every: int, count: int, closed: set[int]
) -> None:
    def is_closed(day: date) -> bool:
        return day.day % 7 in closed

    rule = series.counted(series.like(first, repeats, every), count)
    found = sorted_out(rule, first, is_closed)
    assert found.open[0] == first
    assert not any(is_closed(day) for day in found.open[1:])
    assert all(is_closed(day) for day in found.closed)
    assert sorted((*found.open, *found.closed)) == list(days(rule, first))


def test_a_series_without_end_is_cut_one_beyond_the_most() -> None:
    rule = series.until(series.like(FIRST, Repeats.WEEKS), date(2100, 1, 1))
    assert sorted_out(rule, FIRST, lambda _: False).count == series.MOST + 1


@given(
    days_of_a_century,
    st.sampled_from([Repeats.WEEKS, Repeats.MONTHS]),
    st.integers(1, 6),
    st.integers(-6, 6),
    st.integers(0, 10),
)
def test_a_moved_pattern_gives_the_day_that_was_chosen(
    first: date, repeats: Repeats, every: int, by: int, number: int
) -> None:
    pattern = series.like(first, repeats, every)
    old = next(islice(days(pattern.rule, first), number, None))
    new = old + timedelta(days=by)
    moved = series.moved(pattern, old, new)
    assert next(days(moved.rule, series.begins(moved, old, old, new))) == new
    assert (moved.repeats, moved.every) == (repeats, every)


def test_a_chosen_month_moves_with_the_meeting() -> None:
    pattern = series.like(FIRST, Repeats.CHOSEN, months=(9, 11))
    moved = series.moved(pattern, FIRST, date(2027, 4, 7))
    assert (moved.months, moved.nth, moved.weekday) == ((4, 9, 11), 1, 2)
