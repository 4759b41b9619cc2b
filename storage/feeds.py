"""What leaves the house as calendars: secret addresses of members, and the open meetings."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, select, update

from bot.domain.duties import Duty
from bot.domain.entries import Deadline, Entry
from bot.domain.meetings import LIVE, MeetingState
from storage import duties, meetings
from storage.agenda import titles_of
from storage.once import insert_if_absent
from storage.tables import CalendarFeed, Meeting, Membership, Network, Person


def made_on(session: Session, person_id: int) -> date | None:
    """The day on which the person's address was made; None when there is none."""
    feed = session.get(CalendarFeed, person_id)
    return feed.made_on if feed else None


def renew(session: Session, person_id: int, today: date) -> str:
    """A new secret for the person's address. The one before stops working; neither is stored."""
    token = secrets.token_urlsafe(32)
    values = {"secret": _hash(token), "made_on": today}
    if not insert_if_absent(session, CalendarFeed, {"person_id": person_id, **values}):
        session.exec(
            update(CalendarFeed).where(col(CalendarFeed.person_id) == person_id).values(**values)
        )
    return token


def remove(session: Session, person_id: int) -> None:
    session.exec(delete(CalendarFeed).where(col(CalendarFeed.person_id) == person_id))


def reader(session: Session, token: str) -> Person | None:
    """Whose secret it is. Its hash is looked up, so the time that takes says nothing of it."""
    return session.exec(
        select(Person)
        .join(CalendarFeed, col(CalendarFeed.person_id) == col(Person.id))
        .where(CalendarFeed.secret == _hash(token))
    ).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def agencies_of(session: Session, person_id: int) -> dict[int, int | None]:
    """The networks in which the person is a member now, and whom they represent in each."""
    found = session.exec(
        select(Membership.network_id, Membership.organisation_id).where(
            Membership.person_id == person_id
        )
    )
    return dict(found.all())


def of_networks(
    session: Session, network_ids: Collection[int], since: datetime, until: datetime
) -> tuple[Entry, ...]:
    """Every meeting of the networks that begins within the time, the drafts left out."""
    rows = session.exec(
        select(Meeting)
        .where(
            col(Meeting.network_id).in_(network_ids),
            Meeting.state != MeetingState.DRAFT,
            col(Meeting.starts_at) >= since,
            col(Meeting.starts_at) < until,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    return _entries(session, rows)


def deadlines(
    session: Session, agencies: Mapping[int, int | None], now: datetime
) -> tuple[Deadline, ...]:
    """What the agencies, by network, have left to do for their meetings, the earliest first."""
    listed = [
        pair
        for network_id, agency_id in agencies.items()
        if agency_id is not None
        for pair in duties.of_agency(session, network_id, agency_id, now)
    ]
    return _deadlines(session, listed)


def deadlines_of(session: Session, key: str) -> tuple[Deadline, ...] | None:
    """All that is left to do for the meeting that the random key names; None for no meeting."""
    row = session.exec(
        select(Meeting).where(
            Meeting.key == key, col(Meeting.state).in_((*LIVE, MeetingState.HELD))
        )
    ).first()
    if row is None:
        return None
    listed = meetings.duties(session, row.id or 0)
    return _deadlines(session, [(row.id or 0, duty) for duty in listed if not duty.done])


def _deadlines(session: Session, listed: Sequence[tuple[int, Duty]]) -> tuple[Deadline, ...]:
    ids = {meeting_id for meeting_id, _ in listed}
    rows = session.exec(select(Meeting).where(col(Meeting.id).in_(ids))).all()
    changed = {row.id or 0: row.changed_at for row in rows}
    described = {meeting.id: meeting for meeting in meetings.described(session, rows)}
    return tuple(
        Deadline(duty.kind, duty.due_on, described[meeting_id], changed[meeting_id])
        for meeting_id, duty in listed
    )


def open_to_all(
    session: Session, network_id: int, since: datetime, until: datetime
) -> tuple[Entry, ...]:
    """The network's meetings that anybody may come to, beginning within the time."""
    rows = session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.open_to_all).is_(True),
            Meeting.state != MeetingState.DRAFT,
            col(Meeting.starts_at) >= since,
            col(Meeting.starts_at) < until,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    return _entries(session, rows)


def open_starts(session: Session, network_id: int) -> Sequence[datetime]:
    """When the network's open meetings begin, of all years."""
    return session.exec(
        select(Meeting.starts_at)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.open_to_all).is_(True),
            Meeting.state != MeetingState.DRAFT,
        )
        .order_by(col(Meeting.starts_at))
    ).all()


def by_key(session: Session, key: str) -> Entry | None:
    """The meeting that the random key names, unless it is only a draft."""
    row = session.exec(
        select(Meeting).where(Meeting.key == key, Meeting.state != MeetingState.DRAFT)
    ).first()
    return _entries(session, [row])[0] if row else None


def network_of_page(session: Session, slug: str) -> Network | None:
    """The network whose public page has this name in its address."""
    return session.exec(select(Network).where(Network.slug == slug)).first()


def names(session: Session, network_ids: Collection[int]) -> dict[int, str]:
    """The networks' names by id, in order of age."""
    found = session.exec(
        select(Network.id, Network.name)
        .where(col(Network.id).in_(network_ids))
        .order_by(col(Network.id))
    )
    return {network_id: name for network_id, name in found if network_id is not None}


def _entries(session: Session, rows: Sequence[Meeting]) -> tuple[Entry, ...]:
    """With agendas that the host has posted: until then they are drafts like any other."""
    networks = names(session, {row.network_id for row in rows})
    described = meetings.described(session, rows)
    posted = titles_of(session, [row.id or 0 for row in rows if row.agenda_posted_at])
    return tuple(
        Entry(
            meeting=meeting,
            network=networks[row.network_id],
            changed_at=row.changed_at,
            online=bool(row.link),
            agenda=posted.get(meeting.id, ()),
        )
        for row, meeting in zip(rows, described, strict=True)
    )
