"""A programme is typed one line for each part, and comes back exactly so."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import programme
from bot.domain.errors import Refused
from bot.domain.programme import Hours, Part, misfit, parsed, restored, standard, stored, written

DAY = Hours(time(9, 0), time(15, 0))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("09.15 Velkommen (NAV)", Part(time(9, 15), "Velkommen", "NAV")),
        ("9:15 Velkommen", Part(time(9, 15), "Velkommen")),
        ("  kl. 09.15 – Velkommen ( NAV og IMDi ) ", Part(time(9, 15), "Velkommen", "NAV og IMDi")),
        ("09.15–10.00: Velkommen", Part(time(9, 15), "Velkommen")),
        ("09.15 Case (del 1) i grupper", Part(time(9, 15), "Case (del 1) i grupper")),
        ("09.15 **Velkommen** <at>alle</at>", Part(time(9, 15), "**Velkommen** <at>alle</at>")),
        ("09.15 👩🏽‍🏫 مرحبا", Part(time(9, 15), "👩🏽‍🏫 مرحبا")),
    ],
)
def test_a_line_is_a_time_a_title_and_perhaps_who(typed: str, part: Part) -> None:
    assert parsed(typed, DAY) == (part,)


def test_empty_lines_are_nothing_but_count_where_a_line_is_named() -> None:
    assert parsed("\n \n", DAY) == ()
    with pytest.raises(Refused) as refused:
        parsed("09.00 Velkommen\n\nLunsj", DAY)
    assert refused.value.values == {"line": 3}


@pytest.mark.parametrize(
    ("typed", "text", "values"),
    [
        ("Velkommen", "begynn med klokkeslettet", {"line": 1}),
        ("09.00", "skriv hva som skjer", {"line": 1}),
        ("09.00 (NAV)", "skriv hva som skjer", {"line": 1}),
        ("09.00 A\n25.00 B", "finnes ikke", {"line": 2, "at": "25.00"}),
        ("09.60 A", "finnes ikke", {"line": 1, "at": "09.60"}),
        ("08.59 A", "begynner", {"line": 1, "at": "08.59", "other": "09.00"}),
        ("09.00 A\n15.00 B", "slutter", {"line": 2, "at": "15.00", "other": "15.00"}),
        ("10.00 A\n09.30 B", "ikke etter", {"line": 2, "at": "09.30", "other": "10.00"}),
        ("10.00 A\n10.00 B", "ikke etter", {"line": 2, "at": "10.00", "other": "10.00"}),
        (f"09.00 {'x' * 121}", "for lang", {"line": 1}),
        ("\n".join(f"09.{n:02} A" for n in range(17)), "Slå noen sammen", {"most": 16}),
        ("09.00 " + "x" * 10_000, "tegn", {"count": 10_006, "longest": 1_500}),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_line(
    typed: str, text: str, values: dict[str, object]
) -> None:
    with pytest.raises(Refused, match=text) as refused:
        parsed(typed, DAY)
    assert refused.value.values == values
    refused.value.text.format(**values)


def test_nobody_is_reached_through_a_programme() -> None:
    with pytest.raises(Refused, match="telefonnummer"):
        parsed("09.00 Velkommen (ring 912 34 567)", DAY)


def test_where_only_the_days_are_known_times_are_not_compared() -> None:
    assert len(parsed("18.00 Middag\n09.00 Dag to", None)) == 2


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        (DAY, None),
        (Hours(time(9, 30), time(15, 0)), 1),
        (Hours(time(9, 0), time(14, 30)), 2),
        (None, None),
    ],
)
def test_a_day_that_was_moved_shows_which_line_no_longer_fits(
    hours: Hours | None, line: int | None
) -> None:
    parts = parsed("09.00 Velkommen\n14.45 Evaluering", DAY)
    found = misfit(parts, hours)
    assert (found.values["line"] if found else None) == line


def test_a_long_day_gets_the_building_blocks_with_lunch() -> None:
    assert written(standard(DAY)) == "\n".join(
        [
            "09.00 Velkommen",
            "09.20 Nytt om lover og regler",
            "10.15 {presenter} viser sin praksis",
            "11.10 Lunsj",
            "11.50 Case i grupper på tvers av etatene",
            "13.15 Plenum: hva fant gruppene?",
            "14.10 Hva tar vi videre?",
            "14.45 Evaluering",
        ]
    )


def test_a_short_day_goes_without_lunch_and_a_very_short_one_without_a_proposal() -> None:
    half = standard(Hours(time(9, 0), time(12, 0)))
    assert [part.title for part in half] == [
        block.title for block in programme.BLOCKS if not block.only_long_days
    ] + [programme.EVALUATION]
    assert standard(Hours(time(9, 0), time(10, 0))) == ()


TIMES = st.times(max_value=time(23, 59)).map(lambda wall: wall.replace(second=0, microsecond=0))


@given(TIMES, TIMES)
def test_what_is_proposed_for_any_day_can_be_taken(one: time, other: time) -> None:
    hours = Hours(min(one, other), max(one, other))
    proposed = standard(hours)
    assert parsed(written(proposed), hours) == proposed


@given(st.lists(TIMES, unique=True, max_size=16), st.booleans())
def test_a_programme_is_read_back_as_it_was_written(times: list[time], named: bool) -> None:
    parts = tuple(Part(at, "Case i grupper", "NAV" if named else "") for at in sorted(times))
    assert parsed(written(parts), None) == parts
    assert restored(stored(parts)) == parts
