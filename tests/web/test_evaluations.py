"""Whoever has the code answers on the web, once, and leaves nothing behind but the answer."""

import asyncio
import html
import logging
import re
from datetime import timedelta

import pytest
from sqlmodel import SQLModel

from bot.web.limits import UNKNOWN_CODES
from tests.web.bench import Page, Site
from tests.web.respondent import GOOD, Respondent, answered, heading, hidden

SQLITE = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)


@pytest.fixture
def code(site: Site) -> str:
    return site.add_evaluation()


@pytest.fixture
def somebody(site: Site, code: str) -> Respondent:
    return Respondent(site, code)


# --- The form ------------------------------------------------------------------------------------


async def test_the_page_asks_what_the_card_asks_after_saying_what_is_kept(
    somebody: Respondent,
) -> None:
    page = await somebody.looks()
    assert (page.status, heading(page)) == (200, "Hva syntes du?")
    names = list(dict.fromkeys(re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page.text)))
    assert names == [
        "csrf",
        "benefit",
        *("useful-1", "useful-2", "useful-3"),
        *("needs", "theme", "challenge", "challenge-send"),
    ]
    told = page.text.index("Svaret lagres uten navn og tidspunkt")
    assert told < page.text.index("hvis minst fem har svart") < page.text.index("<form")
    assert "<bdi>Nytt om lover og &lt;b&gt;regler&lt;/b&gt;</bdi>" in page.text


async def test_an_answer_is_taken_and_thanked_for_with_what_comes_in_some_weeks(
    site: Site, somebody: Respondent
) -> None:
    sent = await somebody.answers(**GOOD)
    assert (sent.status, sent.headers["Location"]) == (303, f"/e/{somebody.code}/takk")
    thanks = await somebody.looks(sent.headers["Location"])
    assert heading(thanks) == "Takk for svaret"
    questions = re.findall("<li>(Har du f[^<]+|Hva h[^<]+)</li>", thanks.text)
    assert questions == ["Har du fått brukt noe av det?", "Hva hjalp, og hva sto i veien?"]
    assert answered(site, somebody.code) == 1


async def test_sent_twice_is_one_answer_and_a_kind_word(site: Site, somebody: Respondent) -> None:
    page = await somebody.looks()
    form = {**hidden(page), **GOOD}
    answers = await asyncio.gather(*(somebody.sends(form) for _ in range(3)))
    places = sorted(answer.headers["Location"] for answer in answers)
    thanks = f"/e/{somebody.code}/takk"
    assert places == [thanks, f"{thanks}?igjen=1", f"{thanks}?igjen=1"]
    assert heading(await somebody.looks(places[1])) == "Du har alt svart"
    assert heading(await somebody.looks()) == "Du har alt svart"
    assert answered(site, somebody.code) == 1


async def test_two_people_with_a_browser_each_are_two_answers(site: Site, code: str) -> None:
    for _ in range(2):
        assert (await Respondent(site, code).answers(**GOOD)).status == 303
    assert answered(site, code) == 2


@SQLITE
async def test_what_cannot_be_taken_is_told_at_its_field_and_everything_stays(
    site: Site, somebody: Respondent
) -> None:
    given = {"useful-2": "little", "needs": "Ring 912 34 567", "theme": "Språk\r\n\r\nog æøå"}
    page = await somebody.answers(**given, **{"challenge-send": "yes"})
    assert page.status == 422
    summary = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page.text)
    assert [name for name, _ in summary] == ["benefit.great", "needs"]
    assert summary[0][1] == "Har du fått faglig utbytte av dagen? Velg ett svar."
    for name in ("benefit", "needs"):
        assert f'<p class="problem" id="{name}-problem">' in page.text
        assert f'aria-invalid="true" aria-describedby="{name}-problem"' in page.text
    assert re.findall(r'value="(\w+)" checked', page.text) == ["little", "yes"]
    typed = re.findall(r"<textarea[^>]*>\r?\n([^<]*)</textarea>", page.text)
    assert [html.unescape(text) for text in typed] == ["Ring 912 34 567", given["theme"], ""]
    assert answered(site, somebody.code) == 0


@pytest.mark.parametrize("nasty", ["</textarea><script>alert(1)</script>", "{{ 7*7 }}", "\n\nx"])
@SQLITE
async def test_odd_answers_are_shown_again_and_do_nothing(somebody: Respondent, nasty: str) -> None:
    page = await somebody.answers(needs=nasty)
    assert page.status == 422
    (typed,) = re.findall(r'<textarea id="needs"[^>]*>\n([^<]*)</textarea>', page.text)
    assert html.unescape(typed) == nasty
    assert page.text.count("<script") == 1


@pytest.mark.parametrize("language", ["nn", "en"])
@SQLITE
async def test_another_language_keeps_what_was_typed_and_takes_nothing(
    site: Site, somebody: Respondent, language: str
) -> None:
    query = f"?lang={language}"
    page = await somebody.answers(query, language=language, benefit="some", needs="Språk")
    assert (page.status, answered(site, somebody.code)) == (200, 0)
    assert f'<html lang="{language}">' in page.text
    assert re.findall(r'value="(\w+)" checked', page.text) == ["some"]
    assert ">\nSpråk</textarea>" in page.text
    sent = await somebody.sends({**hidden(page), **GOOD}, query)
    assert sent.headers["Location"] == f"/e/{somebody.code}/takk{query}"
    assert f'<html lang="{language}">' in (await somebody.looks(sent.headers["Location"])).text


@SQLITE
async def test_part_two_is_asked_on_a_page_of_its_own(site: Site) -> None:
    somebody = Respondent(site, site.add_evaluation(part=2))
    assert heading(await somebody.looks()) == "Det er litt tidlig"
    site.clock.advance(weeks=6, hours=2)
    page = await somebody.looks()
    assert heading(page) == "Har du fått brukt det?"
    sent = await somebody.answers(benefit="some", used="yes")
    thanks = await somebody.looks(sent.headers["Location"])
    assert (heading(thanks), "Ta med deg dette" in thanks.text) == ("Takk for svaret", False)


# --- The code ------------------------------------------------------------------------------------


@SQLITE
async def test_a_code_may_be_typed_in_capitals_and_with_a_hyphen(site: Site, code: str) -> None:
    spelt = f"{code[:4]}-{code[4:]}".upper()
    page = await site.get(f"/e/{spelt}?lang=nn")
    assert (page.status, page.headers["Location"]) == (303, f"/e/{code}?lang=nn")
    typed = await site.get(f"/e?kode={spelt[:4]}+-{spelt[5:]}+")
    assert (typed.status, typed.headers["Location"]) == (303, f"/e/{code}")


@pytest.mark.parametrize("typed", ["", "%22%3E%3Cscript%3E", "..%2F..%2Fprivacy", "\u00e6"])
@SQLITE
async def test_what_cannot_be_a_code_is_asked_for_again(site: Site, typed: str) -> None:
    page = await site.get(f"/e?kode={typed}")
    assert (page.status, heading(page)) == (200, "Svar på en evaluering")
    assert "<script" not in page.text


@SQLITE
async def test_an_unknown_code_is_told_kindly_wherever_it_stands(site: Site) -> None:
    for path in ("/e/abcdefgh", "/e/ABCD-EFGH", "/e/abcdefgh/takk", "/e/abcdefgh/skjerm"):
        page = await site.get(path)
        assert (page.status, heading(page)) == (404, "Jeg finner ikke den koden")
    assert (await site.post("/e/abcdefgh", {})).status == 404


@SQLITE
async def test_who_guesses_codes_has_to_wait_and_a_right_one_still_gets_through(
    site: Site, code: str
) -> None:
    burst = int(UNKNOWN_CODES.burst)
    statuses = [(await site.get(f"/e/aaaaa{number:03}")).status for number in range(burst + 1)]
    assert statuses == [404] * burst + [429]
    assert (await site.get(f"/e/{code}")).status == 200


# --- When it is closed ---------------------------------------------------------------------------


@SQLITE
async def test_too_early_and_too_late_are_told_with_the_time_and_nothing_is_taken(
    site: Site, somebody: Respondent
) -> None:
    page = await somebody.looks()
    site.clock.advance(days=2)
    late = await somebody.sends({**hidden(page), **GOOD})
    closed = await somebody.looks(late.headers["Location"])
    assert (late.status, heading(closed)) == (303, "Evalueringen er avsluttet")
    assert "Det var åpent til og med tirsdag 5. januar." in closed.text
    assert (answered(site, somebody.code), "<form" in closed.text) == (0, False)


# --- What is kept of a visitor -------------------------------------------------------------------


async def test_there_is_one_cookie_for_this_evaluation_alone(somebody: Respondent) -> None:
    page = await somebody.looks()
    (cookie,) = page.headers.getall("Set-Cookie")
    name, _, rest = cookie.partition("=")
    value, *attributes = rest.split("; ")
    assert (name, len(value)) == ("rundebord-answer", 43)
    until_midnight_after_the_next_day = 39 * 60 * 60
    assert attributes == [
        "HttpOnly",
        f"Max-Age={until_midnight_after_the_next_day}",
        f"Path=/e/{somebody.code}",
        "SameSite=Lax",
    ]
    sent = await somebody.answers(**GOOD)
    thanks = await somebody.looks(sent.headers["Location"])
    assert [p.headers.getall("Set-Cookie", []) for p in (sent, thanks)] == [[], []]


@SQLITE
async def test_each_evaluation_gives_a_value_of_its_own(site: Site, code: str) -> None:
    pages = [await Respondent(site, c).looks() for c in (code, site.add_evaluation())]
    values = {str(page.cookies["rundebord-answer"].value) for page in pages}
    assert len(values) == 2


@SQLITE
async def test_a_form_from_elsewhere_is_not_taken(site: Site, somebody: Respondent) -> None:
    form = {**hidden(await somebody.looks()), **GOOD}
    foreign = await somebody.sends(form, origin="https://evil.example")
    forged = await somebody.sends({**form, "csrf": "0" * 64})
    stolen = await Respondent(site, somebody.code).sends(form)
    assert [foreign.status, forged.status, stolen.status] == [403, 403, 403]
    assert answered(site, somebody.code) == 0


@SQLITE
async def test_a_whole_fagdag_behind_one_address_gets_through(site: Site, code: str) -> None:
    """Each of eighty makes a mistake first, and then answers."""

    async def fills_in() -> list[int]:
        somebody = Respondent(site, code)
        return [(await somebody.answers(needs="x")).status, (await somebody.answers(**GOOD)).status]

    statuses = await asyncio.gather(*(fills_in() for _ in range(80)))
    assert statuses == [[422, 303]] * 80
    assert answered(site, code) == 80


@pytest.mark.parametrize("broken", [False, True])
@SQLITE
async def test_neither_visitor_nor_answer_is_logged_even_when_it_goes_wrong(
    site: Site, somebody: Respondent, caplog: pytest.LogCaptureFixture, broken: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    page = await somebody.looks()
    if broken:
        with site.deps.store.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE waiting_answer")
    headers = {"user_agent": "Netscape", "x_forwarded_for": "203.0.113.7"}
    sent = await somebody.sends({**hidden(page), **GOOD}, **headers)
    assert sent.status == (503 if broken else 303)
    assert ("sqlalchemy.exc.OperationalError" in caplog.text) == broken
    (cookie,) = somebody.cookies.values()
    for private in ("Netscape", "203.0.113.7", "127.0.0.1", "blåbærturer", "great", cookie):
        assert private not in caplog.text
    assert somebody.code not in caplog.text
    assert "blåbærturer" not in sent.text


async def test_nothing_of_a_visitor_lies_in_the_database(site: Site, somebody: Respondent) -> None:
    await somebody.sends(
        {**hidden(await somebody.looks()), **GOOD},
        user_agent="Netscape",
        x_forwarded_for="203.0.113.7",
    )
    (cookie,) = somebody.cookies.values()
    with site.deps.store.transaction() as session:
        kept = str(
            [list(session.execute(table.select())) for table in SQLModel.metadata.sorted_tables]
        )
    assert "Voksenrett" in kept
    for private in ("Netscape", "203.0.113.7", "127.0.0.1", cookie, "blåbærturer"):
        assert private not in kept


# --- What is taken home --------------------------------------------------------------------------


@SQLITE
async def test_the_calendar_file_leads_to_part_two_on_its_day(
    site: Site, somebody: Respondent
) -> None:
    file = await somebody.looks(f"{somebody.path}/del-2.ics")
    event = file.events["Har du fått brukt det?"]
    assert event.dtstart.value.isoformat() == "2027-02-15T09:00:00+01:00"
    assert "Voksenrett" in event.description.value
    assert event.valarm.trigger.value == timedelta(0)
    site.clock.moment = event.dtstart.value
    path = str(event.url.value).removeprefix(site.deps.public_url)
    assert heading(await site.get(path)) == "Har du fått brukt det?"


@SQLITE
async def test_part_two_has_no_file_of_its_own(site: Site) -> None:
    code = site.add_evaluation(part=2)
    assert (await site.get(f"/e/{code}/del-2.ics")).status == 404


# --- The wall ------------------------------------------------------------------------------------


def _told(page: Page) -> str:
    (told,) = re.findall('id="count">([^<]+)<', page.text)
    return html.unescape(str(told))


@SQLITE
async def test_the_wall_shows_the_code_the_way_to_it_and_how_many_have_answered(
    site: Site, code: str
) -> None:
    for _ in range(2):
        await Respondent(site, code).answers(**GOOD)
    page = await site.get(f"/e/{code}/skjerm")
    host = site.deps.public_url.removeprefix("http://")
    assert re.search(r'<img src="data:image/svg\+xml[^"]+" alt="QR-kode[^"]+">', page.text)
    assert f'<strong class="address">{host}/e</strong>' in page.text
    assert f'<strong class="letters">{code[:4]}-{code[4:]}</strong>' in page.text
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page.text
    assert _told(page) == "2 har svart"
    count = await site.get(f"/e/{code}/antall")
    assert count.text == '{"told": "2 har svart", "state": "open"}'


@SQLITE
async def test_the_wall_never_shows_an_answer(site: Site, somebody: Respondent) -> None:
    await somebody.answers(**GOOD)
    for path in ("skjerm", "antall"):
        assert "blåbærturer" not in (await site.get(f"/e/{somebody.code}/{path}")).text


@SQLITE
async def test_the_wall_speaks_the_networks_language_whatever_the_browsers_is(
    site: Site, code: str
) -> None:
    page = await site.get(f"/e/{code}/skjerm", accept_language="en")
    assert '<html lang="nb">' in page.text
    assert '<html lang="en">' in (await site.get(f"/e/{code}/skjerm?lang=en")).text


@SQLITE
async def test_the_wall_says_when_it_opens_and_that_it_is_over(site: Site) -> None:
    code = site.add_evaluation(part=2)
    early = await site.get(f"/e/{code}/skjerm")
    assert _told(early) == "Evalueringen åpner 15. februar kl. 09.00."
    site.clock.advance(weeks=10)
    late = await site.get(f"/e/{code}/skjerm")
    assert ("<img" in late.text, _told(late)) == (False, "0 har svart")
