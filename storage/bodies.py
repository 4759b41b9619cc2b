"""The bodies of a network. Who sits in them is a matter of the roster: storage/rosters.py."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, func, select, update

from bot.domain.meetings import BodyKind
from storage.once import insert_if_absent
from storage.tables import AgendaItem, Body, Meeting, Role


def of(session: Session, network_id: int) -> Sequence[Body]:
    return session.exec(
        select(Body).where(Body.network_id == network_id).order_by(col(Body.id))
    ).all()


def find(session: Session, network_id: int, body_id: int) -> Body | None:
    """A body of this network; those of others do not exist here."""
    return session.exec(
        select(Body).where(Body.id == body_id, Body.network_id == network_id)
    ).first()


def add(session: Session, network_id: int, kind: BodyKind, name: str) -> bool:
    """True when it is new: a network has at most one body of each kind."""
    values = {"network_id": network_id, "kind": kind, "name": name}
    return insert_if_absent(session, Body, values)


def meetings(session: Session, body: Body) -> int:
    """How many meetings were or will be held by the body."""
    return session.exec(
        select(func.count())
        .select_from(Meeting)
        .where(col(Meeting.network_id) == body.network_id, col(Meeting.body_id) == body.id)
    ).one()


def remove(session: Session, body: Body) -> None:
    """Its roles end. Its meetings and cases stay, and belong to no body any more."""
    number, here = body.id, body.network_id
    session.exec(delete(Role).where(col(Role.network_id) == here, col(Role.body_id) == number))
    for table in (Meeting, AgendaItem):
        session.exec(
            update(table)
            .where(col(table.network_id) == here, col(table.body_id) == number)
            .values(body_id=None)
        )
    session.delete(body)
    session.flush()
