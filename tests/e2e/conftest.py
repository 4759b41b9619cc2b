"""Skips what cannot run here, in one line that says what is missing."""

import shutil

import pytest

from bot.demo.playground import ENTRY
from tests.e2e.browser import HOW_TO_GET_CHROMIUM, find_chromium

HOW_TO_GET_THE_CLIENT = (
    "Node.js or the client's packages are missing: install Node.js, `make setup`"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("node") and not (shutil.which("node") and ENTRY.exists()):
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_THE_CLIENT))
        if item.get_closest_marker("chromium") and find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_CHROMIUM))
