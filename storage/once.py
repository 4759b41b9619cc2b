"""Insert what may be there already, on either database, without losing the transaction."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import SelectBase, Table, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from storage.store import Writing, connection_of


def columns_of(table: type[SQLModel]) -> Table:
    """For statements that every turn asks: written with columns of the table, they cost half of
    what they cost with those of the entity.
    """
    return SQLModel.metadata.tables[str(table.__tablename__)]


def insert_if_absent(writing: Writing, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """True when this call was the first. Two at once: the second waits, and is told False.

    The returned row tells, because not every driver counts inserted rows.
    """
    connection = connection_of(writing)
    statement = _returning(table, connection.dialect.name, frozenset(values))
    return connection.execute(statement, dict(values)).first() is not None


def insert_found_if_absent(
    writing: Writing, table: type[SQLModel], found: SelectBase, values: Mapping[str, Any]
) -> bool:
    """The same with a row that is asked for in the same breath: its columns are named as the
    table's. False also where nothing was found.
    """
    connection = connection_of(writing)
    statement = _returning_found(table, connection.dialect.name, found)
    return connection.execute(statement, dict(values)).first() is not None


def insert_those_absent(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """The same for many rows at once, for whoever need not know which were the first."""
    if rows:
        session.flush()
        session.execute(_statement(table, session.get_bind().dialect.name), list(rows))


@cache
def _returning(table: type[SQLModel], dialect: str, columns: frozenset[str]) -> Any:
    """Written once for each table, because every turn has one. One for each set of columns: the
    others get their defaults.
    """
    target = columns_of(table)
    values = {name: bindparam(name, type_=target.c[name].type) for name in columns}
    absent = _statement(target, dialect).values(values)
    return absent.returning(literal_column("1"))


@cache
def _returning_found(table: type[SQLModel], dialect: str, found: SelectBase) -> Any:
    target = columns_of(table)
    absent = _statement(target, dialect).from_select(found.selected_columns.keys(), found)
    return absent.returning(literal_column("1"))


def _statement(target: type[SQLModel] | Table, dialect: str) -> Any:
    chosen = postgresql if dialect == "postgresql" else sqlite
    return chosen.insert(target).on_conflict_do_nothing()
