"""The theme bank's rules: one line, no candidates, and what is put together stays found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.themes import LONGEST, checked, heir, pair_key

IDS = st.integers(1, 30)


def test_a_theme_is_one_line() -> None:
    assert checked("  Tolk \n på   skjerm ") == "Tolk på skjerm"


@pytest.mark.parametrize("wrong", ["", "  ", "x" * (LONGEST + 1), "Ring 90 12 34 56"])
def test_nothing_too_much_and_personal_data_are_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        checked(wrong)


@given(merged=st.dictionaries(IDS, IDS), theme=IDS)
def test_what_a_theme_became_in_the_end_is_found_whatever_was_put_together(
    merged: dict[int, int], theme: int
) -> None:
    """Two that did it at once may have made a circle: it ends all the same."""
    end = heir(merged, theme)
    assert end not in merged or end in {merged[number] for number in merged}


def test_a_chain_ends_where_nothing_follows() -> None:
    assert heir({1: 2, 2: 3}, 1) == 3
    assert heir({1: 2, 2: 3}, 4) == 4


@given(one=IDS, other=IDS)
def test_a_pair_is_the_same_in_both_orders(one: int, other: int) -> None:
    assert pair_key(one, other) == pair_key(other, one)
