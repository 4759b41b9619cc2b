"""A hundred thousand turns on one process: how much memory it holds at the end, beside a tenth of
the way, when everything that is loaded once is loaded.

`hjelp` and evaluation submits in turn, until everybody has answered; part of `make bench-all`.
"""

import argparse
import asyncio
import itertools
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks import turn_server, turns
from tests.benchmarks.start import resident
from tests.fakes.login import FakeLogin

TURNS = 100_000
QUICK_TURNS = 2_000
GOAL = 1.1  # times what it held after a tenth of them


def main(*, quick: bool = False) -> None:
    before, after, files = asyncio.run(soaked(QUICK_TURNS if quick else TURNS))
    note = f"  above {GOAL}" if after / before > GOAL else ""
    print(f"resident memory: {before} MB after a tenth, {after} MB at the end, {files} open files")
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


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    main(quick=arguments.parse_args().quick)
