"""The web door, on both databases, and a skip that says what is missing where it is."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.deps import Deps
from storage.keys import Keyring
from tests.clock import Clock
from tests.databases import Databases, open_store
from tests.demo_network import TEMPLATE, calendar
from tests.e2e.browser import HOW_TO_GET_CHROMIUM, find_chromium
from tests.web.bench import Site, free_address, opened

HOW_TO_GET_KHAL = "khal is not on the path; on Debian or Ubuntu: apt-get install khal"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("khal") and shutil.which("khal") is None:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_KHAL))
        if item.get_closest_marker("chromium") and find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_CHROMIUM))


@pytest.fixture
async def site(demo_databases: Databases, clock: Clock, tmp_path: Path) -> AsyncIterator[Site]:
    address, port = free_address()
    with demo_databases.copy_of(TEMPLATE) as url:
        store = open_store(url)
        keys = Keyring.create(tmp_path / "secret.key")
        deps = Deps(store, keys, clock, calendar(), public_url=address)
        async with opened(deps, clock, port) as site:
            yield site
        store.close()
