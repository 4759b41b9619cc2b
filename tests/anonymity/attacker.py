"""Somebody who knows in which order people answered, holds the database, and wants to join the two.

Every way of attack gives an order: the answers in the order in which they seem to have come. Its
score is the share of people to whom it gives their own answer. Chance gives one person in all.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import Connection, Engine

Orders = dict[str, list[str]]  # by the name of the attack

MARK = re.compile(rb"svar-[0-9a-f]{12}")
MARK_LENGTH = len("svar-") + 12

WAL_PAGE = 8192
WAL_PAGE_HEADER = 24


def joined(order: Sequence[str], truth: Sequence[str]) -> float:
    """The same order backwards is as good to an attacker."""
    forwards = sum(map(str.__eq__, order, truth))
    backwards = sum(map(str.__eq__, reversed(order), truth))
    return max(forwards, backwards) / len(truth)


def scores(orders: Orders, truth: Sequence[str]) -> dict[str, float]:
    return {attack: joined(order, truth) for attack, order in orders.items()}


def copy_sqlite(path: Path, folder: Path) -> Path:
    """A backup as a careless administrator takes it: the files as they lie there."""
    folder.mkdir()
    for part in ("", "-wal"):
        source = Path(f"{path}{part}")
        if source.exists():
            copyfile(source, folder / source.name)
    return folder / path.name


def everything(path: Path) -> bytes:
    """All bytes of the file and its log: rows, free pages, what was deleted."""
    files = (path, Path(f"{path}-wal"))
    return b"".join(file.read_bytes() for file in files if file.exists())


def sqlite_orders(path: Path, truth: Sequence[str]) -> Orders:
    """By every column of every table, by the hidden row number, and by the place in the files."""
    content = everything(path)
    orders = {"bytes": by_first_place(content, truth), "pages": by_page(content, 4096, truth)}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            for column in (*columns, "rowid"):
                query = f"SELECT * FROM {table} ORDER BY {column}"
                orders[f"{table}.{column}"] = by_row(_rows(database, query), truth)
    return orders


def _rows(database: sqlite3.Connection, query: str) -> Iterator[Any]:
    try:
        yield from database.execute(query)
    except sqlite3.OperationalError:  # there is no row number to order by
        return


def by_row(rows: Iterable[Any], truth: Sequence[str]) -> list[str]:
    return by_first_place("\n".join(repr(tuple(row)) for row in rows).encode(), truth)


def by_first_place(content: bytes, truth: Sequence[str]) -> list[str]:
    """The known answers that stand there, in the order in which they first do."""
    known = {mark(text): text for text in truth}
    places = dict.fromkeys(found.group().decode() for found in MARK.finditer(content))
    return [known[place] for place in places if place in known]


def by_page(content: bytes, page: int, truth: Sequence[str]) -> list[str]:
    """Both databases fill the pages of a file one after the other, but each from its end."""
    pages = (content[start : start + page] for start in range(0, len(content), page))
    return [text for one in pages for text in reversed(by_first_place(one, truth))]


def mark(text: str) -> str:
    """What makes a known answer unlike all others, and short enough not to be cut in two."""
    return text[:MARK_LENGTH]


def by_first_copy(copies: Sequence[Path], truth: Sequence[str]) -> list[str]:
    """Backups compared with each other: what is new in one came after the one before it."""
    return by_first_place(b"".join(map(everything, copies)), truth)


def by_size(sealed: Sequence[bytes], truth: Sequence[str]) -> list[str]:
    """Sealed answers in the order in which they came, each joined to the answer of its length."""
    if len({len(answer) for answer in sealed}) == 1:
        return []
    ranks = sorted(range(len(sealed)), key=lambda place: len(sealed[place]))
    by_length = dict(zip(ranks, sorted(truth, key=len), strict=False))
    return [by_length.get(place, "") for place in range(len(sealed))]


def first_seen(copies: Sequence[Path], query: str) -> list[bytes]:
    """What one column held, in the order in which the backups show it for the first time."""
    seen: dict[bytes, None] = {}
    for copy in copies:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as database:
            seen |= dict.fromkeys(value for (value,) in database.execute(query))
    return list(seen)


def postgresql_orders(engine: Engine, truth: Sequence[str], log_since: str) -> Orders:
    """A superuser: hidden columns, the tables' own files with dead rows, the write-ahead log."""
    orders: Orders = {"log": by_first_place(write_ahead_log(engine, log_since), truth)}
    with engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        for table in _tables(connection):
            for column in ("xmin::text::bigint, ctid", "ctid", *_columns(connection, table)):
                rows = connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY {column}')
                orders[f"{table}.{column}"] = by_row(rows, truth)
            orders[f"{table} pages"] = by_page(table_file(connection, table), 8192, truth)
    return orders


def _tables(connection: Connection) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return list(connection.exec_driver_sql(query).scalars())


def _columns(connection: Connection, table: str) -> list[str]:
    query = (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND data_type <> 'json'"
    )
    names = connection.exec_driver_sql(query, (table,)).scalars()
    return [f'"{name}"' for name in names]


def table_file(connection: Connection, table: str) -> bytes:
    query = "SELECT pg_read_binary_file(pg_relation_filepath(%s))"
    content: bytes = connection.exec_driver_sql(query, (f'"{table}"',)).scalar_one()
    return content


def log_place(engine: Engine) -> str:
    """The file of the write-ahead log that is written to now."""
    with engine.connect() as connection:
        query = "SELECT pg_walfile_name(pg_current_wal_lsn())"
        name: str = connection.exec_driver_sql(query).scalar_one()
    return name


def write_ahead_log(engine: Engine, since: str) -> bytes:
    """Without the page headers, which would cut an answer in two."""
    query = (
        "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir()"
        " WHERE name >= %s AND length(name) = 24 ORDER BY name"
    )
    with engine.connect() as connection:
        files = list(connection.exec_driver_sql(query, (since,)).scalars())
    pages = (
        file[start + WAL_PAGE_HEADER : start + WAL_PAGE]
        for file in files
        for start in range(0, len(file), WAL_PAGE)
    )
    return b"".join(pages)


def visible(connection: Connection) -> str:
    """All that a superuser can select: every row of every table, and what is being run."""
    rows = [
        str(row)
        for table in _tables(connection)
        for row in connection.exec_driver_sql(f'SELECT xmin, ctid, * FROM "{table}"')
    ]
    rows += map(str, connection.exec_driver_sql("SELECT * FROM pg_stat_activity"))
    rows += map(str, connection.exec_driver_sql("SELECT * FROM pg_stat_user_tables"))
    return "\n".join(rows)
