"""What is to be sent, as a plan writes it and a person reads it; `storage/queue.py` takes it up.

Call these within the transaction of the change that causes them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, func, or_, true
from sqlmodel import Session, col, select

from bot.domain.deliveries import (
    WITHDRAWABLE,
    Changes,
    DeliveryState,
    Identity,
    Planned,
    Stored,
    differences,
)
from storage.once import insert_if_absent, insert_those_absent
from storage.tables import Delivery

UNSETTLED = (DeliveryState.UNKNOWN, DeliveryState.FAILED)
PLANNER = 1  # what is locked; the network is the second key


def add(session: Session, network_id: int | None, planned: Planned) -> bool:
    """Store a delivery unless its identity is known, in whatever state. True when it is new."""
    return insert_if_absent(session, Delivery, _new_row(network_id, planned))


def add_all(session: Session, network_id: int | None, listed: Sequence[Planned]) -> None:
    """The same for many at once."""
    insert_those_absent(session, Delivery, [_new_row(network_id, planned) for planned in listed])


def _new_row(network_id: int | None, planned: Planned) -> dict[str, Any]:
    """Values, not an object: a confirmed year plans hundreds, and the columns know the rest."""
    return {"network_id": network_id, "state": DeliveryState.PENDING, **asdict(planned)}


def known(session: Session, planned: Planned) -> bool:
    """Whether a delivery with this identity is stored, in whatever state."""
    kind, subject, audience, occurrence = planned.identity
    found = select(Delivery.id).where(
        Delivery.kind == kind,
        Delivery.subject == subject,
        Delivery.audience == audience,
        Delivery.occurrence == occurrence,
    )
    return session.exec(found).first() is not None


def departed(session: Session, kind: str, subject: str) -> int:
    """How many can be taken back no more: the number of what is to be told now. Locked."""
    stored = select(Delivery.state).where(Delivery.kind == kind, Delivery.subject == subject)
    waiting = {*WITHDRAWABLE, DeliveryState.CANCELLED}
    return sum(state not in waiting for state in session.exec(stored.with_for_update()))


def one_planner(session: Session, network_id: int) -> None:
    """Nobody else plans for this network until the transaction ends.

    Asked for before a delivery is changed by whoever plans afterwards: two that each hold one, and
    then lock what they plan, would wait for each other. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(PLANNER, network_id)))


def reconcile(
    session: Session,
    network_id: int,
    kinds: Collection[str],
    wanted: Iterable[Planned],
    subjects: Collection[str] | None = None,
) -> Changes:
    """Make what is stored of these kinds (and subjects) equal to what is wanted; what was changed.

    Raises ValueError when something is wanted of another kind or subject: nobody would ever
    cancel it.
    """
    listed = tuple(wanted)
    _refuse_strays(listed, kinds, subjects)
    about = {planned.subject for planned in listed}
    stored = _rows(session, network_id, kinds, subjects, about)
    rows = {planned_of(row).identity: row for row in stored}
    changes = differences(listed, (Stored(planned_of(row), row.state) for row in stored))
    _apply(session, network_id, changes, rows)
    return changes


def planned_of(row: Delivery) -> Planned:
    return Planned(
        kind=row.kind,
        subject=row.subject,
        audience=row.audience,
        occurrence=row.occurrence,
        due_at=row.due_at,
        expires_at=row.expires_at,
        person_id=row.person_id,
        early=row.early,
    )


def unsettled(session: Session, network_id: int) -> list[Delivery]:
    """What a person must look at: sent or not, nobody knows; or refused for good. Oldest first."""
    statement = (
        select(Delivery)
        .where(col(Delivery.network_id) == network_id, col(Delivery.state).in_(UNSETTLED))
        .order_by(col(Delivery.due_at), col(Delivery.id))
    )
    return list(session.exec(statement))


def _refuse_strays(
    wanted: Iterable[Planned], kinds: Collection[str], subjects: Collection[str] | None
) -> None:
    for planned in wanted:
        if planned.kind not in kinds or (subjects is not None and planned.subject not in subjects):
            msg = f"planned outside of what is reconciled: {planned.identity}"
            raise ValueError(msg)


def _rows(
    session: Session,
    network_id: int,
    kinds: Collection[str],
    subjects: Collection[str] | None,
    about: Collection[str],
) -> list[Delivery]:
    """What a plan may touch or must know of; what else was sent in ten years is not read.

    Locked, so that no worker takes one meanwhile; in an order, so that two planners wait for each
    other instead of deadlocking; fresh, because a worker moves them behind our back.
    """
    live, known = col(Delivery.state).in_(WITHDRAWABLE), col(Delivery.subject).in_(about)
    statement = (
        select(Delivery)
        .where(col(Delivery.network_id) == network_id, col(Delivery.kind).in_(kinds))
        .where(or_(live, known), true() if subjects is None else _subject_in(subjects))
        .order_by(col(Delivery.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(statement))


def _subject_in(subjects: Collection[str]) -> ColumnElement[bool]:
    return col(Delivery.subject).in_(subjects)


def _apply(
    session: Session, network_id: int, changes: Changes, rows: dict[Identity, Delivery]
) -> None:
    add_all(session, network_id, changes.insert)
    for planned in changes.renew:
        row = rows[planned.identity]
        row.due_at, row.expires_at, row.retry_at = planned.due_at, planned.expires_at, None
        row.person_id, row.early = planned.person_id, planned.early
        _take_back(row, DeliveryState.PENDING)
    for identity in changes.cancel:
        _take_back(rows[identity], DeliveryState.CANCELLED)
    session.flush()


def _take_back(row: Delivery, state: DeliveryState) -> None:
    """Its worker, if any, finds the claim gone before it sends; so does that of the message in
    which it was to go along. Its place in somebody's budget is decided anew.
    """
    row.state, row.owner, row.lease_until = state, None, None
    row.held_until = row.allotted_at = row.lead_id = None
