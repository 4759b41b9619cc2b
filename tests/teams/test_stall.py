"""The servers we depend on may hang: whoever does not need them notices nothing."""

import asyncio

import aiohttp

from bot.deps import Reply
from bot.teams.connector import Connector
from bot.teams.credentials import AppCredentials
from bot.teams.hosts import LoopbackOnly
from bot.teams.keys import RETRY_PAUSE
from tests.fakes import teams
from tests.fakes.login import claims, sign
from tests.teams.conftest import CARD, NOW, Bench
from tests.teams.test_credentials import SlowApplication


async def test_while_the_key_and_the_login_server_hang_all_others_are_answered(
    bench: Bench,
) -> None:
    bench.bot.reply = Reply(CARD)
    login = SlowApplication()
    credentials = AppCredentials(lambda: login, bench.clock)
    connector = Connector(bench.session, credentials, LoopbackOnly(), lambda: NOW)
    await bench.open(connector=connector)
    await bench.knock(teams.card_action("duty.done/1", {}))  # the usual key is known from here on
    bench.clock.seconds += RETRY_PAUSE
    bench.login.hang()
    needs_a_key = asyncio.create_task(with_a_new_key(bench))
    needs_a_token = asyncio.create_task(bench.knock(teams.personal_message("møteplan")))
    assert await asyncio.to_thread(login.asked.wait, 5)

    answers = [await bench.knock(teams.card_action("duty.done/1", {})) for _ in range(20)]

    assert [answer.status for answer in answers] == [200] * 20
    assert (needs_a_key.done(), needs_a_token.done()) == (False, False)
    login.open.set()
    bench.login.rotate("key-2")
    bench.login.recover()
    assert [(await needs_a_key).status, (await needs_a_token).status] == [200, 200]


async def with_a_new_key(bench: Bench) -> aiohttp.ClientResponse:
    url = bench.teams.service_url
    headers = {"Authorization": f"Bearer {sign(claims(url), 'key-2')}"}
    activity = teams.card_action("duty.done/1", {}) | {"serviceUrl": url}
    return await bench.clients[0].post("/api/messages", json=activity, headers=headers)
