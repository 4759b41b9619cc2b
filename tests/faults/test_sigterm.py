"""The real process, asked to stop while Teams does not answer."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_within_ten_seconds_and_says_that_all_is_well(
    tmp_path: Path, number: signal.Signals
) -> None:
    environment = os.environ | {
        "RUNDEBORD_PORT": "0",
        "RUNDEBORD_DATABASE_URL": f"sqlite:///{tmp_path}/demo.db",
        "RUNDEBORD_SECRET_KEY_FILE": f"{tmp_path}/secret.key",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "app.py",
        "demo",
        "--no-client",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        assert b"listening" in await process.stdout.readline()
    process.send_signal(number)
    async with asyncio.timeout(10):
        assert await process.wait() == 0
