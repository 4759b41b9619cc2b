"""Forms come only from our own pages; tried with a page of the test's own."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import async_playwright, expect

from bot.deps import Deps
from bot.web import forms, pages
from bot.web.forms import csrf_field, read_form
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.demo_network import calendar
from tests.e2e.browser import find_chromium
from tests.web.bench import Page, Seconds, Site, free_address, served

FORM = "application/x-www-form-urlencoded"


@dataclass
class FormPages:
    """/a and /b have a form each, and answer with what they have read."""

    deps: Deps

    def mount(self, app: web.Application) -> None:
        pages.mount(app, self.deps, Seconds())
        for path in ("/a", "/b"):
            app.router.add_get(path, self.show)
            app.router.add_post(path, self.take)

    async def show(self, request: web.Request) -> web.Response:
        field = csrf_field(request, self.deps)
        page = f'<form method="post">{field}<input name="x" value="1"><button>Send</button></form>'
        return web.Response(text=page, content_type="text/html")

    async def take(self, request: web.Request) -> web.Response:
        form = await read_form(request, self.deps)
        return web.json_response({name: form[name] for name in form if name != "csrf"})


@pytest.fixture
async def site(tmp_path: Path, clock: Clock) -> AsyncIterator[Site]:
    address, port = free_address()
    store = Store.open(f"sqlite:///{tmp_path}/unused.db")
    keys = Keyring.create(tmp_path / "key")
    deps = Deps(store, keys, clock, calendar(), public_url=address)
    application = web.Application(client_max_size=forms.MAX_BYTES)
    FormPages(deps).mount(application)
    async with served(application, port) as client:
        yield Site(deps, clock, client, application)
    store.close()


async def token(site: Site, path: str = "/a") -> str:
    """What the form on the page carries; the cookie jar keeps the rest."""
    (found,) = re.findall(r'name="csrf" value="([0-9a-f]{64})"', (await site.get(path)).text)
    return str(found)


async def sent(site: Site, path: str = "/a", /, **headers: str) -> Page:
    return await site.post(path, {"csrf": await token(site), "x": "1"}, **headers)


async def test_a_form_from_our_page_is_read(site: Site) -> None:
    page = await sent(site, origin=site.deps.public_url, sec_fetch_site="same-origin")
    assert (page.status, page.text) == (200, '{"x": "1"}')


async def test_the_cookie_is_for_the_server_alone_and_comes_once(site: Site) -> None:
    first, second = await site.get("/a"), await site.get("/b")
    (cookie,) = first.headers.getall("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert (name, rest.split("; ")[1:]) == (
        "rundebord-form",
        ["HttpOnly", "Path=/", "SameSite=Lax"],
    )
    assert "Set-Cookie" not in second.headers


async def test_behind_https_the_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    deps = Deps(
        Store.open(f"sqlite:///{tmp_path}/unused.db"),
        Keyring.create(tmp_path / "key"),
        Clock(),
        calendar(),
        public_url="https://rundebord.example.no",
    )
    application = web.Application()
    FormPages(deps).mount(application)
    _, port = free_address()
    async with (
        served(application, port) as client,
        client.get(f"http://127.0.0.1:{port}/a") as answer,
    ):
        (cookie,) = answer.headers.getall("Set-Cookie")
    deps.store.close()
    assert cookie.startswith("__Host-rundebord-form=")
    assert cookie.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://[broken"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
    ],
)
async def test_a_form_that_says_it_comes_from_elsewhere_is_refused(
    site: Site, headers: dict[str, str]
) -> None:
    page = await sent(site, **headers)
    assert page.status == 403
    assert "Skjemaet ble ikke sendt" in page.text


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec_fetch_site": "none"}])
async def test_a_browser_that_tells_nothing_is_believed_for_the_token(
    site: Site, headers: dict[str, str]
) -> None:
    assert (await sent(site, **headers)).status == 200


@pytest.mark.parametrize("told", ["", "0" * 64, "æ", "x" * 10_000])
async def test_a_form_without_the_right_token_is_refused(site: Site, told: str) -> None:
    await token(site)
    assert (await site.post("/a", {"csrf": told})).status == 403


async def test_a_token_of_another_page_or_another_browser_is_refused(site: Site) -> None:
    of_b = await token(site, "/b")
    assert (await site.post("/a", {"csrf": of_b})).status == 403
    of_a = await token(site)
    assert (await site.post("/a", {"csrf": of_a})).status == 200
    site.client.cookie_jar.clear()
    assert (await site.post("/a", {"csrf": of_a})).status == 403


async def test_a_cookie_that_is_not_ours_proves_nothing(site: Site) -> None:
    """Somebody who could plant an empty cookie would know the token to it."""
    planted = forms._signed("", "/a")
    page = await site.post("/a", {"csrf": planted}, cookie="rundebord-form=")
    assert page.status == 403


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x=1", "application/json", 415),
        (b"x=1", "multipart/form-data; boundary=x", 415),
        (b"x=%ff", FORM, 403),
        (b"x=1", f"{FORM}; charset=nonsense", 400),
        (b"\xff=\xfe", f"{FORM}; charset=utf-8", 400),
        (b"x=" + b"1" * forms.MAX_BYTES, FORM, 413),
        (b"", FORM, 403),
        (b"&&&==;", FORM, 403),
    ],
)
async def test_what_is_no_form_of_ours_is_refused_kindly(
    site: Site, body: bytes, kind: str, status: int
) -> None:
    page = await site.ask("POST", "/a", data=body, headers={"Content-Type": kind})
    assert page.status == status
    assert "<h1>" in page.text


async def test_a_form_that_never_ends_is_given_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "SECONDS", 0.05)
    reader, writer = await asyncio.open_connection(*site.deps.public_url[7:].split(":"))
    writer.write(
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nx="
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
    writer.close()


@pytest.mark.chromium
async def test_a_real_browser_sends_it_and_not_for_another_site(site: Site) -> None:
    """Without a referrer, Chromium says "null" for the origin even of its own site's forms."""
    ours, (elsewhere, port) = f"{site.deps.public_url}/a", free_address()

    async def foreign(_request: web.Request) -> web.Response:
        page = f'<form method="post" action="{ours}"><button>Win</button></form>'
        return web.Response(text=page, content_type="text/html")

    other = web.Application()
    other.router.add_get("/", foreign)
    async with served(other, port), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        page = await browser.new_page(locale="nb-NO")
        await page.goto(ours)
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text('{"x": "1"}')).to_be_visible()

        await page.goto(elsewhere)
        await page.get_by_role("button", name="Win").click()
        await expect(page.get_by_role("heading", name="Skjemaet ble ikke sendt")).to_be_visible()
        await browser.close()
