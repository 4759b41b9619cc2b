"""Who may read what on the pages: they know nobody, so it is the address that opens, or does not.

No row can be forgotten: the table names every route that there is.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from bot.domain.meetings import Activity, MeetingState
from tests.features.estate import NEIGHBOUR
from tests.features.world import asked
from tests.web.bench import Page, Site

pytestmark = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)


class Opens(StrEnum):
    """What one has to have."""

    NOTHING = "everybody reads it"
    NAME = "the network's public name"
    CODE = "the code of a meeting, an evaluation or a round, which its members pass on"
    SECRET = "an address that one person was given"


ROUTES = {
    "GET /privacy": Opens.NOTHING,
    "GET /terms": Opens.NOTHING,
    "GET /static/evaluation.js": Opens.NOTHING,
    "GET /static/evaluation_wall.js": Opens.NOTHING,
    "GET /static/rundebord.css": Opens.NOTHING,
    "GET /e": Opens.NOTHING,
    "GET /moteplan/{slug}": Opens.NAME,
    "GET /moteplan/{slug}.ics": Opens.NAME,
    "GET /m/{key}.ics": Opens.CODE,
    "GET /d/{key}.ics": Opens.CODE,
    "GET /p/{key}": Opens.CODE,
    "POST /p/{key}": Opens.CODE,
    "GET /p/{key}/qr": Opens.CODE,
    "GET /r/{key}": Opens.CODE,
    "GET /r/{key}/{number}.png": Opens.CODE,
    "GET /r/{key}/{agency}.ics": Opens.CODE,
    "GET /e/{code}": Opens.CODE,
    "POST /e/{code}": Opens.CODE,
    "GET /e/{code}/takk": Opens.CODE,
    "GET /e/{code}/del-2.ics": Opens.CODE,
    "GET /e/{code}/skjerm": Opens.CODE,
    "GET /e/{code}/antall": Opens.CODE,
    "GET /p/{key}/{secret}": Opens.SECRET,
    "POST /p/{key}/{secret}": Opens.SECRET,
    "GET /f/{code}": Opens.SECRET,
    "POST /f/{code}": Opens.SECRET,
    "GET /kalender/{token}.ics": Opens.SECRET,
    "GET /evalueringer/{link}.csv": Opens.SECRET,
    "GET /evalueringer/{link}.json": Opens.SECRET,
    "GET /utfordringer/{link}.{kind}": Opens.SECRET,
}
CLAIMS = {  # what somebody may say of themselves, where another house would believe it
    "Authorization": "Bearer kari",
    "X-Forwarded-User": "kari@example.org",
    "X-MS-CLIENT-PRINCIPAL-ID": "entra-kari",
    "X-Original-URL": "/privacy",
    "X-HTTP-Method-Override": "DELETE",
    "Cookie": "session=kari; user=1; admin=true",
}
NOBODYS = {
    "slug": "finnes-ikke",
    "key": "x" * 22,
    "code": "XXXXXXXXXXXXXXXX",
    "secret": "x" * 22,
    "token": "x" * 43,
    "agency": "nav",
    "number": "0",
    "kind": "json",
}


def with_links(path: str) -> dict[str, str]:
    return NOBODYS | {"link": "x" * (48 if "evalueringer" in path else 56)}


def routes(site: Site) -> set[str]:
    return {
        f"{route.method} {route.resource.canonical}"
        for route in site.application.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }


async def test_every_route_has_a_row(site: Site) -> None:
    assert routes(site) == ROUTES.keys()


async def test_only_what_is_for_everybody_opens_without_a_code(site: Site) -> None:
    found = {}
    for route in ROUTES:
        method, _, pattern = route.partition(" ")
        found[route] = (await site.ask(method, pattern.format(**with_links(pattern)))).status
    opened = {route for route, status in found.items() if status == 200}
    assert opened == {route for route, opens in ROUTES.items() if opens is Opens.NOTHING}
    # A form that is none is refused before its code is looked up.
    assert {found[route] for route in ROUTES.keys() - opened} == {404, 415}


async def test_who_one_says_one_is_changes_nothing(site: Site) -> None:
    for address in site.addresses().values():
        plain = await site.get(address)
        claiming = await site.ask("GET", address, headers=CLAIMS)
        assert (claiming.status, kept(claiming)) == (plain.status, kept(plain)), address


def kept(page: Page) -> dict[str, str]:
    """The headers that say something; forms carry another random value each time."""
    changing = {"Date", "Set-Cookie", "Content-Length", "ETag"}
    return {name: value for name, value in page.headers.items() if name not in changing}


def abroad(site: Site, **changes: Any) -> str:
    """A meeting of the demo's second network; its key."""
    key = site.add_meeting(activity=Activity.OPEN_DAY, **changes)
    site.change_meeting(key, network_id=NEIGHBOUR)
    return key


Make = Callable[[Site], str]
HIDDEN: dict[str, Make] = {
    "a draft": lambda site: site.add_meeting(state=MeetingState.DRAFT, open_to_all=True),
    "a meeting for members": lambda site: site.add_meeting(activity=Activity.OPEN_DAY),
    "a meeting of another network": abroad,
    "a draft of another network": lambda site: abroad(
        site, state=MeetingState.DRAFT, open_to_all=True
    ),
}


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("path", ["/p/{}", "/p/{}/qr", "/r/{}", "/r/{}/0.png", "/r/{}/nav.ics"])
async def test_what_is_not_shown_is_as_if_it_did_not_exist_in_words_and_in_time(
    site: Site, path: str, hidden: str
) -> None:
    key, engine = HIDDEN[hidden](site), site.deps.store.engine
    await site.get(path.format("y" * 22))
    with asked(engine) as of_nobodys:
        nobodys = await site.get(path.format("x" * 22))
    with asked(engine) as of_hidden:
        shown = await site.get(path.format(key))
    assert (nobodys.status, shown.status) == (404, 404)
    assert shown.text.replace(key, "") == nobodys.text.replace("x" * 22, "")
    assert of_hidden == of_nobodys != []
