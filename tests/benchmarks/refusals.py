"""The requests that must be refused, at our door and at the SDK's own adapter.

    .venv/bin/python -m tests.benchmarks.refusals [PYTHON]

PYTHON is the interpreter of an environment for the adapter alone:

    python3 -m venv /tmp/stock
    /tmp/stock/bin/pip install botbuilder-integration-aiohttp==4.17.1

Without it only our door is asked. Both are told of the same keys and hear real time.
"""

import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.deps import Incoming, Reply
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import NoCredentials
from bot.teams.edge import Door, mount
from bot.teams.hosts import ExactHosts
from bot.teams.keys import SigningKeys
from bot.teams.tokens import TokenVerifier
from tests.fakes import login
from tests.fakes.login import FakeLogin
from tests.fakes.teams import TENANT
from tests.teams.test_refusals import FORBIDDEN, MALFORMED, UNAUTHORISED, Knock

ADAPTER = Path(__file__).with_name("stock_echo.py")
TABLES = {"token": UNAUTHORISED, "tenant, channel, host": FORBIDDEN, "body": MALFORMED}
START_SECONDS = 30
Rows = dict[str, Callable[[], Knock]]


async def _silent(incoming: Incoming) -> Reply | None:
    return None


@asynccontextmanager
async def ours(keys: FakeLogin) -> AsyncIterator[str]:
    async with pooled_session() as session:
        verifier = TokenVerifier(
            login.APP_ID, SigningKeys(session, time.monotonic, keys.metadata_url), time.time
        )
        hosts = ExactHosts()
        connector = Connector(session, NoCredentials(), hosts, lambda: datetime.now(UTC))
        door = Door(
            receive=_silent,
            apologise=lambda _incoming, reference: Reply({"apology": reference}),
            tokens=verifier,
            hosts=hosts,
            connector=connector,
            allowed_tenants=frozenset({TENANT}),
        )
        application = web.Application()
        mount(application, door)
        async with TestServer(application) as server:
            yield str(server.make_url("/api/messages"))


@asynccontextmanager
async def stock(python: str, keys: FakeLogin) -> AsyncIterator[str]:
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        python,
        "-P",  # our calendar.py beside the script is not Python's
        str(ADAPTER),
        str(port),
        login.APP_ID,
        keys.metadata_url,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listening(port)
        yield f"http://127.0.0.1:{port}/api/messages"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


async def statuses(url: str, rows: Rows) -> dict[str, int]:
    found = {}
    async with aiohttp.ClientSession() as client:
        for name, row in rows.items():
            login.NOW = time.time()
            knock = row()
            async with client.post(url, data=knock.body, headers=knock.headers()) as answer:
                found[name] = answer.status
    return found


def line(who: str, table: str, found: dict[str, int]) -> str:
    """A row of docs/security.md."""
    counted = Counter(found.values())
    refused = counted[HTTPStatus.UNAUTHORIZED] + counted[HTTPStatus.FORBIDDEN]
    other = sum(n for status, n in counted.items() if 400 <= status < 500) - refused
    broken = sum(n for status, n in counted.items() if status >= HTTPStatus.INTERNAL_SERVER_ERROR)
    let_in = sum(n for status, n in counted.items() if status < HTTPStatus.BAD_REQUEST)
    return f"| {who} | {table} | {len(found)} | {refused} | {other} | {broken} | {let_in} |"


async def measure(who: str, url: str) -> None:
    welcome = await statuses(url, {"unchanged": Knock})
    assert welcome["unchanged"] < HTTPStatus.BAD_REQUEST, welcome
    for table, rows in TABLES.items():
        found = await statuses(url, rows)
        print(line(who, table, found))
        for name in (name for name, status in found.items() if status < HTTPStatus.BAD_REQUEST):
            print(f"  let in: {name}")


async def main(pythons: list[str]) -> None:
    print("| door | wrong in its | requests | 401 or 403 | other 4xx | 5xx | let in |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    logging.disable()  # of each refusal there is a line
    async with FakeLogin() as keys:
        async with ours(keys) as url:
            await measure("Rundebord", url)
        for python in pythons:
            async with stock(python, keys) as url:
                await measure("CloudAdapter 4.17.1", url)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
