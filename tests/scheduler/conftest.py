from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.teams.connector import pooled_session
from storage.store import Store
from tests.clock import Clock
from tests.fakes.connector import FakeConnector
from tests.scheduler.bench import Bench, connector, open_bench


@pytest.fixture
async def teams() -> AsyncIterator[FakeConnector]:
    async with FakeConnector() as fake:
        yield fake


@pytest.fixture
async def bench(
    store: Store, tmp_path: Path, clock: Clock, real_clock: Clock, teams: FakeConnector
) -> AsyncIterator[Bench]:
    async with pooled_session() as session:
        clocks = (clock, real_clock)
        yield open_bench(store, tmp_path / "keys", clocks, connector(session), teams.service_url)
