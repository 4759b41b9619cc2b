"""The meeting calendar and the duties that hang on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot.domain import duties as duty_rules
from bot.domain import meetings as meeting_rules
from bot.domain.duties import DutyKind
from bot.domain.meetings import LIVE, MeetingState
from storage import round_days
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
    names = _names(session, Organisation, [(row.host_id, None) for row in listed])
    return tuple(as_seen(row, names.get(row.host_id)) for row in listed)


def of_ids(
    session: Session, network_id: int, ids: Collection[int]
) -> dict[int, meeting_rules.Meeting]:
    """These meetings of the network, by id."""
    rows = session.exec(
        select(Meeting).where(col(Meeting.id).in_(ids), Meeting.network_id == network_id)
    ).all()
    return {meeting.id: meeting for meeting in described(session, rows)}


def as_seen(row: Meeting, host: str | None) -> meeting_rules.Meeting:
    """The row as the rules and the cards see it; `host` is the name of the agency."""
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


def duties(session: Session, meeting_id: int) -> tuple[duty_rules.Duty, ...]:
    """A meeting's duties in the order of its bundle, each with who did it."""
    return duties_of(session, [meeting_id]).get(meeting_id, ())


def duties_of(
    session: Session, meeting_ids: Iterable[int]
) -> dict[int, tuple[duty_rules.Duty, ...]]:
    """The duties of several meetings, by meeting id."""
    found: dict[int, list[duty_rules.Duty]] = defaultdict(list)
    for row, duty in _duties(session, col(Duty.meeting_id).in_(list(meeting_ids))):
        found[row.meeting_id].append(duty)
    return {meeting_id: _in_order(listed) for meeting_id, listed in found.items()}


def duties_where(session: Session, which: ColumnElement[bool]) -> list[tuple[int, duty_rules.Duty]]:
    """Duties by a condition, each with the id of its meeting, the earliest deadline first."""
    return [(row.meeting_id, duty) for row, duty in _duties(session, which)]


def _duties(session: Session, which: ColumnElement[bool]) -> list[tuple[Duty, duty_rules.Duty]]:
    """Rows as the rules and the cards see them, with all names that belong to them."""
    rows = session.exec(select(Duty).where(which).order_by(col(Duty.due_on), col(Duty.id))).all()
    spoken = _languages(session, rows)
    agencies = _names(session, Organisation, [(r.organisation_id, r.offered_to_id) for r in rows])
    persons = _names(session, Person, [(row.done_by_id, row.person_id) for row in rows])
    return [(row, _duty(row, agencies, persons, spoken.get(row.meeting_id, ()))) for row in rows]


def _names(
    session: Session,
    table: type[Organisation] | type[Person],
    ids: Iterable[tuple[int | None, int | None]],
) -> dict[int | None, str]:
    wanted = {number for pair in ids for number in pair if number is not None}
    if not wanted:
        return {}
    rows = session.exec(select(table.id, table.name).where(col(table.id).in_(wanted)))
    return dict(rows.all())


def _languages(session: Session, listed: Iterable[Duty]) -> dict[int, tuple[str, ...]]:
    """What interpreters must speak, by meeting; looked up only where one is to be booked."""
    networks = {duty.network_id for duty in listed if duty.kind is DutyKind.INTERPRETER}
    return {
        meeting_id: languages
        for network_id in networks
        for meeting_id, languages in round_days.languages(session, network_id).items()
    }


def _duty(
    row: Duty,
    agencies: Mapping[int | None, str],
    persons: Mapping[int | None, str],
    languages: tuple[str, ...],
) -> duty_rules.Duty:
    return duty_rules.Duty(
        id=row.id or 0,
        kind=row.kind,
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=persons.get(row.done_by_id),
        state=row.state,
        agency_id=row.organisation_id,
        agency=agencies[row.organisation_id],
        person_id=row.person_id,
        person=persons.get(row.person_id, ""),
        offered_to_id=row.offered_to_id,
        offered_to=agencies.get(row.offered_to_id, ""),
        reason=row.reason,
        languages=languages if row.kind is DutyKind.INTERPRETER else (),
    )


_ORDER = {kind: number for number, kind in enumerate(DutyKind)}


def _in_order(listed: list[duty_rules.Duty]) -> tuple[duty_rules.Duty, ...]:
    """As a bundle has them, whenever each of them came."""
    return tuple(sorted(listed, key=lambda duty: _ORDER[duty.kind]))
