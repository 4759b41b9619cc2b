"""Whose turn it is, asked of the whole history and of what is already planned."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import LIVE, Activity, MeetingState
from bot.domain.turns import Hosted, Rotation, Standing
from storage import networks
from storage.tables import Meeting

COUNTED = (*LIVE, MeetingState.DRAFT, MeetingState.HELD, MeetingState.FINISHED)


def rotation(
    session: Session,
    network_id: int,
    activity: Activity,
    calendar: WorkCalendar,
    *,
    states: Iterable[MeetingState] = COUNTED,
    without: int | None = None,
) -> Rotation:
    """The turns of one activity, held and planned; `without` is a meeting that does not count."""
    rows = session.exec(
        select(Meeting.host_id, Meeting.starts_at).where(
            Meeting.network_id == network_id,
            Meeting.activity == activity,
            col(Meeting.host_id).is_not(None),
            col(Meeting.state).in_(tuple(states)),
            Meeting.id != (without or 0),
        )
    ).all()
    hosted = [Hosted(host, calendar.day_of(starts)) for host, starts in rows if host is not None]
    return Rotation(networks.agencies(session, network_id), hosted)


def next_host(
    session: Session,
    network_id: int,
    activity: Activity,
    day: date,
    calendar: WorkCalendar,
    *,
    without: int | None = None,
) -> Standing | None:
    """Who hosts a meeting of this activity on that day; None where nobody can."""
    return rotation(session, network_id, activity, calendar, without=without).next(day)


def rotations(
    session: Session, network_id: int, calendar: WorkCalendar, before: datetime
) -> dict[Activity, Rotation]:
    """Every activity's turns until a moment, in one query."""
    rows = session.exec(
        select(Meeting.activity, Meeting.host_id, Meeting.starts_at).where(
            Meeting.network_id == network_id,
            col(Meeting.host_id).is_not(None),
            col(Meeting.state).in_((MeetingState.HELD, MeetingState.FINISHED)),
            col(Meeting.starts_at) < before,
        )
    ).all()
    agencies = networks.agencies(session, network_id)
    elsewhere: Counter[int] = Counter()
    found = {activity: Rotation(agencies, [], elsewhere) for activity in Activity}
    for activity, host, starts in rows:
        if host is not None:
            found[Activity(activity)].take(host, calendar.day_of(starts))
    return found
