"""Insert what may be there already, on either database, without losing the transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_if_absent(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """True when this call was the first. Two at once: the second waits, and is told False.

    The returned row tells, because not every driver counts inserted rows.
    """
    session.flush()  # what the row refers to may still be waiting in the session
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    returned = session.execute(statement.returning(literal_column("1")))
    return returned.first() is not None
