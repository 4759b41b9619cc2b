"""A network to speak with, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.playground import load_cast
from bot.deps import Deps
from storage.keys import Keyring
from tests.clock import Clock
from tests.databases import Databases, open_store
from tests.demo_network import TEMPLATE, calendar
from tests.features.bench import Network


@pytest.fixture
def network(demo_databases: Databases, clock: Clock, tmp_path: Path) -> Iterator[Network]:
    with demo_databases.copy_of(TEMPLATE) as url:
        store = open_store(url)
        keys = Keyring.create(tmp_path / "secret.key")
        yield Network(Deps(store, keys, clock, calendar()), load_cast(), clock)
        store.close()
