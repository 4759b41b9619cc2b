"""The two doors of the running bot do not get in each other's way."""

import pytest

from bot.web.forms import MAX_BYTES
from tests.app.conftest import Bot, bot, settings

__all__ = ["bot", "settings"]  # fixtures that are shared with the tests of the whole bot

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def ask(bot: Bot, method: str, path: str, data: bytes = b"") -> tuple[int, str, str]:
    """Status, kind of content, and the first words."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    address = f"http://127.0.0.1:{bot.running.port}{path}"
    async with bot.client.request(method, address, data=data, headers=kind) as answer:
        return answer.status, answer.content_type, (await answer.text())[:15]


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/healthz", (200, "text/plain", "ok\n")),
        ("GET", "/readyz", (200, "text/plain", "ok\n")),
        ("POST", "/api/messages", (415, "text/plain", "The request was")),
        ("GET", "/api/messages", (405, "text/plain", "405: Method Not")),
        ("GET", "/privacy", (200, "text/html", "<!doctype html>")),
        ("GET", "/moteplan/lindesnes", (200, "text/html", "<!doctype html>")),
        ("GET", "/moteplan/lindesnes.ics", (200, "text/calendar", "BEGIN:VCALENDAR")),
        ("GET", "/nope", (404, "text/html", "<!doctype html>")),
        ("GET", "/api/messages/", (404, "text/html", "<!doctype html>")),
    ],
)
async def test_each_door_answers_in_its_own_way(
    bot: Bot, method: str, path: str, answer: tuple[int, str, str]
) -> None:
    assert await ask(bot, method, path) == answer


async def test_a_form_may_be_as_large_as_an_evaluation_and_no_larger(bot: Bot) -> None:
    path = f"/p/{'x' * 22}"
    statuses = [(await ask(bot, "POST", path, b"x" * n))[0] for n in (MAX_BYTES, MAX_BYTES + 1)]
    assert statuses == [403, 413]
