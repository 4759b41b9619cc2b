"""Insert what may be there already, on either database, without losing the transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_if_absent(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """True when this call was the first. Two at once: the second waits, and is told False.

    The returned row tells, because not every driver counts inserted rows.
    """
    statement = _statement(session, table).values(**values)
    returned = session.execute(statement.returning(literal_column("1")))
    return returned.first() is not None


def insert_those_absent(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """The same for many rows at once, for whoever need not know which were the first."""
    if rows:
        session.execute(_statement(session, table), list(rows))


def _statement(session: Session, table: type[SQLModel]) -> Any:
    """What the rows refer to may still be waiting in the session."""
    session.flush()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()
