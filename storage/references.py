"""References, and what must be written down before there may be any."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from bot.domain.agencies import active
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused
from bot.domain.references import (
    OFF,
    Milestones,
    due,
    forgotten_on,
    may_be_kept,
    next_code,
)
from storage import networks
from storage.tables import (
    Network,
    Reference,
    ReferenceConsent,
    ReferenceMeeting,
    ReferencePermission,
    Round,
)

PAGE = 8
PARTS_OF_AN_EXPORT = 60


# --- Permission ----------------------------------------------------------------------------------


def permission(session: Session, network_id: int) -> ReferencePermission | None:
    return session.get(ReferencePermission, network_id)


def record(session: Session, row: ReferencePermission) -> None:
    """What was agreed and assessed. All parties are asked anew."""
    session.merge(row)
    session.exec(delete(ReferenceConsent).where(col(ReferenceConsent.network_id) == row.network_id))
    session.flush()


def withdraw(session: Session, network_id: int) -> None:
    """Nothing is permitted any more, so nothing is kept any more."""
    remove(session, session.exec(select(Reference).where(Reference.network_id == network_id)))
    session.exec(delete(ReferenceConsent).where(col(ReferenceConsent.network_id) == network_id))
    session.exec(
        delete(ReferencePermission).where(col(ReferencePermission.network_id) == network_id)
    )


def parties(session: Session, network_id: int, day: date) -> dict[int, str]:
    """Every agency that must confirm, by id: those that take part, without observers."""
    there = active(networks.agencies(session, network_id), day)
    return {agency.id: agency.name for agency in there}


def confirmed(session: Session, network_id: int) -> dict[int, datetime]:
    """The agencies whose contact has confirmed, and when."""
    rows = session.exec(
        select(ReferenceConsent).where(ReferenceConsent.network_id == network_id)
    ).all()
    return {row.organisation_id: row.confirmed_at for row in rows}


def confirm(
    session: Session, network_id: int, agency_id: int, person_id: int, now: datetime
) -> None:
    told = ReferenceConsent(
        network_id=network_id, organisation_id=agency_id, person_id=person_id, confirmed_at=now
    )
    session.merge(told)
    session.flush()


def take_back(session: Session, network_id: int, agency_id: int) -> None:
    row = session.get(ReferenceConsent, (network_id, agency_id))
    if row is not None:
        session.delete(row)
        session.flush()


def is_on(session: Session, network_id: int, day: date) -> bool:
    return may_be_kept(
        recorded=permission(session, network_id) is not None,
        parties=parties(session, network_id, day),
        confirmed=confirmed(session, network_id),
    )


def require(session: Session, network_id: int, day: date) -> None:
    """Raises Refused as long as references are not switched on."""
    if not is_on(session, network_id, day):
        raise Refused(OFF)


# --- References ----------------------------------------------------------------------------------


def find(session: Session, network_id: int, reference_id: int) -> Reference | None:
    """A reference of this network; those of others do not exist here."""
    return session.exec(
        select(Reference).where(Reference.id == reference_id, Reference.network_id == network_id)
    ).first()


def page(session: Session, network_id: int, number: int) -> tuple[Sequence[Reference], bool]:
    """In order of code, and whether there is more."""
    rows = session.exec(
        select(Reference)
        .where(Reference.network_id == network_id)
        .order_by(col(Reference.code))
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return rows[:PAGE], len(rows) > PAGE


def exported(session: Session, network_id: int, number: int) -> tuple[Sequence[Reference], bool]:
    """Everything that is kept, in parts that fit on a card."""
    rows = session.exec(
        select(Reference)
        .where(Reference.network_id == network_id)
        .order_by(col(Reference.code))
        .offset(number * PARTS_OF_AN_EXPORT)
        .limit(PARTS_OF_AN_EXPORT + 1)
    ).all()
    return rows[:PARTS_OF_AN_EXPORT], len(rows) > PARTS_OF_AN_EXPORT


def count(session: Session, network_id: int) -> int:
    found = select(func.count()).select_from(Reference)
    return session.exec(found.where(col(Reference.network_id) == network_id)).one()


def add(
    session: Session,
    network: Network,
    milestones: Milestones,
    language: str,
    calendar: WorkCalendar,
) -> Reference:
    """A new one with the next code; call it with the network locked."""
    codes = session.exec(select(Reference.code).where(Reference.network_id == network.id)).all()
    row = Reference(
        network_id=network.id or 0,
        code=next_code(network.short, milestones.began_on.year, codes),
        began_on=milestones.began_on,
    )
    session.add(row)
    session.flush()
    change(session, row, milestones, language, calendar)
    return row


def milestones(row: Reference) -> Milestones:
    return Milestones(
        row.began_on,
        row.primary_ends_on,
        row.secondary_began_on,
        row.secondary_ends_on,
        row.worry_on,
    )


def change(
    session: Session, row: Reference, told: Milestones, language: str, calendar: WorkCalendar
) -> None:
    """Other dates: the meetings that were not held move with them."""
    row.began_on, row.primary_ends_on = told.began_on, told.primary_ends_on
    row.secondary_began_on, row.secondary_ends_on = told.secondary_began_on, told.secondary_ends_on
    row.worry_on, row.language = told.worry_on, language
    session.add(row)
    held = {(each.number, each.occurrence) for each in meetings(session, row) if each.held_on}
    session.exec(
        delete(ReferenceMeeting).where(
            col(ReferenceMeeting.reference_id) == row.id, col(ReferenceMeeting.held_on).is_(None)
        )
    )
    session.add_all(
        ReferenceMeeting(
            reference_id=row.id or 0,
            number=each.number,
            occurrence=each.occurrence,
            due_on=each.day,
        )
        for each in due(told, calendar)
        if (each.number, each.occurrence) not in held
    )
    session.flush()


def meetings(session: Session, row: Reference) -> Sequence[ReferenceMeeting]:
    """In order of time."""
    return session.exec(
        select(ReferenceMeeting)
        .where(ReferenceMeeting.reference_id == row.id)
        .order_by(col(ReferenceMeeting.due_on), col(ReferenceMeeting.number))
    ).all()


def find_meeting(session: Session, row: Reference, meeting_id: int) -> ReferenceMeeting | None:
    return session.exec(
        select(ReferenceMeeting).where(
            ReferenceMeeting.id == meeting_id, ReferenceMeeting.reference_id == row.id
        )
    ).first()


def next_days(session: Session, rows: Iterable[Reference]) -> dict[int, tuple[int, date]]:
    """The number and the day of the next meeting of each, by the id of the reference."""
    ids = [row.id for row in rows]
    waiting = session.exec(
        select(ReferenceMeeting)
        .where(col(ReferenceMeeting.reference_id).in_(ids), col(ReferenceMeeting.held_on).is_(None))
        .order_by(col(ReferenceMeeting.due_on).desc())
    ).all()
    return {each.reference_id: (each.number, each.due_on) for each in waiting}


def due_for_round(session: Session, row: Round, today: date) -> dict[tuple[int, str], int]:
    """What the references ask for until the last day of a round; nothing while they are off."""
    if not is_on(session, row.network_id, today):
        return {}
    return due_until(session, row.network_id, row.last_day)


def due_until(session: Session, network_id: int, day: date) -> dict[tuple[int, str], int]:
    """How many meetings of each number and language are due until a day and were not held."""
    rows = session.exec(
        select(ReferenceMeeting.number, Reference.language, func.count())
        .join(Reference, col(Reference.id) == col(ReferenceMeeting.reference_id))
        .where(
            Reference.network_id == network_id,
            col(Reference.finished_on).is_(None),
            col(ReferenceMeeting.held_on).is_(None),
            col(ReferenceMeeting.due_on) <= day,
        )
        .group_by(col(ReferenceMeeting.number), col(Reference.language))
    ).all()
    return {(number, language): count for number, language, count in rows}


def remove(session: Session, rows: Iterable[Reference]) -> None:
    """Nothing of them is kept."""
    ids = [row.id for row in rows]
    session.exec(delete(ReferenceMeeting).where(col(ReferenceMeeting.reference_id).in_(ids)))
    session.exec(delete(Reference).where(col(Reference.id).in_(ids)))


def forget_finished(session: Session, today: date) -> int:
    """Delete what has been finished for as long as its network keeps such; how many there were."""
    kept = {
        row.network_id: row.retention_months for row in session.exec(select(ReferencePermission))
    }
    finished = session.exec(select(Reference).where(col(Reference.finished_on).is_not(None))).all()
    old = [
        row
        for row in finished
        if row.finished_on and forgotten_on(row.finished_on, kept.get(row.network_id, 0)) <= today
    ]
    remove(session, old)
    return len(old)
