"""The meeting calendar and the duties that hang on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from bot.domain import duties as duty_rules
from bot.domain import meetings as meeting_rules
from bot.domain.calendar import WorkCalendar
from bot.domain.duties import DutyState
from bot.domain.meetings import LIVE, MeetingState
from storage.tables import Duty, Meeting, Organisation, Person

PAGE = 8


def find(session: Session, network_id: int, meeting_id: int) -> Meeting | None:
    """A meeting of this network; those of others do not exist here."""
    return session.exec(
        select(Meeting).where(Meeting.id == meeting_id, Meeting.network_id == network_id)
    ).first()


def page(
    session: Session, network_id: int, now: datetime, number: int
) -> tuple[tuple[meeting_rules.Meeting, ...], bool]:
    """A page of the calendar in order of time, and whether there is more beyond it.

    Page 0 holds what is not over, -1 what was before it, and so on. Drafts are nobody's business.
    """
    ahead = number >= 0
    offset = number * PAGE if ahead else (-number - 1) * PAGE
    over = col(Meeting.ends_at) < now
    rows = session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            Meeting.state != MeetingState.DRAFT,
            ~over if ahead else over,
        )
        .order_by(col(Meeting.starts_at) if ahead else col(Meeting.starts_at).desc())
        .offset(offset)
        .limit(PAGE + 1)
    ).all()
    shown = sorted(rows[:PAGE], key=lambda row: row.starts_at)
    return described(session, shown), len(rows) > PAGE


def upcoming(session: Session, network_id: int, now: datetime) -> Sequence[Meeting]:
    """Everything that happens and is not over: with a `now` in the past, also what was held since.

    Drafts and cancelled meetings are not among them.
    """
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_((*LIVE, MeetingState.HELD)),
            col(Meeting.ends_at) > now,
        )
        .order_by(col(Meeting.starts_at))
    ).all()


def described(session: Session, rows: Iterable[Meeting]) -> tuple[meeting_rules.Meeting, ...]:
    """Rows as the rules and the cards see them, with the names of their hosts."""
    listed = list(rows)
    hosts = {row.host_id for row in listed if row.host_id is not None}
    names = dict(
        session.exec(
            select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(hosts))
        ).all()
    )
    return tuple(_described(row, names.get(row.host_id)) for row in listed)


def _described(row: Meeting, host: str | None) -> meeting_rules.Meeting:
    return meeting_rules.Meeting(
        id=row.id or 0,
        activity=row.activity,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        host_id=row.host_id,
        host=host,
        place=row.place,
        theme=row.theme,
        whole_day=row.whole_day,
        moved_on=row.moved_on,
        link=row.link,
        open_to_all=row.open_to_all,
        reason=row.reason,
        key=row.key,
        sequence=row.sequence,
        series_id=row.series_id,
        papers=tuple(meeting_rules.Paper(**paper) for paper in row.papers),
    )


def add_bundle(session: Session, row: Meeting, calendar: WorkCalendar) -> None:
    """Give a meeting the duties of its activity, planned backwards from its day."""
    add_bundles(session, [row], calendar)


def add_bundles(session: Session, rows: Iterable[Meeting], calendar: WorkCalendar) -> None:
    """The same for many meetings, in one statement."""
    session.flush()  # new meetings get their ids
    bundles = [duty for row in rows for duty in _bundle(row, calendar)]
    if bundles:
        session.execute(insert(Duty), bundles)


def _bundle(row: Meeting, calendar: WorkCalendar) -> list[dict[str, Any]]:
    """Nobody has the duties of a meeting without a host."""
    if row.host_id is None:
        return []
    days = duty_rules.due_days(row.activity, calendar.day_of(row.starts_at), calendar)
    common = {
        "network_id": row.network_id,
        "meeting_id": row.id,
        "organisation_id": row.host_id,
        "state": DutyState.OPEN,
    }
    return [{**common, "kind": kind, "due_on": day} for kind, day in days.items()]


def duties(session: Session, meeting_id: int) -> tuple[duty_rules.Duty, ...]:
    """A meeting's duties in the order of its bundle, each with who did it."""
    return duties_of(session, [meeting_id]).get(meeting_id, ())


def duties_of(
    session: Session, meeting_ids: Iterable[int]
) -> dict[int, tuple[duty_rules.Duty, ...]]:
    """The duties of several meetings, by meeting id."""
    rows = session.exec(
        select(Duty, Person.name)
        .join(Person, col(Person.id) == col(Duty.done_by_id), isouter=True)
        .where(col(Duty.meeting_id).in_(list(meeting_ids)))
        .order_by(col(Duty.id))
    ).all()
    found: dict[int, list[duty_rules.Duty]] = defaultdict(list)
    for duty, name in rows:
        described = duty_rules.Duty(duty.id or 0, duty.kind, duty.due_on, duty.done_at, name)
        found[duty.meeting_id].append(described)
    return {meeting_id: tuple(listed) for meeting_id, listed in found.items()}


def find_duty(session: Session, network_id: int, duty_id: int) -> Duty | None:
    return session.exec(
        select(Duty).where(Duty.id == duty_id, Duty.network_id == network_id)
    ).first()
