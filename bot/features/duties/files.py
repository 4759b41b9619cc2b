"""The deadlines of a meeting as a calendar file, for whoever has its address."""

from dataclasses import replace

from bot.deps import Deps
from bot.domain.entries import CalendarFile, Entry, for_anybody
from storage import feeds


def file_for(deps: Deps, key: str) -> CalendarFile | None:
    """What is left to do for the meeting, and nothing of who does it; None where there is none.

    Whoever has the key may read what anybody may know of a meeting.
    """
    with deps.store.transaction() as session:
        listed = feeds.deadlines_of(session, key)
    if listed is None:
        return None
    public = tuple(
        replace(deadline, meeting=for_anybody(Entry(deadline.meeting, "")).meeting)
        for deadline in listed
    )
    return CalendarFile("", (), None, public)
