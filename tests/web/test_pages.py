"""What all pages share: headers, languages, and kind words where there is nothing to show."""

import logging
import re
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.domain.language import Language
from bot.limits import MOST, Limits, Rate
from bot.web import door
from bot.web.limits import POSTS, UNKNOWN_CODES, address_of
from cards.catalogue import extracted
from cards.words import Words
from tests.web.bench import SLUG, Page, Seconds, Site, free_address, served

SQLITE = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
WITH_SCRIPTS = {"/e/{code}", "/e/{code}/takk", "/e/{code}/skjerm"}
SCRIPTS = "; script-src 'self'; connect-src 'self'"
PUBLIC = "public, max-age=300"
NOT_KEPT = "no-store"
KEPT = {  # whatever is not named here must not be kept by anybody
    "/static/evaluation.js": "no-cache",
    "/static/evaluation_wall.js": "no-cache",
    "/static/rundebord.css": "no-cache",
    "/d/{key}.ics": "private, no-cache",
    "/kalender/{token}.ics": "private, no-cache",
    "/m/{key}.ics": "private, no-cache",
    "/moteplan/{slug}": PUBLIC,
    "/moteplan/{slug}.ics": PUBLIC,
}


async def test_every_address_answers_with_the_same_caution(site: Site) -> None:
    addresses = site.addresses()
    assert len(addresses) >= 7
    for pattern, address in addresses.items():
        page = await site.get(address)
        policy = HEADERS["Content-Security-Policy"] + (SCRIPTS if pattern in WITH_SCRIPTS else "")
        expected = {**HEADERS, "Content-Security-Policy": policy}
        assert {name: page.headers[name] for name in HEADERS} == expected, pattern
        assert page.headers["Cache-Control"] == KEPT.get(pattern, NOT_KEPT), pattern
        assert page.status < 500, pattern


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/privacy", "/nope", "/m/x.ics", "//example.org/%2e%2e"])
@SQLITE
async def test_so_does_what_cannot_be_answered(site: Site, method: str, path: str) -> None:
    page = await site.ask(method, path)
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    assert page.status in {200, 404, 405}


@SQLITE
async def test_behind_https_no_browser_asks_without_it_again(site: Site) -> None:
    deps, application = (
        replace(site.deps, public_url="https://rundebord.example"),
        web.Application(),
    )
    door.mount(application, deps, Seconds())
    _, port = free_address()
    address = f"http://127.0.0.1:{port}/privacy"
    async with served(application, port) as client, client.get(address) as answer:
        told = answer.headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in (await site.get("/privacy")).headers


# --- Languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [
        ("", "", "nb"),
        ("", "nn-NO,nn;q=0.9,en;q=0.5", "nn"),
        ("", "de, fr", "nb"),
        ("?lang=en", "nn", "en"),
        ("?lang=nn", "", "nn"),
        ("?lang=fr", "en", "en"),
        ("?lang=%22%3E%3Cscript%3E", "", "nb"),
    ],
)
@SQLITE
async def test_a_page_speaks_the_language_asked_for_or_the_browsers(
    site: Site, query: str, browser: str, language: str
) -> None:
    page = await site.get(f"/privacy{query}", accept_language=browser)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Content-Language"] == language
    assert page.headers["Vary"] == "Accept-Language"
    assert "<script" not in page.text


@SQLITE
async def test_each_page_leads_to_itself_in_the_two_other_languages(site: Site) -> None:
    page = await site.get(f"/moteplan/{SLUG}?ar=2026&lang=en")
    others = re.findall(r'<a href="([^"]+)" hreflang="(\w+)" lang="\2">', page.text)
    assert others == [("?ar=2026&amp;lang=nb", "nb"), ("?ar=2026&amp;lang=nn", "nn")]


@SQLITE
async def test_a_language_that_was_asked_for_is_kept_on_the_way_to_other_pages(site: Site) -> None:
    chosen, not_chosen = await site.get("/terms?lang=nn"), await site.get("/terms")
    assert 'href="/privacy?lang=nn"' in chosen.text
    assert 'href="/privacy"' in not_chosen.text


@SQLITE
async def test_no_link_of_a_page_leads_to_another_host(site: Site) -> None:
    page = await site.get("//example.org/nope")
    links = re.findall(r'href="([^"]+)"', page.text)
    assert len(links) > 3
    assert [link for link in links if not re.match(r"/[^/]|\?|#|data:", link)] == []


def test_the_texts_of_the_templates_are_found_for_translation() -> None:
    found = {str(message.id) for message in extracted()}
    assert {"Hopp til innholdet", "Denne siden finnes ikke", "Åpne møter i {year}"} <= found


# --- The stylesheet ------------------------------------------------------------------------------


@SQLITE
async def test_the_stylesheet_is_kept_for_ever_under_the_address_of_its_contents(
    site: Site,
) -> None:
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', (await site.get("/privacy")).text)
    style = await site.get(address)
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (await site.get(f"{address}0")).headers["Cache-Control"] == "no-cache"


# --- What goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(Language))
@SQLITE
async def test_an_address_that_is_not_there_is_told_kindly(site: Site, language: Language) -> None:
    page = await site.get("/nope", accept_language=str(language))
    heading = Words(language, site.deps.zone).text("Denne siden finnes ikke")
    assert page.status == 404
    assert f'<html lang="{language}">' in page.text
    assert f"<h1>{heading}</h1>" in _flat(page)


async def test_an_address_with_a_zero_byte_leads_nowhere(site: Site) -> None:
    """PostgreSQL cannot even be asked about one."""
    paths = [resource.canonical for resource in site.application.router.resources()]
    with_code = [re.sub(r"{[^}]*}", "%00", path) for path in paths if "{" in path]
    assert {(await site.get(path)).status for path in with_code} == {404}


@SQLITE
async def test_another_method_is_told_which_there_is(site: Site) -> None:
    page = await site.post("/privacy", {})
    assert (page.status, page.headers["Allow"]) == (405, "GET,HEAD")
    assert "<h1>Siden kan ikke brukes slik</h1>" in _flat(page)


@SQLITE
async def test_a_bug_becomes_a_reference_that_is_in_the_log_and_nothing_else_is(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    token = site.token_of("Kari")
    page = await _with_fault(site, f"/kalender/{token}.ics?secret=1", KeyError("no-such-thing"))
    (reference,) = re.findall(r"oppgi ([0-9a-f]{8})\.", page.text)
    (line,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert page.status == 500
    assert f"bug {reference} in /kalender/{{token}}.ics\n" in line.getMessage()
    assert "KeyError" in line.getMessage()
    assert "no-such-thing" not in page.text
    for private in (token, "Netscape", "127.0.0.1", "secret=1"):
        assert private not in caplog.text


@SQLITE
async def test_without_its_database_a_page_asks_to_come_back(site: Site) -> None:
    page = await _with_fault(site, f"/moteplan/{SLUG}", OperationalError("", {}, ConnectionError()))
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert "<h1>Beklager, noe gikk galt hos meg</h1>" in _flat(page)


async def _with_fault(site: Site, address: str, fault: Exception) -> Page:
    def fail(*_arguments: object) -> None:
        raise fault

    engine = site.deps.store.engine
    event.listen(engine, "begin", fail)
    try:
        return await site.get(address, user_agent="Netscape")
    finally:
        event.remove(engine, "begin", fail)


@SQLITE
async def test_nothing_about_a_visitor_is_logged(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for address in site.addresses().values():
        await site.get(address, user_agent="Netscape", x_forwarded_for="203.0.113.7")
    await site.get("/nope?q=1", user_agent="Netscape")
    for private in ("Netscape", "203.0.113.7", "127.0.0.1", "/nope"):
        assert private not in caplog.text


def _flat(page: Page) -> str:
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), page.text)


# --- Limits --------------------------------------------------------------------------------------


async def _guess(site: Site, **headers: str) -> int:
    return (await site.get(f"/m/{'x' * 22}.ics", **headers)).status


@SQLITE
async def test_who_guesses_codes_has_to_wait_and_a_right_one_gets_through(site: Site) -> None:
    statuses = [await _guess(site) for _ in range(int(UNKNOWN_CODES.burst) + 1)]
    assert statuses == [404] * int(UNKNOWN_CODES.burst) + [429]
    wrong = await site.get(f"/m/{'x' * 22}.ics")
    assert (wrong.status, wrong.headers["Retry-After"]) == (429, "60")
    assert "Vent litt før du prøver igjen" in wrong.text
    assert (await site.get(f"/m/{site.add_meeting()}.ics")).status == 200
    site.seconds.passed += 1 / UNKNOWN_CODES.per_second
    assert [await _guess(site), await _guess(site)] == [404, 429]


@SQLITE
async def test_addresses_that_lead_nowhere_at_all_are_no_guesses(site: Site) -> None:
    statuses = {(await site.get("/favicon.ico")).status for _ in range(70)}
    assert statuses == {404}
    assert await _guess(site) == 404


@SQLITE
async def test_a_proxy_beside_us_says_for_whom_it_asks(site: Site) -> None:
    for _ in range(int(UNKNOWN_CODES.burst)):
        await _guess(site, x_forwarded_for="10.0.0.1, 203.0.113.7")
    assert await _guess(site, x_forwarded_for="203.0.113.8, 203.0.113.7") == 429
    assert await _guess(site, x_forwarded_for="203.0.113.7, 203.0.113.8") == 404
    assert await _guess(site) == 404


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("10.1.2.3", "203.0.113.7", "203.0.113.7"),
        ("::1", "203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("nobody", "203.0.113.7", "nobody"),
    ],
)
def test_who_is_not_beside_us_may_say_what_they_like(peer: str, told: str, address: str) -> None:
    asked = make_mocked_request("GET", "/", headers={"X-Forwarded-For": told})
    assert address_of(asked.clone(remote=peer)) == address


@SQLITE
async def test_forms_come_in_at_a_limited_rate(site: Site) -> None:
    statuses = [(await site.post("/nope", {})).status for _ in range(int(POSTS.burst) + 1)]
    assert statuses == [404] * int(POSTS.burst) + [429]
    assert (await site.get("/privacy")).status == 200


def test_only_so_many_addresses_are_remembered_and_the_latest_are() -> None:
    limits = Limits(Rate(burst=1, per_second=0), Seconds())
    for number in range(MOST + 1):
        assert limits.take(f"address {number}")
    assert limits.take("address 0")
    assert not limits.take(f"address {MOST}")
    assert "address" not in repr(limits)


def test_a_bucket_is_never_fuller_than_full() -> None:
    seconds = Seconds()
    limits = Limits(Rate(burst=2, per_second=1), seconds)
    assert limits.take("a")
    seconds.passed += 1_000
    assert [limits.take("a") for _ in range(3)] == [True, True, False]
