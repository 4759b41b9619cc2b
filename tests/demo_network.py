"""The demo network in a database, laid out once and copied for each test."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from bot.demo import network as demo_network
from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.calendar import WorkCalendar
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.databases import Databases
from tests.features.bench import CONNECTOR

TEMPLATE = "demo"


@cache
def calendar() -> WorkCalendar:
    return WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))


def lay_out(databases: Databases, folder: Path) -> None:
    """Keep a template called `demo`; `folder` is for its keys."""
    keys = Keyring.create(folder / "secret.key")

    def fill(store: Store) -> None:
        deps = Deps(store=store, keys=keys, now=Clock(), calendar=calendar())
        demo_network.load(deps, load_cast(), CONNECTOR)

    databases.keep(TEMPLATE, fill)
