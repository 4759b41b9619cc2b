"""The short minutes: what came of each item. They are approved by silence.

The full minutes lie in each agency's own archive; what is kept here are the outcomes and a link.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.agencies import Agency
from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark

FOLLOW_UP = mark("Oppfølging fra sist")  # the name of the item for open tasks
FOLLOW_UP_MINUTES = 10  # as proposed: an item without time hides when all after it begin
LONGEST = 500  # characters of a note, and of what was agreed: these are the short minutes
LONGEST_TASK = 200
MOST_TASKS = 4  # under one item
PAGE_ROOM = 3_600  # what fits on one card with all that stands around it, also when escaped
_AROUND = 100  # the room that a paragraph takes beside its characters


@dataclass(frozen=True, slots=True)
class Task:
    """What an agency took upon itself, until a day. Done by whom and when, or open."""

    id: int
    text: str
    agency_id: int
    agency: str
    due_on: date | None = None
    done_at: datetime | None = None
    done_by: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item of the agenda with what came of it: its note, what was agreed, and its tasks."""

    item: Item
    tasks: tuple[Task, ...] = ()

    @property
    def treated(self) -> bool:
        return self.item.state is ItemState.TREATED

    @property
    def written(self) -> bool:
        """Whether it stands in the short minutes: what led to nothing does not."""
        return self.treated and bool(self.item.note or self.item.agreed or self.tasks)

    @property
    def stamp(self) -> str:
        """Tells whether somebody wrote here since it was looked at."""
        written = repr([self.item.note, self.item.agreed, [(t.id, t.text) for t in self.tasks]])
        return hashlib.sha256(written.encode()).hexdigest()[:12]


def refuse_undecided(kind: ItemKind, note: str, agreed: str) -> None:
    """An item on which the meeting was to decide says what, or why not. Raises Refused."""
    if kind is ItemKind.DECISION and not (note or agreed):
        raise Refused(mark("Skriv hva som ble avgjort. Ble det ikke det, skriv hvorfor i notatet."))


def follows_up(item: Item) -> bool:
    """Whether the item is about what is open from earlier meetings."""
    return item.standing == FOLLOW_UP


def is_treated(kind: ItemKind, note: str, agreed: str, *, has_tasks: bool) -> bool:
    """Whether what has been written so far is an outcome, when somebody leaves half-way."""
    written = bool(note or agreed)
    return written if kind is ItemKind.DECISION else written or has_tasks


def room_of(outcome: Outcome) -> int:
    """How much of a card an outcome fills, in characters."""
    texts = [outcome.item.title, outcome.item.note, outcome.item.agreed]
    tasks = [task.agency + task.text for task in outcome.tasks]
    return sum(len(text) + _AROUND for text in [*texts, *tasks] if text)


def pages(outcomes: Iterable[Outcome]) -> tuple[tuple[Outcome, ...], ...]:
    """In their order, as many on a page as there is room for; nearly always all on the first."""
    found: list[list[Outcome]] = [[]]
    room = PAGE_ROOM
    for outcome in outcomes:
        if found[-1] and room_of(outcome) > room:
            found.append([])
            room = PAGE_ROOM
        found[-1].append(outcome)
        room -= room_of(outcome)
    return tuple(tuple(page) for page in found)


@dataclass(frozen=True, slots=True)
class Objected:
    """Somebody objected then; settled by the host at that moment, or not yet."""

    raised_at: datetime
    settled_at: datetime | None = None


def approval_day(
    posted_at: datetime, objections: Sequence[Objected], days: int, calendar: WorkCalendar
) -> date | None:
    """The day from which the minutes count as approved; None while an objection is open.

    The days run from the posting, and again from the last objection that was settled. A holiday
    shortens nobody's time: the day is a working day.
    """
    if any(objected.settled_at is None for objected in objections):
        return None
    settled = [objected.settled_at for objected in objections if objected.settled_at]
    counted_from = calendar.day_of(max([posted_at, *settled]))
    return calendar.on_or_after(counted_from + timedelta(days=days))


def heir(agencies: Iterable[Agency], agency_id: int, today: date) -> int:
    """The agency that answers for another's tasks today: itself, or what it became."""
    known = {agency.id: agency for agency in agencies}
    seen = set[int]()
    while agency_id in known and known[agency_id].ended(today) and agency_id not in seen:
        seen.add(agency_id)
        agency_id = known[agency_id].successor_id or agency_id
    return agency_id


def first_untreated(outcomes: Sequence[Outcome], after: int = 0) -> Outcome | None:
    """The next item to write about: behind the item `after`, or from the beginning."""
    ids = [outcome.item.id for outcome in outcomes]
    rest = outcomes[ids.index(after) + 1 :] if after in ids else outcomes
    return next((outcome for outcome in rest if not outcome.treated), None)
