"""Evaluations as one would write them at first. The attack must see through every one of them."""

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from tests.anonymity.attacker import copy_sqlite

Writer = Callable[[Path, Sequence[str]], None]

AUTOINCREMENT = "CREATE TABLE answer (id INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT)"
RANDOM_KEY = "CREATE TABLE answer (key TEXT PRIMARY KEY, payload TEXT)"
NO_ROW_NUMBER = "CREATE TABLE answer (key TEXT PRIMARY KEY, payload TEXT) WITHOUT ROWID"
WITH_TIME = (
    "CREATE TABLE answer (key TEXT PRIMARY KEY, payload TEXT, created_at INTEGER) WITHOUT ROWID"
)


def autoincrement(path: Path, truth: Sequence[str]) -> None:
    write(path, AUTOINCREMENT, ((None, answer) for answer in truth))


def random_key_with_row_number(path: Path, truth: Sequence[str]) -> None:
    write(path, RANDOM_KEY, ((secrets.token_hex(16), answer) for answer in truth))


def time_of_answering(path: Path, truth: Sequence[str]) -> None:
    rows = ((secrets.token_hex(16), answer, 60 * turn) for turn, answer in enumerate(truth))
    write(path, WITH_TIME, rows)


def write(path: Path, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Each in its own transaction, and the log emptied, as when the program has stopped."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(table)
        for row in rows:
            marks = ", ".join("?" * len(row))
            database.execute(f"INSERT INTO answer VALUES ({marks})", row)


def written_with_backups(folder: Path, truth: Sequence[str], batch: int) -> list[Path]:
    """No row number and no time; batches in random order, and a backup after each batch."""
    path, copies = folder / "leaky.db", []
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(NO_ROW_NUMBER)
        for start in range(0, len(truth), batch):
            answers = list(truth[start : start + batch])
            secrets.SystemRandom().shuffle(answers)
            rows = [(secrets.token_hex(16), answer) for answer in answers]
            database.executemany("INSERT INTO answer VALUES (?, ?)", rows)
            copies.append(copy_sqlite(path, folder / str(start)))
    return copies


def one_transaction(engine: Engine, people: Sequence[int], truth: Sequence[str]) -> None:
    """PostgreSQL, random keys, no time: who and what committed together."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE leaky_receipt (person int PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE leaky_answer (key text PRIMARY KEY, payload text)")
    for person, answer in zip(people, truth, strict=True):
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO leaky_receipt VALUES (%s)", (person,))
            values = (secrets.token_hex(16), answer)
            connection.exec_driver_sql("INSERT INTO leaky_answer VALUES (%s, %s)", values)


def plain_hash(person: int) -> bytes:
    return hashlib.sha256(str(person).encode()).digest()
