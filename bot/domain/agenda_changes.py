"""What became of an agenda after it was posted: said as changes, because people have read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.agenda import Item


class ChangeKind(StrEnum):
    ADDED = "added"
    TAKEN_OUT = "taken-out"
    RENAMED = "renamed"
    RETIMED = "retimed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class PostedItem:
    """An item as it stood on the agenda that was posted."""

    item: int
    title: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """One change. `was` is the title before, for one that was renamed."""

    kind: ChangeKind
    title: str
    was: str = ""
    minutes: int | None = None


def as_posted(items: Iterable[Item]) -> tuple[PostedItem, ...]:
    return tuple(PostedItem(item.id, item.title, item.minutes) for item in items)


def changes(before: Sequence[PostedItem], now: Sequence[Item]) -> tuple[AgendaChange, ...]:
    """What is new, what went out, and what is called, timed or placed otherwise.

    A change that was taken back is none.
    """
    earlier = {posted.item: posted for posted in before}
    present = {item.id for item in now}
    moved = _moved([p.item for p in before if p.item in present], now, earlier)
    found = [change for item in now for change in _of(item, earlier, moved)]
    gone = [AgendaChange(ChangeKind.TAKEN_OUT, p.title) for p in before if p.item not in present]
    return (*found, *gone)


def _of(item: Item, earlier: Mapping[int, PostedItem], moved: set[int]) -> Iterable[AgendaChange]:
    was = earlier.get(item.id)
    if was is None:
        yield AgendaChange(ChangeKind.ADDED, item.title)
        return
    if was.title != item.title:
        yield AgendaChange(ChangeKind.RENAMED, item.title, was=was.title)
    if was.minutes != item.minutes:
        yield AgendaChange(ChangeKind.RETIMED, item.title, minutes=item.minutes)
    if item.id in moved:
        yield AgendaChange(ChangeKind.MOVED, item.title)


def _moved(before: list[int], now: Sequence[Item], earlier: Mapping[int, PostedItem]) -> set[int]:
    """Those that do not stand in the longest stretches that kept their order."""
    after = [item.id for item in now if item.id in earlier]
    kept = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    stayed = {number for block in kept for number in before[block.a : block.a + block.size]}
    return set(after) - stayed
