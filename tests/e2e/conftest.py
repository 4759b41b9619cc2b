"""The running demo, and a skip that says in one line what is missing where it cannot run."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.demo.playground import ENTRY
from tests.e2e.browser import HOW_TO_GET_CHROMIUM, find_chromium
from tests.e2e.demo import Demo, running_demo

HOW_TO_GET_THE_CLIENT = (
    "Node.js or the client's packages are missing: install Node.js, `make setup`"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("node") and not (shutil.which("node") and ENTRY.exists()):
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_THE_CLIENT))
        if item.get_closest_marker("chromium") and find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_CHROMIUM))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """One demo for all tests of a file: what one test does, the next one finds done."""
    async with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
