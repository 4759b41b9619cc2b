"""A hundred thousand turns on one process, and twenty thousand sends on another: how much memory
they hold at the end, beside a tenth of the way, when everything that is loaded once is loaded.

`hjelp` and evaluation submits in turn, until everybody has answered; the sends without limits. Part
of `make bench-all`.
"""

import argparse
import asyncio
import itertools
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks import sending, turn_server, turns
from tests.benchmarks.start import resident
from tests.fakes.limited import Limited
from tests.fakes.login import FakeLogin
from tests.faults.worker import Work, unhurried

TURNS, SENDS = 100_000, 20_000
QUICK = 50  # times fewer
GOAL = 1.1  # times what it held after a tenth of them


def main(*, quick: bool = False) -> None:
    less = QUICK if quick else 1
    _report(f"{TURNS // less} turns", *asyncio.run(soaked(TURNS // less)))
    _report(f"{SENDS // less} sends", *asyncio.run(sent(SENDS // less)))


def _report(what: str, before: int, after: int, files: int) -> None:
    note = f"  above {GOAL}" if after / before > GOAL else ""
    print(f"{what}: {before} MB after a tenth, {after} MB at the end, {files} open files")
    print(f"growth: {after / before:.2f} x{note}")


async def soaked(count: int) -> tuple[int, int, int]:
    """Megabytes after a tenth of the turns and after all of them; open files at the end."""
    async with AsyncExitStack() as stack:
        login = await stack.enter_async_context(FakeLogin())
        service_url = await stack.enter_async_context(turns.connector())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rundebord-")))
        body = _mixed(service_url, turn_server.fill(folder))
        command = [*turns.OURS, "ours", "PORT", turns.login_url(login), folder]
        url, pid = await stack.enter_async_context(turns.serving(command))
        asked = turns.Candidate(url, body)
        await _ask(asked, count // 10)
        before = resident(pid)
        await _ask(asked, count - count // 10)
        return before, resident(pid), _open_files(pid)


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _mixed(service_url: str, evaluation: int) -> turns.Body:
    """Four say `hjelp` while one answers; at the end everybody says `hjelp`."""
    said, submitted = turns.said(service_url), turns.submitted(service_url, evaluation)
    numbers = itertools.count()

    def body() -> dict[str, Any]:
        number = next(numbers)
        answers = number % 5 == 0 and number // 5 < turn_server.MEMBERS
        return submitted() if answers else said()

    return body


async def _ask(candidate: turns.Candidate, count: int) -> None:
    left = itertools.repeat(None, count)
    async with aiohttp.ClientSession(headers=turns.headers(candidate)) as client:

        async def work() -> None:
            for _ in left:
                await turns.ask_once(client, candidate)

        await asyncio.gather(*(work() for _ in range(turns.IN_FLIGHT)))


# --- Sends ---------------------------------------------------------------------------------------


async def sent(count: int) -> tuple[int, int, int]:
    """The same of a process that sends."""
    with tempfile.TemporaryDirectory(prefix="rundebord-") as folder:
        place = sending.Place(Path(folder), quick=False)
        with place.bench(place.sqlite) as (bench, url):
            sending.add(bench, [bench.clock()] * count)
            async with Limited(ceiling=10**6, latency=(0.0, 0.0)) as teams:
                work = replace(place.work(url, unhurried), service_url=teams.service_url)
                found = await _watched(work, teams, count)
        place.postgresql.close()
        return found


async def _watched(work: Work, teams: Limited, count: int) -> tuple[int, int, int]:
    here, there = sending.processes.Pipe()
    process = sending.processes.Process(target=_send_and_stay, args=[work, there])
    process.start()
    await teams.until_delivered(count // 10)
    before = resident(process.pid or 0)
    await teams.until_delivered(count)
    found = before, resident(process.pid or 0), _open_files(process.pid or 0)
    here.send("go")
    await asyncio.to_thread(process.join)
    return found


def _send_and_stay(work: Work, pipe: Pipe) -> None:
    """Until all is sent, and until it was looked at."""
    asyncio.run(sending.send_all(work))
    pipe.recv()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    main(quick=arguments.parse_args().quick)
