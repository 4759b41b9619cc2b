"""What becomes of a duty: who moved it when, who is asked because of it, and what can be undone.

Call what changes something within a transaction, on a row that `locked` has given.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from bot.domain import deliveries, duty_moves
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.duties import AFTER, UNSETTLED, Duty, DutyKind, DutyState
from bot.domain.duty_moves import MOVES, Made, Move, answered
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.people import Member
from storage import (
    bundles,
    meetings,
    networks,
    people,
    planning,
    posted,
    reach,
    rosters,
    tables,
)
from storage import deliveries as outbox
from storage.tables import DutyMove, Meeting, Person

HELP = "duty-help"  # the kinds of deliveries
OFFERED = "duty-offered"
_BEEN = (*LIVE, MeetingState.HELD, MeetingState.FINISHED)


@dataclass(frozen=True, slots=True)
class Change:
    """A move, and what it needs: who gets the duty, which agency is asked, why it is not needed."""

    move: Move
    person_id: int | None = None
    agency_id: int | None = None
    reason: str = ""


def locked(session: Session, network_id: int, duty_id: int) -> tables.Duty | None:
    """A duty of this network, held against everybody else who moves it until the end."""
    return session.exec(
        select(tables.Duty)
        .where(tables.Duty.id == duty_id, tables.Duty.network_id == network_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def described(session: Session, duty_id: int) -> Duty:
    """A duty as the rules and the cards see it. Raises ValueError for one that does not exist."""
    ((_, duty),) = meetings.duties_where(session, col(tables.Duty.id) == duty_id)
    return duty


def subject(duty: tables.Duty) -> str:
    return deliveries.subject("duty", duty.id or 0)


def last_moves(session: Session, duty_ids: Collection[int]) -> dict[int, Made]:
    """The last move of each duty that was ever moved."""
    latest = (
        select(func.max(DutyMove.id))
        .where(col(DutyMove.duty_id).in_(duty_ids))
        .group_by(col(DutyMove.duty_id))
    )
    rows = session.exec(
        select(DutyMove, Person.name)
        .join(Person, col(Person.id) == col(DutyMove.person_id))
        .where(col(DutyMove.id).in_(latest))
    ).all()
    return {row.duty_id: _made(row, name) for row, name in rows}


def _made(row: DutyMove, name: str) -> Made:
    return Made(row.id or 0, row.move, name, row.at, row.agency_id, row.to)


def of_agency(
    session: Session, network_id: int, agency_id: int, now: datetime
) -> list[tuple[int, Duty]]:
    """What an agency has to do that is not settled, each with its meeting's id; oldest first.

    What comes after a meeting is not among it before that, nor what came before it afterwards.
    """
    ahead = col(Meeting.state).in_(LIVE) & (col(Meeting.ends_at) > now)
    been = col(Meeting.state).in_(_BEEN) & (col(Meeting.starts_at) <= now)
    after = col(tables.Duty.kind).in_(AFTER)
    coming = select(Meeting.id).where(ahead, Meeting.network_id == network_id)
    held = select(Meeting.id).where(been, Meeting.network_id == network_id)
    return meetings.duties_where(
        session,
        (col(tables.Duty.organisation_id) == agency_id)
        & col(tables.Duty.state).in_(UNSETTLED)
        & or_(
            ~after & col(tables.Duty.meeting_id).in_(coming),
            after & col(tables.Duty.meeting_id).in_(held),
        ),
    )


# --- Moves ---------------------------------------------------------------------------------------


def make(
    session: Session,
    duty: tables.Duty,
    change: Change,
    by: Member,
    now: datetime,
    calendar: WorkCalendar,
) -> None:
    """Move a duty, write down who did it, and let everything follow that hangs on it."""
    before = _facts(duty)
    if change.move is Move.UNDO:
        _restore(duty, _before_last(session, duty))
    else:
        _apply(duty, change, by, now)
    row = DutyMove(
        duty_id=duty.id or 0,
        move=change.move,
        person_id=by.person_id,
        agency_id=by.agency_id,
        at=now,
        to=_to(session, change),
        before=before,
    )
    session.add_all([duty, row])
    session.flush()
    if change.move is Move.UNDO:  # the meeting may have moved, or got another host, since
        bundles.follow(session, [session.get_one(Meeting, duty.meeting_id)], calendar)
    _ask(session, duty, row, now, calendar)
    planning.replan(session, duty.network_id, now, calendar)
    redraw(session, duty, now)


def mark_done(
    session: Session,
    meeting: Meeting,
    kind: DutyKind,
    member: Member,
    now: datetime,
    calendar: WorkCalendar,
) -> bool:
    """Done by doing the thing itself: whoever posts the call-in has called in.

    False where there is no such duty left to do.
    """
    duty = session.exec(
        select(tables.Duty)
        .where(
            tables.Duty.meeting_id == meeting.id,
            tables.Duty.kind == kind,
            col(tables.Duty.state).in_(UNSETTLED),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if duty is None:
        return False
    make(session, duty, Change(Move.DONE), member, now, calendar)
    return True


def redraw(session: Session, duty: tables.Duty, now: datetime) -> None:
    """Every posted card that shows the duty shows it as it is now."""
    meeting = deliveries.subject("meeting", duty.meeting_id)
    for kind in (planning.REMINDER, planning.AGAIN, planning.MINUTES_MISSING):
        posted.refresh(session, kind, meeting, now)
    for kind in (HELP, OFFERED):
        posted.refresh(session, kind, subject(duty), now)


def _apply(duty: tables.Duty, change: Change, by: Member, now: datetime) -> None:
    rule = MOVES[change.move]
    duty.state = rule.to or duty.state
    match change.move:
        case Move.DONE:
            duty.done_at, duty.done_by_id = now, by.person_id
        case Move.NOT_NEEDED:
            duty.reason = change.reason
        case Move.GIVE:
            duty.person_id = change.person_id
        case Move.OFFER:
            duty.offered_to_id = change.agency_id
        case Move.ACCEPT:
            duty.organisation_id = duty.offered_to_id or duty.organisation_id
            duty.taken_over, duty.person_id = True, None
    if rule.to not in (None, DutyState.STARTED, DutyState.HELP) or change.move is Move.DECLINE:
        duty.offered_to_id = None


_KEPT = ("state", "organisation_id", "person_id", "offered_to_id", "taken_over", "reason")


def _facts(duty: tables.Duty) -> dict[str, Any]:
    """What a move can change; «Gjort» is taken back to nobody."""
    return {name: getattr(duty, name) for name in _KEPT}


def _restore(duty: tables.Duty, before: dict[str, Any]) -> None:
    for name in _KEPT:
        setattr(duty, name, before[name])
    duty.state = DutyState(before["state"])
    if duty.state is not DutyState.DONE:
        duty.done_at, duty.done_by_id = None, None


def _before_last(session: Session, duty: tables.Duty) -> dict[str, Any]:
    """What was done before moves were written down was simply open before."""
    found = session.exec(
        select(DutyMove).where(DutyMove.duty_id == duty.id).order_by(col(DutyMove.id).desc())
    ).first()
    return found.before if found else {**_facts(duty), "state": DutyState.OPEN}


def _to(session: Session, change: Change) -> str:
    if change.person_id is not None:
        return people.name_of(session, change.person_id) or ""
    if change.agency_id is not None:
        return networks.name_of_agency(session, change.agency_id) or ""
    return ""


# --- Who is asked because of it ------------------------------------------------------------------


def _ask(
    session: Session, duty: tables.Duty, row: DutyMove, now: datetime, calendar: WorkCalendar
) -> None:
    """The next in the chain is asked for help; the contact of another agency, to take it over."""
    match row.move:
        case Move.HELP:
            asked, kind = helpers(session, duty.id or 0, row.id or 0), HELP
        case Move.OFFER:
            asked = people.spokespeople(session, duty.network_id, duty.offered_to_id)
            kind = OFFERED
        case _:
            return
    person = reach.first_with_room(session, asked, now, calendar.day_of(now))
    audience = reach.audience(session, duty.network_id, person)
    if person is not None and audience is not None:
        planned = Planned(kind, subject(duty), audience, row.id or 0, now, now + A_WEEK, person.id)
        outbox.add(session, duty.network_id, planned)


def helpers(session: Session, duty_id: int, move_id: int) -> list[Person]:
    """Who can be asked for help because of a move, the next in the agency first; where the agency
    has nobody else, who comes after it in the chain.
    """
    duty = session.get_one(tables.Duty, duty_id)
    asking = session.get_one(DutyMove, move_id).person_id
    chain = people.responsible_chain(session, duty.network_id, duty.organisation_id)
    by_id = {person.id or 0: person for person in chain}
    ordered = duty_moves.helpers(list(by_id), asking)
    own = rosters.read(session, duty.network_id).of_agency(duty.organisation_id)
    return [by_id[p] for p in ordered if p in own] or [by_id[p] for p in ordered[:1]]


def is_current(session: Session, duty: tables.Duty, move_id: int) -> bool:
    """Whether a question that a move caused still waits for an answer."""
    row = session.get(DutyMove, move_id)
    if row is None or row.duty_id != duty.id or duty.state not in UNSETTLED:
        return False
    if row.move is Move.OFFER:
        return duty.offered_to_id is not None and _latest(session, duty, Move.OFFER) == move_id
    return duty.state is DutyState.HELP and _latest(session, duty, Move.HELP) == move_id


def _latest(session: Session, duty: tables.Duty, move: Move) -> int | None:
    return session.exec(
        select(func.max(DutyMove.id)).where(DutyMove.duty_id == duty.id, DutyMove.move == move)
    ).one()


def answer_to(session: Session, duty: tables.Duty, move_id: int) -> Move | None:
    """What another agency answered when it was asked."""
    later = session.exec(
        select(DutyMove)
        .where(DutyMove.duty_id == duty.id, col(DutyMove.id) > move_id)
        .order_by(col(DutyMove.id))
    ).all()
    return answered([row.move for row in later])


def mover(session: Session, move_id: int) -> str:
    """Who made a move, by name; "" for one that does not exist."""
    row = session.get(DutyMove, move_id)
    return (people.name_of(session, row.person_id) if row else None) or ""
