"""The whole bot on a loopback port, as `demo` runs it, with a fake connector instead of Teams."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import app
from bot.settings import Settings
from tests.fakes.connector import FakeConnector

RECORDED = Path(__file__).parents[1] / "e2e" / "recorded"


def recorded(name: str, **changes: Any) -> dict[str, Any]:
    """An activity as a real client sent it, with changes."""
    activity: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    return activity | changes


@dataclass
class Bot:
    """`teams` is what it talks to; `knock` is what Teams does."""

    running: app.Running
    teams: FakeConnector
    client: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.running.port}/api/messages"

    async def knock(self, activity: dict[str, Any]) -> tuple[int, Any]:
        """Status and parsed answer of one activity, its serviceUrl set to the fake connector."""
        here = activity | {"serviceUrl": self.teams.service_url}
        async with self.client.post(self.url, json=here) as answer:
            body = await answer.text()
            return answer.status, json.loads(body) if body.startswith("{") else body

    async def knock_raw(self, data: bytes, content_type: str | None) -> tuple[int, str]:
        headers = {"Content-Type": content_type} if content_type else {}
        skip = [] if content_type else ["Content-Type"]
        async with self.client.post(
            self.url, data=BytesIO(data), headers=headers, skip_auto_headers=skip
        ) as answer:
            return answer.status, await answer.text()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(port=0, database_url=database_url, secret_key_file=tmp_path / "secret.key")


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    async with (
        FakeConnector() as teams,
        app.running(settings, demo=True) as running,
        aiohttp.ClientSession() as client,
    ):
        yield Bot(running, teams, client)
