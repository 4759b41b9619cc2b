"""The meetings of a løsningsgruppe: in the calendar, with the challenge on their agenda."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain import solution_group as rules
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.challenge_texts import agenda_title
from bot.domain.meetings import LIVE, Activity, BodyKind, MeetingState
from storage import agenda, planning, scheduling
from storage.tables import AgendaItem, Challenge, Meeting, SolutionMeeting


def listed(session: Session, challenge_id: int) -> Sequence[Meeting]:
    """The group's meetings in order, without those that were cancelled."""
    return session.exec(
        select(Meeting)
        .join(SolutionMeeting, col(SolutionMeeting.meeting_id) == col(Meeting.id))
        .where(
            SolutionMeeting.challenge_id == challenge_id, Meeting.state != MeetingState.CANCELLED
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def taken_days(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> set[date]:
    """The days on which the network meets."""
    rows = session.exec(
        select(Meeting.starts_at).where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
        )
    ).all()
    return {calendar.day_of(starts) for starts in rows}


def call(
    session: Session,
    row: Challenge,
    host_id: int | None,
    day: date,
    now: datetime,
    calendar: WorkCalendar,
) -> Meeting | None:
    """A meeting of the group in the calendar, with the challenge on its agenda.

    None when the group has one that day already: the same press, twice.
    """
    if any(calendar.day_of(m.starts_at) == day for m in listed(session, row.id or 0)):
        return None
    meeting = Meeting(
        network_id=row.network_id,
        body_id=scheduling.body_id(session, row.network_id, BodyKind.SOLUTION_GROUP),
        activity=Activity.SOLUTION_GROUP,
        state=MeetingState.PLANNED,
        starts_at=calendar.at(day, rules.STARTS),
        ends_at=calendar.at(day, rules.ENDS),
        host_id=host_id,
        theme=agenda_title(row.text),
    )
    scheduling.add(session, [meeting], calendar)
    item = AgendaItem(
        network_id=row.network_id,
        title=agenda_title(row.text),
        kind=ItemKind.DECISION,
        state=ItemState.OPEN,
        proposed_at=now,
    )
    item_id = agenda.place(session, item, meeting).id or 0
    link = SolutionMeeting(meeting_id=meeting.id or 0, challenge_id=row.id or 0, item_id=item_id)
    session.add(link)
    planning.replan(session, row.network_id, now, calendar)
    return meeting


def current(session: Session, challenge_id: int, now: datetime) -> SolutionMeeting | None:
    """The last of the group's meetings that has begun, else the first to come: tasks are its."""
    found = listed(session, challenge_id)
    begun = [meeting for meeting in found if meeting.starts_at <= now]
    meeting = begun[-1] if begun else next(iter(found), None)
    return session.get(SolutionMeeting, meeting.id) if meeting else None


def item_ids(session: Session, challenge_id: int) -> Sequence[int]:
    """The agenda items under which the group's tasks stand."""
    return session.exec(
        select(SolutionMeeting.item_id).where(SolutionMeeting.challenge_id == challenge_id)
    ).all()
