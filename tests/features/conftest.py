"""A network to speak with, on both databases. It is laid out once for each and copied."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.demo import network as demo_network
from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.calendar import WorkCalendar
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.conftest import BOTH
from tests.databases import Databases
from tests.features.bench import CONNECTOR, Network


@cache
def calendar() -> WorkCalendar:
    return WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))


@pytest.fixture(scope="session", params=BOTH)
def demo_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    keys = Keyring.create(tmp_path_factory.mktemp("keys") / "secret.key")
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")

    def fill(store: Store) -> None:
        deps = Deps(store=store, keys=keys, now=Clock(), calendar=calendar())
        demo_network.load(deps, load_cast(), CONNECTOR)

    databases.keep("demo", fill)
    return databases


@pytest.fixture
def network(demo_databases: Databases, clock: Clock, tmp_path: Path) -> Iterator[Network]:
    with demo_databases.copy_of("demo") as url:
        store = Store.open(url)
        keys = Keyring.create(tmp_path / "secret.key")
        yield Network(Deps(store, keys, clock, calendar()), load_cast(), clock)
        store.close()
