"""The estate in one database, for tests that press thousands of times."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, event

from bot.demo.playground import load_cast
from bot.deps import Deps
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.databases import Databases, SqliteDatabases, open_store
from tests.demo_network import calendar
from tests.features.bench import Network
from tests.features.estate import Estate, contents, lay_out
from tests.features.presses import PRESSES


class World:
    """The estate in one database, as it was before each press.

    One engine for all presses: it remembers its statements, which saves most of the time.
    """

    def __init__(self, databases: Databases, keys: Keyring, template: str) -> None:
        self.databases, self.keys, self.template = databases, keys, template
        made: list[Estate] = []
        databases.keep(template, lambda store: made.append(lay_out(self._deps(store))))
        (self.estate,) = made
        self.presses = {press.action(self.estate).verb: press for press in PRESSES}
        self._used = ExitStack()
        self._open_copy()

    def _open_copy(self) -> None:
        url = self._used.enter_context(self.databases.copy_of(self.template))
        self.store = open_store(url)
        self._used.callback(self.store.close)

    def close(self) -> None:
        self._used.close()

    def _deps(self, store: Store) -> Deps:
        return Deps(store, self.keys, Clock(), calendar())

    def anew(self) -> Network:
        """Everything as it was laid out, whatever a test that failed has left open."""
        if isinstance(self.databases, SqliteDatabases):
            self._write_over(self.databases.folder / f"{self.template}.db")
        else:
            self._used.close()
            self._open_copy()
        return Network(self._deps(self.store), load_cast(), Clock(), count(10_000))

    def _write_over(self, template: Path) -> None:
        self.store.engine.dispose()
        connection = self.store.engine.raw_connection()
        with closing(sqlite3.connect(template)) as laid_out:
            laid_out.backup(cast("sqlite3.Connection", connection.driver_connection))
        connection.close()


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile, in order: how long an answer takes is
    told by them, on every machine.
    """
    statements: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield statements
    event.remove(engine, "before_cursor_execute", hear)


def stored(network: Network, network_id: int | None = None) -> dict[str, list[str]]:
    with network.deps.store.transaction() as session:
        return contents(session, network_id)
