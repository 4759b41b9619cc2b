"""The whole corpus on one page and in one calendar file: text, and nothing else than text."""

import html
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from bot.domain.meetings import Activity
from cards import elements
from tests.test_inert import storable
from tests.web.bench import SLUG, Page, Site

pytestmark = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)


class _Elements(HTMLParser):
    """What a browser would make of a page: elements with the names of what they have."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(page.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment",))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("unknown",))


def typed() -> list[str]:
    return [text for text in storable() if elements.clean(text)]


def add(site: Site, texts: list[str]) -> None:
    """One open meeting for each, an hour after the other, called and placed by that text."""
    site.empty_calendar()
    for number, text in enumerate(texts):
        starts = site.clock() + timedelta(days=30, hours=number)
        site.add_meeting(
            starts_at=starts,
            activity=Activity.NETWORK_MEETING,
            open_to_all=True,
            theme=text,
            place=text,
        )


async def test_a_page_has_the_elements_that_it_has_for_harmless_texts(site: Site) -> None:
    add(site, ["ren"] * len(typed()))
    harmless = _Elements(await site.get(f"/moteplan/{SLUG}")).found
    add(site, typed())
    page = await site.get(f"/moteplan/{SLUG}")
    assert _Elements(page).found == harmless
    said = re.findall(r"<bdi>(.*?)</bdi>", page.text, re.DOTALL)
    assert len(typed()) >= 200
    assert [html.unescape(text) for text in said[1::2]] == typed()


async def test_a_calendar_has_as_many_meetings_and_each_is_called_as_was_typed(site: Site) -> None:
    add(site, typed())
    page = await site.get(f"/moteplan/{SLUG}.ics")
    events = page.calendar.contents["vevent"]
    called = [event.summary.value.partition(": ")[2] for event in events]
    assert sorted(called) == sorted(" ".join(elements.clean(text).split()) for text in typed())
    assert {event.contents.keys() & {"attendee", "rrule"} == set() for event in events} == {True}
    assert max(len(line) for line in page.body.split(b"\r\n")) <= 75
    assert b"\r\nBEGIN:VALARM" not in page.body
