"""One person does as much as a person can; whoever does more waits, and nobody else notices."""

import asyncio
from typing import Any

import pytest

from bot.deps import Reply
from bot.teams.answers import NOTICE_TYPE
from bot.teams.edge import REFUSAL, by_hand
from tests.fakes import teams
from tests.fakes.teams import KARI, OLA, Activity, Person
from tests.teams.conftest import CARD, Bench
from tests.teams.test_dialogs import chosen

WAIT = "Vent litt"
AS_A_NOTICE = {"statusCode": 200, "type": NOTICE_TYPE, "value": WAIT}
IN_THE_DIALOG = {"task": {"type": "message", "value": WAIT}}


@pytest.fixture
async def limited(bench: Bench) -> Bench:
    bench.bot.reply = Reply(CARD)
    await bench.open(limits=by_hand(bench.clock), wait_a_little=lambda incoming: WAIT)
    return bench


async def press(bench: Bench, person: Person = KARI) -> Any:
    answer = await bench.knock(teams.card_action("duty.done/1", {}, person))
    assert answer.status == 200
    return (await answer.json())["value"]


async def test_a_thousand_presses_in_a_minute_are_answered_and_most_do_nothing(
    limited: Bench,
) -> None:
    answers = []
    for _ in range(10):
        answers += await asyncio.gather(*(press(limited) for _ in range(100)))
        limited.clock.seconds += 6

    assert {str(answer) for answer in answers} == {str(CARD), WAIT}
    assert len(limited.bot.heard) == answers.count(CARD) == 120 + 9 * 12
    assert limited.teams.requests == []


async def test_nobody_else_waits_for_it(limited: Bench) -> None:
    while await press(limited) == CARD:
        pass

    assert [await press(limited, OLA), await press(limited)] == [CARD, WAIT]


async def test_after_a_moment_it_goes_on(limited: Bench) -> None:
    while await press(limited) == CARD:
        pass
    limited.clock.seconds += 1

    assert await press(limited) == CARD


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        (teams.card_action("duty.done/1", {}), AS_A_NOTICE),
        (chosen(), IN_THE_DIALOG),
        (teams.personal_message("hei"), REFUSAL),
        (teams.submit("duty.done/1", {}), REFUSAL),
    ],
)
async def test_what_is_told_is_a_word_where_one_costs_nothing(
    limited: Bench, activity: Activity, told: Any
) -> None:
    while await press(limited) == CARD:
        pass
    answer = await limited.knock(activity)

    if told == REFUSAL:
        assert (answer.status, await answer.text()) == (429, REFUSAL)
        assert answer.headers["Retry-After"] == "60"
    else:
        assert (answer.status, await answer.json()) == (200, told)


async def test_what_teams_tells_of_itself_is_not_counted(limited: Bench) -> None:
    while await press(limited) == CARD:
        pass
    heard = len(limited.bot.heard)

    assert (await limited.knock(teams.installation())).status == 200
    assert len(limited.bot.heard) == heard + 1
