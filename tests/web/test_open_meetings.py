"""The public page of a network's open meetings."""

import html
import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.domain.meetings import Activity, MeetingState
from storage.tables import Meeting, Person
from tests.web.bench import NASTY, SLUG, Page, Site, shown

ADDRESS = f"/moteplan/{SLUG}"
MARCH = datetime(2027, 3, 18, 8, 0, tzinfo=UTC)


def texts(page: Page) -> list[str]:
    """What stands in the main part, line by line as one reads it."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    shown = re.sub(r"<[^>]*>", "", main.partition(">")[2])
    return [line for line in shown.splitlines() if line.strip()]


async def test_the_open_meetings_of_the_year_stand_by_month(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(
        starts_at=MARCH,
        activity=Activity.OPEN_DAY,
        open_to_all=True,
        theme="Veien til læreplass",
        place="Mandal videregående skole",
        link="https://meet.example.no/1",
        host_id=site.agency("NAV Lindesnes"),
    )
    site.add_meeting(
        starts_at=datetime(2027, 10, 31, 8, 0, tzinfo=UTC),
        activity=Activity.WEBINAR,
        open_to_all=True,
        link="https://meet.example.no/2",
        state=MeetingState.CANCELLED,
        reason="Kari er syk",
    )
    page = await site.get(ADDRESS)
    assert texts(page) == [
        "Åpne møter i 2027",
        "Kvalifiseringsnettverket Lindesnes",
        "Disse møtene er åpne for alle. Følg dem i kalenderen din",
        "Mars 2027",
        "Torsdag 18. mars",
        "kl. 09.00–11.00",
        "Fagdag for alle",
        "Veien til læreplass",
        "Mandal videregående skole / På nett",
        "Vert: NAV Lindesnes",
        "Meld på",
        "Til kalenderen",
        "Oktober 2027",
        "Søndag 31. oktober",
        "kl. 09.00–11.00",
        "Avlyst",
        "Webinar",
        "På nett",
        "Til kalenderen",
    ]


async def test_every_link_of_the_page_leads_somewhere(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(starts_at=MARCH, activity=Activity.OPEN_DAY, open_to_all=True)
    site.add_meeting(starts_at=MARCH.replace(year=2026), open_to_all=True)
    page = await site.get(f"{ADDRESS}?lang=en")
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([/?][^"]*)"', page.text)]
    assert len(links) == 9
    for link in links:
        found = await site.get(link if link.startswith("/") else f"{ADDRESS}{link}")
        assert found.status == 200, link
        assert "lang=" in link or link.startswith("/static/")


async def test_drafts_closed_meetings_and_those_of_others_are_not_there(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(starts_at=MARCH, open_to_all=True, state=MeetingState.DRAFT, theme="utkast")
    closed = site.add_meeting(starts_at=MARCH, theme="lukket")
    page = await site.get(ADDRESS)
    title, network, empty = texts(page)
    assert (title, network) == ("Åpne møter i 2027", "Kvalifiseringsnettverket Lindesnes")
    assert empty.startswith("Det er ikke planlagt noen åpne møter dette året ennå.")
    site.change_meeting(closed, open_to_all=True)
    assert "lukket" in texts(await site.get(ADDRESS))
    with site.deps.store.transaction() as session:
        for row in session.exec(select(Meeting).where(Meeting.theme == "lukket")).all():
            row.network_id += 1
            session.add(row)
    assert "lukket" not in texts(await site.get(ADDRESS))


async def test_nothing_of_what_members_wrote_for_each_other_and_nobody_is_named(
    site: Site,
) -> None:
    site.add_meeting(
        starts_at=MARCH,
        open_to_all=True,
        state=MeetingState.CANCELLED,
        reason="hemmelig grunn",
        link="https://meet.example.no/hemmelig",
        papers=[{"title": "hemmelig papir", "url": "https://example.no/hemmelig"}],
        case="hemmelig case",
        invitation="hemmelig innbydelse",
        minutes_link="https://example.no/hemmelig",
    )
    page = await site.get(ADDRESS)
    assert "hemmelig" not in page.text
    with site.deps.store.transaction() as session:
        names = session.exec(select(Person.name)).all()
    assert len(names) >= 6
    assert [name for name in names if name in page.text or name.split()[0] in page.text] == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2027),
        ("?ar=2026", 2026),
        ("?ar=2031", 2031),
        ("?ar=1999", 2027),
        ("?ar=2101", 2027),
        ("?ar=abcd", 2027),
        ("?ar=%00", 2027),
        ("?ar=٢٠٢٦", 2027),
        ("?ar=-2026", 2027),
        ("?ar=20260", 2027),
        ("?ar=2026&ar=2031", 2026),
    ],
)
async def test_another_year_is_asked_for_in_the_address(site: Site, query: str, shown: int) -> None:
    assert texts(await site.get(f"{ADDRESS}{query}"))[0] == f"Åpne møter i {shown}"


async def test_the_year_is_the_networks_and_leads_to_the_nearest_that_have_any(site: Site) -> None:
    site.empty_calendar()
    for year in (2019, 2024, 2030):
        site.add_meeting(starts_at=MARCH.replace(year=year), open_to_all=True)
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # in Oslo it is 2027 already
    site.add_meeting(starts_at=new_year, open_to_all=True, theme="Nyttår")
    page = await site.get(ADDRESS)
    assert "Nyttår" in texts(page)
    assert texts(page)[-2:] == ["2024", "2030"]
    assert "Nyttår" not in texts(await site.get(f"{ADDRESS}?ar=2026"))


async def test_only_a_fagdag_that_is_to_come_is_signed_up_for(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(starts_at=MARCH, activity=Activity.OPEN_DAY, open_to_all=True)
    site.add_meeting(starts_at=MARCH, activity=Activity.WEBINAR, open_to_all=True)
    assert texts(await site.get(ADDRESS)).count("Meld på") == 1
    site.clock.moment = MARCH
    assert texts(await site.get(ADDRESS)).count("Meld på") == 0


async def test_a_page_that_no_network_has_is_not_there(site: Site) -> None:
    for slug in ("nvk", "Lindesnes", "lindesnes2", "x" * 65, "%00", "%27--"):
        assert (await site.get(f"/moteplan/{slug}")).status == 404


@pytest.mark.parametrize("text", NASTY)
async def test_what_people_typed_is_text_and_nothing_else(site: Site, text: str) -> None:
    site.empty_calendar()
    before = re.findall(r"<[a-z]+", (await site.get(ADDRESS)).text)
    site.add_meeting(starts_at=MARCH, open_to_all=True, theme="ren", place="ren")
    clean = re.findall(r"<[a-z]+", (await site.get(ADDRESS)).text)
    site.empty_calendar()
    site.add_meeting(starts_at=MARCH, open_to_all=True, theme=text, place=text)
    page = await site.get(ADDRESS)
    assert re.findall(r"<[a-z]+", page.text) == clean != before
    typed = re.findall(r"<bdi>(.*?)</bdi>", page.text, re.DOTALL)
    assert [html.unescape(part) for part in typed[1:]] == [text, shown(text)]
