"""A meeting is changed: what it was is kept, what hangs on it follows, and others are told once.

Call within the transaction of the change, on a row that `locked` has given, and replan afterwards.
"""

from datetime import datetime

from sqlmodel import Session, select

from bot.domain import deliveries, versions
from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import MeetingState, Paper
from bot.domain.versions import Version
from storage import agenda, announcements, attendance, bundles, offers, planning, posted
from storage.tables import Meeting, MeetingVersion

# Cards that stand somewhere, show the meeting, and are drawn again.
SHOWN_BY = (planning.REMINDER, planning.AGAIN, attendance.CALL_IN, agenda.POSTED)


def locked(session: Session, network_id: int, meeting_id: int) -> Meeting | None:
    """A meeting of this network, held against everybody else who changes it until the end."""
    return session.exec(
        select(Meeting)
        .where(Meeting.id == meeting_id, Meeting.network_id == network_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def of(row: Meeting) -> Version:
    """The meeting as it is."""
    return Version(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        link=row.link,
        theme=row.theme,
        open_to_all=row.open_to_all,
        host_id=row.host_id,
        papers=tuple(Paper(**paper) for paper in row.papers),
        state=row.state,
        reason=row.reason,
        moved_on=row.moved_on,
    )


def undone(session: Session, row: Meeting) -> Version | None:
    """What the meeting is without its last change; None where nothing was changed.

    Only what that change was about goes back: the host may have swapped its turn since.
    """
    kept = _last(session, row)
    if kept is None:
        return None
    return versions.with_facts(of(row), versions.from_data(kept.facts), kept.changed)


def is_told(session: Session, row: Meeting) -> bool:
    """Whether a notice will tell of the meeting's last change."""
    kept = _last(session, row)
    return kept is not None and kept.delivery_id is not None


def _last(session: Session, row: Meeting) -> MeetingVersion | None:
    return session.get(MeetingVersion, (row.id, row.sequence - 1))


def change(
    session: Session, row: Meeting, version: Version, now: datetime, calendar: WorkCalendar
) -> bool:
    """Make the meeting what `version` says. False where it is that already."""
    earlier = of(row)
    if earlier == version:
        return False
    _keep(session, row, earlier, version, now)
    _write(row, version, now)
    session.add(row)
    session.flush()
    _follow(session, row, earlier, version, now, calendar)
    return True


def _keep(session: Session, row: Meeting, earlier: Version, later: Version, now: datetime) -> None:
    """The version that is left, with the notice that will tell of it, if one is needed."""
    told = versions.news(earlier, later) and max(earlier.ends_at, later.ends_at) > now
    notice = announcements.gather(session, row.network_id, now) if told else None
    session.add(
        MeetingVersion(
            meeting_id=row.id or 0,
            sequence=row.sequence,
            facts=versions.to_data(earlier),
            changed=list(versions.changed(earlier, later)),
            delivery_id=notice,
        )
    )


def _write(row: Meeting, version: Version, now: datetime) -> None:
    if (row.starts_at, row.ends_at) != (version.starts_at, version.ends_at):
        row.starts_at, row.ends_at, row.whole_day = version.starts_at, version.ends_at, False
    row.place, row.link, row.theme = version.place, version.link, version.theme
    row.open_to_all, row.state, row.reason = version.open_to_all, version.state, version.reason
    row.papers = [{"title": paper.title, "url": paper.url} for paper in version.papers]
    row.moved_on = version.moved_on
    row.sequence, row.changed_at = row.sequence + 1, now


def _follow(
    session: Session,
    row: Meeting,
    earlier: Version,
    later: Version,
    now: datetime,
    calendar: WorkCalendar,
) -> None:
    """What hangs on it: an offer of the turn, the duties, the agenda, and what is shown."""
    if later.host_id is not None and later.host_id != earlier.host_id:
        offers.lapse(session, row.id or 0, now)
        offers.hand_over(session, row, later.host_id, now, calendar)
    else:
        bundles.follow(session, [row], calendar)
    if later.state is not earlier.state:
        _follow_state(session, row, later.state, now)
    session.flush()
    redraw(session, row, now)


def _follow_state(session: Session, row: Meeting, state: MeetingState, now: datetime) -> None:
    if state is MeetingState.CANCELLED:
        offers.lapse(session, row.id or 0, now)
        agenda.release(session, row, now)
    else:
        agenda.take_back(session, row, now)


def redraw(session: Session, row: Meeting, now: datetime) -> None:
    """Every posted card that shows the meeting shows it as it is now: also with another host."""
    subject = deliveries.subject("meeting", row.id or 0)
    for kind in SHOWN_BY:
        posted.refresh(session, kind, subject, now)
    offer = offers.open_for(session, row.id or 0)
    if offer is not None:
        offers.redraw(session, offer, now)
