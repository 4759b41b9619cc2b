"""A year of a qualification network, from the agreement to the minutes of its first meeting.

All of it is done through cards in the real client; the others act in General, as they would.
"""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.demo.playground import load_cast
from tests.e2e.demo import Demo, running_demo
from tests.e2e.playground import PATIENCE, PlaygroundClient, Shown, find_link
from tests.e2e.setting_up import Facts, Seat, proposed, set_up

pytestmark = [pytest.mark.node, pytest.mark.asyncio(loop_scope="module")]

CAST = load_cast()
GENERAL = CAST.team_id
KARI, NILS = CAST.person("Kari Nilsen"), CAST.person("Nils Dahl")
AMINA, OLA = CAST.person("Amina Yusuf"), CAST.person("Ola Berg")
INGRID = CAST.person("Ingrid Moen")

LINDESNES = Facts(
    name="Lindesnes",
    template="kmv",
    county="agder",
    ticked="0,1,3",
    agencies=("Mandal videregående skole",),
    slug="lindesnes",
)
SEATS = {
    KARI: Seat("NAV", "Kontaktperson"),
    NILS: Seat("NAV", "Vara"),
    AMINA: Seat("Voksenopplæringen", "Kontaktperson"),
    OLA: Seat("Karrieresenteret", "Kontaktperson"),
    INGRID: Seat("Mandal videregående skole", "Kontaktperson"),
}
A_MONTH = 4 * PATIENCE
"""Seconds for the clock to be wound by a month: every day on the way is planned."""

STANDING = [
    "Runde rundt bordet",
    "Ressursgruppemodellen",
    "Fagdager og evaluering",
    "Løsningsgrupper",
    "Hverdagsutfordringer",
]
PROPOSED = [*STANDING, "Læreplasser i 2028", "Nye norskkrav"]
ORDER = """30 Runde rundt bordet
10 Nye norskkrav
40 Læreplasser i 2028
20 Ressursgruppemodellen
20 Fagdager og evaluering
30 Hverdagsutfordringer"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path_factory.mktemp("year"), empty=True) as running:
        yield running


async def test_a_year_from_the_agreement_to_the_first_minutes(demo: Demo) -> None:
    client = demo.client
    await set_up(client, LINDESNES, SEATS)

    await _the_year_is_proposed_changed_and_confirmed(client)
    await _the_turn_passes_to_who_takes_it(client)
    await _two_propose_and_the_agenda_is_posted(client)
    await _all_are_called_in_and_answer(client)
    await client.say("spol fram 31 dager")
    clock = await client.next_card(client.personal)
    hour = clock.heading.rpartition(".")[0]  # the clock runs while the cards are filled in
    assert hour == "Nå er det fredag 5. mars kl. 10"
    await _what_came_of_it_is_written_and_posted(client)
    await _what_was_promised_is_taken_up_next_time(client)


async def _the_year_is_proposed_changed_and_confirmed(client: PlaygroundClient) -> None:
    assert (await client.ask("avtalen")).heading == "Dette har vi avtalt"
    year = await client.ask("årsplan 2027")
    assert year.texts[:3] == ["Forslag · ingenting er sendt", "Slik kan 2027 bli", "8 møter."]
    assert (await client.ask("møteplan")).rows == []

    form = await client.press(year, "Endre", {"meeting": _first(year)})
    filled = proposed(form) | {"host": form.option("host", "NAV")}
    none = await client.press(form, "Lagre", filled | {"day": "31.02.2027"})
    assert "Den datoen finnes ikke. Velg en dag i kalenderen." in none.texts
    assert none.inputs["day"]["value"] == "31.02.2027"
    holiday = await client.press(none, "Lagre", filled | {"day": "2027-05-06"})
    assert ("Det er en helligdag." in holiday.texts, holiday.buttons[0]) == (True, "Lagre likevel")
    moved = await client.press(none, "Lagre", filled | {"day": "2027-03-04"})
    assert moved.texts[0] == "Forslag · Nettverksmøte 4. mars er endret"

    assert client.unread(GENERAL) == 0
    question = await client.press(moved, "Bekreft alle")
    confirmed = await client.press(question, "Bekreft alle")
    assert confirmed.heading == "Årsplanen for 2027 er bekreftet"
    told = await client.next_card(GENERAL)
    assert (told.heading, len(told.rows)) == ("Årsplanen for 2027 er klar", 8)
    assert told.rows[0] == ["4\\. mars", "Nettverksmøte", "NAV"]


def _first(year: Shown) -> str:
    return str(year.inputs["meeting"]["choices"][0]["value"])


async def _the_turn_passes_to_who_takes_it(client: PlaygroundClient) -> None:
    assert (await client.ask("ansvar")).heading == "Dere er vert 4. mars"
    own = await client.ask("bytt vertskap")
    form = await client.press(own, "Nettverksmøte 4. mars")
    await client.press(form, "Send spørsmålet", {"to": "all", "comment": "Vi flytter den uka."})
    offer = await client.next_card(GENERAL)
    assert "«Vi flytter den uka.»" in offer.texts

    taken = await client.press(offer, "Vi tar det", as_user=AMINA)
    assert taken.heading == "Voksenopplæringen er vert"
    assert (await client.next_update(offer)).card == taken.card
    assert (await client.next_card(client.personal)).heading == "Voksenopplæringen er vert"
    queue = await client.ask("ansvar")
    assert queue.rows[0][1] == "Voksenopplæringen"


async def _two_propose_and_the_agenda_is_posted(client: PlaygroundClient) -> None:
    """Kari takes it up in her chat and Ola in the channel; the host orders what there is."""
    form = await client.ask("meld sak")
    told = {"title": "Læreplasser i 2028", "kind": "decision", "minutes": "25", "noted": "true"}
    assert (await client.press(form, "Meld saken", proposed(form) | told)).heading == (
        "Saken er meldt"
    )
    form = await client.ask_as(OLA, "General", "meld sak")
    told = {"title": "Nye norskkrav", "kind": "orientation"}
    await client.press(form, "Meld saken", proposed(form) | told, as_user=OLA)

    agenda = await client.ask_as(AMINA, "General", "saksliste")
    assert _items(agenda) == PROPOSED
    form = await client.press(agenda, "Ordne", as_user=AMINA)
    ordered = await client.press(form, "Lagre", {"lines": ORDER}, as_user=AMINA)
    assert "Til sammen 150 av 150 minutter." in ordered.texts[3]
    preview = await client.press(ordered, "Legg ut", as_user=AMINA)
    await client.press(preview, "Legg ut", as_user=AMINA)
    posted = await client.next_card(GENERAL)
    assert _items(posted) == [line.partition(" ")[2] for line in ORDER.splitlines()]
    assert b"DTSTART;TZID=Europe/Oslo:20270304T090000" in await _download(
        find_link(posted.card, "Legg i kalenderen")
    )


def _items(agenda: Shown) -> list[str]:
    return [row[1].partition(" ")[2] for row in agenda.rows]


async def _download(address: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return await response.read()


async def _all_are_called_in_and_answer(client: PlaygroundClient) -> None:
    meeting = await client.ask_as(AMINA, "General", "neste møte")
    preview = await client.press(meeting, "Kall inn", as_user=AMINA)
    await client.press(preview, "Legg ut", as_user=AMINA)
    call = await client.next_card(GENERAL)
    for person, answer in ((OLA, "Kommer"), (INGRID, "Kommer ikke"), (KARI, "Vara kommer")):
        seen = await client.press(call, answer, as_user=person)
    counted = "2 kommer, fra 2 etater. Én av dem er vara. 1 kommer ikke."
    assert seen.rows[-1][1:] == ["Vara kommer for deg", counted]
    while (standing := await client.next_update(call)).texts[-1] != counted:
        pass  # answers that come quickly are drawn together
    assert standing.rows == []


async def _what_came_of_it_is_written_and_posted(client: PlaygroundClient) -> None:
    held = await _yesterdays_meeting(client)
    form = await client.press(held, "Skriv referat", as_user=AMINA)
    for _ in range(2):
        form = await client.press(form, "Neste sak", as_user=AMINA)
    assert form.heading == "Læreplasser i 2028"
    told = {
        "agreed": "Vi søker fylket om ti plasser.",
        "task": "Skrive søknaden",
        "agency": form.option("agency", "Karrieresenteret"),
        "due": "2027-04-01",
    }
    listed = await client.press(form, "Alle sakene", told, as_user=AMINA)
    assert listed.rows[2] == ["✔︎", "Læreplasser i 2028", f"{told['agreed']} · 1 oppgave"]

    preview = await client.press(listed, "Kort referat", as_user=AMINA)
    assert client.unread(GENERAL) == 0
    receipt = await client.press(preview, "Legg ut", as_user=AMINA)
    assert receipt.heading == "Referatet er lagt ut"
    minutes = await client.next_card(GENERAL)
    assert minutes.texts[2:6] == [
        "**Godkjennes 19. mars hvis ingen innvender noe**",
        "Læreplasser i 2028",
        "«Vi søker fylket om ti plasser.»",
        "Oppgave: Karrieresenteret: Skrive søknaden, innen 1. april",
    ]
    open_tasks = await client.ask_as(OLA, "General", "oppfølging")
    assert open_tasks.rows == [["○", "Skrive søknaden", "Karrieresenteret, frist 1. april"]]


async def _what_was_promised_is_taken_up_next_time(client: PlaygroundClient) -> None:
    """Before what comes to each agenda by itself; a standing item stands there once."""
    plan = await client.ask("møteplan")
    coming = await client.press(plan, "Nettverksmøte 20. mai")
    agenda = await client.press(coming, "Saksliste")
    assert _items(agenda) == ["Oppfølging fra sist", *STANDING]


async def _yesterdays_meeting(client: PlaygroundClient) -> Shown:
    """As its host finds it. The clock is wound after that has been said, a day at a time."""
    async with asyncio.timeout(A_MONTH):
        plan = await client.ask_as(AMINA, "General", "møteplan")
        while "Tidligere" not in plan.buttons:
            plan = await client.ask_as(AMINA, "General", "møteplan")
    before = await client.press(plan, "Tidligere", as_user=AMINA)
    return await client.press(before, "Nettverksmøte 4. mars", as_user=AMINA)
