"""What was posted of an agenda, and the numbers that cases get by it."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.domain import deliveries
from bot.domain.agenda import NUMBERED, Item, with_numbers
from bot.domain.agenda_changes import PostedItem, as_posted
from storage import networks, posted
from storage.agenda.items import body_for, items
from storage.tables import AgendaItem, Meeting

POSTED = "agenda"  # the kind of delivery


def mark_posted(session: Session, meeting: Meeting, now: datetime) -> None:
    """Remember the agenda as it is read in the channel from now on."""
    listed = as_posted(items(session, meeting.id or 0))
    meeting.agenda_posted_at = now
    meeting.agenda_posted = [
        {"item": line.item, "title": line.title, "minutes": line.minutes} for line in listed
    ]
    session.add(meeting)
    session.flush()


def posted_items(meeting: Meeting) -> tuple[PostedItem, ...]:
    return tuple(PostedItem(**line) for line in meeting.agenda_posted)


def changed(session: Session, meeting: Meeting, now: datetime) -> None:
    """Something on the agenda changed: what stands in the channel says so, with no new message."""
    if meeting.agenda_posted_at is not None:
        give_numbers(session, meeting)
        posted.refresh(session, POSTED, deliveries.subject("meeting", meeting.id or 0), now)


def give_numbers(session: Session, meeting: Meeting) -> None:
    """The next numbers of the year for cases without one, where the body numbers its cases.

    Two that post at once wait for each other here, so that no number is given twice or left out.
    """
    for item in numbered(session, meeting):
        row = session.get_one(AgendaItem, item.id)
        row.year, row.number = item.year, item.number
        session.add(row)
    session.flush()


def numbered(session: Session, meeting: Meeting) -> tuple[Item, ...]:
    """The agenda with the numbers that its cases have, or get when it is posted.

    The year is UTC's: nobody meets in the first hour of a year.
    """
    if meeting.activity not in NUMBERED:
        return items(session, meeting.id or 0)
    body, year = body_for(session, meeting), meeting.starts_at.year
    networks.locked(session, meeting.network_id)
    last = _last_number(session, meeting.network_id, body.id if body else None, year)
    return with_numbers(items(session, meeting.id or 0), year, last)


def _last_number(session: Session, network_id: int, body_id: int | None, year: int) -> int:
    found = session.exec(
        select(func.max(AgendaItem.number)).where(
            AgendaItem.network_id == network_id,
            col(AgendaItem.body_id) == body_id,
            AgendaItem.year == year,
        )
    ).one()
    return found or 0
