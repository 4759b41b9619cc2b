"""The database: its connection, its transactions and the threads they run in.

Use cases are plain functions that open one transaction; the asynchronous edge hands them to `run`.
One thread and one writer on SQLite: more writers only wait for each other, up to seconds.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import InternalError, OperationalError
from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")

# A session where more is done in it; a plain connection where a statement or two are all.
Writing = Session | Connection

POSTGRESQL_THREADS = 4
AT_ONCE = 32  # turns in one commit: whoever comes first waits for the last of them

# The database is away, or ended the session of a process that slept: no bug, and worth a new try.
UNAVAILABLE = (OperationalError, InternalError)

# A paused process must not hold its locks for ever. `options` in the address replaces this.
POSTGRESQL_OPTIONS = "-c idle_in_transaction_session_timeout=30s"

# FULL: a reminder that was promised survives a power cut. secure_delete: what is deleted is wiped.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA secure_delete = ON",
)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Work whose answer somebody waits for."""

    call: Callable[[], Any]
    answer: asyncio.Future[Any]

    def taken(self) -> Callable[[], None]:
        """Do it; what is returned tells the outcome, which must wait for the commit."""
        try:
            return partial(self._tell, self.answer.set_result, self.call())
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            return self.failed(error)

    def failed(self, error: Exception) -> Callable[[], None]:
        return partial(self._tell, self.answer.set_exception, error)

    def _tell(self, say: Callable[[Any], None], outcome: object) -> None:
        """In the loop of whoever waits; nobody does when that is closed."""
        loop = self.answer.get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._say, say, outcome)

    def _say(self, say: Callable[[Any], None], outcome: object) -> None:
        if not self.answer.done():  # cancelled, when the caller has gone
            say(outcome)


class SavepointDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy compiles each savepoint anew, for its name; that costs more than having it."""

    supports_statement_cache = True

    def do_savepoint(self, connection: Connection, name: str) -> None:
        connection.exec_driver_sql(f"SAVEPOINT {name}")

    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")


registry.register("sqlite.savepoints", __name__, SavepointDialect.__name__)


class Store:
    """One database. `dialect` is "sqlite" or "postgresql"."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self.engine = engine
        self.dialect: str = engine.dialect.name
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._here = threading.local()
        self._turns: SimpleQueue[_Turn] = SimpleQueue()
        self._called = False  # somebody is on the way to those who wait

    @classmethod
    def open(cls, url: str) -> "Store":
        """`sqlite:///path` or `postgresql://…`. Raises ValueError for any other database."""
        logging.getLogger("sqlalchemy.engine.Engine").addFilter(_without_rows)
        address = driver_url(url)
        if address.get_backend_name() == "sqlite":
            return cls(_sqlite(address), threads=1)
        return cls(_postgresql(address), threads=POSTGRESQL_THREADS)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commits at the end, or rolls back when an exception passes through.

        Raises RuntimeError inside another transaction of the same thread: the inner one would
        wait for the outer one for ever, or commit half a use case.
        """
        with self._alone(), self._session() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look at the facts, which needs no session, no savepoint and no commit.

        Nothing is written in it. Raises RuntimeError as `transaction` does.
        """
        shared = getattr(self._here, "shared", None)
        with self._alone(), nullcontext(shared) if shared else self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, whole: bool = False) -> Iterator[Connection]:
        """A transaction for a statement or two, which need no session: it costs a third.

        whole: a single statement, which happens or does not, and needs no savepoint.
        Raises RuntimeError as `transaction` does.
        """
        shared = getattr(self._here, "shared", None)
        with self._alone():
            if shared is None:
                with self.engine.begin() as connection:
                    yield connection
            else:
                with nullcontext() if whole else shared.begin_nested():
                    yield shared

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._here, "busy", False):
            raise RuntimeError("a transaction is already open in this thread")
        self._here.busy = True
        try:
            yield
        finally:
            self._here.busy = False

    def _session(self) -> Session:
        """Within a shared commit, one that begins and ends at a savepoint."""
        shared = getattr(self._here, "shared", None)
        if shared is None:
            return Session(self.engine, expire_on_commit=False)
        return Session(shared, expire_on_commit=False, join_transaction_mode="create_savepoint")

    async def run_together(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, for turns. On SQLite those that wait share one commit, whose wait for the disk
        would else be most of a turn; each of their transactions is a savepoint in it. Nobody is
        answered before it is on the disk. PostgreSQL groups commits by itself.

        Not for work that needs its transaction to be over before it ends.
        """
        if self.dialect != "sqlite":
            return await self.run(work, *args, **kwargs)
        call = partial(copy_context().run, work, *args, **kwargs)
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._turns.put(_Turn(call, answer))
        self._call()
        return await answer

    def _call(self) -> None:
        """Who comes after this was set has been put into the queue before it is looked at."""
        if not self._called:
            self._called = True
            self._threads.submit(self._take_turns)

    def _take_turns(self) -> None:
        """Those that wait now, in one transaction."""
        self._called = False
        waiting = [self._turns.get() for _ in range(min(self._turns.qsize(), AT_ONCE))]
        if not self._turns.empty():
            self._call()
        turns = [turn for turn in waiting if not turn.answer.cancelled()]
        if not turns:
            return
        try:
            with self.engine.begin() as connection:
                self._here.shared = connection
                outcomes = [turn.taken() for turn in turns]
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            outcomes = [turn.failed(error) for turn in turns]
        finally:
            self._here.shared = None
        for tell in outcomes:
            tell()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run blocking work in the store's own threads, with the caller's context variables."""
        call = partial(copy_context().run, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def close(self) -> None:
        """Wait for running work, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def driver_url(url: str) -> URL:
    """The address with the driver that we ship. Raises ValueError for an unknown database."""
    address = make_url(url)
    match address.get_backend_name():
        case "sqlite" if address.database not in {None, "", ":memory:"}:
            return address.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return address.set(drivername="postgresql+psycopg")
    msg = f"not a database for us: {address.render_as_string(hide_password=True)}"
    raise ValueError(msg)


def _without_rows(record: logging.LogRecord) -> bool:
    """What people wrote stands in no log: hide_parameters hides what goes in, this what comes out.

    At debug level SQLAlchemy writes out every row that is read.
    """
    return record.levelno > logging.DEBUG


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address.set(drivername="sqlite+savepoints"), hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _postgresql(address: URL) -> Engine:
    """pre_ping: the first use after a restart of the database reconnects instead of failing."""
    if "options" not in address.query:
        address = address.update_query_dict({"options": POSTGRESQL_OPTIONS})
    return create_engine(
        address, pool_size=POSTGRESQL_THREADS, pool_pre_ping=True, hide_parameters=True
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """isolation_level None keeps the driver from starting transactions of its own."""
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_immediate(connection: Connection) -> None:
    """A transaction that reads first and writes later could fail at once, without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def connection_of(writing: Writing) -> Connection:
    """What a session still holds back is written first: a row may refer to it."""
    if isinstance(writing, Connection):
        return writing
    writing.flush()
    return writing.connection()
