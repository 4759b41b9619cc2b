"""Nothing leaves for a host that is not on the list, shown at the sockets of the process."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from yarl import URL

from bot.deps import Message, Reply, Target
from bot.domain.errors import DeliveryFailed
from bot.teams.connector import Connector
from bot.teams.credentials import AppCredentials
from bot.teams.directory import TeamDirectory
from bot.teams.hosts import ExactHosts, LoopbackOnly
from tests.fakes import login, teams, wire
from tests.fakes.connector import Fault
from tests.fakes.login import FakeApplication
from tests.fakes.wire import Asked
from tests.teams.conftest import CARD, NOW, Bench
from tests.teams.test_hosts import HOSTILE

MESSAGE = Message(CARD, summary="Møteplanen")
ELSEWHERE = "192.0.2.1"  # set aside for documentation: nobody has it


def to(service_url: str) -> Target:
    return Target(teams.TENANT, service_url, "28:bot", conversation_id="19:x", teams_user_id="29:x")


def to_a_channel(service_url: str) -> Target:
    return Target(teams.TENANT, service_url, "28:bot", conversation_id="19:x", channel_id="19:x")


Use = Callable[[Connector, str], Coroutine[Any, Any, object]]
USES: dict[str, Use] = {
    "open": lambda connector, url: connector.open(to(url)),
    "post": lambda connector, url: connector.post(to(url), MESSAGE),
    "thread": lambda connector, url: connector.post(to_a_channel(url), MESSAGE),
    "update": lambda connector, url: connector.update(to(url), "1", MESSAGE),
    "directory": lambda connector, url: TeamDirectory(connector).channels(url, "19:team"),
}


def strangers(asked: list[Asked], *ours: str) -> list[Asked]:
    """All but the servers of the test itself."""
    ports = {URL(url).port for url in ours}
    return [each for each in asked if each[1] != "127.0.0.1" or each[2] not in ports]


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 50


async def test_an_activity_that_names_a_hostile_url_connects_nowhere(bench: Bench) -> None:
    """Its token vouches for it, and the bot would answer."""
    bench.bot.reply = Reply(CARD)
    credentials = AppCredentials(FakeApplication, bench.clock)
    connector = Connector(bench.session, credentials, ExactHosts(), lambda: NOW)
    client = await bench.open(hosts=ExactHosts(), connector=connector)
    statuses = set()

    with wire.watched() as asked:
        for url in HOSTILE:
            activity = teams.personal_message("møteplan") | {"serviceUrl": url}
            headers = login.authorization(url)
            statuses.add(
                (await client.post("/api/messages", json=activity, headers=headers)).status
            )

    assert statuses == {400, 403}  # 400: it is empty, or holds a character that nobody can store
    assert strangers(asked, str(client.make_url("/")), bench.login.metadata_url) == []
    assert bench.bot.heard == []


@pytest.mark.parametrize("use", USES)
async def test_a_hostile_url_that_was_stored_is_connected_to_by_no_call(
    bench: Bench, use: str
) -> None:
    application = FakeApplication()
    credentials = AppCredentials(lambda: application, bench.clock)
    connector = Connector(bench.session, credentials, ExactHosts(), lambda: NOW)

    with wire.watched() as asked:
        told = [await _reason(USES[use](connector, url)) for url in HOSTILE]

    assert told == ["host-not-allowed"] * len(HOSTILE)
    assert (asked, application.fetched) == ([], 0)


async def _reason(sending: Coroutine[Any, Any, object]) -> str:
    with pytest.raises(DeliveryFailed) as failure:
        await sending
    return failure.value.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirection_is_not_followed(bench: Bench, status: int) -> None:
    connector = Connector(
        bench.session, AppCredentials(FakeApplication, bench.clock), LoopbackOnly(), lambda: NOW
    )
    bench.teams.fail_next(Fault(status, location=f"http://{ELSEWHERE}/"))

    with wire.watched() as asked:
        reason = await _reason(connector.post(to(bench.teams.service_url), MESSAGE))

    assert reason == "redirected"
    assert strangers(asked, bench.teams.service_url) == []


async def test_a_key_server_that_points_elsewhere_is_not_followed(bench: Bench) -> None:
    bench.login.elsewhere = f"http://{ELSEWHERE}/keys"

    with wire.watched() as asked:
        answer = await bench.knock(teams.personal_message("hei"))

    assert answer.status == 401
    ours = str(bench.clients[0].make_url("/")), bench.login.metadata_url
    assert strangers(asked, *ours) == []


async def test_the_wire_tells_of_what_is_looked_up_and_connected_to() -> None:
    """So that the silence above means something."""
    with wire.watched() as asked, pytest.raises(OSError, match=r"."):
        await asyncio.open_connection("localhost", 1)

    assert ("look-up", "localhost", 1) in asked
    assert {(how, port) for how, _, port in asked} == {("look-up", 1), ("connection", 1)}
