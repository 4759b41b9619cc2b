"""The whole grid of states and moves."""

import itertools

import pytest

from bot.domain.challenges import (
    LONGEST,
    SHORTEST,
    ChallengeMove,
    ChallengeState,
    checked_text,
    moved,
)
from bot.domain.errors import Refused

S, M = ChallengeState, ChallengeMove
LEGAL = {
    (S.DRAFT, M.POST): S.FLAGGED,
    (S.DRAFT, M.CHANGE): S.DRAFT,
    (S.DRAFT, M.WITHDRAW): S.WITHDRAWN,
    (S.FLAGGED, M.ANSWER): S.ANSWERED,
    (S.FLAGGED, M.WITHDRAW): S.WITHDRAWN,
    (S.ANSWERED, M.WITHDRAW): S.WITHDRAWN,
}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(S, M)))
def test_a_move_is_legal_here_and_nowhere_else(state: ChallengeState, move: ChallengeMove) -> None:
    assert moved(state, move) == LEGAL.get((state, move))


@pytest.mark.parametrize("text", ["", "   ", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_a_text_must_say_something_and_end(text: str) -> None:
    with pytest.raises(Refused):
        checked_text(text)


@pytest.mark.parametrize("text", ["x" * SHORTEST, "x" * LONGEST])
def test_what_is_in_between_is_taken_without_the_spaces_around_it(text: str) -> None:
    assert checked_text(f"  {text}\n") == text
