"""Proposals that may be the same, in other words or another spelling. A person decides."""

from collections.abc import Collection, Sequence
from itertools import combinations

from bot.domain.themes import Pair, Theme, pair_key
from bot.matching import likeness

ALIKE = 80  # of 100, whatever the order of the words
MOST = 200  # proposals that are compared with each other, those with most votes first


def pairs(themes: Sequence[Theme], apart: Collection[tuple[int, int]]) -> list[Pair]:
    """The likest first. Those that are put on a fagdag, or said to be different, are left out."""
    open_ones = [theme for theme in themes if theme.planned_on is None][:MOST]
    found = [
        (likeness(one.text, other.text), Pair(one, other))
        for one, other in combinations(open_ones, 2)
        if pair_key(one.id, other.id) not in apart
    ]
    alike = [(score, pair) for score, pair in found if score >= ALIKE]
    return [pair for _, pair in sorted(alike, key=lambda scored: -scored[0])]
