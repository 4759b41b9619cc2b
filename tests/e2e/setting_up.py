"""A network is set up from nothing by following the cards, as every scenario of a new Team begins.

Each person has chosen bokmål first, for the client's locale is always en-US.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.demo.playground import CastPerson
from tests.e2e.playground import PlaygroundClient, Shown


class Press(Protocol):
    """A press by somebody: the client's own, or one that counts on the way."""

    async def __call__(
        self,
        shown: Shown,
        button: str,
        inputs: Mapping[str, str] | None = None,
        *,
        as_user: CastPerson | None = None,
    ) -> Shown: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is typed on the way. `ticked`: of the usual agencies, by their place in the list."""

    name: str
    template: str
    county: str
    agencies: tuple[str, ...]
    ticked: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Whom somebody represents, and the button by which they say as what."""

    agency: str
    role: str


async def set_up(client: PlaygroundClient, facts: Facts, seats: Mapping[CastPerson, Seat]) -> None:
    """From the bot's greeting in the Team until everybody has said whom they represent."""
    await client.add_to_team()
    greeting = await client.next_card(client.cast.team_id)
    await speak_norwegian(client, *seats)
    overview = await follow_the_cards(client.press, greeting, facts)
    question = await ask_everybody(client, client.press, overview)
    for person, seat in seats.items():
        chosen = {"agency": question.option("agency", seat.agency)}
        answer = await client.press(question, "Dette er min etat", chosen, as_user=person)
        await client.press(answer, seat.role, as_user=person)
    await client.open_personal_chat()
    assert (await client.next_card(client.personal)).buttons == ["Hjelp"]


async def follow_the_cards(press: Press, greeting: Shown, facts: Facts) -> Shown:
    """Each saved step leads to the next; the overview comes after the last one."""
    overview = await press(greeting, greeting.buttons[0])
    assert overview.heading == "Skal vi sette opp nettverket?"
    basics = await press(overview, "Begynn")
    agencies = await press(basics, "Lagre", {"name": facts.name, "template": facts.template})
    named = {"ticked": facts.ticked, "names": "\n".join(facts.agencies)}
    channels = await press(agencies, "Legg til", named)
    assert "Alle 6 i teamet kan lese." in channels.texts
    county = await press(channels, "Lagre", proposed(channels))
    overview = await press(county, "Lagre", {"county": facts.county, "slug": facts.slug})
    assert overview.heading == "Neste steg: hvem representerer hvem"
    return overview


async def ask_everybody(client: PlaygroundClient, press: Press, overview: Shown) -> Shown:
    """The one shared question in General."""
    preview = await press(overview, "Fortsett")
    await press(preview, preview.buttons[0])
    return await client.next_card(client.cast.team_id)


def proposed(form: Shown) -> dict[str, str]:
    """What stands in the fields already, for one who changes nothing."""
    return {name: field.get("value", "") for name, field in form.inputs.items()}


async def speak_norwegian(client: PlaygroundClient, *people: CastPerson) -> None:
    """In General: before the network exists, there is nowhere else for all of them."""
    for person in people:
        languages = await client.ask_as(person, "General", "språk")
        await client.press(languages, "Bokmål", as_user=person)
