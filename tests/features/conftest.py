"""A network to speak with, on both databases."""

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
from tests.features.bench import CONNECTOR, Network


@pytest.fixture
def network(store: Store, clock: Clock, tmp_path: Path) -> Network:
    deps = Deps(
        store=store,
        keys=Keyring.create(tmp_path / "secret.key"),
        now=clock,
        calendar=WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO")),
    )
    cast = load_cast()
    demo_network.load(deps, cast, CONNECTOR)
    return Network(deps, cast, clock)
