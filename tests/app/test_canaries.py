"""Names, ids, words and secrets, planted where they could leak: the log at its most talkative knows
none of them, and neither does whoever is refused.
"""

import json
import logging
from typing import Any

import pytest

from tests.app.conftest import Bot, recorded
from tests.fakes.connector import ARRIVED_THEN_502, BLOCKED, RESET, Fault

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
