"""Tokens and signing keys: what is refused at the door is in test_refusals.py, the rest is here."""

import asyncio

import aiohttp
import jwt
import pytest

from bot.teams.keys import FRESH, MAX_AGE, RETRY_PAUSE, SigningKeys
from bot.teams.refusals import Forbidden, Unauthorised
from bot.teams.tokens import TokenVerifier, check_tenant
from tests.fakes import login
from tests.fakes.login import FakeLogin, claims, sign
from tests.fakes.teams import SERVICE_URL
from tests.teams.conftest import Clock

UNUSABLE = [b"", b"<html>", b"[]", b"{}", b'{"keys":[]}', b'{"keys":[{"kid":"key-1"}]}']


class Guard:
    """A verifier with its clock, and the shortest way to ask it."""

    def __init__(self, session: aiohttp.ClientSession, server: FakeLogin) -> None:
        self.clock = Clock()
        keys = SigningKeys(session, self.clock, server.metadata_url)
        self._verifier = TokenVerifier(login.APP_ID, keys, self.clock)

    async def accepts(self, token: str, channel: str = "msteams") -> bool:
        try:
            await self._verifier.verify(
                f"Bearer {token}", service_url=SERVICE_URL, channel_id=channel
            )
        except Unauthorised:
            return False
        return True


@pytest.fixture
def guard(session: aiohttp.ClientSession, login_server: FakeLogin) -> Guard:
    return Guard(session, login_server)


async def test_the_keys_are_read_once_for_many_tokens(
    guard: Guard, login_server: FakeLogin
) -> None:
    tokens = [sign(claims(SERVICE_URL, number=number)) for number in range(20)]

    answers = await asyncio.gather(*(guard.accepts(token) for token in tokens))

    assert answers == [True] * 20
    assert login_server.reads == 1


async def test_a_new_key_is_accepted_at_first_sight(guard: Guard, login_server: FakeLogin) -> None:
    assert await guard.accepts(sign(claims(SERVICE_URL))) is True
    login_server.rotate("key-2")
    guard.clock.seconds += RETRY_PAUSE

    assert await guard.accepts(sign(claims(SERVICE_URL), "key-2")) is True
    assert await guard.accepts(sign(claims(SERVICE_URL))) is False


async def test_a_flood_of_unknown_keys_causes_one_read_a_minute(
    guard: Guard, login_server: FakeLogin
) -> None:
    strangers = [sign(claims(SERVICE_URL), kid=f"unknown-{number}") for number in range(30)]

    for _ in range(2):
        answers = await asyncio.gather(*(guard.accepts(token) for token in strangers))
        assert answers == [False] * 30
    assert login_server.reads == 1

    guard.clock.seconds += RETRY_PAUSE
    await guard.accepts(strangers[0])
    assert login_server.reads == 2


async def test_keys_are_read_again_after_a_day(guard: Guard, login_server: FakeLogin) -> None:
    await guard.accepts(sign(claims(SERVICE_URL)))
    login_server.rotate("key-2")
    guard.clock.seconds += MAX_AGE

    assert await guard.accepts(sign(claims(SERVICE_URL, exp=guard.clock() + 60))) is False
    assert login_server.reads == 2


async def test_on_a_usual_day_nobody_waits_for_the_keys(
    guard: Guard, login_server: FakeLogin
) -> None:
    await guard.accepts(sign(claims(SERVICE_URL)))
    guard.clock.seconds += FRESH
    login_server.hang()
    later = claims(SERVICE_URL, exp=guard.clock() + 60)

    assert await guard.accepts(sign(later)) is True
    login_server.recover()
    login_server.rotate("key-2")
    assert await guard.accepts(sign(later, "key-2")) is True
    assert login_server.reads == 2


async def test_keys_that_lie_on_another_host_are_not_fetched(
    guard: Guard, login_server: FakeLogin
) -> None:
    async with FakeLogin() as other:
        login_server.elsewhere = other.metadata_url.replace("openidconfiguration", "keys")

        assert await guard.accepts(sign(claims(SERVICE_URL))) is False
        assert other.reads == 0


@pytest.mark.parametrize("answer", UNUSABLE)
async def test_known_keys_outlive_a_key_server_that_has_lost_its_own(
    guard: Guard, login_server: FakeLogin, answer: bytes
) -> None:
    await guard.accepts(sign(claims(SERVICE_URL)))
    login_server.broken = answer
    guard.clock.seconds += MAX_AGE

    assert await guard.accepts(sign(claims(SERVICE_URL, exp=guard.clock() + 60))) is True
    assert await guard.accepts(sign(claims(SERVICE_URL), "key-2")) is False


@pytest.mark.parametrize("answer", UNUSABLE)
async def test_an_answer_without_usable_keys_makes_every_key_unknown(
    guard: Guard, login_server: FakeLogin, answer: bytes
) -> None:
    login_server.broken = answer

    assert await guard.accepts(sign(claims(SERVICE_URL))) is False


async def test_a_refused_connection_to_the_key_server_is_no_error(
    session: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    keys = SigningKeys(session, Clock(), f"http://127.0.0.1:{unused_tcp_port}/")

    assert await keys.find("key-1") is None


async def test_a_hanging_key_server_holds_up_only_those_who_need_it(
    guard: Guard, login_server: FakeLogin
) -> None:
    await guard.accepts(sign(claims(SERVICE_URL)))
    guard.clock.seconds += RETRY_PAUSE
    login_server.hang()
    stranger = asyncio.create_task(guard.accepts(sign(claims(SERVICE_URL), "key-2")))
    await asyncio.sleep(0)

    assert await guard.accepts(sign(claims(SERVICE_URL, number=2))) is True
    assert stranger.done() is False

    login_server.rotate("key-2")
    login_server.recover()
    assert await stranger is True


async def test_whoever_gives_up_waiting_does_not_stop_the_read_for_the_others(
    guard: Guard, login_server: FakeLogin
) -> None:
    login_server.hang()
    first = asyncio.create_task(guard.accepts(sign(claims(SERVICE_URL))))
    second = asyncio.create_task(guard.accepts(sign(claims(SERVICE_URL))))
    await asyncio.sleep(0)
    first.cancel()
    login_server.recover()

    assert await second is True


async def test_a_remembered_token_still_expires(guard: Guard) -> None:
    token = sign(claims(SERVICE_URL, exp=login.NOW + 600))
    assert await guard.accepts(token) is True

    guard.clock.seconds += 600 + 299
    assert await guard.accepts(token) is True
    guard.clock.seconds += 1
    assert await guard.accepts(token) is False


async def test_a_remembered_token_dies_with_its_key(guard: Guard, login_server: FakeLogin) -> None:
    token = sign(claims(SERVICE_URL))
    assert await guard.accepts(token) is True
    login_server.rotate("key-2")
    guard.clock.seconds += RETRY_PAUSE
    await guard.accepts(sign(claims(SERVICE_URL), "key-2"))

    assert await guard.accepts(token) is False


async def test_a_remembered_token_dies_when_its_key_is_exchanged_under_the_same_id(
    guard: Guard, login_server: FakeLogin
) -> None:
    token = sign(claims(SERVICE_URL, exp=login.NOW + 2 * MAX_AGE))
    assert await guard.accepts(token) is True
    login_server.exchanged = {"key-1": "key-2"}
    guard.clock.seconds += MAX_AGE

    assert await guard.accepts(token) is False


async def test_a_remembered_token_gives_no_credit_to_a_forged_signature(guard: Guard) -> None:
    token = sign(claims(SERVICE_URL))
    assert await guard.accepts(token) is True
    forged = jwt.encode(
        claims(SERVICE_URL), login.private_key("mine"), "RS256", headers={"kid": "key-1"}
    )

    assert await guard.accepts(forged) is False


async def test_a_key_that_lists_no_endorsements_may_speak_for_teams(
    guard: Guard, login_server: FakeLogin
) -> None:
    login_server.published = {"key-1": None}

    assert await guard.accepts(sign(claims(SERVICE_URL))) is True


async def test_a_key_that_speaks_for_other_channels_alone_does_not_speak_for_teams(
    guard: Guard, login_server: FakeLogin
) -> None:
    login_server.published = {"key-1": ["webchat"]}

    with pytest.raises(Forbidden):
        await guard.accepts(sign(claims(SERVICE_URL)))


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "msteams ", "MSTEAMS"])
async def test_only_teams_may_say_who_somebody_is_even_where_the_key_speaks_for_others(
    guard: Guard, login_server: FakeLogin, channel: str
) -> None:
    login_server.published = {"key-1": ["msteams", channel]}

    with pytest.raises(Forbidden):
        await guard.accepts(sign(claims(SERVICE_URL)), channel)


def test_every_tenant_is_welcome_when_no_list_is_given() -> None:
    check_tenant(frozenset({"anyone"}), frozenset())
    check_tenant(frozenset(), frozenset())


@pytest.mark.parametrize("tenants", [set(), {"other"}, {"ours", "other"}])
def test_a_tenant_outside_the_list_is_forbidden(tenants: set[str]) -> None:
    with pytest.raises(Forbidden):
        check_tenant(frozenset(tenants), frozenset({"ours"}))


def test_two_tenants_in_one_activity_are_forbidden_even_without_a_list() -> None:
    with pytest.raises(Forbidden):
        check_tenant(frozenset({"one", "another"}), frozenset())
