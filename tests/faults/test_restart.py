"""The database's server, and the whole bot, die in the middle of sending and come back."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest
from aiohttp import web
from sqlmodel import select

from bot.domain import deliveries
from bot.domain.deliveries import DeliveryState
from bot.features.arrival import GREETING
from scheduler.sender import IN_FLIGHT
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Conversation, Delivery
from tests.clock import Clock
from tests.databases import PostgresqlDatabases
from tests.fakes import teams as activities
from tests.fakes.connector import Delivered
from tests.fakes.teams import Person
from tests.faults.crew import Crew, Deadly
from tests.faults.test_kill import SENDS, assert_every_promise_was_kept, evenly
from tests.faults.test_sigterm import ROOT
from tests.faults.worker import Work
from tests.storage.bench import Bench

RESTARTS = 3
GREETED, KILLS = 150, 2


@pytest.fixture
def server() -> Iterator[PostgresqlDatabases]:
    """One that nobody else is a client of."""
    with TemporaryDirectory(prefix="rundebord-", ignore_cleanup_errors=True) as folder:
        databases = PostgresqlDatabases(Path(folder) / "data")
        yield databases
        databases.close()


async def test_postgresql_is_killed_and_started_anew_while_two_workers_send(
    server: PostgresqlDatabases, tmp_path: Path
) -> None:
    Keyring.create(tmp_path / "keys")
    with server.copy_of("migrated") as url:
        async with Deadly(when=evenly(RESTARTS), strike=server.crash) as teams:
            with closing(Store.open(url)) as store:
                bench = Bench.open(store, Clock(datetime.now(UTC)), Clock(datetime.now(UTC)))
                bench.add(*range(SENDS))
            crew = Crew(Work("worker", url, teams.service_url, tmp_path / "keys", lease=2.0))
            crew.hire(2)
            try:
                assert await crew.finish(crew.alive) == [0, 0]
            finally:
                crew.dismiss()
            with closing(Store.open(url)) as store:
                bench.store = store
                assert_every_promise_was_kept(bench, teams, 2 * RESTARTS)
        assert server.crashes == RESTARTS


@dataclass
class Gate(Deadly):
    """Lets nothing arrive before it is opened."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def _deliver(
        self, request: web.Request, delivered: Delivered, answer: dict[str, str]
    ) -> web.StreamResponse:
        await self.gate.wait()
        return await super()._deliver(request, delivered, answer)

    async def until_greeted(self, number: int) -> None:
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: f"a:29:{number}" in self.greeted())

    def greeted(self) -> list[str]:
        return [post.conversation_id for post in self.posts]


@dataclass
class Demo:
    """`app.py demo`, which is started again where it left off."""

    folder: Path
    running: list[Process] = field(default_factory=list)
    url: str = ""

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/demo.db"

    async def start(self) -> None:
        """Returns when it listens."""
        environment = os.environ | {
            "RUNDEBORD_PORT": "0",
            "RUNDEBORD_DATABASE_URL": self.database,
            "RUNDEBORD_SECRET_KEY_FILE": f"{self.folder}/secret.key",
        }
        started = await asyncio.create_subprocess_exec(
            sys.executable,
            ROOT / "app.py",
            "demo",
            "--no-client",
            env=environment,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        self.running.append(started)
        assert started.stdout is not None
        async with asyncio.timeout(60):
            told = (await started.stdout.readline()).decode()
        (self.url,) = re.findall(r"http://\S+", told)

    def kill(self) -> None:
        self.running[-1].kill()

    async def ends_with(self, status: int) -> None:
        async with asyncio.timeout(60):
            assert await self.running[-1].wait() == status

    async def install(self, person: Person, service_url: str) -> None:
        """Somebody lets the bot into their own chat, where it greets them."""
        installed = activities.installation(person=person, serviceUrl=service_url)
        async with (
            aiohttp.ClientSession() as client,
            client.post(self.url, json=installed) as answer,
        ):
            assert answer.status == 200


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path)
    yield made
    for process in made.running:
        if process.returncode is None:
            process.kill()


def somebody(number: int) -> Person:
    return Person(f"entra-{number}", f"29:{number}", f"Person {number}")


async def test_the_whole_bot_killed_while_it_greets_greets_nobody_twice_and_loses_nobody(
    demo: Demo,
) -> None:
    await demo.start()
    async with Gate(strike=demo.kill) as teams:
        for number in range(GREETED):
            await demo.install(somebody(number), teams.service_url)
        for wave in range(1, KILLS + 1):
            teams.when = {teams.requests_seen + 5 * wave}
            teams.gate.set()
            await demo.ends_with(-signal.SIGKILL)
            await demo.start()
        await demo.install(somebody(GREETED), teams.service_url)
        await teams.until_greeted(GREETED)
        demo.running[-1].terminate()
        await demo.ends_with(0)
    states = states_of(demo)
    assert len(teams.greeted()) == len(set(teams.greeted()))
    assert len(states) == GREETED + 1
    assert set(states.values()) <= {DeliveryState.SENT, DeliveryState.UNKNOWN}
    told = {chat for chat, state in states.items() if state is DeliveryState.SENT}
    assert told <= set(teams.greeted())
    assert len(states) - len(told) <= KILLS * IN_FLIGHT


def states_of(demo: Demo) -> dict[str, DeliveryState]:
    """What became of each greeting, by its chat."""
    with closing(Store.open(demo.database)) as store, store.transaction() as session:
        chats = {
            deliveries.conversation(row.id or 0): row.conversation_id
            for row in session.exec(select(Conversation))
        }
        rows = session.exec(select(Delivery).where(Delivery.kind == GREETING))
        return {chats[row.audience]: row.state for row in rows}
