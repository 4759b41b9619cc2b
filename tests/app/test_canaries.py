"""Names, ids, words and secrets, planted where they could leak: the log at its most talkative knows
none of them, and neither does whoever is refused.
"""

import json
import logging
from typing import Any

import pytest

from bot.demo.playground import load_cast
from cards.evaluation_form import SubmitEvaluation
from tests.app.conftest import Bot, recorded
from tests.clock import Clock
from tests.fakes.connector import ARRIVED_THEN_502, BLOCKED, RESET, Fault
from tests.features.bench import Network
from tests.features.evaluated import fagdag, opened

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CANARY = "kanarifugl"
PERSON = {"id": f"29:{CANARY}", "aadObjectId": f"{CANARY}-entra", "name": f"Kari {CANARY}"}
RAISED = {"submission": f"{CANARY}-form", "text": f"Ukentlig {CANARY}", "anonymous": "false"}


def from_the_canary(name: str, **changes: Any) -> dict[str, Any]:
    activity = recorded(name, **changes)
    sender = dict(activity["from"]) | PERSON
    return activity | {"from": sender, "id": f"{CANARY}-{json.dumps(changes)[:40]}"}


def pressed(verb: str, data: dict[str, Any]) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return from_the_canary("execute_channel", value={"action": action})


async def test_the_log_at_its_most_talkative_knows_no_person_no_word_and_no_secret(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await bot.knock(from_the_canary("message_channel", text=f"<at>x</at> hjelp {CANARY}"))
    await bot.knock(pressed("challenge.submit/1", RAISED))
    await bot.knock(pressed(f"{CANARY}/1", {CANARY: CANARY}))
    for fault in (BLOCKED, RESET, ARRIVED_THEN_502, Fault(400, body=CANARY.encode())):
        bot.teams.fail_next(fault)
        await bot.knock(from_the_canary("message_personal", text=f"hjelp {fault}"))
    await bot.running.ticks.settle()
    refused = await bot.knock(from_the_canary("message_personal", serviceUrl=1, type=CANARY))
    keys = bot.running.deps.keys.make("door test")
    with bot.running.deps.store.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE heard")
    await bot.knock(from_the_canary("message_personal", text=f"Hemmelig {CANARY}"))

    assert any(record.levelno == logging.ERROR for record in caplog.records)  # the bug
    assert CANARY not in caplog.text
    assert CANARY not in str(refused)
    assert keys.hex() not in caplog.text
    assert str(keys) not in caplog.text


@pytest.mark.parametrize("broken", [False, True])
async def test_an_answer_is_in_no_trace_even_when_it_cannot_be_taken(
    bot: Bot, caplog: pytest.LogCaptureFixture, broken: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    deps = bot.running.deps
    network = Network(deps, load_cast(), Clock(deps.now()))
    data = {"evaluation": opened(network, fagdag(network)), "benefit": "great", "needs": CANARY}
    if broken:
        with deps.store.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE waiting_answer")
    action = {"type": "Action.Execute", "verb": SubmitEvaluation.verb, "data": data}
    told = await bot.knock(recorded("execute_channel", value={"action": action}))
    assert ("Takk for svaret" in str(told)) == (not broken)
    assert ("sqlalchemy.exc.OperationalError" in caplog.text) == broken
    assert CANARY not in caplog.text
    assert CANARY not in str(told)
