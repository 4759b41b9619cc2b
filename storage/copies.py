"""A private copy of the whole database, to try something out on: nobody waits for it meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, MetaData, NullPool, create_engine, insert, select
from sqlmodel import Session, SQLModel

from storage.store import Store

# Every connection is an empty database of its own. One engine for all, which remembers how
# statements are written.
_MEMORY = create_engine("sqlite://", poolclass=NullPool, hide_parameters=True)


@contextmanager
def private_copy(store: Store) -> Iterator[Session]:
    """Everything as it was last committed. What is done with it is gone at the end."""
    copied = _in_memory if store.dialect == "sqlite" else _in_temporary_tables
    with copied(store) as connection, Session(connection, expire_on_commit=False) as session:
        yield session


@contextmanager
def _in_memory(store: Store) -> Iterator[Connection]:
    """Reading a database does not stop whoever writes to it (WAL)."""
    with _MEMORY.connect() as copy:
        _raw(copy).isolation_level = None  # as in storage/store.py
        with store.engine.connect() as original:
            _raw(original).backup(_raw(copy))
        yield copy


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@contextmanager
def _in_temporary_tables(store: Store) -> Iterator[Connection]:
    """PostgreSQL finds a temporary table before the real one of its name, so that rows are changed
    and locked in the copies only. Numbers of new rows come from the real sequences: some are left
    out there.
    """
    with store.engine.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in SQLModel.metadata.sorted_tables:
            real = table.to_metadata(MetaData(), schema="public")
            connection.exec_driver_sql(
                f"CREATE TEMPORARY TABLE {table.name} (LIKE {real.fullname} INCLUDING ALL)"
            )
            columns = [column.name for column in real.columns]
            connection.execute(insert(table).from_select(columns, select(real)))
        yield connection
        transaction.rollback()
