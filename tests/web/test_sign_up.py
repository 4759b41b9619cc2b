"""Somebody outside the Team signs up with an agency and a number, and can change their mind."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.fagdag import SignedUp
from bot.domain.meetings import Activity, MeetingState
from storage import sign_ups
from storage.tables import Meeting, SignUp
from tests.web.bench import Page, Site

PROGRAMME = [{"at": "09:15", "title": "Velkommen <b>alle</b>", "who": "NAV"}]


@pytest.fixture
def key(site: Site) -> str:
    """An open fagdag in thirty days."""
    return site.add_meeting(
        activity=Activity.OPEN_DAY,
        theme="Voksenrett",
        place="Buen kulturhus",
        programme=PROGRAMME,
        open_to_all=True,
    )


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser: what a page holds goes along when its form is sent."""

    site: Site

    async def fills(self, path: str, **typed: str) -> Page:
        page = await self.site.get(path)
        return await self.site.post(path, {**_hidden(page), **typed})

    async def signs_up(self, key: str, agency: str = "Politiet", people: str = "4") -> str:
        """The address of the sign-up."""
        answer = await self.fills(f"/p/{key}", agency=agency, people=people)
        assert answer.status == 303, answer.text
        return answer.headers["Location"]


def _hidden(page: Page) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return dict(found)


def _heading(page: Page) -> str:
    found = re.search("<h1>(.*?)</h1>", page.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1].strip())


def _kept(site: Site) -> list[tuple[str, int]]:
    with site.deps.store.transaction() as session:
        return [(row.agency, row.people) for row in session.exec(select(SignUp)).all()]


async def test_the_page_says_what_it_is_about_and_asks_two_things(site: Site, key: str) -> None:
    page = await site.get(f"/p/{key}")
    assert (page.status, _heading(page)) == (200, "Voksenrett")
    assert re.findall(r'<label for="(\w+)">', page.text) == ["agency", "people"]
    assert set(re.findall(r'name="(\w+)"', page.text)) == {
        *("viewport", "robots"),
        *("csrf", "secret", "agency", "people"),
    }
    assert "Buen kulturhus" in page.text
    assert "<bdi>Velkommen &lt;b&gt;alle&lt;/b&gt;</bdi>" in page.text
    assert "<script" not in page.text


async def test_thanks_and_a_way_to_change_and_withdraw(site: Site, key: str) -> None:
    visitor = Visitor(site)
    own = await visitor.signs_up(key)
    thanks = await site.get(own)
    assert _heading(thanks) == "Takk. 4 fra Politiet er påmeldt."
    assert f"{site.deps.public_url}{own}" in thanks.text
    changed = await visitor.fills(own, agency="Politiet i Mandal", people="6")
    assert (changed.status, changed.headers["Location"]) == (303, own)
    assert _heading(await site.get(own)) == "Takk. 6 fra Politiet i Mandal er påmeldt."
    assert _kept(site) == [("Politiet i Mandal", 6)]
    await visitor.fills(own, agency="Politiet i Mandal", people="6", withdraw="yes")
    assert _heading(await site.get(own)) == "Dere er meldt av"
    assert _kept(site) == [("Politiet i Mandal", 0)]
    await visitor.fills(own, agency="Politiet i Mandal", people="2")
    assert _heading(await site.get(own)) == "Takk. 2 fra Politiet i Mandal er påmeldt."


async def test_zero_withdraws_where_somebody_had_signed_up(site: Site, key: str) -> None:
    own = await Visitor(site).signs_up(key)
    await Visitor(site).fills(own, agency="Politiet", people="0")
    assert _heading(await site.get(own)) == "Dere er meldt av"


async def test_the_same_form_sent_twice_is_one_sign_up(site: Site, key: str) -> None:
    page = await site.get(f"/p/{key}")
    form = {**_hidden(page), "agency": "Politiet", "people": "4"}
    answers = [await site.post(f"/p/{key}", form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert _kept(site) == [("Politiet", 4)]


async def test_only_the_hash_of_the_secret_is_kept(site: Site, key: str) -> None:
    own = await Visitor(site).signs_up(key)
    with site.deps.store.transaction() as session:
        row = session.exec(select(SignUp)).one()
    assert own.rpartition("/")[2] not in str(row.model_dump())
    assert set(SignUp.model_fields) == {
        *("id", "meeting_id", "organisation_id"),
        *("agency", "people", "secret"),
    }


@pytest.mark.parametrize(
    ("agency", "people", "field", "told"),
    [
        ("", "4", "agency", "Skriv noe her."),
        ("x" * 101, "4", "agency", "Dette er 101 tegn. Kort det ned til 100."),
        ("kari@nav.no", "4", "agency", "Her ligner noe på en e-postadresse."),
        ("Kari, 912 34 567", "4", "agency", "Her ligner noe på et telefonnummer."),
        ("Politiet", "", "people", "Skriv et helt tall."),
        ("Politiet", "fire", "people", "Skriv et helt tall."),
        ("Politiet", "0", "people", "Skriv et tall fra 1 til 500."),
        ("Politiet", "501", "people", "Skriv et tall fra 1 til 500."),
    ],
)
async def test_what_cannot_be_taken_is_told_at_its_field_and_stays_there(
    site: Site, key: str, agency: str, people: str, field: str, told: str
) -> None:
    page = await Visitor(site).fills(f"/p/{key}", agency=agency, people=people)
    assert page.status == 422
    summary = re.search(rf'<li><a href="#{field}">(.*?)</a>', page.text)
    assert summary is not None
    assert told in summary[1]
    assert f'<p class="problem" id="{field}-problem">{told}' in page.text
    assert f'aria-invalid="true" aria-describedby="{field}-problem"' in page.text
    assert f'value="{agency}"' in page.text
    assert f'value="{people}"' in page.text
    assert _kept(site) == []


async def test_what_is_wrong_is_told_on_the_page_of_a_sign_up_too(site: Site, key: str) -> None:
    own = await Visitor(site).signs_up(key)
    page = await Visitor(site).fills(own, agency="", people="5")
    assert (page.status, _kept(site)) == (422, [("Politiet", 4)])


@pytest.mark.parametrize(
    "nasty",
    [
        '"><script>alert(1)</script>',
        "{{ 7*7 }}",
        "<at>alle</at>",
        "مرحبا 👩🏽‍🏫",
        "a\r\nSet-Cookie: x",
    ],
)
async def test_odd_names_of_agencies_are_shown_and_do_nothing(
    site: Site, key: str, nasty: str
) -> None:
    own = await Visitor(site).signs_up(key, agency=nasty)
    thanks = await site.get(own)
    assert _heading(thanks) == f"Takk. 4 fra {' '.join(nasty.split())} er påmeldt."
    assert "<script" not in thanks.text
    assert "<at>" not in thanks.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": MeetingState.CANCELLED, "reason": "Kari er syk"}, "Fagdagen er avlyst"),
        ({"state": MeetingState.HELD}, "Påmeldingen er stengt"),
        ({"state": MeetingState.FINISHED}, "Påmeldingen er stengt"),
    ],
)
async def test_when_it_is_too_late_the_page_says_so_and_takes_nothing(
    site: Site, key: str, changes: dict[str, object], told: str
) -> None:
    blank = await site.get(f"/p/{key}")
    own = await Visitor(site).signs_up(key)
    thanks = await site.get(own)
    site.change_meeting(key, **changes)
    late = {"agency": "Naboen", "people": "9"}
    answers = [
        await site.get(f"/p/{key}"),
        await site.post(f"/p/{key}", {**_hidden(blank), **late}),
        await site.get(own),
        await site.get(f"/p/{key}/qr"),
    ]
    for answer in answers:
        assert (answer.status, told in answer.text, "<form" in answer.text) == (200, True, False)
        assert "Kari" not in answer.text
    for more in (late, {"withdraw": "yes"}):
        assert (await site.post(own, {**_hidden(thanks), **more})).status == 303
    assert _kept(site) == [("Politiet", 4)]


async def test_it_closes_at_the_minute_the_day_begins(site: Site, key: str) -> None:
    with site.deps.store.transaction() as session:
        starts = session.exec(select(Meeting.starts_at).where(Meeting.key == key)).one()
    site.clock.moment = starts - timedelta(seconds=1)
    assert "<form" in (await site.get(f"/p/{key}")).text
    site.clock.moment = starts
    assert "<form" not in (await site.get(f"/p/{key}")).text


async def test_a_moved_day_is_told_and_sign_ups_survive_it(site: Site, key: str) -> None:
    own = await Visitor(site).signs_up(key)
    today = site.clock().date()
    site.change_meeting(key, starts_at=site.clock() + timedelta(days=40), moved_on=today)
    page = await site.get(own)
    assert _heading(page) == "Takk. 4 fra Politiet er påmeldt."
    assert "Tidspunktet ble endret" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"open_to_all": False},
        {"activity": Activity.NETWORK_MEETING},
        {"state": MeetingState.DRAFT},
    ],
)
async def test_what_is_not_for_everybody_has_no_page(
    site: Site, key: str, changes: dict[str, object]
) -> None:
    own = await Visitor(site).signs_up(key)
    site.change_meeting(key, **changes)
    unknown = await site.get(f"/p/{'x' * 22}")
    for path in (f"/p/{key}", own, f"/p/{key}/qr"):
        answer = await site.get(path)
        assert (answer.status, answer.body) == (404, unknown.body)


async def test_a_secret_opens_its_own_sign_up_alone(site: Site, key: str) -> None:
    own = await Visitor(site).signs_up(key)
    other = site.add_meeting(activity=Activity.OPEN_DAY, open_to_all=True)
    stolen = own.replace(key, other)
    assert (await site.get(stolen)).status == 404
    form = {**_hidden(await site.get(f"/p/{other}")), "agency": "Naboen", "people": "9"}
    assert (await site.post(stolen, form)).status == 403  # the form is of another page
    assert (await site.get(f"/p/{key}/{'x' * 22}")).status == 404
    assert _kept(site) == [("Politiet", 4)]


async def test_a_secret_that_somebody_else_holds_changes_nothing_of_theirs(
    site: Site, key: str
) -> None:
    """Sent to another fagdag, or with a secret that is none, it touches no other sign-up."""
    own = await Visitor(site).signs_up(key)
    other = site.add_meeting(activity=Activity.OPEN_DAY, open_to_all=True)
    for secret in (own.rpartition("/")[2], "' OR 1=1 --", ""):
        await Visitor(site).fills(f"/p/{other}", agency="Naboen", people="9", secret=secret)
    assert _kept(site)[0] == ("Politiet", 4)


async def test_a_form_from_another_site_is_not_taken(site: Site, key: str) -> None:
    form = {**_hidden(await site.get(f"/p/{key}")), "agency": "Politiet", "people": "4"}
    foreign = await site.post(f"/p/{key}", form, origin="https://evil.example")
    forged = await site.post(f"/p/{key}", {**form, "csrf": "0" * 64})
    assert (foreign.status, forged.status, _kept(site)) == (403, 403, [])


@pytest.mark.parametrize(
    ("language", "asked", "thanks"),
    [
        ("nb", "Hvor mange kommer fra dere?", "Takk."),
        ("nn", "", ""),
        ("en", "", ""),
    ],
)
async def test_the_language_is_kept_through_the_whole_way(
    site: Site, key: str, language: str, asked: str, thanks: str
) -> None:
    path = f"/p/{key}?lang={language}"
    page = await site.get(path)
    assert f'<html lang="{language}">' in page.text
    form = {**_hidden(page), "agency": "Politiet", "people": "4"}
    answer = await site.post(path, form)
    own = await site.get(answer.headers["Location"])
    assert f'<html lang="{language}">' in own.text
    assert asked in page.text
    assert thanks in own.text


async def test_the_browsers_language_is_met(site: Site, key: str) -> None:
    page = await site.get(f"/p/{key}", accept_language="nn-NO,nn;q=0.9,en;q=0.8")
    assert '<html lang="nn">' in page.text


async def test_the_code_leads_to_the_page_and_is_said_in_words(site: Site, key: str) -> None:
    page = await site.get(f"/p/{key}/qr")
    assert page.status == 200
    host = site.deps.public_url.removeprefix("http://")
    assert f'<p class="address">{host}/p/{key}</p>' in page.text
    assert re.search(r'<img src="data:image/svg\+xml[^"]+" alt="QR-kode[^"]+">', page.text)


async def test_what_came_in_by_the_page_is_summed_by_agency(site: Site, key: str) -> None:
    for agency, people in (("Politiet", "4"), ("politiet", "2"), ("Legesenteret", "1")):
        await Visitor(site).signs_up(key, agency, people)
    with site.deps.store.transaction() as session:
        meeting = session.exec(select(Meeting.id).where(Meeting.key == key)).one()
        found = sign_ups.of_meeting(session, meeting or 0)
    assert found == (SignedUp("Legesenteret", 1), SignedUp("Politiet", 6))
