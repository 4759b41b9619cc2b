"""The web door with the demo network behind it, as browsers and calendars see it.

Kari is from NAV Lindesnes; the network's public page is called "lindesnes".
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import vobject
from aiohttp import web
from aiohttp.test_utils import unused_port
from multidict import CIMultiDict, CIMultiDictProxy
from sqlmodel import select

from bot.deps import Deps
from bot.domain.evaluation_form import SECOND_PART
from bot.domain.meetings import Activity, MeetingState
from bot.features.evaluation import found
from bot.web import door
from bot.web.forms import MAX_BYTES
from storage import feeds
from storage.tables import Meeting, Network, Organisation, Person
from tests.clock import Clock

SLUG = "lindesnes"
PROGRAMME = [
    {"at": "09:00", "title": "Velkommen", "who": "NAV"},
    {"at": "09:15", "title": "Nytt om lover og <b>regler</b>", "who": "NAV"},
    {"at": "10:15", "title": "Mandal videregående skole viser sin praksis", "who": ""},
    {"at": "12:00", "title": "Case i grupper på tvers av etatene", "who": ""},
]
NASTY = [  # what people may type, and some will
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "æøå " * 30 + "; , \\ : \" ' \\n \\; \\,",
    "Tema\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falsk",
    "{{ 7 * 7 }} {% include 'layout.html' %} {navn} {0} %s ${x}",
    "\u202eegaD\u202c \u2066x\u2069 مرحبا",
    "BEGIN:VALARM;TRIGGER=-PT0M",
    "=HYPERLINK(1) &amp; &lt;b&gt; 👩‍👩‍👧 Ω",
    "\x07\x1b[31mrød\x7f",
    "lang " * 2_000,
]


@dataclass
class Seconds:
    """The limits' clock: real time, which only the test moves."""

    passed: float = 1_000.0

    def __call__(self) -> float:
        return self.passed


@dataclass(frozen=True)
class Page:
    """An answer, read to its end."""

    status: int
    headers: CIMultiDictProxy[str]
    cookies: SimpleCookie
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def calendar(self) -> Any:
        """The file as a second library reads it; it is strict about folding and escapes."""
        return vobject.readOne(self.text)

    @property
    def events(self) -> dict[str, Any]:
        """Its meetings, by what they are called."""
        found = self.calendar.contents.get("vevent", [])
        return {event.summary.value: event for event in found}


@dataclass
class Site:
    """`clock` is the clock of the rules, `seconds` that of the limits."""

    deps: Deps
    clock: Clock
    client: aiohttp.ClientSession
    application: web.Application
    seconds: Seconds = field(default_factory=Seconds)

    async def ask(self, method: str, path: str, /, **options: Any) -> Page:
        """Redirections are not followed."""
        address = f"{self.deps.public_url}{path}"
        async with self.client.request(method, address, allow_redirects=False, **options) as answer:
            return Page(answer.status, answer.headers, answer.cookies, await answer.read())

    async def get(self, path: str, /, **headers: str) -> Page:
        """`headers` with underscores: `if_none_match="…"`."""
        named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
        return await self.ask("GET", path, headers=named)

    async def post(self, path: str, form: dict[str, str], /, **headers: str) -> Page:
        named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
        return await self.ask("POST", path, data=form, headers=named)

    # --- What there is ---------------------------------------------------------------------------

    def add_meeting(self, *, days: int = 30, network: str = SLUG, **changes: Any) -> str:
        """A network meeting of two hours, so many days from now, unless said otherwise; its key."""
        starts = changes.pop("starts_at", self.clock() + timedelta(days=days))
        values: dict[str, Any] = {
            "activity": Activity.NETWORK_MEETING,
            "state": MeetingState.PLANNED,
            "ends_at": starts + timedelta(hours=2),
            **changes,
        }
        with self.deps.store.transaction() as session:
            found = session.exec(select(Network).where(Network.slug == network)).one()
            row = Meeting(network_id=found.id or 0, starts_at=starts, **values)
            session.add(row)
        return row.key

    def add_evaluation(self, part: int = 1, **changes: Any) -> str:
        """That part of the evaluation of a fagdag that ends in ten minutes, open; its code. Of a
        day that is over it was made on that day.
        """
        values: dict[str, Any] = {"programme": PROGRAMME, "theme": "Voksenrett", **changes}
        ends = values.pop("ends_at", self.clock() + timedelta(minutes=10))
        key = self.add_meeting(
            activity=Activity.OPEN_DAY, starts_at=ends - timedelta(hours=6), ends_at=ends, **values
        )
        now = self.clock.moment
        self.clock.moment = min(now, ends)
        with self.deps.store.transaction() as session:
            row = session.exec(select(Meeting).where(Meeting.key == key)).one()
            evaluation = found.opened(self.deps, session, row)
            if part == SECOND_PART:
                evaluation = found.of_day(self.deps, session, row, part)
            assert evaluation is not None
            code = evaluation.code or ""
        self.clock.moment = now
        return code

    def addresses(self) -> dict[str, str]:
        """Every address that can be asked for, filled in, by its pattern."""
        codes = {
            "key": self.add_meeting(activity=Activity.OPEN_DAY, open_to_all=True),
            "slug": SLUG,
            "token": self.token_of("Kari"),
            "secret": "x" * 22,
            "agency": "nav",
            "number": "0",
            "link": "x" * 48,
            "code": self.add_evaluation(),
            "kind": "json",
        }
        patterns = {
            route.resource.canonical
            for route in self.application.router.routes()
            if route.method == "GET" and route.resource is not None
        }
        return {pattern: pattern.format(**codes) for pattern in patterns}

    def change_meeting(self, key: str, **changes: Any) -> None:
        with self.deps.store.transaction() as session:
            row = session.exec(select(Meeting).where(Meeting.key == key)).one()
            for name, value in changes.items():
                setattr(row, name, value)
            session.add(row)

    def agency(self, name: str) -> int:
        with self.deps.store.transaction() as session:
            return session.exec(select(Organisation.id).where(Organisation.name == name)).one() or 0

    def person(self, first_name: str) -> int:
        with self.deps.store.transaction() as session:
            people = session.exec(select(Person)).all()
        return next(row.id or 0 for row in people if row.name.startswith(first_name))

    def token_of(self, first_name: str) -> str:
        """A new calendar address of somebody; the part that is secret."""
        person = self.person(first_name)
        with self.deps.store.transaction() as session:
            return feeds.renew(session, person, self.deps.calendar.day_of(self.clock()))

    async def feed_of(self, first_name: str, /, **headers: str) -> Page:
        return await self.get(f"/kalender/{self.token_of(first_name)}.ics", **headers)

    def empty_calendar(self) -> None:
        """Away with the demo's own meetings, where a test wants to see its own alone."""
        with self.deps.store.transaction() as session:
            for row in session.exec(select(Meeting)).all():
                row.state = MeetingState.DRAFT
                session.add(row)


@asynccontextmanager
async def opened(deps: Deps, clock: Clock, port: int) -> AsyncIterator[Site]:
    application, seconds = web.Application(client_max_size=MAX_BYTES), Seconds()
    door.mount(application, deps, seconds)
    async with served(application, port) as client:
        yield Site(deps, clock, client, application, seconds)


@asynccontextmanager
async def served(application: web.Application, port: int) -> AsyncIterator[aiohttp.ClientSession]:
    """The application on a loopback port, and a client that has cookies for numbered hosts, too."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client
    await runner.cleanup()


def free_address() -> tuple[str, int]:
    port = unused_port()
    return f"http://127.0.0.1:{port}", port


def shown(text: str) -> str:
    """One line, without what cannot be seen: everything else exactly as it was written."""
    unseen = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
    return " ".join(unseen.sub("", text).split())
