"""The whole bot over HTTP: bad input, repetitions, and the order of what is said."""

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel, col, select

from bot.web import health
from storage import deliveries
from storage.tables import Challenge, Delivery, Heard, Meeting, Organisation
from tests.app.conftest import Bot, recorded
from tests.fakes.connector import ARRIVED_THEN_502, HANG, Fault

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rows(bot: Bot, table: type[SQLModel]) -> int:
    with bot.running.deps.store.transaction() as session:
        return len(session.exec(select(table)).all())


def pressed(verb: str, data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return recorded("execute_personal", value={"action": action}, **changes)


@SQLITE
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"hei"', "application/json", 400),
        (b"{}", "application/json", 400),
        (b"{}", None, 415),
        (b"{}", "text/plain", 415),
        (b" " * 1_000_000, "application/json", 413),
        (b'{"type":"message"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
    ],
)
async def test_a_bad_request_is_refused_and_leaves_nothing_behind(
    bot: Bot, body: bytes, content_type: str | None, status: int
) -> None:
    assert await bot.knock_raw(body, content_type) == (status, "The request was refused.")
    assert (rows(bot, Heard), bot.teams.requests) == (0, [])


@SQLITE
async def test_an_activity_of_an_unknown_type_is_left_alone(bot: Bot) -> None:
    status, body = await bot.knock(recorded("message_personal", type="typing"))
    assert (status, body, bot.teams.requests) == (200, "", [])


@SQLITE
@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("no.such/1", {}),
        ("duty.done/0", {"duty": 1}),
        ("duty.done/1", {"duty": "one"}),
        ("duty.done/1", {"duty": 2**80}),
        ("challenge.submit/1", {"submission": "s", "text": "x" * 100_000}),
    ],
)
async def test_a_button_nobody_knows_gets_a_friendly_card(
    bot: Bot, verb: str, data: dict[str, Any]
) -> None:
    status, answer = await bot.knock(pressed(verb, data))
    assert (status, answer["statusCode"]) == (200, 200)
    assert answer["value"]["fallbackText"] == "Denne knappen er for gammel"
    assert rows(bot, Challenge) == 0


async def test_the_same_message_fifty_times_at_once_is_answered_once(bot: Bot) -> None:
    message = recorded("message_personal", text="møteplan", id="the-same")
    answers = await asyncio.gather(*(bot.knock(message) for _ in range(50)))
    assert {status for status, _ in answers} == {200}
    assert [post.how for post in bot.teams.posts] == ["post"]


async def test_plain_text_with_a_new_id_is_a_new_message(bot: Bot) -> None:
    for number in ("1", "2"):
        await bot.knock(recorded("message_personal", text="møteplan", id=number))
    assert len(bot.teams.posts) == 2


async def test_a_repeated_press_has_one_effect_and_is_told_the_present_state(bot: Bot) -> None:
    data = {"submission": "one-form", "text": "Ukentlig praksis kolliderer", "anonymous": "false"}
    presses = [pressed("challenge.submit/1", data, id=f"new-{n}") for n in range(20)]
    answers = await asyncio.gather(*(bot.knock(press) for press in presses))
    assert rows(bot, Challenge) == 1
    assert len({str(answer["value"]) for _, answer in answers}) == 1
    post = pressed("challenge.post/1", {"challenge": 1, "claim": "one-form"})
    answers = await asyncio.gather(*(bot.knock(post | {"id": str(n)}) for n in range(20)))
    assert len({str(answer["value"]) for _, answer in answers}) == 1
    await bot.running.ticks.settle()
    assert [item.how for item in bot.teams.delivered] == ["thread"]


async def test_twenty_who_press_at_once_make_one_duty_done(bot: Bot) -> None:
    card = (await bot.knock(pressed("meeting/1", {"meeting": _hosted_by_nav(bot)})))[1]["value"]
    duty = next(part for part in _parts(card) if part.get("verb") == "duty.done/1")["data"]
    presses = (pressed("duty.done/1", duty, id=str(n)) for n in range(20))
    answers = await asyncio.gather(*(bot.knock(press) for press in presses))
    assert len({str(answer["value"]) for _, answer in answers}) == 1


def _hosted_by_nav(bot: Bot) -> int:
    with bot.running.deps.store.transaction() as session:
        statement = (
            select(Meeting.id)
            .join(Organisation, col(Organisation.id) == col(Meeting.host_id))
            .where(Organisation.key == "nav", col(Meeting.starts_at) > bot.running.deps.now())
        )
        return session.exec(statement).first() or 0


def _parts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(part for value in node.values() for part in _parts(value))]
    if isinstance(node, list):
        return [part for value in node for part in _parts(value)]
    return []


async def test_the_answer_is_the_first_thing_posted_even_when_a_greeting_is_due(bot: Bot) -> None:
    arrival = recorded("installation_personal")
    message = recorded("message_personal", text="hjelp", id="1")
    await asyncio.gather(bot.knock(message), bot.knock(arrival))
    await bot.running.ticks.settle()
    texts = [str(post.activity["attachments"][0]["content"]) for post in bot.teams.posts]
    assert len(texts) == 2
    assert "denne oversikten" in texts[0]


@SQLITE
async def test_nothing_is_said_in_a_chat_that_waits_for_an_answer(bot: Bot) -> None:
    bot.teams.fail_next(HANG)
    answering = asyncio.create_task(bot.knock(recorded("message_personal", text="hjelp", id="1")))
    await bot.teams.until_asked(1)
    await bot.knock(recorded("installation_personal"))
    greeting = asyncio.create_task(bot.running.ticks.settle())
    await asyncio.wait({greeting}, timeout=1)
    assert len(bot.teams.requests) == 1
    bot.teams.release()
    await asyncio.gather(answering, greeting)
    assert len(bot.teams.requests) == 2


async def test_what_a_person_sees_of_a_bug_is_an_apology_with_a_reference(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    with bot.running.deps.store.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE heard")
    status, _ = await bot.knock(recorded("message_personal", text="Hemmelig møteplan", id="1"))
    (apology,) = bot.teams.posts
    shown = str(apology.activity)
    assert (status, "Traceback" in shown, "heard" in shown) == (200, False, False)
    assert "Hemmelig" not in caplog.text
    (bug,) = [record for record in caplog.records if record.name == "bot.teams.edge"]
    assert isinstance(bug.args, tuple)
    assert str(bug.args[0]) in shown


async def test_a_throttled_delivery_waits_and_then_arrives_once(bot: Bot) -> None:
    bot.teams.fail_next(Fault(429, retry_after="1"))
    await bot.knock(recorded("installation_personal"))
    async with asyncio.timeout(60):
        await bot.teams.until_delivered(1)
    assert [post.how for post in bot.teams.posts] == ["post"]


async def test_an_ambiguous_answer_is_not_repeated_and_is_listed_for_a_person(bot: Bot) -> None:
    bot.teams.fail_next(ARRIVED_THEN_502)
    await bot.knock(recorded("installation_personal"))
    await bot.running.ticks.settle()
    await bot.running.ticks.settle()
    assert len(bot.teams.posts) == 1
    with bot.running.deps.store.transaction() as session:
        found = session.exec(select(Delivery).where(Delivery.kind == "greeting")).one()
        assert found.state in deliveries.UNSETTLED


async def test_whoever_watches_over_it_sees_that_it_is_ready(bot: Bot) -> None:
    for path in ("healthz", "readyz"):
        async with bot.client.get(f"http://127.0.0.1:{bot.running.port}/{path}") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")


async def test_neighbours_read_what_became_of_deliveries_and_nobody_else_does(bot: Bot) -> None:
    bot.teams.fail_next(ARRIVED_THEN_502)
    await bot.knock(recorded("installation_personal"))
    await bot.running.ticks.settle()
    url = f"http://127.0.0.1:{bot.running.port}/metrics"
    async with bot.client.get(url) as answer:
        told = (await answer.text()).splitlines()
    assert 'rundebord_deliveries{state="unknown"} 1' in told
    assert "rundebord_deliveries_unseen 1" in told
    for name in ("Forwarded", "X-Forwarded-For", "Via"):
        async with bot.client.get(url, headers={name: "203.0.113.9"}) as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    ("remote", "near"),
    [("127.0.0.1", True), ("::1", True), ("10.1.2.3", True), ("8.8.8.8", False), ("", False)],
)
def test_a_neighbour_is_known_by_its_address(remote: str, near: bool) -> None:
    request = make_mocked_request("GET", "/metrics").clone(remote=remote)
    assert health.is_neighbour(request) is near


async def test_it_is_not_ready_without_its_database(bot: Bot) -> None:
    def refuse(*_arguments: object) -> None:
        raise OperationalError("", {}, ConnectionError())

    event.listen(bot.running.deps.store.engine, "begin", refuse)
    async with bot.client.get(f"http://127.0.0.1:{bot.running.port}/readyz") as answer:
        assert answer.status == 503
    event.remove(bot.running.deps.store.engine, "begin", refuse)
