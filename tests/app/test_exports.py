"""Everything that leaves as a file or a page, and every card: none holds a secret, none an id of
Teams' or Entra's; what is for everybody or for research holds no name either.

The canaries are the rows themselves: what stands in the columns below must not be found outside.
"""

import base64
import io
import logging
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from pydantic import SecretStr
from sqlmodel import SQLModel, Text, cast, col, select, update

import app
from bot.demo.playground import load_cast
from bot.domain.rounds import RoundState
from bot.features.evaluation import answering, closing
from bot.settings import Settings
from cards.challenge_files import ShowChallengeFiles
from cards.round_question import ConfirmRound
from storage import feeds
from storage.keys import Keyring
from storage.tables import (
    Answer,
    Delivery,
    Evaluation,
    EvaluationChallenge,
    Meeting,
    Organisation,
    Person,
    Result,
    Round,
    SignUp,
)
from storage.tables import Network as NetworkRow
from tests.clock import Clock
from tests.databases import SqliteDatabases
from tests.features.bench import Network, parts
from tests.features.crawler import walk
from tests.features.estate import NEIGHBOUR, Who, member
from tests.features.world import World

PASSWORD = "kanarifugl-password"
TENANT = load_cast().tenant_id

# What no card, no page and no file may hold, by table.
SECRET = {
    "answer": ("key",),
    "calendar_feed": ("secret",),
    "challenge": ("submission", "receipt"),
    "conversation": ("conversation_id", "team_id"),
    "delivery": ("owner", "conversation_id", "activity_id"),
    "evaluation_challenge": ("key",),
    "heard": ("conversation_id", "activity_id"),
    "network": ("team_id",),
    "person": ("object_id", "teams_id"),
    "receipt": ("token",),
    "sign_up": ("secret",),
    "tenant": ("tenant_id", "service_url", "bot_id"),
    "waiting_answer": ("key", "sealed"),
}
# What sounds like a secret and is none: addresses that are handed out, names of rules and things.
OPEN = {
    ("meeting", "key"),
    ("round", "key"),
    ("result", "key"),
    ("organisation", "key"),
    ("evaluation", "code"),
}
OPEN |= {("reference", "code")}  # of a person whom only the agency knows
SOUNDS = re.compile(r"(^|_)(secret|key|token|code|receipt|submission|sealed|owner)$|_id$|_url$")
NAMELESS = ("/evalueringer/", "/utfordringer/", "/r/", "/e/", "/moteplan/", "/p/", "/privacy")


@dataclass
class Outside:
    """The whole bot as `serve` runs it, asked over HTTP, and spoken with in its network."""

    running: app.Running
    client: aiohttp.ClientSession
    keys: Keyring
    network: Network

    async def fetch(self, path: str) -> tuple[int, bytes]:
        """Files in a file are read, too: a document is an archive."""
        async with self.client.get(f"{self.running.deps.public_url}{path}") as answer:
            body = await answer.read()
            headers = repr(sorted(answer.headers.items())).encode()
            return answer.status, b"\n".join([headers, body, *unpacked(body)])

    def secrets(self) -> dict[str, bytes]:
        """Every canary, by where it lies."""
        found = {"password": PASSWORD.encode(), **dict(self._of_keys())}
        for table, names in SECRET.items():
            for name in names:
                for number, value in enumerate(self._column(table, name)):
                    found[f"{table}.{name} {number}"] = value
        return found

    def _of_keys(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.keys.names()):
            key = self.keys.key(name)
            yield f"{name} raw", key
            yield f"{name} hex", key.hex().encode()
            yield f"{name} base64", base64.b64encode(key).rstrip(b"=")
            yield f"{name} urlsafe", base64.urlsafe_b64encode(key).rstrip(b"=")

    def _column(self, table: str, name: str) -> list[bytes]:
        column = SQLModel.metadata.tables[table].c[name]
        with self.running.deps.store.transaction() as session:
            values = session.execute(select(column).where(column.is_not(None)).distinct()).scalars()
            return [v if isinstance(v, bytes) else str(v).encode() for v in values if v]

    def names(self) -> list[bytes]:
        with self.running.deps.store.transaction() as session:
            return [name.encode() for name in session.exec(select(Person.name))]


def unpacked(body: bytes) -> list[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.fixture
async def outside(
    sqlite_databases: SqliteDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Outside]:
    keys, port = Keyring.create(tmp_path / "secret.key"), unused_port()
    World(sqlite_databases, keys, f"exports-{port}").store.close()
    monkeypatch.setattr(app, "real_now", Clock())
    with sqlite_databases.copy_of(f"exports-{port}") as url:
        settings = Settings(
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            database_url=url,
            secret_key_file=keys.path,
            app_id="an-app",
            app_password=SecretStr(PASSWORD),
            app_tenant_id=TENANT,
            allowed_tenants=frozenset({TENANT}),
        )
        async with (
            app.running(settings, demo=False) as running,
            aiohttp.ClientSession() as client,
        ):
            network = Network(running.deps, load_cast(), Clock(), count(10_000))
            made = Outside(running, client, keys, network)
            plant(made)
            yield made


def plant(outside: Outside) -> None:
    """What only Teams would give, the result of an evaluation, and somebody who signed up."""
    closing.close_due(outside.running.deps)
    numbered = "kanarifugl-" + cast(col(Delivery.id), Text)
    with outside.running.deps.store.transaction() as session:
        session.execute(
            update(Delivery).values(
                activity_id="activity-" + numbered,
                conversation_id="19:" + numbered,
                owner="owner-" + numbered,
            )
        )
        abroad = update(NetworkRow).where(col(NetworkRow.id) == NEIGHBOUR)
        session.execute(abroad.values(team_id="19:kanarifugl-team"))
        session.execute(update(Answer).values(payload={"benefit": "great", "needs": "Mer tid"}))
        day = session.exec(select(Evaluation.id).where(~col(Evaluation.closed))).first() or 0
        session.add(EvaluationChallenge(key="kanarifugl-raised", evaluation_id=day, text="Tolk"))
        fagdag = session.exec(select(Meeting.id).where(col(Meeting.open_to_all))).first() or 0
        secret = "kanarifugl-of-sign-up"
        session.add(SignUp(meeting_id=fagdag, agency="Politiet", people=4, secret=secret))
    answering.answer(outside.running.deps, day, "web:kanarifugl", {"benefit": "great"})


def test_every_column_that_sounds_secret_is_on_one_of_the_lists() -> None:
    sounding = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if SOUNDS.search(column.name) and column.type.python_type is not int
    }
    listed = {(table, name) for table, names in SECRET.items() for name in names}
    tenants = {each for each in sounding if each[1] == "tenant_id"}  # wherever, it is the same
    assert sounding - OPEN - tenants == listed - tenants


async def test_no_card_no_page_and_no_file_holds_a_secret_or_an_id_of_a_person(
    outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened = {path: await outside.fetch(path) for path in sorted(paths(outside))}
    assert {kind_of(path) for path, (status, _) in opened.items() if status == 200} == KINDS
    cards = [seen.card for seen in walk(member(outside.network, Who.OWNER))]
    texts = {f"card {n}": str(card).encode() for n, card in enumerate(cards)}
    texts |= {path: body for path, (_, body) in opened.items()}
    texts |= {f"broken {path}": body for path, body in await without_meetings(outside)}
    texts["log"] = caplog.text.encode()
    secrets, names = outside.secrets(), outside.names()
    assert secrets.keys() >= {f"{t}.{name} 0" for t, columns in SECRET.items() for name in columns}
    assert leaks(texts, secrets) == []
    public = {path: body for path, body in texts.items() if path.startswith(NAMELESS)}
    assert [(path, n) for path, body in public.items() for n in names if n in body] == []


async def without_meetings(outside: Outside) -> list[tuple[str, bytes]]:
    """What is said where the database is broken."""
    with outside.running.deps.store.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE meeting RENAME TO gone")
    asked = [
        (path, *await outside.fetch(path)) for path in ("/moteplan/lindesnes", "/p/" + "x" * 22)
    ]
    assert {status for _, status, _ in asked} == {503}
    return [(path, body) for path, _, body in asked]


def leaks(texts: dict[str, bytes], secrets: dict[str, bytes]) -> list[tuple[str, str]]:
    """Where which canary was found; an address that somebody was given holds its own."""
    return [
        (where, what)
        for where, text in texts.items()
        for what, canary in secrets.items()
        if canary in text.replace(where.encode(), b"")
    ]


# The first part of each address, and the kind of file: every export that there is.
KINDS = {
    *("/d .ics", "/e", "/evalueringer .csv", "/evalueringer .json", "/healthz", "/kalender .ics"),
    *("/m .ics", "/metrics", "/moteplan", "/moteplan .ics", "/p", "/privacy", "/r", "/r .ics"),
    *("/r .png", "/readyz", "/terms", "/utfordringer .docx", "/utfordringer .json"),
}


def kind_of(path: str) -> str:
    return re.sub(r"^(/[a-z]+).*?(\.[a-z]+)?$", r"\1 \2", path).strip()


def paths(outside: Outside) -> set[str]:
    """What cards lead to, what can be made of what is stored, and what does not exist."""
    deps = outside.running.deps
    found = {url.removeprefix(deps.public_url) for url in linked(outside)}
    with deps.store.transaction() as session:
        codes = session.exec(select(Evaluation.code).where(col(Evaluation.code).is_not(None))).all()
        meetings = session.exec(select(Meeting.key).where(Meeting.network_id == 1)).all()
        results = session.exec(select(Result.key)).all()
        rounds = session.exec(select(Round.key)).all()
        agencies = session.exec(select(Organisation.key)).all()
        ola = session.exec(select(Person.id).where(Person.name == "Ola Berg")).one() or 0
        found.add(f"/kalender/{feeds.renew(session, ola, deps.calendar.day_of(deps.now()))}.ics")
    found |= {f"/e/{code}{rest}" for code in codes for rest in ("", "/takk", "/skjerm", "/antall")}
    found |= {f"/r/{key}/{agency}.ics" for key in rounds for agency in agencies}
    for key in meetings:
        found |= {f"/m/{key}.ics", f"/d/{key}.ics", f"/p/{key}"}
    found |= {f"/r/{key}{rest}" for key in results for rest in ("", "/0.png")}
    found |= {"/moteplan/lindesnes", "/p/x", "/e", "/%ff"}
    found |= {"/moteplan/lindesnes.ics", "/metrics", "/healthz", "/readyz", "/privacy", "/terms"}
    return found | {"/no/such/page", "/f/x"}


def linked(outside: Outside) -> set[str]:
    """What the cards of whoever may export lead to. The round is confirmed on the way."""
    kari = member(outside.network, Who.OWNER)
    with outside.running.deps.store.transaction() as session:
        counted = session.exec(select(Round.id).where(Round.state == RoundState.COUNTED)).one() or 0
    presses = (ShowChallengeFiles(year=2027), ConfirmRound(round=counted, days="2027-04-12"))
    seen = [kari.press(each.verb, each.data()) for each in presses]
    seen += [kari.says("evalueringer"), kari.says("saksliste"), kari.says("mine oppgaver")]
    urls = {str(part["url"]) for each in seen for part in parts(each.card) if "url" in part}
    return {url for url in urls if url.startswith(outside.running.deps.public_url)}
