"""Who raised an anonymous challenge: asked by somebody who knows in which order people spoke with
the bot, and holds the rows, the log and all that was posted.

The hours of the day are the attacker's order: first it is shown to join every named challenge.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import sqlalchemy
from sqlmodel import SQLModel, col, select

from bot.deps import Outgoing
from bot.domain import receipts
from storage import challenges
from storage.tables import Challenge, Delivery, Heard
from tests.anonymity import attacker
from tests.features import conftest
from tests.features.bench import Network, Seen

network = conftest.network

SENDERS = ("Kari", "Nils", "Ola", "Amina", "Ingrid") * 5
LIMIT = 9 / len(SENDERS)  # chance passes it once in a million orders
MORNING = datetime(2027, 1, 4, 7, 13, 21, tzinfo=UTC)


def known_texts() -> list[str]:
    letters = Random(7)
    return [f"svar-{''.join(letters.choices('abcdef', k=12))} mangler" for _ in SENDERS]


def said(network: Network, texts: list[str], anonymous: str) -> list[Seen]:
    """One after the other through a day, each from the form to the yes."""
    network.clock.moment = MORNING
    shown = []
    for name, text in zip(SENDERS, texts, strict=True):
        network.clock.moment += timedelta(minutes=17)
        form = network.member(name).says("meld utfordring")
        preview = form.press("Se hvordan det blir", text=text, anonymous=anonymous)
        shown.append(preview.press("Legg ut"))
    return shown


def orders(network: Network, truth: list[str]) -> attacker.Orders:
    """By every column of every table, and by the place of its rows."""
    store, found = network.deps.store, {}
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, text FROM challenge").all()
        texts = {f"challenge:{number}": text for number, text in rows}
        for table in SQLModel.metadata.sorted_tables:
            for column in (*_hidden(store.dialect, table), *_sortable(table)):
                listed = connection.execute(table.select().order_by(column))
                told = "\n".join(map(repr, listed))
                told = re.sub(r"challenge:\d+", lambda about: texts.get(about[0], ""), told)
                found[f"{table}.{column}"] = attacker.by_first_place(told.encode(), truth)
    return found


def _sortable(table: sqlalchemy.Table) -> Iterator[sqlalchemy.ColumnElement[object]]:
    yield from (c for c in table.columns if not isinstance(c.type, sqlalchemy.JSON))


def _hidden(dialect: str, table: sqlalchemy.Table) -> list[sqlalchemy.ColumnElement[object]]:
    if dialect == "postgresql":
        return [sqlalchemy.literal_column(f'"{table}".xmin::text::bigint, "{table}".ctid')]
    numbered = not table.dialect_options["sqlite"]["with_rowid"]
    return [] if numbered else [sqlalchemy.literal_column("rowid")]


def joined(network: Network, truth: list[str]) -> dict[str, float]:
    return {
        place: score
        for place, score in attacker.scores(orders(network, truth), truth).items()
        if score > LIMIT
    }


def test_the_attack_joins_every_named_challenge_with_its_sender(network: Network) -> None:
    texts = known_texts()
    said(network, texts, "false")
    assert joined(network, texts)["challenge.challenge.id"] == 1


def test_no_row_tells_in_which_order_anonymous_senders_spoke(network: Network) -> None:
    texts = known_texts()
    said(network, texts, "true")
    sent = network.pass_days(1)
    assert len([d for d, _ in sent if d.kind == challenges.POSTED]) == len(texts)
    found = orders(network, texts)
    assert sorted(found["challenge.challenge.id"]) == sorted(texts)
    assert sorted(found["delivery.delivery.id"]) == sorted(texts)
    assert sorted(found["agenda_item.agenda_item.id"]) == sorted(texts)
    assert joined(network, texts) == {}


def test_while_they_wait_no_column_tells_the_order_either(network: Network) -> None:
    texts = known_texts()
    said(network, texts, "true")
    columns = {
        place: score for place, score in joined(network, texts).items() if "xmin" not in place
    }
    assert columns == {}


def test_a_draft_that_hides_its_name_later_gets_a_place_of_its_own(network: Network) -> None:
    texts = known_texts()[:2]
    for name, text in zip(SENDERS, texts, strict=False):
        form = network.member(name).says("meld utfordring")
        named = form.press("Se hvordan det blir", text=text)
        named.press("Endre").press("Se hvordan det blir", text=text, anonymous="true")
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Challenge).order_by(col(Challenge.id))).all()
        assert sorted(row.text for row in rows) == sorted(texts)
        assert {row.raised_by_id for row in rows} == {None}
        assert all((row.id or 0) >= 10**8 for row in rows)


def test_nothing_is_kept_of_asking_for_the_form(network: Network) -> None:
    network.member("Ingrid").says("hjelp", activity_id="help")
    for number, typed in enumerate(("meld utfordring", "Ta opp noe!", "raise a challenge")):
        network.member("Ingrid").says(typed, activity_id=f"form-{number}")
    with network.deps.store.transaction() as session:
        assert list(session.exec(select(Heard.activity_id))) == ["help"]


def test_what_is_posted_shows_one_hour_and_no_name(network: Network) -> None:
    texts = known_texts()
    said(network, texts, "true")
    sent: list[tuple[Delivery, Outgoing]] = network.pass_days(1)
    posts = [(d, o) for d, o in sent if d.kind == challenges.POSTED]
    assert len({(d.due_at, d.sent_at) for d, _ in posts}) == 1
    names = {name for name in SENDERS if any(name in str(o.message) for _, o in posts)}
    assert names == set()
    told = [text for _, o in posts for text in texts if text in str(o.message.card)]
    assert attacker.joined(told, texts) <= LIMIT


@pytest.fixture
def talkative(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Before the store is opened: it looks only then."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    return caplog


def test_the_log_at_its_most_talkative_knows_neither_text_nor_code_nor_secret(
    talkative: pytest.LogCaptureFixture, network: Network
) -> None:
    text = known_texts()[0]
    form = network.member("Kari").says("meld utfordring")
    preview = form.press("Se hvordan det blir", text=text, anonymous="true")
    receipt = preview.press("Legg ut")
    network.pass_days(1)
    claim = str(receipt._actions()[0]["data"]["claim"])
    code = receipts.code_of(claim)
    seen = network.member("Kari").says(f"følg {code}")
    seen.press("Trekk tilbake").press("Fjern teksten")
    letters = code.replace("-", "")
    hashes = (receipts.hash_of(code), receipts.hash_of_secret(claim))
    assert "INSERT INTO challenge" in talkative.text
    secret = (text, claim, code, letters, *hashes)
    assert [each for each in secret if each in talkative.text] == []
