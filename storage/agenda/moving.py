"""Items that go on: what a meeting did not reach, and what a cancelled one leaves behind."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select, update

from bot.domain.agenda import Item, ItemState, left_over
from bot.domain.meetings import MeetingState
from storage.agenda.items import coming, items, lay_standing, place, wait
from storage.agenda.posting import changed
from storage.tables import AgendaItem, Meeting

# The host has so long to write down what was reached, before what is left goes on by itself.
WRITTEN_WITHIN = timedelta(days=7)


def carry_over(session: Session, meeting: Meeting, now: datetime) -> None:
    """What the meeting did not reach goes on to the next one, or waits for it.

    What stays has had its time: it is treated, with or without an outcome.
    """
    _move_on(session, meeting, left_over(items(session, meeting.id or 0)), now)
    session.exec(
        update(AgendaItem)
        .where(col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.state) == ItemState.OPEN)
        .values(state=ItemState.TREATED)
    )


def move_on(session: Session, item: AgendaItem, meeting: Meeting, now: datetime) -> None:
    """One item was not reached, whatever it is."""
    following = coming(session, meeting.network_id, max(now, meeting.ends_at), meeting.activity)
    item.moved_from_id, item.times_moved = meeting.id, item.times_moved + 1
    if following is None:
        wait(session, item)
    else:
        lay_standing(session, following, now)
        place(session, item, following)
        changed(session, following, now)


def _move_on(session: Session, meeting: Meeting, left: Iterable[Item], now: datetime) -> None:
    for item in left:
        move_on(session, session.get_one(AgendaItem, item.id), meeting, now)


def release(session: Session, meeting: Meeting, now: datetime) -> None:
    """A meeting was cancelled: all but its own frame goes on to the next one, or waits."""
    left = left_over(items(session, meeting.id or 0), knowing=True)
    _move_on(session, meeting, left, now)


def take_back(session: Session, meeting: Meeting, now: datetime) -> None:
    """A cancelled meeting takes place after all: it gets back what it gave away and nobody took."""
    given = session.exec(
        select(AgendaItem)
        .where(
            AgendaItem.moved_from_id == meeting.id,
            col(AgendaItem.state).in_((ItemState.OPEN, ItemState.WAITING)),
        )
        .order_by(col(AgendaItem.id))
    ).all()
    for item in given:
        elsewhere = session.get(Meeting, item.meeting_id) if item.meeting_id else None
        item.moved_from_id, item.times_moved = None, item.times_moved - 1
        place(session, item, meeting)
        if elsewhere is not None:
            changed(session, elsewhere, now)
    changed(session, meeting, now)


def carry_over_due(session: Session, now: datetime) -> None:
    """Tick: a week after a meeting what is left of it goes on; at once where it was cancelled.

    Doing it twice changes nothing.
    """
    for meeting in _with_open_items(session, now):
        if meeting.state is MeetingState.CANCELLED:
            release(session, meeting, now)
        else:
            carry_over(session, meeting, now)


def _with_open_items(session: Session, now: datetime) -> Sequence[Meeting]:
    """Meetings that are cancelled, or over for a week, and still have something on their agenda."""
    still_open = select(AgendaItem.meeting_id).where(AgendaItem.state == ItemState.OPEN)
    over = col(Meeting.ends_at) <= now - WRITTEN_WITHIN
    return session.exec(
        select(Meeting)
        .where(
            col(Meeting.id).in_(still_open),
            or_(over, col(Meeting.state) == MeetingState.CANCELLED),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
