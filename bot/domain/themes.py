"""Themes that somebody wants on a fagdag: where they come from, and whose vote they carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain import guard

LONGEST = 120  # characters: a theme is a title


class ThemeSource(StrEnum):
    """Where a proposal was made; who made it is nowhere."""

    TYPED = "typed"
    EVALUATION = "evaluation"
    NOTE = "note"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as its reader sees it.

    own: the reader votes for it. planned_on: the day of the fagdag that it was put on.
    """

    id: int
    text: str
    proposed_on: date
    votes: int = 0
    own: bool = False
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals that look as if they were one; a person says whether they are.

    `first` is the one that stays when they are put together.
    """

    first: Theme
    second: Theme


def checked(value: str) -> str:
    """A proposal in one line. Raises Refused for none, for too much, and for personal data."""
    return guard.line(value, longest=LONGEST, required=True)


def heir(merged: Mapping[int, int], theme_id: int) -> int:
    """What a theme has become a part of, in the end; itself, where nobody put it together."""
    seen: set[int] = set()
    while theme_id in merged and theme_id not in seen:
        seen.add(theme_id)
        theme_id = merged[theme_id]
    return theme_id


def pair_key(one: int, other: int) -> tuple[int, int]:
    """The same for both orders: to keep apart is said of the two together."""
    return (min(one, other), max(one, other))
