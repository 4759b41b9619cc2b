"""How long from the start of the process to the first answer, and how much memory it then holds.

`make bench` prints it. The baseline is a process that only imports what the bot is built of, in the
same run: seconds depend on the machine, the ratio much less.
"""

import asyncio
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.fakes.connector import FakeConnector

RUNS = 5
ROOT = Path(__file__).parents[2]
RECORDED = ROOT / "tests" / "e2e" / "recorded" / "message_personal.json"
LIBRARIES = "import aiohttp, alembic, babel, botbuilder.core.teams, msal, sqlmodel"


async def imports_only() -> float:
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LIBRARIES)
    await process.wait()
    return time.perf_counter() - begun


async def first_answer(folder: Path) -> tuple[float, int]:
    """Seconds, and resident memory in MB, of a demo with an empty database."""
    begun = time.perf_counter()
    environment = os.environ | {
        "RUNDEBORD_PORT": "0",
        "RUNDEBORD_DATABASE_URL": f"sqlite:///{folder}/demo.db",
        "RUNDEBORD_SECRET_KEY_FILE": f"{folder}/secret.key",
        "RUNDEBORD_LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "app.py",
        "demo",
        "--no-client",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    async with FakeConnector() as teams, aiohttp.ClientSession() as client:
        await _ask(client, line.split()[-1], teams)
        seconds = time.perf_counter() - begun
    memory = resident(process.pid)
    process.terminate()
    await process.wait()
    return seconds, memory


async def _ask(client: aiohttp.ClientSession, url: str, teams: FakeConnector) -> None:
    message = json.loads(RECORDED.read_text("utf-8"))
    message |= {"text": "møteplan", "serviceUrl": teams.service_url}
    async with client.post(url, json=message) as answer:
        assert answer.status == 200
    await teams.until_delivered(1)


def resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


async def main() -> None:
    libraries, starts, memory = [], [], []
    for _ in range(RUNS):
        libraries.append(await imports_only())
        with tempfile.TemporaryDirectory() as folder:
            seconds, megabytes = await first_answer(Path(folder))
        starts.append(seconds)
        memory.append(megabytes)
    start, imported = statistics.median(starts), statistics.median(libraries)
    print(f"start to first answer: {start:.2f} s, {start / imported:.2f} x importing the libraries")
    print(f"importing the libraries alone: {imported:.2f} s")
    print(f"resident memory after the first answer: {statistics.median(memory):.0f} MB")


if __name__ == "__main__":
    asyncio.run(main())
