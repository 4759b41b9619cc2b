"""The fagdager of a network: the one that comes, and who has presented its practice."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain.calendar import WorkCalendar
from bot.domain.fagdag import FAGDAGER
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.turns import Hosted, Rotation
from storage import networks
from storage.tables import Meeting

BEHIND_US = (MeetingState.HELD, MeetingState.FINISHED)


def coming(session: Session, network_id: int, now: datetime) -> Meeting | None:
    """The next fagdag that is not over."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.activity).in_(FAGDAGER),
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
        )
        .order_by(col(Meeting.starts_at))
    ).first()


def latest(session: Session, network_id: int, now: datetime) -> Meeting | None:
    """The last fagdag that is over."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.activity).in_(FAGDAGER),
            col(Meeting.state).in_((*LIVE, *BEHIND_US)),
            col(Meeting.ends_at) <= now,
        )
        .order_by(col(Meeting.starts_at).desc())
    ).first()


def uncounted(
    session: Session, network_id: int, host_id: int | None, now: datetime, within: timedelta
) -> Meeting | None:
    """A fagdag that the agency held lately, where nobody has said how many came."""
    row = latest(session, network_id, now)
    if row is None or row.host_id != host_id or row.participants is not None:
        return None
    return row if row.ends_at > now - within else None


def presenters(session: Session, row: Meeting, calendar: WorkCalendar) -> Rotation:
    """Whose turn it is to present its practice: a rotation of its own, over all fagdager before.

    Those that are agreed but not held yet count, too, so that two in a row are not the same one's.
    """
    rows = session.exec(
        select(Meeting.presenter_id, Meeting.starts_at).where(
            Meeting.network_id == row.network_id,
            col(Meeting.activity).in_(FAGDAGER),
            col(Meeting.presenter_id).is_not(None),
            col(Meeting.state).in_((*LIVE, *BEHIND_US)),
            col(Meeting.starts_at) < row.starts_at,
        )
    ).all()
    shown = [Hosted(agency, calendar.day_of(at)) for agency, at in rows if agency is not None]
    return Rotation(networks.agencies(session, row.network_id), shown)
