"""A Team of five sets the bot up from nothing, by following the cards alone, in the real client."""

import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.demo.playground import CastPerson, load_cast
from tests.e2e.demo import Demo, running_demo
from tests.e2e.playground import PlaygroundClient, Shown
from tests.e2e.setting_up import Facts, ask_everybody, follow_the_cards, speak_norwegian

pytestmark = [pytest.mark.node, pytest.mark.asyncio(loop_scope="module")]

CAST = load_cast()
READING = 15.0
"""Seconds in which a person reads a card and fills it in before the next press: generously."""
FIVE_MINUTES = 300.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path_factory.mktemp("empty"), empty=True) as running:
        yield running


@dataclass
class Finger:
    """Presses, and counts: how often each person did, and how long the bot took in all."""

    client: PlaygroundClient
    presses: Counter[CastPerson] = field(default_factory=Counter)
    seconds: float = 0.0

    async def press(
        self,
        shown: Shown,
        button: str,
        inputs: Mapping[str, str] | None = None,
        *,
        as_user: CastPerson | None = None,
    ) -> Shown:
        begun = time.monotonic()
        answer = await self.client.press(shown, button, inputs, as_user=as_user)
        self.presses[as_user or CAST.current_user] += 1
        self.seconds += time.monotonic() - begun
        return answer


async def test_a_team_of_five_is_ready_in_less_than_five_minutes(
    demo: Demo, capsys: pytest.CaptureFixture[str]
) -> None:
    client, finger = demo.client, Finger(demo.client)
    await client.add_to_team()
    greeting = await client.next_card(CAST.team_id)
    await speak_norwegian(client, CAST.current_user)  # not counted as set-up

    facts = Facts(
        name="Lindesnes",
        template="kmv",
        county="agder",
        ticked="0,1,3",
        agencies=("Mandal videregående skole", "Lyngdal kommune"),
        slug="lindesnes",
    )
    overview = await follow_the_cards(finger.press, greeting, facts)
    question = await ask_everybody(client, finger.press, overview)
    listed = [choice["value"] for choice in question.inputs["agency"]["choices"]]
    for person, agency in zip(CAST.everyone, listed, strict=False):
        chosen = {"agency": agency}
        answer = await finger.press(question, question.buttons[0], chosen, as_user=person)
        await finger.press(answer, answer.buttons[0], as_user=person)

    year = await finger.press(overview, "Planlegg")
    confirm = await finger.press(year, "Bekreft alle")
    await finger.press(confirm, confirm.buttons[0])

    overview = await client_says(client, "oppsett")
    assert overview.heading == "Alt er klart"
    mine, theirs = finger.presses[CAST.current_user], finger.presses[CAST.users[0]]
    taken = (mine + theirs) * READING + finger.seconds  # the others press at the same time
    with capsys.disabled():
        sys.stdout.write(
            f"\nset up with {mine} presses, {theirs} by each of the others; "
            f"{finger.seconds:.1f} s of waiting for the bot\n"
        )
    assert (mine, theirs) == (13, 2)
    assert taken < FIVE_MINUTES


async def client_says(client: PlaygroundClient, text: str) -> Shown:
    """In General, where the Team decides which network is meant."""
    thread = await client.post("General", text)
    return await client.next_card(thread)
