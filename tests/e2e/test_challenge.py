"""A real case from flag to use, in the client: what the weekly practice did to the modules (2017).

Kari does her part at her screen, and the others theirs in the two channels. What she sees is kept
as pictures in var/screenshots, each card also as wide as a phone.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.demo.playground import CastPerson, load_cast
from tests.e2e.browser import SCREENSHOTS, PlaygroundPage, find_chromium
from tests.e2e.demo import Demo
from tests.e2e.playground import PATIENCE, PlaygroundClient, Shown

pytestmark = [pytest.mark.node, pytest.mark.chromium, pytest.mark.asyncio(loop_scope="module")]

CAST = load_cast()
AMINA, OLA = CAST.person("Amina Yusuf"), CAST.person("Ola Berg")
INGRID = CAST.person("Ingrid Moen")
SOLUTIONS = CAST.channel("Løsningsgrupper").channel_id

CASE = (
    "Krav til ukentlig praksis i introduksjonsprogrammet kolliderer med modulbasert undervisning "
    "(FVO)"
)
ALTERNATIVE = "Praksis lagt til ferier og uken før ferie"
OUTCOME = f"{ALTERNATIVE}; praksisplassen ble læringsarena for fag"
KARRIERE = "Agder fylkeskommune v/Karriere Agder Lyngdal"
LARING = "Lindesnes kommune v/Lindesnes læringssenter"
TASK = "Spør bedriftene om uke 8"
RESERVATION = "Vi må ha avtalene på plass først."
AGREED = "Vi er enige om en løsning"
HOLDS, THANKS = "Holder løsningen?", "Takk, svaret er kommet"
HELP = "Hva kan jeg hjelpe med?"
CONCERNED = ("NAV Lindesnes", LARING)

CHAT, CHANNEL = "Personal Chat", "Løsningsgrupper"
GROUP, YES = "Løsningsgruppa", "Ja, jeg blir med"
WINDING = 10 * PATIENCE
"""Seconds for the clock to be wound by a month: every day on the way is planned."""


@dataclass
class Story:
    """`thread`: Kari's in General, in which the others ask: the page falls over an answer in a
    thread that it did not see begin. `posted`: the card in the channel, as it was last changed for
    everybody.
    """

    client: PlaygroundClient
    page: PlaygroundPage
    thread: str
    posted: Shown

    async def wind(self, days: int) -> None:
        await self.page.go_to(CHAT)
        await self.page.say(f"spol fram {days} dager")

    async def sees(
        self, place: str, text: str, picture: str = "", patience: float = 3 * PATIENCE
    ) -> Locator:
        """What Kari finds there; kept as a picture where it has a name."""
        await self.page.go_to(place)
        card = await self.page.sees(text, patience)
        if picture:
            await self.page.take_pictures(card, SCREENSHOTS, f"case-{picture}")
        return card

    async def opens_the_group(self, text: str, picture: str = "") -> Locator:
        """Kari, from her chat: there no change for everybody comes in between."""
        await self.page.go_to(CHAT)
        await self.page.say("utfordringer")
        await self.page.press(await self.page.sees("Det vi har meldt"), "Vis")
        await self.page.press(self.page.card(CASE), GROUP)
        return await self.sees(CHAT, text, picture)

    async def group_of(self, person: CastPerson) -> Shown:
        """What somebody else sees of it, from the card in the channel."""
        return await self.client.press(self.posted, GROUP, as_user=person)

    async def does(self, person: CastPerson, step: str, **typed: str) -> Shown:
        """Somebody else opens a form of the løsningsgruppe, and saves it."""
        form = await self.client.press(await self.group_of(person), step, as_user=person)
        return await self.client.press(form, "Lagre", typed, as_user=person)

    async def meetings(self) -> Shown:
        """What Amina finds in the calendar."""
        return await self.client.ask_in(self.thread, AMINA, "møteplan")

    async def is_over(self, meeting: str) -> None:
        """Wait until the clock has been wound past it. Turning pages is no message, so that it
        takes nobody's turn to be sent something.
        """
        plan = await self.meetings()
        async with asyncio.timeout(WINDING):
            while meeting in plan.buttons:
                earlier = await self.client.press(plan, "Tidligere", as_user=AMINA)
                plan = await self.client.press(earlier, "Senere", as_user=AMINA)

    async def is_sent(self, asked: str, now: str) -> None:
        """Wait until the bot itself has changed the question in Kari's chat. What her press showed
        at once is laid over by that, and so is whatever she opens from it before.
        """
        shown = await self.client.next_card(self.client.personal)
        while shown.heading != asked:
            shown = await self.client.next_card(self.client.personal)
        while shown.heading != now:
            shown = await self.client.next_update(shown)

    async def for_everybody(self, text: str) -> None:
        """Wait until the card in the channel says so."""
        while not any(text in line for line in self.posted.texts):
            self.posted = await self.client.next_update(self.posted)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(demo: Demo) -> AsyncIterator[PlaygroundPage]:
    async with PlaygroundPage.open(demo.client_url, find_chromium() or "") as opened:
        yield opened


async def test_a_real_case_goes_from_flag_to_use(demo: Demo, page: PlaygroundPage) -> None:
    thread = await _begun(demo.client, page)
    story = Story(demo.client, page, thread, await _raised(demo.client, thread))
    await _the_named_person_answers(story)
    await _it_is_on_the_next_agenda(story)
    await _three_are_asked_and_accept(story)
    await _they_find_a_day(story)
    await _they_meet_and_find_what_works(story)
    await _each_party_confirms_the_outcome(story)
    await _each_party_uses_it(story)
    await _it_holds(story)


async def _begun(client: PlaygroundClient, page: PlaygroundPage) -> str:
    """Kari's thread in General. What she sees there shows that the page hears the bot: nothing is
    told twice to a page that was not connected yet.
    """
    await page.go_to("General")
    thread = await page.post("hjelp")
    await page.sees(HELP)
    assert (await client.next_card(thread)).heading == HELP
    return thread


async def _raised(client: PlaygroundClient, thread: str) -> Shown:
    """Ingrid, in General: nobody else has seen anything before she has seen all of it."""
    asked = await client.ask_in(thread, INGRID, "meld utfordring")
    form = await client.press(asked, asked.buttons[0], as_user=INGRID)
    concerns = ",".join(form.option("concerns", name) for name in CONCERNED)
    typed = {"text": CASE, "concerns": concerns, "kind": "sand", "anonymous": "false"}
    preview = await client.press(form, "Se hvordan det blir", typed, as_user=INGRID)
    assert preview.heading == "Dette legges ut i «Løsningsgrupper»"
    assert f"«{CASE}»" in preview.texts
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    assert client.unread(SOLUTIONS) == 0
    await client.press(preview, "Legg ut", as_user=INGRID)
    return await client.next_card(SOLUTIONS)


async def _the_named_person_answers(story: Story) -> None:
    """NAV hears of it at once. Kari has been told something this week, so she is asked the next."""
    posted = await story.sees(CHANNEL, CASE, "01-raised")
    await expect(posted).to_contain_text("Avsender: Ingrid Moen")
    await story.sees(CHAT, "Noen har meldt noe som gjelder NAV Lindesnes", "02-told")
    await story.wind(7)
    asked = await story.sees(CHAT, "Kan du svare på en utfordring?", "03-asked", WINDING)
    await story.page.press(asked, "Vi tar det på møtet 24. mars")
    await story.for_everybody("Vi tar det på møtet 24. mars.")


async def _it_is_on_the_next_agenda(story: Story) -> None:
    """That of the body which treats challenges: the working group's."""
    plan = await story.meetings()
    meeting = await story.client.press(plan, "Møte i arbeidsgruppa 24. mars", as_user=AMINA)
    agenda = await story.client.press(meeting, "Saksliste", as_user=AMINA)
    assert any(row[1].endswith(CASE) for row in agenda.rows)


async def _three_are_asked_and_accept(story: Story) -> None:
    """Kari set the network up, and so she runs the channel."""
    page = story.page
    posted = await story.sees(CHANNEL, "Kari Nilsen har svart", "04-answered")
    await page.press(posted, "Mer")
    await page.press(await story.sees(CHANNEL, "Hva vil du gjøre?", "05-steps"), "Løsningsgruppe")
    form = await story.sees(CHANNEL, "Hvem skal løse dette?")
    await page.tick(form, "Nils Dahl, NAV Lindesnes")  # was proposed
    await page.tick(form, f"Ola Berg, {KARRIERE}")
    await page.take_pictures(form, SCREENSHOTS, "case-06-group")
    await page.press(form, "Spør dem")
    await story.for_everybody("En løsningsgruppe ser på dette")
    names = "Amina Yusuf, Kari Nilsen og Ola Berg."
    await page.press(await story.opens_the_group(f"Spurt: {names}", "07-asked"), YES)
    await story.sees(CHAT, "Du er med i løsningsgruppa", "08-accepted")
    for person in (AMINA, OLA):
        await story.client.press(await story.group_of(person), YES, as_user=person)


async def _they_find_a_day(story: Story) -> None:
    group = await story.opens_the_group("Med: Amina Yusuf, Kari Nilsen og Ola Berg.")
    await story.page.press(group, "Finn et møte")
    form = await story.sees(CHAT, "Når skal gruppa møtes?", "09-days")
    await story.page.press(form, "Tirsdag 2. mars")
    await story.sees(CHAT, "løsningsgruppe (møte 1 av 2)", "10-first-meeting")
    await story.for_everybody("møte 1 av 2")


async def _they_meet_and_find_what_works(story: Story) -> None:
    await story.wind(4)
    await story.sees("General", "Hva syntes du?", patience=WINDING)  # the clock waits for answers
    await story.wind(19)
    await story.is_over("Møte i løsningsgruppa 2. mars")
    lines = f"La det være som nå\n{ALTERNATIVE}"
    await story.does(AMINA, "Alternativer", alternatives=lines, chosen="2")
    promise = await story.client.press(await story.group_of(OLA), "Ny oppgave", as_user=OLA)
    task = {"task": TASK, "agency": promise.option("agency", LARING), "due": "2027-03-10"}
    await story.client.press(promise, "Lagre", task, as_user=OLA)
    group = await story.opens_the_group("dette er vi enige om", "11-alternatives")
    await story.page.press(group, "Fungerer det hos oss?")
    form = await story.sees(CHAT, "Kan dette fungere i praksis hos dere?", "12-practice")
    await story.page.choose(form, "Svaret fra etaten din", "Ja")
    await story.page.press(form, "Lagre")
    await story.sees(CHAT, TASK, "13-tasks")


async def _each_party_confirms_the_outcome(story: Story) -> None:
    who = "NAV og læringssenteret"
    await story.does(AMINA, "Skriv resultatet", what=OUTCOME, who=who, starts="2027-03-15")
    group = await story.opens_the_group("Nå bekrefter etatene", "14-outcome")
    await story.page.press(group, "Bekreft resultatet")
    form = await story.sees(CHAT, "Er dere med på dette?", "15-confirm")
    await story.page.choose(form, "Svaret fra etaten din", "Ja")
    await story.page.press(form, "Lagre")
    await story.does(OLA, "Bekreft resultatet", said="reserved", text=RESERVATION)
    agreed = await story.does(AMINA, "Bekreft resultatet", said="yes", text="")
    assert (agreed.heading, f"«{RESERVATION}»" in agreed.texts) == (AGREED, True)
    await story.for_everybody(AGREED)
    await story.sees(CHANNEL, AGREED, "16-agreed")


async def _each_party_uses_it(story: Story) -> None:
    """From the day on which it was to begin; asked 1:1, as soon as there is room."""
    await story.wind(14)
    asked = await story.sees(CHAT, "Er det tatt i bruk hos dere?", "17-use", WINDING)
    await story.page.press(asked, "Ja")
    for person in (AMINA, OLA):
        await story.does(person, "Tatt i bruk hos oss", text="Det går fint.")
    await story.for_everybody("Løsningen er tatt i bruk")
    await story.sees(CHANNEL, "Løsningen er tatt i bruk", "18-in-use")


async def _it_holds(story: Story) -> None:
    """Four weeks after the last of them."""
    await story.wind(36)
    asked = await story.sees(CHAT, HOLDS, "19-holds", WINDING)
    await story.page.press(asked, "Ja")
    await story.is_sent(HOLDS, THANKS)
    thanked = await story.sees(CHAT, THANKS)
    await story.page.press(thanked, "Vis")
    await story.sees(CHAT, "Løsningen er tatt i bruk", "20-held")
