"""What every test may ask for. `database_url`, and with it `store`, runs a test on both databases;
where one is enough: `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`.
"""

from collections.abc import Iterator

import pytest

from storage.store import Store
from tests.clock import Clock
from tests.databases import PostgresqlDatabases, SqliteDatabases

BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlDatabases]:
    databases = PostgresqlDatabases(tmp_path_factory.mktemp("postgresql"))
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
    with databases.migrated() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """The clock of the rules."""
    return Clock()


@pytest.fixture
def real_clock() -> Clock:
    """The clock of leases and waits, which nobody moves in production."""
    return Clock()
