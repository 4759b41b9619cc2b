"""Which challenges may be the same as a new one: by their words, whatever their order."""

from collections.abc import Iterable

from bot.matching import likeness
from cards.challenge_preview import Alike
from storage.tables import Challenge

NEAR_ENOUGH = 60  # of 100: the same thing in other words, but not any two sentences
MOST = 3


def alike(text: str, rows: Iterable[Challenge]) -> tuple[Alike, ...]:
    """The nearest first, at most three."""
    scored = [(likeness(text, row.text), row) for row in rows]
    near = [pair for pair in scored if pair[0] >= NEAR_ENOUGH]
    near.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(Alike(row.id or 0, row.text) for _, row in near[:MOST])
