"""What was meant, from what was typed: which command, and whether two texts say the same.

Of commands, the longest known phrase at the beginning wins.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

NEAR_ENOUGH = 72  # of 100: «møtplan», «neste mte», but not any two words
LONGEST = 60  # characters looked at: no phrase is longer, and no longer sentence a misspelt one


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that was meant, and what was typed after it. `certain` is False for a spelling that
    only comes near: then one asks.
    """

    phrase: str
    rest: str = ""
    certain: bool = True


def understand(text: str, phrases: Collection[str]) -> Match | None:
    """None when nothing is near. Upper case, extra spaces and a final mark do not matter.

    What was typed after the phrase keeps its capitals: it may be a title or a name.
    """
    said = _plain(text)
    typed = said.lower()
    for end in _ends_of_words(typed):
        if typed[:end] in phrases:
            return Match(typed[:end], said[end:].strip())
    return _near(typed, sorted(phrases, key=len, reverse=True))


def _ends_of_words(typed: str) -> list[int]:
    """The last first. Beyond the longest phrase none is looked for."""
    ends = [number for number, sign in enumerate(typed[: LONGEST + 1]) if sign == " "]
    return [*([len(typed)] if len(typed) <= LONGEST else []), *reversed(ends)]


def likeness(one: str, other: str) -> float:
    """From 0 to 100: how alike two texts are, whatever the order of their words."""
    return fuzz.token_set_ratio(one, other, processor=utils.default_process)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().strip(".!?,").strip()


def _near(typed: str, known: list[str]) -> Match | None:
    if not typed or len(typed) > LONGEST:
        return None
    found = process.extractOne(
        typed, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR_ENOUGH
    )
    return Match(found[0], certain=False) if found else None
