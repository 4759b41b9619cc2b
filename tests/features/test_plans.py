"""No query reads a table from end to end: a network with ten years of history answers as fast.

The statements are those that a walk through the whole product makes; the databases say how they
would find the rows.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import select

from bot.features import upkeep
from storage.tables import Meeting
from tests.features import crawler
from tests.features.bench import Network

# A handful of rows each, however many networks there are on one machine.
SMALL = {"network", "tenant", "demo_clock"}
MOST_FOR_A_TICK = 100  # statements, in the two networks of the demo

Statement = tuple[str, Any]


@contextmanager
def heard(engine: Engine) -> Iterator[dict[str, Statement]]:
    """Every statement that is made meanwhile, once, with the values of its first time."""
    statements: dict[str, Statement] = {}

    def hear(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        values = parameters[0] if many and isinstance(parameters, list) else parameters
        statements.setdefault(_shape(statement), (statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    yield statements
    event.remove(engine, "before_cursor_execute", hear)


def _shape(statement: str) -> str:
    """Lists of values are of different lengths: the plan is the same."""
    return re.sub(r"\((?:[%?][^()]*?,\s*)+[%?][^()]*?\)", "(…)", statement)


def scans(engine: Engine, statement: Statement) -> set[str]:
    """The tables that a statement would read from end to end."""
    if not statement[0].lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return set()
    read = _sqlite if engine.dialect.name == "sqlite" else _postgresql
    return read(engine, statement) - SMALL


def _sqlite(engine: Engine, statement: Statement) -> set[str]:
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1]).fetchall()
    return {match[1] for row in rows if (match := re.match(r"SCAN (?!CONSTANT)(\w+)", str(row[3])))}


def _postgresql(engine: Engine, statement: Statement) -> set[str]:
    """With so few rows PostgreSQL would rather read all: it is asked to avoid that if it can."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement[0]}", statement[1])
        rows = cursor.fetchall()
    return {match[1] for row in rows if (match := re.search(r"Seq Scan on (\w+)", str(row[0])))}


def test_every_query_finds_its_rows_by_an_index(network: Network) -> None:
    engine = network.deps.store.engine
    with heard(engine) as statements:
        seen = sum(1 for _ in crawler.walk(network.member("Kari")))
        upkeep.plan(network.deps)
    found = {statement[0]: scans(engine, statement) for statement in statements.values()}
    assert {text: tables for text, tables in found.items() if tables} == {}
    assert seen > 20
    assert len(found) > 50


def test_a_query_without_an_index_is_found(network: Network) -> None:
    engine = network.deps.store.engine
    place = "?" if engine.dialect.name == "sqlite" else "%s"
    assert scans(engine, (f"SELECT * FROM meeting WHERE place = {place}", ("Mandal",))) == {
        "meeting"
    }


def test_a_tick_asks_no_more_often_for_more_meetings(network: Network) -> None:
    upkeep.plan(network.deps)
    few = _asked(network)
    _more_meetings(network)
    upkeep.plan(network.deps)
    assert _asked(network) == few
    assert few < MOST_FOR_A_TICK


def _asked(network: Network) -> int:
    """How many statements a tick makes when it changes nothing."""
    counted = 0

    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    engine = network.deps.store.engine
    event.listen(engine, "before_cursor_execute", count)
    upkeep.plan(network.deps)
    event.remove(engine, "before_cursor_execute", count)
    return counted


def _more_meetings(network: Network) -> None:
    """Of each that there is four more, a week apart."""
    with network.deps.store.transaction() as session:
        for row in session.exec(select(Meeting)).all():
            values = row.model_dump(exclude={"id", "key", "starts_at", "ends_at"})
            for weeks in range(1, 5):
                later = timedelta(weeks=weeks)
                starts, ends = row.starts_at + later, row.ends_at + later
                session.add(Meeting(**values, starts_at=starts, ends_at=ends))
