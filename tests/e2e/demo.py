"""The demo as somebody starts it: `app.py demo` as a process of its own, the client beside it."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.playground import ROOT, Playground
from storage.migrate import migrate
from storage.store import Store
from storage.tables import DemoClock
from tests.e2e.playground import PlaygroundClient

BEGINS = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)
"""Tuesday 2 February 2027, ten o'clock in Oslo: no holiday is near, whenever the tests run."""

ENDS_WITHIN = 15.0
"""Seconds; the bot itself promises ten."""


@dataclass(frozen=True, slots=True)
class Demo:
    """`client` sees everything from the first message on, also what a browser shows."""

    messages_url: str
    client_url: str
    client: PlaygroundClient

    async def knock(self, *activities: Mapping[str, Any]) -> list[Any]:
        """Send activities straight to the bot, all at once, past the client; the bodies of its
        answers, None where there is none.
        """
        async with aiohttp.ClientSession() as session:
            return await asyncio.gather(*(self._deliver(session, each) for each in activities))

    async def _deliver(self, session: aiohttp.ClientSession, activity: Mapping[str, Any]) -> Any:
        async with session.post(self.messages_url, json=activity) as response:
            assert response.status == HTTPStatus.OK
            return await response.json() if response.content_type == "application/json" else None


@asynccontextmanager
async def running_demo(
    folder: Path, *, empty: bool = False, begins: datetime = BEGINS
) -> AsyncIterator[Demo]:
    """Run the demo below an empty folder. At the end the bot has stopped in order, and has logged
    no error on the way. `empty`: before anybody has set a network up.
    """
    client_port = _free_port()
    environment = _environment(folder, client_port)
    database = folder / ("rundebord-empty.db" if empty else "rundebord.db")
    _set_clock(f"sqlite:///{database}", begins)
    log = folder / "bot.log"
    with log.open("wb") as errors:
        bot = await create_subprocess_exec(
            *(sys.executable, str(ROOT / "app.py"), "demo", "--no-client"),
            *(["--empty"] if empty else []),
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=environment,
        )
    try:
        url = await _announced(bot)
        async with (
            Playground.start(url, var=folder, environment=os.environ, port=client_port) as client,
            PlaygroundClient.connect(client.port) as speaker,
            _ended(bot),
        ):
            yield Demo(url, client.url, speaker)
    finally:
        await _end(bot)
    assert (bot.returncode, _errors(log)) == (0, [])


@asynccontextmanager
async def _ended(bot: Process) -> AsyncIterator[None]:
    """The bot ends before its client does, so that what it is saying is not cut off."""
    yield
    await _end(bot)


async def _end(bot: Process) -> None:
    """Ask it to end, and kill it when it does not: its return code tells which it was."""
    if bot.returncode is None:
        bot.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN):
                await bot.wait()
    if bot.returncode is None:
        bot.kill()
        await bot.wait()


def _free_port() -> int:
    """The bot and the client each want to know the other's port before it starts."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _environment(folder: Path, client_port: int) -> dict[str, str]:
    """Nothing of the developer's own settings, and no `.env`: the folder is the bot's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUNDEBORD_")}
    return kept | {
        "PYTHONUNBUFFERED": "1",
        "RUNDEBORD_PORT": str(_free_port()),
        "RUNDEBORD_DATABASE_URL": f"sqlite:///{folder / 'rundebord.db'}",
        "RUNDEBORD_SECRET_KEY_FILE": str(folder / "secret.key"),
        "RUNDEBORD_PLAYGROUND_PORT": str(client_port),
    }


def _set_clock(database_url: str, begins: datetime) -> None:
    """As if the demo's clock stood at that moment."""
    store = Store.open(database_url)
    migrate(store)
    ahead = begins - datetime.now(UTC)
    with store.transaction() as session:
        session.add(DemoClock(id=1, seconds=round(ahead.total_seconds())))
    store.close()


async def _announced(bot: Process) -> str:
    """The address that the bot prints when it is ready."""
    assert bot.stdout
    said = (await bot.stdout.readline()).decode()
    assert said.startswith("Rundebord is listening on "), f"the bot said {said!r}; see its bot.log"
    return said.split()[-1]


def _errors(log: Path) -> list[str]:
    return [line for line in log.read_text("utf-8").splitlines() if " ERROR " in line]
