"""The agenda of a meeting: its items, how long they take, and what goes on to the next meeting."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from types import MappingProxyType

from bot.domain.duties import BUNDLES, DutyKind
from bot.domain.meetings import Activity, BodyKind

LONGEST_TITLE = 120  # characters: what a phone shows in four lines
MOST_ITEMS = 30  # on one agenda
MOST_MINUTES = 480  # for one item: a whole day


class ItemKind(StrEnum):
    """What is expected of the meeting (orientering, diskusjon, avgjøres her; runde)."""

    ORIENTATION = "orientation"
    DISCUSSION = "discussion"
    DECISION = "decision"
    ROUND = "round"  # runde rundt «bordet»: every agency speaks in turn


class ItemState(StrEnum):
    """waiting: for a later meeting. open: on a meeting's agenda. treated: it has its outcome."""

    WAITING = "waiting"
    OPEN = "open"
    TREATED = "treated"
    WITHDRAWN = "withdrawn"


# Where the items of a body are treated: a fagdag has a programme, and no agenda of the body.
MEETS_AS: Mapping[BodyKind, Activity] = MappingProxyType(
    {
        BodyKind.NETWORK: Activity.NETWORK_MEETING,
        BodyKind.STEERING_GROUP: Activity.STEERING_GROUP,
        BodyKind.WORKING_GROUP: Activity.WORKING_GROUP,
        BodyKind.SOLUTION_GROUP: Activity.SOLUTION_GROUP,
    }
)
HAS_AGENDA = frozenset(
    activity
    for activity, rules in BUNDLES.items()
    if any(rule.kind is DutyKind.AGENDA for rule in rules)
)
# Bodies that number their cases within the year, as 12/27 (styringsgruppa in 2017-2020).
NUMBERED = frozenset({Activity.STEERING_GROUP})


@dataclass(frozen=True, slots=True)
class Item:
    """An item (sak) as the rules and the cards see it.

    standing: the name of the standing item it comes from. proposed_by: nobody, for what belongs to
    the meeting itself. moved_from: when the meeting was that did not reach it. number: within the
    year.
    """

    id: int
    title: str
    kind: ItemKind
    state: ItemState = ItemState.OPEN
    minutes: int | None = None
    noted: bool = False
    standing: str | None = None
    year: int | None = None
    number: int | None = None
    proposed_by_id: int | None = None
    proposed_by: str | None = None
    moved_from: datetime | None = None
    times_moved: int = 0
    note: str = ""
    agreed: str = ""

    @property
    def case(self) -> str:
        """ "12/27", or nothing where cases are not numbered."""
        if self.number is None or self.year is None:
            return ""
        return f"{self.number}/{self.year % 100:02}"


@dataclass(frozen=True, slots=True)
class Slot:
    """An item with its place on the agenda, and when it begins, where that can be told."""

    place: int
    item: Item
    starts_at: datetime | None


def timetable(items: Iterable[Item], starts_at: datetime | None) -> tuple[Slot, ...]:
    """When each item begins. Nobody knows after one without minutes, or without a start."""
    slots, now = [], starts_at
    for place, item in enumerate(items, start=1):
        slots.append(Slot(place, item, now))
        now = now + timedelta(minutes=item.minutes) if now and item.minutes is not None else None
    return tuple(slots)


@dataclass(frozen=True, slots=True)
class Balance:
    """Minutes: planned together, available in all, and how many items have none yet."""

    planned: int
    available: int
    untimed: int

    @property
    def overrun(self) -> int:
        return max(self.planned - self.available, 0)


NOTHING = Balance(0, 0, 0)


def balance(items: Iterable[Item], starts_at: datetime, ends_at: datetime) -> Balance:
    listed = tuple(items)
    return Balance(
        planned=sum(item.minutes or 0 for item in listed),
        available=int((ends_at - starts_at).total_seconds() // 60),
        untimed=sum(item.minutes is None for item in listed),
    )


def with_numbers(items: Iterable[Item], year: int, last: int) -> tuple[Item, ...]:
    """Cases without a number get the next ones after `last`; a round is no case."""
    following = count(last + 1)
    return tuple(
        item
        if item.number is not None or item.kind is ItemKind.ROUND
        else replace(item, year=year, number=next(following))
        for item in items
    )


def stamp(items: Sequence[Item]) -> str:
    """Tells whether somebody changed a list, or one item, since it was looked at."""
    seen = repr([(i.id, i.case, i.title, i.kind, i.minutes, i.noted, i.state) for i in items])
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def left_over(items: Iterable[Item], *, knowing: bool | None = None) -> tuple[Item, ...]:
    """What goes on to the next meeting, because this one did not reach it.

    `knowing`: whether somebody wrote down what was reached, read from the items unless it is given.
    Where nobody did, only what a person has proposed is kept from being forgotten.
    """
    listed = tuple(items)
    told = any(i.state is ItemState.TREATED for i in listed) if knowing is None else knowing
    open_items = (i for i in listed if i.state is ItemState.OPEN and not comes_anew(i))
    return tuple(i for i in open_items if told or _has_a_voice(i))


def comes_anew(item: Item) -> bool:
    """The frame of a meeting: its round, its standing items, its welcome. It never waits."""
    if item.standing or item.kind is ItemKind.ROUND:
        return True
    return item.kind is ItemKind.ORIENTATION and not _has_a_voice(item)


def _has_a_voice(item: Item) -> bool:
    """Somebody proposed it, or it has been moved on before."""
    return item.proposed_by_id is not None or item.times_moved > 0
