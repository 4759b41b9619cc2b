"""Meetings that are made, that reach a state by themselves, and that are taken away again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState
from bot.domain.lifecycle import FINISHED_AFTER, may_become
from bot.domain.meetings import LIVE, BodyKind, MeetingState
from storage import bundles, tables
from storage.tables import AgendaItem, Body, Delivery, Duty, Meeting, MeetingVersion

# What others leave behind at a meeting: with any of it, it cannot just be taken away.
TOUCHES = (
    tables.Attendance,
    tables.Challenge,
    tables.Evaluation,
    tables.Note,
    tables.NoteTaker,
    tables.Objection,
    tables.Presence,
    tables.SignUp,
    tables.Snooze,
    tables.SolutionMeeting,
    tables.Task,
    tables.Theme,
    tables.TurnOffer,
)
_ON_THEIR_WAY = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)


def body_id(session: Session, network_id: int, kind: BodyKind) -> int | None:
    """Whose meetings they are; None in a network that has not named that body."""
    return session.exec(
        select(Body.id).where(Body.network_id == network_id, Body.kind == kind)
    ).first()


def add(session: Session, rows: Sequence[Meeting], calendar: WorkCalendar) -> None:
    """New meetings, with what their hosts have to do for them."""
    session.add_all(rows)
    bundles.follow(session, rows, calendar)


def by_key(session: Session, key: str) -> Meeting | None:
    """A meeting of any network: whoever shows it must look whose it is."""
    return session.exec(select(Meeting).where(Meeting.key == key)).first()


def finish(session: Session, meeting: Meeting, now: datetime) -> bool:
    """What came of the meeting is written and approved. False where it had not been held yet."""
    settle(session, now)
    session.refresh(meeting)
    if not may_become(meeting.state, MeetingState.FINISHED):
        return False
    meeting.state = MeetingState.FINISHED
    session.add(meeting)
    session.flush()
    return True


def settle(session: Session, now: datetime) -> None:
    """Meetings whose end has passed are held; a month later they are finished, written or not."""
    session.flush()
    _become(session, MeetingState.HELD, tuple(LIVE), now)
    _become(session, MeetingState.FINISHED, (MeetingState.HELD,), now - FINISHED_AFTER)


def _become(
    session: Session, state: MeetingState, earlier: tuple[MeetingState, ...], ended: datetime
) -> None:
    session.exec(
        update(Meeting)
        .where(col(Meeting.state).in_(earlier), col(Meeting.ends_at) <= ended)
        .values(state=state)
    )


def may_remove(session: Session, rows: Sequence[Meeting]) -> bool:
    """Whether nobody has heard of these meetings yet, and nobody has done anything for them."""
    ids = [row.id or 0 for row in rows]
    subjects = [deliveries.subject("meeting", number) for number in ids]
    sent = select(Delivery.id).where(
        col(Delivery.subject).in_(subjects), col(Delivery.state).in_(_ON_THEIR_WAY)
    )
    proposed = select(AgendaItem.id).where(
        col(AgendaItem.meeting_id).in_(ids), col(AgendaItem.proposed_by_id).is_not(None)
    )
    touched = [select(table.meeting_id).where(col(table.meeting_id).in_(ids)) for table in TOUCHES]
    return not any(session.exec(found).first() for found in (sent, proposed, *touched))


def remove(session: Session, rows: Sequence[Meeting]) -> None:
    """Take meetings away as if they had never been; only where `may_remove` says so."""
    ids = [row.id or 0 for row in rows]
    subjects = [deliveries.subject("meeting", number) for number in ids]
    session.exec(delete(Delivery).where(col(Delivery.subject).in_(subjects)))
    bundles.remove(session, col(Duty.meeting_id).in_(ids))
    for table in (MeetingVersion, AgendaItem):
        session.exec(delete(table).where(col(table.meeting_id).in_(ids)))
    session.exec(delete(Meeting).where(col(Meeting.id).in_(ids)))
