"""How a column is written: a key, a word of an enum, a moment; and an index of some rows only.

Constraints have names.
"""

from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime, WordType

# Constraints have names, so that a later migration can drop one on SQLite too.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


def key() -> Any:
    return Field(default=None, primary_key=True)


def word(kind: type, *, nullable: bool = False, default: Any = ...) -> Any:
    """An enum kept as its readable value, so that the database can be read without the code.

    `default` holds for an object, and for a row inserted without one.
    """
    usual = None if default is ... else default
    return Field(
        default=None if nullable else default,
        sa_column=Column(WordType(kind), nullable=nullable, default=usual),
    )


def moment(*, nullable: bool = False) -> Any:
    return Field(
        default=None if nullable else ..., sa_column=Column(UtcDateTime(), nullable=nullable)
    )


def listed() -> Any:
    """A JSON list, empty to begin with: for an object, and for a row inserted without one."""
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))


def record() -> Any:
    """A JSON object, empty to begin with."""
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def index_where(name: str, column: str, condition: str, *, unique: bool = False) -> Index:
    """Of those rows only for which the SQL `condition` holds, in words that both databases know."""
    only = text(condition)
    return Index(name, column, unique=unique, sqlite_where=only, postgresql_where=only)
