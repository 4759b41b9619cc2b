"""A turn that an agency offers to another, or to all.

An offer is made once, comes up again twice at sensible intervals, and ends with a named person: the
one who made it is told that nobody took it, and that the turn is still theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import WorkCalendar

HOUR = time(9, 0)
LAST_CHANCE = timedelta(days=14)  # before the meeting: calling in takes that long


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # nobody took it in time, or the meeting was cancelled


class Asked(StrEnum):
    """Who hears of an offer. `NEXT` is the contact of the agency that would be next in turn."""

    CHOSEN = "chosen"
    ALL = "all"
    NEXT = "next"
    OFFERER = "offerer"


@dataclass(frozen=True, slots=True)
class OfferStep:
    """So many working days after the offer was made."""

    asked: Asked
    workdays_later: int


TO_ONE = (
    OfferStep(Asked.CHOSEN, 0),
    OfferStep(Asked.CHOSEN, 5),
    OfferStep(Asked.OFFERER, 8),
)
TO_ALL = (
    OfferStep(Asked.ALL, 0),
    OfferStep(Asked.NEXT, 5),
    OfferStep(Asked.OFFERER, 10),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """One step of an offer, with its moment."""

    asked: Asked
    occurrence: int
    due_at: datetime


def askings(
    offered_at: datetime, meeting_starts: datetime, calendar: WorkCalendar, *, to_all: bool
) -> Iterator[Asking]:
    """When who is asked. The offerer hears the end of it in time to host after all.

    A step that would come after that end falls away; the end itself always comes.
    """
    steps = TO_ALL if to_all else TO_ONE
    days = [calendar.add_workdays(calendar.day_of(offered_at), s.workdays_later) for s in steps]
    end = min(days[-1], _last_chance(offered_at, meeting_starts, calendar))
    for occurrence, (step, day) in enumerate(zip(steps, days, strict=True)):
        if occurrence == 0:
            yield Asking(step.asked, occurrence, offered_at)
        elif step.asked is Asked.OFFERER:
            yield Asking(step.asked, occurrence, calendar.at(end, HOUR))
        elif day < end:
            yield Asking(step.asked, occurrence, calendar.at(day, HOUR))


def _last_chance(offered_at: datetime, meeting_starts: datetime, calendar: WorkCalendar) -> date:
    """The last day on which the answer is of use, but never the day of the offer itself."""
    latest = calendar.on_or_before(calendar.day_of(meeting_starts - LAST_CHANCE))
    return max(latest, calendar.add_workdays(calendar.day_of(offered_at), 1))


def may_take(agency_id: int | None, *, giver_id: int, to_id: int | None) -> bool:
    """Whoever the offer is for, and nobody takes a turn from themselves."""
    return agency_id is not None and agency_id != giver_id and to_id in (None, agency_id)
