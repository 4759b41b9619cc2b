"""NVK as it was in 2021, set up and planned through cards: its three dates and eight points.

The facts are those of the slides the network showed at its meeting of 3 June 2021.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.demo.playground import load_cast
from tests.e2e.demo import Demo, running_demo
from tests.e2e.playground import PlaygroundClient, Shown
from tests.e2e.setting_up import Facts, Seat, proposed, set_up

pytestmark = [pytest.mark.node, pytest.mark.asyncio(loop_scope="module")]

CAST = load_cast()
KARI, AMINA, OLA = CAST.person("Kari Nilsen"), CAST.person("Amina Yusuf"), CAST.person("Ola Berg")
SPRING = datetime(2021, 5, 3, 7, 0, tzinfo=UTC)

COUNTY, NAV, SCHOOLS = "Vestfold og Telemark fylkeskommune", "NAV Vestfold og Telemark", "USN"
NVK = Facts(
    name="Nettverk for verdiskaping og kompetanse",
    template="nvk",
    county="vestfold",
    agencies=(COUNTY, NAV, SCHOOLS),
    slug="nvk",
)
SEATS = {
    KARI: Seat(COUNTY, "Kontaktperson"),
    AMINA: Seat(NAV, "Kontaktperson"),
    OLA: Seat(SCHOOLS, "Kontaktperson"),
}
DATES = ("2021-06-03", "2021-08-19", "2021-11-11")
EIGHT_POINTS = (
    (15, "Velkommen og orienteringer"),
    (30, "Runde rundt «bordet»"),
    (20, "Oppfølging Partnerskapskonferansen 2021"),
    (20, "Fylkeskommunens ansvar innen integreringsområdet"),
    (25, "Diskusjon og pause"),
    (30, "Brukerreisen KIM: erfaringer i møte med offentlige tjenester"),
    (20, "Diskusjon"),
    (20, "Avslutning og veien videre"),
)
"""The slides give no minutes; these fill the three hours."""
BEGINNINGS = ["09.00", "09.15", "09.45", "10.05", "10.25", "10.50", "11.20", "11.40"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    folder = tmp_path_factory.mktemp("nvk")
    async with running_demo(folder, empty=True, begins=SPRING) as running:
        yield running


async def test_the_year_and_the_eight_points_of_2021_are_posted(demo: Demo) -> None:
    client = demo.client
    await set_up(client, NVK, SEATS)

    await _the_template_brings_the_agreement(client)
    await _the_dates_of_2021_are_confirmed(client)
    await _the_eight_points_are_posted(client)


async def _the_template_brings_the_agreement(client: PlaygroundClient) -> None:
    agreement = await client.ask("avtalen")
    assert agreement.heading == "Dette har vi avtalt"
    months = "februar, juni, august og november"
    assert agreement.texts[3:5] == [
        "Nettverksmøte, fire ganger i året",
        f"Torsdager kl. 09.00–12.00 i {months}. Vert: etatene etter tur. 8 faste saker.",
    ]


async def _the_dates_of_2021_are_confirmed(client: PlaygroundClient) -> None:
    """February has passed, so three are proposed; each is moved to the day it was."""
    year = await client.ask("årsplan 2021")
    assert year.texts[1:3] == ["Slik kan 2021 bli", "3 møter."]
    for number, day in enumerate(DATES):
        year = await _moved(client, year, number, day)
    question = await client.press(year, "Bekreft alle")
    assert (await client.press(question, "Bekreft alle")).heading == (
        "Årsplanen for 2021 er bekreftet"
    )
    told = await client.next_card(CAST.team_id)
    assert [day for day, _name, _host in told.rows] == ["3\\. juni", "19\\. aug.", "11\\. nov."]


async def _moved(client: PlaygroundClient, year: Shown, number: int, day: str) -> Shown:
    meeting = year.inputs["meeting"]["choices"][number]["value"]
    form = await client.press(year, "Endre", {"meeting": meeting})
    return await client.press(form, "Lagre", {**proposed(form), "day": day})


async def _the_eight_points_are_posted(client: PlaygroundClient) -> None:
    agenda = await client.ask("saksliste")
    form = await client.press(agenda, "Ordne")
    lines = "\n".join(f"{minutes} {title}" for minutes, title in EIGHT_POINTS)
    ordered = await client.press(form, "Lagre", {"lines": lines})
    preview = await client.press(ordered, "Legg ut")
    assert preview.texts[1] == "Dette legges ut i «Generelt»"
    await client.press(preview, "Legg ut")

    posted = await client.next_card(CAST.team_id)
    assert posted.texts[2:4] == [
        "**Torsdag 3. juni kl. 09.00–12.00**",
        "Til sammen 180 av 180 minutter. Lagt ut 3. mai.",
    ]
    assert [row[0] for row in posted.rows] == [f"kl. {each}" for each in BEGINNINGS]
    assert [row[1] for row in posted.rows] == [
        f"{number}\\. {title}" for number, (_, title) in enumerate(EIGHT_POINTS, 1)
    ]
    agencies = f"{NAV}, {SCHOOLS} og {COUNTY}"
    assert posted.rows[1][3] == agencies
