"""The meetings that anybody may come to, on the network's public page: nothing about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.deps import Deps
from bot.domain.calendar import WorkCalendar
from bot.domain.entries import CalendarFile, Entry, for_anybody, window
from storage import feeds


@dataclass(frozen=True, slots=True)
class Year:
    """The open meetings of one year, as things stand `now`.

    `earlier` and `later`: the nearest years that have any.
    """

    network: str
    number: int
    now: datetime
    entries: tuple[Entry, ...]
    earlier: int | None = None
    later: int | None = None


def year(deps: Deps, slug: str, wanted: int | None) -> Year | None:
    """The year that was asked for, else this one; None where no network has such a page."""
    with deps.store.transaction() as session:
        network = feeds.network_of_page(session, slug)
        if network is None:
            return None
        number = wanted or deps.calendar.day_of(deps.now()).year
        begins, ends = _bounds(number, deps.calendar)
        found = feeds.open_to_all(session, network.id or 0, begins, ends)
        others = _years(feeds.open_starts(session, network.id or 0), deps.calendar)
    return Year(
        network=network.name,
        number=number,
        now=deps.now(),
        entries=tuple(for_anybody(entry) for entry in found),
        earlier=max((other for other in others if other < number), default=None),
        later=min((other for other in others if other > number), default=None),
    )


def _bounds(number: int, calendar: WorkCalendar) -> tuple[datetime, datetime]:
    """When the year begins and ends where the network is."""
    return calendar.at(date(number, 1, 1), time(0)), calendar.at(date(number + 1, 1, 1), time(0))


def _years(starts: Sequence[datetime], calendar: WorkCalendar) -> set[int]:
    return {calendar.day_of(moment).year for moment in starts}


def file_of_open_meetings(deps: Deps, slug: str) -> CalendarFile | None:
    """The open meetings of now, a while back and well ahead; None where there is no such page."""
    with deps.store.transaction() as session:
        network = feeds.network_of_page(session, slug)
        if network is None:
            return None
        found = feeds.open_to_all(session, network.id or 0, *window(deps.now()))
    return CalendarFile(network.name, tuple(for_anybody(entry) for entry in found))


def file_of_one(deps: Deps, key: str) -> CalendarFile | None:
    """A single meeting for whoever was given its key; None for a key that is nobody's.

    The address of a closed meeting is only told to members, who may know what they know already;
    that of an open one stands on the public page.
    """
    with deps.store.transaction() as session:
        entry = feeds.by_key(session, key)
    if entry is None:
        return None
    told = for_anybody(entry) if entry.meeting.open_to_all else entry
    return CalendarFile(entry.network, (told,))
