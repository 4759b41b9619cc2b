"""Duties that are done by doing the thing itself: whoever posts the call-in has called in."""

from datetime import datetime

from sqlmodel import Session, col, update

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.duties import DutyKind, DutyState
from bot.domain.people import Member
from storage import planning, posted
from storage.tables import Duty, Meeting


def mark_done(
    session: Session,
    meeting: Meeting,
    kind: DutyKind,
    member: Member,
    now: datetime,
    calendar: WorkCalendar,
) -> bool:
    """Done by this member, and reminders follow. False where there is no such duty open."""
    result = session.exec(
        update(Duty)
        .where(
            col(Duty.meeting_id) == meeting.id,
            col(Duty.kind) == kind,
            col(Duty.state) == DutyState.OPEN,
        )
        .values(state=DutyState.DONE, done_at=now, done_by_id=member.person_id)
    )
    if result.rowcount != 1:
        return False
    planning.replan(session, meeting.network_id, now, calendar)
    subject = deliveries.subject("meeting", meeting.id or 0)
    posted.refresh(session, planning.REMINDER, subject, now)
    return True
