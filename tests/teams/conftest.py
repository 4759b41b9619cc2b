"""The bench: our door between a fake Teams and a fake login server, with a listener for the bot."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.deps import Card, Incoming, Reply
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import NoCredentials
from bot.teams.edge import Door, mount
from bot.teams.hosts import LoopbackOnly
from bot.teams.keys import SigningKeys
from bot.teams.tokens import TokenVerifier
from tests.fakes import login
from tests.fakes.connector import FakeConnector
from tests.fakes.login import FakeLogin
from tests.fakes.teams import TENANT, Activity

NOW = datetime.fromtimestamp(login.NOW, UTC)
CARD: Card = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "Møteplanen", "body": []}


@dataclass
class Clock:
    """Seconds that only the test moves, for both kinds of clocks."""

    seconds: float = login.NOW

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Bot:
    """Stands for everything behind the door: hears, and answers what the test says."""

    reply: Reply | None = None
    bug: Exception | None = None
    heard: list[Incoming] = field(default_factory=list)

    async def __call__(self, incoming: Incoming) -> Reply | None:
        self.heard.append(incoming)
        if self.bug is not None:
            raise self.bug
        return self.reply


@dataclass
class Bench:
    teams: FakeConnector
    login: FakeLogin
    session: aiohttp.ClientSession
    clock: Clock = field(default_factory=Clock)
    bot: Bot = field(default_factory=Bot)
    waited: list[float] = field(default_factory=list)
    clients: list[TestClient[web.Request, web.Application]] = field(default_factory=list)

    def door(self) -> Door:
        """As in production, but that the hosts are this machine."""
        keys = SigningKeys(self.session, self.clock, self.login.metadata_url)
        return Door(
            receive=self.bot,
            apologise=lambda incoming, reference: Reply({"apology": reference}),
            tokens=TokenVerifier(login.APP_ID, keys, self.clock),
            hosts=LoopbackOnly(),
            connector=Connector(self.session, NoCredentials(), LoopbackOnly(), lambda: NOW),
            allowed_tenants=frozenset({TENANT}),
            wait=self._wait,
            body_seconds=0.2,
        )

    async def open(self, **changes: Any) -> TestClient[web.Request, web.Application]:
        """A client of an app with this door; changes are to the Door."""
        app = web.Application()
        mount(app, replace(self.door(), **changes))
        client = TestClient(TestServer(app))
        await client.start_server()
        self.clients.append(client)
        return client

    async def knock(self, activity: Activity) -> aiohttp.ClientResponse:
        """Teams sends this activity, signed, from the fake connector's service URL."""
        client = self.clients[0] if self.clients else await self.open()
        here = activity | {"serviceUrl": self.teams.service_url}
        headers = login.authorization(self.teams.service_url)
        return await client.post("/api/messages", json=here, headers=headers)

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
async def teams() -> AsyncIterator[FakeConnector]:
    async with FakeConnector() as connector:
        yield connector


@pytest.fixture
async def login_server() -> AsyncIterator[FakeLogin]:
    async with FakeLogin() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with pooled_session() as pooled:
        yield pooled


@pytest.fixture
async def bench(
    teams: FakeConnector, login_server: FakeLogin, session: aiohttp.ClientSession
) -> AsyncIterator[Bench]:
    bench = Bench(teams, login_server, session)
    yield bench
    for client in bench.clients:
        await client.close()
