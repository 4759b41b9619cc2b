"""What every test may ask for. `database_url`, and with it `store`, runs a test on both databases;
where one is enough: `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`.
"""

import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.clock import Clock

if TYPE_CHECKING:
    from storage.store import Store
    from tests.databases import Databases, PostgresqlDatabases, SqliteDatabases

# `make test` is thorough, `make check` quick. A busy machine is no reason for a property to fail.
settings.register_profile("thorough", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("quick")

BOTH = ["sqlite", "postgresql"]
NODE_MODULES = Path(__file__).parent.parent / "node_modules"
HOW_TO_GET_NODE = "Node.js or the packages of package.json are missing: install it, `make setup`"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs Node.js or its packages where they are missing, in one line that says so."""
    if shutil.which("node") and (NODE_MODULES / "installed").exists():
        return
    for item in items:
        if item.get_closest_marker("node"):
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_NODE))


def _databases() -> Any:
    """Loaded at first use: the tests of rules and cards are over before SQLAlchemy is imported."""
    return importlib.import_module("tests.databases")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> "SqliteDatabases":
    made: SqliteDatabases = _databases().SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
    return made


@pytest.fixture(scope="session")
def postgresql_databases() -> "Iterator[PostgresqlDatabases]":
    """Not below tmp_path: as root the server runs as another user, from whom each start of pytest
    takes the right to that folder.
    """
    with TemporaryDirectory(prefix="rundebord-", ignore_cleanup_errors=True) as folder:
        databases = _databases().PostgresqlDatabases(Path(folder) / "data")
        yield databases
        databases.close()


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.empty() as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database without rows."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.copy_of("migrated") as url:
        yield url


@pytest.fixture(scope="session", params=BOTH)
def demo_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "Databases":
    """Databases that hold a template called `demo`, the demo network on 4 January 2027."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    lay_out = importlib.import_module("tests.demo_network").lay_out
    lay_out(databases, tmp_path_factory.mktemp("keys"))
    return databases


@pytest.fixture
def store(database_url: str) -> "Iterator[Store]":
    store: Store = _databases().open_store(database_url)
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    """The clock of the rules."""
    return Clock()


@pytest.fixture
def real_clock() -> Clock:
    """The clock of leases and waits, which nobody moves in production."""
    return Clock()
