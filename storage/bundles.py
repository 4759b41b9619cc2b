"""What a meeting asks of its agencies follows its facts: the one place where duties come and go.

Call it within the transaction of whatever changed a meeting. Doing it twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert
from sqlmodel import Session, col, delete, select

from bot.domain.calendar import WorkCalendar
from bot.domain.duties import UNSETTLED, DutyKind, DutyState, Occasion, Wanted, bundle
from bot.domain.meetings import LIVE, Activity
from storage import meetings, round_days
from storage.tables import Duty, DutyMove, Meeting

Stored = Mapping[int, Mapping[DutyKind, Duty]]


def follow(session: Session, rows: Iterable[Meeting], calendar: WorkCalendar) -> None:
    """Bring the duties of meetings into line: new ones are added, deadlines and owners of what is
    not settled follow, and what is not needed any more goes, unless somebody has touched it.
    """
    session.flush()  # new meetings get their ids
    listed = list(rows)
    stored = _stored(session, listed)
    wanted = {
        occasion.meeting.id: {duty.kind: duty for duty in bundle(occasion, calendar)}
        for occasion in _occasions(session, listed)
    }
    for row in listed:
        _bring_into_line(session, row, stored.get(row.id or 0, {}), wanted[row.id or 0])
    missing = [
        _new(row, duty)
        for row in listed
        for kind, duty in wanted[row.id or 0].items()
        if kind not in stored.get(row.id or 0, {})
    ]
    if missing:
        session.execute(insert(Duty), missing)
    session.flush()


def follow_all(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """The same for every meeting to come: those that were stored before there was a rule for a
    kind of duty get it, too.
    """
    coming = session.exec(
        select(Meeting)
        .where(col(Meeting.state).in_(LIVE), col(Meeting.starts_at) > now)
        .order_by(col(Meeting.id))
    ).all()
    follow(session, coming, calendar)


def remove(session: Session, which: ColumnElement[bool]) -> None:
    """Take duties away, with what is written of them."""
    ids = session.exec(select(Duty.id).where(which)).all()
    session.exec(delete(DutyMove).where(col(DutyMove.duty_id).in_(ids)))
    session.exec(delete(Duty).where(col(Duty.id).in_(ids)))


def _stored(session: Session, rows: Sequence[Meeting]) -> Stored:
    found: dict[int, dict[DutyKind, Duty]] = defaultdict(dict)
    ids = [row.id for row in rows]
    for duty in session.exec(
        select(Duty).where(col(Duty.meeting_id).in_(ids)).execution_options(populate_existing=True)
    ):
        found[duty.meeting_id][duty.kind] = duty
    return found


def _occasions(session: Session, rows: Sequence[Meeting]) -> Iterator[Occasion]:
    networks = {row.network_id for row in rows if row.activity is Activity.RESOURCE_GROUP}
    spoken = {
        meeting_id: languages
        for network_id in networks
        for meeting_id, languages in round_days.languages(session, network_id).items()
    }
    for row, meeting in zip(rows, meetings.described(session, rows), strict=True):
        yield Occasion(meeting, row.presenter_id, spoken.get(meeting.id, ()))


def _bring_into_line(
    session: Session,
    row: Meeting,
    stored: Mapping[DutyKind, Duty],
    wanted: Mapping[DutyKind, Wanted],
) -> None:
    unsettled = {kind: duty for kind, duty in stored.items() if duty.state in UNSETTLED}
    superfluous = [duty for kind, duty in unsettled.items() if kind not in wanted]
    if row.host_id is not None:
        superfluous = [duty for duty in superfluous if _is_untouched(duty)]
    if superfluous:
        remove(session, col(Duty.id).in_([duty.id for duty in superfluous]))
    for kind, duty in unsettled.items():
        if kind in wanted:
            _follow(session, duty, wanted[kind])


def _is_untouched(duty: Duty) -> bool:
    return duty.state is DutyState.OPEN and duty.person_id is None and not duty.taken_over


def _follow(session: Session, duty: Duty, wanted: Wanted) -> None:
    """Whose it is now begins anew, unless another agency has taken it upon itself."""
    duty.due_on = wanted.due_on
    if not duty.taken_over and duty.organisation_id != wanted.agency_id:
        duty.organisation_id, duty.state = wanted.agency_id, DutyState.OPEN
        duty.person_id, duty.offered_to_id = None, None
    session.add(duty)


def _new(row: Meeting, duty: Wanted) -> dict[str, Any]:
    """Values, not an object: a confirmed year has hundreds."""
    return {
        "network_id": row.network_id,
        "meeting_id": row.id,
        "organisation_id": duty.agency_id,
        "kind": duty.kind,
        "state": DutyState.OPEN,
        "due_on": duty.due_on,
        "taken_over": False,
        "reason": "",
    }
