"""Agencies that are added, renamed, merged and leave. What they did is never deleted."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import Column
from sqlmodel import Session, SQLModel, col, func, select

from bot.domain.networks import slug_of
from storage.once import insert_if_absent
from storage.tables import Membership, Organisation

A_DAY = timedelta(days=1)


def find(session: Session, network_id: int, agency_id: int) -> Organisation | None:
    """An agency of this network; those of others do not exist here."""
    return session.exec(
        select(Organisation).where(
            Organisation.id == agency_id, Organisation.network_id == network_id
        )
    ).first()


def by_key(session: Session, network_id: int, key: str) -> Organisation | None:
    """An agency by its key, which stands in addresses."""
    return session.exec(
        select(Organisation).where(Organisation.key == key, Organisation.network_id == network_id)
    ).first()


def several(session: Session, network_id: int, ids: Iterable[int]) -> Sequence[Organisation]:
    """Those of the ids that are agencies of this network, by name."""
    return session.exec(
        select(Organisation)
        .where(Organisation.network_id == network_id, col(Organisation.id).in_(list(ids)))
        .order_by(col(Organisation.name))
    ).all()


def add(session: Session, network_id: int, name: str, first_day: date) -> Organisation:
    """A new agency. Two with one name at the same moment are one."""
    key = _free_key(session, network_id, slug_of(name) or "etat")
    values = {
        "network_id": network_id,
        "key": key,
        "name": name,
        "level": "",
        "valid_from": first_day,
        "observer": False,
    }
    insert_if_absent(session, Organisation, values)
    return session.exec(
        select(Organisation).where(Organisation.network_id == network_id, Organisation.key == key)
    ).one()


def _free_key(session: Session, network_id: int, wished: str) -> str:
    """The name as a key; with a number behind it when an earlier agency was called so."""
    taken = set(session.exec(select(Organisation.key).where(Organisation.network_id == network_id)))
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wished, *numbered) if key not in taken)


def merge(
    session: Session, merging: Iterable[Organisation], successor: Organisation, first_day: date
) -> None:
    """Their last day is the day before; from the first day on the successor has what they had."""
    for row in merging:
        row.valid_to, row.successor_id = first_day - A_DAY, successor.id
        session.add(row)
    session.flush()


def merged_with(session: Session, row: Organisation) -> Sequence[Organisation]:
    """Those that go into the same successor on the same day, `row` among them."""
    return session.exec(
        select(Organisation)
        .where(
            Organisation.network_id == row.network_id,
            Organisation.successor_id == row.successor_id,
            Organisation.valid_to == row.valid_to,
        )
        .order_by(col(Organisation.name))
    ).all()


def unmerge(session: Session, row: Organisation) -> Sequence[Organisation]:
    """Take back a merger that is still to come; those who go on as before.

    A successor that was made for it and has nothing yet goes away with it.
    """
    going_on = merged_with(session, row)
    successor = session.get_one(Organisation, row.successor_id)
    made_for_it = row.valid_to is not None and successor.valid_from == row.valid_to + A_DAY
    for each in going_on:
        each.valid_to = each.successor_id = None
        session.add(each)
    session.flush()
    if made_for_it and is_unused(session, successor):
        session.delete(successor)
        session.flush()
    return going_on


def members(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """How many people represent each agency, by its id; none where there are none."""
    number = func.count()
    rows = session.exec(
        select(Membership.organisation_id, number)
        .where(col(Membership.organisation_id).in_(list(ids)))
        .group_by(col(Membership.organisation_id))
    )
    return {agency_id: count for agency_id, count in rows if agency_id is not None}


def is_unused(session: Session, row: Organisation) -> bool:
    """Whether nothing at all refers to it: then it was a slip of the pen, and may go."""
    return all(
        session.execute(select(1).where(column == row.id).limit(1)).first() is None
        for column in _references()
    )


def remove(session: Session, row: Organisation) -> None:
    """Only what is unused; the database refuses anything else."""
    session.delete(row)
    session.flush()


def _references() -> list[Column[int]]:
    """Every column that names an agency, also those of tables that are still to come."""
    return [
        key.parent
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == Organisation.__tablename__
    ]
