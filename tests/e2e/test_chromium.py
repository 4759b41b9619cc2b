"""Kari at her screen: the client's own page in Chromium, from the first greeting to the other
channel. The tests share one demo and one page, and read from the top down as one morning.

What she sees is kept as pictures in var/screenshots, each card also as wide as a phone;
`make pictures` renews those that the documents show.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.demo.playground import ROOT
from tests.e2e.browser import SCREENSHOTS, PlaygroundPage, find_chromium
from tests.e2e.demo import Demo

pytestmark = [pytest.mark.node, pytest.mark.chromium, pytest.mark.asyncio(loop_scope="module")]

DOCUMENTED = {
    "conversation": "conversation",
    "reminder-one-done-320": "reminder",
    "turns-320": "turns",
}
"""Screenshots that stand in docs/pictures, under the names that they have there."""

CHAT = "Personal Chat"
GREETING = "husker for dere"
CHALLENGE = "Vi mister deltakere i begge ender av praksisperioden."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(demo: Demo) -> AsyncIterator[PlaygroundPage]:
    async with PlaygroundPage.open(demo.client_url, find_chromium() or "") as opened:
        yield opened
    if os.environ.get("PICTURES"):
        for taken, name in DOCUMENTED.items():
            shutil.copy(SCREENSHOTS / f"{taken}.png", ROOT / "docs" / "pictures" / f"{name}.png")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fortnight(page: PlaygroundPage) -> Locator:
    """The clock is wound; the reminder that it brings."""
    await page.go_to(CHAT)
    await page.say("spol fram 14 dager")
    return await page.sees("Kan du gjøre klart til nettverksmøtet 1. mars?")


async def _keep(page: PlaygroundPage, card: Locator, name: str) -> None:
    await page.take_pictures(card, SCREENSHOTS, name)


async def test_she_is_greeted_once(page: PlaygroundPage) -> None:
    await page.sees(GREETING)
    await page.go_to("General")
    await page.go_to(CHAT)
    await page.say("hjelp")
    help_card = await page.sees("Hva kan jeg hjelpe med?")
    await expect(page.cards(GREETING)).to_have_count(1)
    await _keep(page, help_card, "help")


async def test_she_reads_the_calendar_and_turns_a_page(page: PlaygroundPage) -> None:
    await page.go_to(CHAT)
    await page.say("møteplan")
    plan = await page.sees("Dette er planlagt")
    await _keep(page, plan, "conversation")
    await page.press(plan, "Tidligere")
    before = await page.sees("Dette har vært")
    await _keep(page, before, "calendar-before")
    await page.press(before, "Senere")
    await page.sees("Dette er planlagt")


async def test_she_sees_whose_turn_it_is(page: PlaygroundPage) -> None:
    await page.go_to(CHAT)
    await page.say("ansvar")
    turns = await page.sees("Ansvar · det neste året")
    await expect(turns).to_contain_text("Dere er vert")
    await _keep(page, turns, "turns")


@pytest.mark.parametrize(
    ("said", "heading", "name"),
    [
        ("oppsett", "Alt er klart", "setup"),
        ("årsplan 2028", "Slik kan 2028 bli", "year"),
        ("saksliste", "Dette skal vi snakke om", "agenda"),
        ("ny hos oss", "Velkommen til oss", "newcomer"),
    ],
)
async def test_she_asks_for_what_the_calendar_knows(
    page: PlaygroundPage, said: str, heading: str, name: str
) -> None:
    await page.go_to(CHAT)
    await page.say(said)
    await _keep(page, await page.sees(heading), name)


async def test_she_is_reminded_and_says_that_it_is_done(
    page: PlaygroundPage, fortnight: Locator
) -> None:
    await page.go_to(CHAT)
    await _keep(page, fortnight, "reminder")
    await page.press(page.row(fortnight, "Innkalling"), "Gjort")
    await expect(page.row(fortnight, "Innkalling")).to_contain_text("Gjort av Kari Nilsen, i dag")
    await _keep(page, fortnight, "reminder-one-done")
    await page.go_to("General")
    mention = await page.sees("Kan noen hos NAV Lindesnes gjøre klart til nettverksmøtet 1. mars?")
    await expect(page.row(mention, "Innkalling")).to_contain_text("Gjort av Kari Nilsen, i dag")
    await _keep(page, mention, "mention-one-done")


async def test_she_answers_the_evaluation_with_the_controls_of_the_form(
    page: PlaygroundPage, fortnight: Locator
) -> None:
    await page.go_to("General")
    form = await page.sees("Hva syntes du?")
    await page.press(form, "Send inn")
    await expect(form.get_by_text("Velg ett svar.")).to_have_count(1)
    await page.choose(form, "Har du fått faglig utbytte av dagen?", "I stor grad")
    await page.choose(form, "Hvor nyttig var dette for arbeidet ditt?", "I noen grad")
    await page.fill(form, "Hva trenger du å vite mer om? (valgfritt)", "Hvem som har læreplasser.")
    await _keep(page, form, "evaluation")
    await page.press(form, "Send inn")
    await _keep(page, await page.sees("Takk for svaret"), "evaluation-thanks")


async def test_she_raises_a_challenge_and_sees_it_in_the_other_channel(
    page: PlaygroundPage,
) -> None:
    await page.go_to(CHAT)
    await page.say("meld utfordring")
    form = await page.sees("Hva bør vi se på sammen?")
    await page.fill(form, "Fortell kort hva det gjelder", CHALLENGE)
    await page.tick(form, "NAV Lindesnes")
    await page.choose(form, "Hva slags sak er det?", "Sand i maskineriet: noe passer ikke lenger")
    await _keep(page, form, "challenge-form")
    await page.press(form, "Se hvordan det blir")
    preview = await page.sees("Dette legges ut i «Løsningsgrupper»")
    await expect(preview).to_contain_text("6 personer fra 5 etater kan lese kanalen.")
    await _keep(page, preview, "challenge-preview")
    await page.press(preview, "Legg ut")
    await _keep(page, await page.sees("Takk for at du sier fra"), "challenge-receipt")

    await page.go_to("Løsningsgrupper")
    posted = await page.sees(CHALLENGE)
    await expect(posted).to_contain_text("Avsender: Kari Nilsen")
    await _keep(page, posted, "challenge")
    await page.press(posted, "Svar")
    await page.fill(posted, "Svaret ditt, som alle i kanalen kan lese", "Vi ser på det i mars.")
    await page.press(posted, "Send svaret")
    await _keep(page, await page.sees("«Vi ser på det i mars.»"), "challenge-answered")
