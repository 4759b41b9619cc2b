"""The bot as `serve` runs it: everybody must prove themselves, and nothing leaves for anywhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlmodel import col, select, update

import app
from bot.settings import Settings
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Delivery, Tenant
from tests.app.conftest import recorded
from tests.clock import Clock
from tests.databases import Databases
from tests.demo_network import TEMPLATE
from tests.fakes import wire

TENANT = "aaaaaaaa-0000-0000-0000-000000000001"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def serving(
    demo_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> AsyncIterator[app.Running]:
    """With the demo's network in it, and its clock: the reminders of that year are to be sent."""
    monkeypatch.setattr(app, "real_now", clock)
    Keyring.create(tmp_path / "secret.key")
    with demo_databases.copy_of(TEMPLATE) as url:
        settings = Settings(
            port=0,
            database_url=url,
            secret_key_file=tmp_path / "secret.key",
            app_id="an-app",
            app_password=SecretStr("a-canary"),
            app_tenant_id=TENANT,
            allowed_tenants=frozenset({TENANT}),
        )
        async with app.running(settings, demo=False) as running:
            yield running


async def test_without_a_token_nobody_is_heard(serving: app.Running) -> None:
    async with (
        aiohttp.ClientSession() as client,
        client.post(
            f"http://127.0.0.1:{serving.port}/api/messages", json=recorded("message_personal")
        ) as answer,
    ):
        assert (answer.status, await answer.text()) == (401, "The request was refused.")


async def test_what_waits_for_a_hostile_service_url_is_connected_to_nobody(
    serving: app.Running, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store = serving.deps.store
    with store.transaction() as session:
        session.execute(update(Tenant).values(service_url="https://evil.trafficmanager.net/"))
    clock.advance(days=8)  # the first reminder of the year
    with wire.watched() as asked:
        await serving.ticks.settle()
    own = store.engine.url.host or ""
    assert [each for each in asked if each[1] != own] == []
    assert errors_of(store) == {"host-not-allowed"}
    assert "what follows the end of delivery" not in caplog.text  # many are refused at once


def errors_of(store: Store) -> set[str | None]:
    with store.transaction() as session:
        found = session.exec(select(Delivery.error).where(col(Delivery.error).is_not(None)))
        return set(found)
