"""The bot's own token: one fetch for many sends, and none on the event loop."""

import asyncio
import threading
from typing import Any

import pytest

from bot.teams.credentials import AppCredentials, NoToken
from tests.fakes.login import FakeApplication
from tests.teams.conftest import Clock


class SlowApplication(FakeApplication):
    """Answers only when the test lets it, and remembers which threads asked."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()
        self.asked = threading.Event()
        self.threads: list[str] = []

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
        self.threads.append(threading.current_thread().name)
        self.asked.set()
        assert self.open.wait(timeout=5)
        return super().acquire_token_for_client(scopes)


async def others() -> None:
    """Let everything else that is under way come to its end."""
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})


async def test_many_sends_share_one_fetch_that_leaves_the_loop_free() -> None:
    application = SlowApplication()
    credentials = AppCredentials(lambda: application, Clock())
    sends = [asyncio.create_task(credentials.token()) for _ in range(50)]
    await asyncio.sleep(0)
    application.open.set()

    assert await asyncio.gather(*sends) == ["token-1"] * 50
    assert len(application.threads) == 1
    assert application.threads != [threading.current_thread().name]


async def test_the_application_is_made_once() -> None:
    made: list[FakeApplication] = []

    def make() -> FakeApplication:
        made.append(FakeApplication())
        return made[-1]

    clock = Clock()
    credentials = AppCredentials(make, clock)
    await credentials.token()
    clock.seconds += 3600
    await credentials.token()

    assert len(made) == 1


async def test_near_its_end_the_old_token_serves_while_a_new_one_is_fetched() -> None:
    application, clock = SlowApplication(), Clock()
    application.open.set()
    credentials = AppCredentials(lambda: application, clock)
    await credentials.token()
    application.remove_tokens_for_client()
    application.open.clear()
    clock.seconds += 3600 - 300

    assert await credentials.token() == "token-1"
    application.open.set()
    await others()
    assert await credentials.token() == "token-2"
    assert application.fetched == 2


async def test_before_that_nobody_is_asked() -> None:
    application, clock = FakeApplication(), Clock()
    credentials = AppCredentials(lambda: application, clock)
    await credentials.token()
    application.remove_tokens_for_client()
    clock.seconds += 3600 - 301

    assert await credentials.token() == "token-1"


async def test_a_refused_token_is_dropped_also_from_the_memory_of_msal() -> None:
    application = FakeApplication()
    credentials = AppCredentials(lambda: application, Clock())
    credentials.drop(await credentials.token())

    assert await credentials.token() == "token-2"


async def test_fifty_complaints_about_one_token_cause_one_fetch() -> None:
    application = FakeApplication()
    credentials = AppCredentials(lambda: application, Clock())
    refused = await credentials.token()
    for _ in range(50):
        credentials.drop(refused)
        assert await credentials.token() == "token-2"

    assert application.fetched == 2


@pytest.mark.parametrize(
    "application",
    [
        FakeApplication(error=ConnectionError("login.microsoftonline.com")),
        FakeApplication(error=ValueError("authority discovery failed")),
        FakeApplication(error=KeyError("access_token")),
        FakeApplication(answer={"error": "invalid_client", "error_description": "secret"}),
        FakeApplication(answer={"access_token": "x"}),
        FakeApplication(answer={"access_token": None, "expires_in": 3600}),
        FakeApplication(answer={}),
    ],
)
async def test_without_a_token_the_reason_is_a_word_and_no_secret(
    application: FakeApplication,
) -> None:
    with pytest.raises(NoToken) as caught:
        await AppCredentials(lambda: application, Clock()).token()

    words = ("ConnectionError", "ValueError", "KeyError", "invalid_client", "unexpected answer")
    assert str(caught.value) in words


async def test_the_next_send_asks_again_after_a_failure() -> None:
    application = FakeApplication(error=ConnectionError())
    credentials = AppCredentials(lambda: application, Clock())
    with pytest.raises(NoToken):
        await credentials.token()
    application.error = None

    assert await credentials.token() == "token-1"


async def test_a_failing_login_server_does_not_matter_while_the_token_is_good() -> None:
    application, clock = FakeApplication(), Clock()
    credentials = AppCredentials(lambda: application, clock)
    await credentials.token()
    application.error = ConnectionError()
    clock.seconds += 3600 - 1

    assert await credentials.token() == "token-1"
    clock.seconds += 1
    with pytest.raises(NoToken):
        await credentials.token()
