"""Thousands of bodies that make no sense, at the door of the whole bot: no fault, nothing kept."""

import gc
import json
import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.routes import BUTTONS
from tests.app.conftest import RECORDED, Bot
from tests.fakes import teams
from tests.malformed import MANY, SEED, Maker
from tests.teams.test_dialogs import chosen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

REFUSED = {400, 403, 404, 413, 415}
APOLOGY = "Beklager, noe gikk galt hos meg"
BREATH = 24  # MB that memory may swing by


def resident() -> float:
    """MB of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 2**20


def sources(bot: Bot) -> list[dict[str, Any]]:
    recorded = [json.loads(path.read_text("utf-8")) for path in sorted(RECORDED.glob("*.json"))]
    here = {"serviceUrl": bot.teams.service_url}
    return [each | here for each in (*recorded, teams.members_added(), chosen())]


async def test_no_body_that_was_made_up_is_a_fault_or_stays_in_memory(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    maker = Maker(sources(bot), [button.action for button in BUTTONS.values()])
    statuses: Counter[int] = Counter()
    apologies, held = [], 0.0
    for number in range(MANY):
        body = maker.body()
        status, answer = await bot.knock_raw(body, "application/json")
        statuses[status] += 1
        if APOLOGY in answer or status >= 500:
            apologies.append(body[:2000])
        bot.teams.requests.clear()
        bot.teams.delivered.clear()
        if number == MANY // 2:
            held = resident()

    bugs = [record.getMessage() for record in caplog.records]
    assert (bugs[:3], apologies[:3]) == ([], []), f"SEED={SEED}"
    assert statuses.keys() <= {200, *REFUSED}
    assert statuses[200] > MANY / 20  # some are understood, or nothing behind the door was tried
    assert statuses[400] > MANY / 10
    assert resident() - held < BREATH
