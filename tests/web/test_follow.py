"""Whoever has the code of a receipt sees what became of it, replies, and takes it back."""

import html
import re

import pytest
from sqlmodel import col, select

from bot.domain import receipts
from bot.domain.challenge_texts import RemarkKind
from bot.domain.challenges import ChallengeState
from storage.tables import Challenge, ChallengeRemark, Conversation, Heard, Person
from tests.web.bench import Page, Site

CODE = receipts.code_of("the secret of the card")
TEXT = "Ingen <b>vet</b> hvem som bestiller tolk."


@pytest.fixture
def path(site: Site) -> str:
    """The page of an anonymous challenge to which the network has a question."""
    with site.deps.store.transaction() as session:
        row = Challenge(
            network_id=1,
            state=ChallengeState.FLAGGED,
            text=TEXT,
            submission=receipts.hash_of_secret("the secret of the card"),
            receipt=receipts.hash_of(CODE),
            raised_on=site.deps.calendar.day_of(site.deps.now()),
            answer="Vi tar det i mars.",
        )
        session.add(row)
        session.flush()
        asked = ChallengeRemark(
            challenge_id=row.id or 0, kind=RemarkKind.QUESTION, text="Gjelder det begge?"
        )
        session.add(asked)
    return f"/f/{CODE}"


async def filled(site: Site, path: str, **typed: str) -> Page:
    page = await site.get(path)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return await site.post(path, {**hidden, **typed})


def heading(page: Page) -> str:
    found = re.search("<h1>(.*?)</h1>", page.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1].strip())


def replies(site: Site) -> list[str]:
    with site.deps.store.transaction() as session:
        rows = session.exec(select(ChallengeRemark).order_by(col(ChallengeRemark.id))).all()
        return [row.text for row in rows if row.kind is RemarkKind.REPLY]


async def test_the_page_shows_state_answer_and_question(site: Site, path: str) -> None:
    page = await site.get(path)
    assert (page.status, heading(page)) == (200, "Nettverket spør deg om noe")
    for said in ("Ingen &lt;b&gt;vet&lt;/b&gt; hvem", "Vi tar det i mars.", "Gjelder det begge?"):
        assert said in page.text
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_reply_is_kept_once_and_guarded(site: Site, path: str) -> None:
    refused = await filled(site, path, text="Ring 90 12 34 56")
    assert refused.status == 422
    assert "Ring 90 12 34 56" in refused.text
    assert "telefonnummer" in refused.text
    answer = await filled(site, path, text="Ja, begge.")
    assert (answer.status, answer.headers["Location"]) == (303, path)
    assert replies(site) == ["Ja, begge."]
    assert heading(await site.get(path)) == "Du har fått svar"


async def test_it_is_taken_back_after_a_question(site: Site, path: str) -> None:
    question = await filled(site, path, withdraw="yes")
    assert "Skal teksten fjernes?" in question.text
    assert (await filled(site, path, sure="yes")).status == 303
    gone = await site.get(path)
    assert heading(gone) == "Innlegget er trukket tilbake"
    assert "tolk" not in gone.text
    assert replies(site) == []


@pytest.mark.parametrize("code", ["ABCD-EFGH-IJKL-MNOP", "0000-0000-0000-0000", "x" * 20])
async def test_a_code_that_is_nobodys_leads_nowhere(site: Site, path: str, code: str) -> None:
    assert (await site.get(f"/f/{code}")).status == 404


async def test_a_form_from_elsewhere_changes_nothing(site: Site, path: str) -> None:
    answer = await site.post(path, {"sure": "yes"})
    assert answer.status == 403
    assert "tolk" in (await site.get(path)).text


async def test_a_visit_leaves_nothing_behind(
    site: Site, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    def kept() -> list[int]:
        with site.deps.store.transaction() as session:
            return [len(session.exec(select(t)).all()) for t in (Heard, Person, Conversation)]

    before = kept()
    await site.get(path)
    await filled(site, path, text="Ja, begge.")
    assert kept() == before
    assert CODE not in caplog.text
