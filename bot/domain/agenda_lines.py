"""An agenda as one types it: a line for each item, its minutes in front.

    15 Velkommen og orienteringer
    30 Runde rundt bordet
    - Eventuelt

Moving a line moves the item, taking one away takes the item out, a new line is a new item.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.agenda import LONGEST_TITLE, MOST_ITEMS, MOST_MINUTES, Item, ItemKind
from bot.domain.errors import Refused, mark

LONGEST = MOST_ITEMS * (LONGEST_TITLE + 5)  # characters of the whole field
_TIMED = re.compile(r"^(\d{1,3})(?:\s*min\b\.?)?(?:\s*[–-]\s+|\s+)(?=\S)", re.IGNORECASE)
_UNTIMED = re.compile(r"^[-–•*]\s+")
_NUMBERED = re.compile(r"^(\d{1,2})[.)]\s+")
_ALIKE = 0.6  # of 1: a corrected title, and not another one

# What a title says of its kind; the host corrects it by opening the item.
_SAID: tuple[tuple[str, ItemKind], ...] = (
    ("runde rundt", ItemKind.ROUND),
    ("avgjør", ItemKind.DECISION),
    ("vedta", ItemKind.DECISION),
    ("velkommen", ItemKind.ORIENTATION),
    ("orientering", ItemKind.ORIENTATION),
    ("avslutning", ItemKind.ORIENTATION),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, read. `minutes` is None where none stand in front."""

    title: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the item it is; None for a new one."""

    line: Line
    item: Item | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the typed lines ask for: the new order, and what no line speaks of any more."""

    placed: tuple[Placed, ...]
    taken_out: tuple[Item, ...]


def written(items: Iterable[Item]) -> str:
    """The agenda as lines that `read` takes back."""
    return "\n".join(f"{'-' if i.minutes is None else i.minutes} {i.title}" for i in items)


def read(text: str) -> tuple[Line, ...]:
    """The lines of a typed agenda; numbering from 1 on, as a pasted list has it, is left out.

    Raises Refused for an empty one, and for a line that cannot be taken, by its number.
    """
    rows = [" ".join(row.split()) for row in text.splitlines() if row.strip()]
    if not rows:
        raise Refused(mark("Skriv minst én sak, én på hver linje."))
    if len(rows) > MOST_ITEMS:
        raise Refused(
            mark("Det er {count} saker. Det er plass til {most}, så del dem på flere møter."),
            count=len(rows),
            most=MOST_ITEMS,
        )
    return tuple(_line(number, row) for number, row in enumerate(_unnumbered(rows), start=1))


def _unnumbered(rows: Sequence[str]) -> Sequence[str]:
    found = [_NUMBERED.match(row) for row in rows]
    if [match and int(match[1]) for match in found] != list(range(1, len(rows) + 1)):
        return rows
    return [_NUMBERED.sub("", row) for row in rows]


def _line(number: int, row: str) -> Line:
    timed = _TIMED.match(row)
    title = row[timed.end() :] if timed else _UNTIMED.sub("", row)
    if len(title) > LONGEST_TITLE:
        raise Refused(
            mark("Linje {number} er på {count} tegn. Kort den ned til {most}."),
            number=number,
            count=len(title),
            most=LONGEST_TITLE,
        )
    return Line(title, _minutes(number, int(timed[1])) if timed else None)


def _minutes(number: int, minutes: int) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(
            mark("Linje {number}: skriv fra 1 til {most} minutter foran saken."),
            number=number,
            most=MOST_MINUTES,
        )
    return minutes


def arranged(lines: Sequence[Line], items: Sequence[Item]) -> Arrangement:
    """Find the item of each line: the one with that title, else one whose title is nearly that.

    Every item is on one line at most, and in the order of the list where titles are the same.
    """
    left = list(items)
    found = [_same(line, left) for line in lines]
    found = [item or _alike(line, left) for line, item in zip(lines, found, strict=True)]
    placed = tuple(Placed(line, item) for line, item in zip(lines, found, strict=True))
    return Arrangement(placed, tuple(left))


def _same(line: Line, left: list[Item]) -> Item | None:
    item = next((i for i in left if _plain(i.title) == _plain(line.title)), None)
    if item is not None:
        left.remove(item)
    return item


def _alike(line: Line, left: list[Item]) -> Item | None:
    near = get_close_matches(
        _plain(line.title), [_plain(i.title) for i in left], n=1, cutoff=_ALIKE
    )
    return _same(Line(near[0]), left) if near else None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def kind_of(title: str) -> ItemKind:
    """What a new line says of itself; a discussion, when it says nothing."""
    plain = _plain(title)
    return next((kind for word, kind in _SAID if word in plain), ItemKind.DISCUSSION)
