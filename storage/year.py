"""The draft of a year: meetings that nobody has heard of yet, and what stands beside them.

Call what changes something within the transaction of the change, with the network locked.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.meetings import LIVE, MeetingState, body_of
from bot.domain.year import ProposedMeeting
from storage import bodies, bundles, meetings, reach
from storage import deliveries as outbox
from storage.tables import Delivery, Meeting, MeetingVersion

POSTED = "year-plan"
ARRANGED = (*LIVE, MeetingState.HELD, MeetingState.FINISHED)


def bounds(year: int, calendar: WorkCalendar) -> tuple[datetime, datetime]:
    """From the first moment of a year to the first of the next, in the network's zone."""
    return (
        calendar.at(date(year, 1, 1), time(0)),
        calendar.at(date(year + 1, 1, 1), time(0)),
    )


def drafts(
    session: Session, network_id: int, year: int, calendar: WorkCalendar
) -> Sequence[Meeting]:
    """The draft of a year in order of time, as it is now."""
    first, last = bounds(year, calendar)
    return _between(session, network_id, first, last, (MeetingState.DRAFT,))


def find_draft(session: Session, network_id: int, meeting_id: int) -> Meeting | None:
    """A date of a draft; what has been confirmed meanwhile is none any more."""
    row = meetings.find(session, network_id, meeting_id)
    return row if row is not None and row.state is MeetingState.DRAFT else None


def arranged(
    session: Session, network_id: int, first: datetime, last: datetime
) -> Sequence[Meeting]:
    """What is planned, called in or was held in that time."""
    return _between(session, network_id, first, last, ARRANGED)


def _between(
    session: Session,
    network_id: int,
    first: datetime,
    last: datetime,
    states: Sequence[MeetingState],
) -> Sequence[Meeting]:
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.starts_at) >= first,
            col(Meeting.starts_at) < last,
            col(Meeting.state).in_(states),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
        .execution_options(populate_existing=True)
    ).all()


def add(
    session: Session,
    network_id: int,
    proposed: Iterable[ProposedMeeting],
    calendar: WorkCalendar,
) -> None:
    """Keep proposed meetings as drafts, all in one statement."""
    body_ids = {body.kind: body.id for body in bodies.of(session, network_id)}
    rows = [
        {
            "network_id": network_id,
            "body_id": body_ids.get(body_of(meeting.activity)),
            "activity": meeting.activity,
            "state": MeetingState.DRAFT,
            "starts_at": calendar.at(meeting.day, meeting.starts),
            "ends_at": calendar.at(meeting.day, meeting.ends),
            "host_id": meeting.host_id,
            "wished_day": meeting.wished,
        }
        for meeting in proposed
    ]
    session.execute(insert(Meeting), rows)


def remove(session: Session, rows: Iterable[Meeting]) -> None:
    """Drafts leave nothing behind: nobody has heard of them."""
    ids = [row.id for row in rows]
    session.exec(delete(MeetingVersion).where(col(MeetingVersion.meeting_id).in_(ids)))
    session.exec(delete(Meeting).where(col(Meeting.id).in_(ids)))


def confirm(
    session: Session, rows: Sequence[Meeting], now: datetime, calendar: WorkCalendar
) -> None:
    """Drafts become planned meetings, each with its duties."""
    for row in rows:
        row.state, row.changed_at = MeetingState.PLANNED, now
        session.add(row)
    bundles.follow(session, rows, calendar)


def announce(session: Session, network_id: int, year: int, now: datetime) -> None:
    """Post the plan of the year. One that is added to later is posted again."""
    audience = reach.channel(session, network_id)
    if audience is None:
        return
    subject = deliveries.subject("year", year)
    before = session.exec(
        select(func.count())
        .select_from(Delivery)
        .where(
            col(Delivery.subject) == subject,
            col(Delivery.kind) == POSTED,
            col(Delivery.network_id) == network_id,
        )
    ).one()
    planned = Planned(POSTED, subject, audience, before, now, now + A_WEEK)
    outbox.add(session, network_id, planned)
