"""Eighty people answer both parts of an evaluation at once, through both doors of the real process:
twice, with broken connections, while Teams says 429, and with a `kill -9` in the middle.

Every answer counts once and none is lost. How long a submit took is printed (`pytest -s`).
"""

import asyncio
import json
import os
import re
import statistics
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import unused_port
from sqlmodel import Session, col, select

from bot.demo import network as demo_network
from bot.demo.playground import ROOT, load_cast
from bot.deps import Deps
from bot.domain.meetings import Activity, MeetingState
from bot.features.evaluation import found
from cards.evaluation_form import SubmitEvaluation
from storage import evaluations
from storage.keys import Keyring
from storage.migrate import migrate
from storage.store import Store
from storage.tables import (
    Answer,
    DemoClock,
    Evaluation,
    Meeting,
    Membership,
    Network,
    Organisation,
    Person,
)
from tests.clock import Clock
from tests.demo_network import calendar
from tests.fakes import teams as fakes
from tests.fakes.connector import FakeConnector, Fault

SEATS = 80
PARTS = (1, 2)
KILLED_AFTER = SEATS // 2  # submits
BEGINS = datetime(2027, 2, 2, 13, 50, tzinfo=UTC)  # a Tuesday, ten minutes before the day ends
BUSY = Fault(status=429, retry_after="1")
PATIENCE = 20.0  # seconds for one request; a process that starts again takes some
AGAIN_AFTER = 0.2
ACCEPTED = ("Takk for svaret", "Du har alt svart")


@dataclass
class Room:
    """The fagdag, the process that listens, and everybody's answers."""

    folder: Path
    port: int
    connector: str
    evaluations: dict[int, int]  # by part
    codes: dict[int, str]
    process: Process
    submits: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def count(self) -> None:
        """One more submit is answered; in the middle of them the process is killed."""
        self.submits += 1
        if self.submits == KILLED_AFTER:
            self.process.kill()
            await self.process.wait()
            self.process = await _started(self.folder, self.port)


@dataclass(frozen=True)
class Seat:
    """Somebody in the room. The first half is in Teams, the others use their telephone."""

    room: Room
    number: int

    @property
    def in_teams(self) -> bool:
        return self.number < SEATS // 2

    def given(self, part: int) -> dict[str, str]:
        question = "needs" if part == 1 else "next"
        return {"benefit": "great", question: words(self.number, part)}

    async def fills_in(self, part: int) -> None:
        """Some press twice, and some lose their connection first."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            form = await self._form(browser, part)
            if self.number % 5 == 0:
                await self._dropped(browser, part, form)
            times = 2 if self.number % 4 == 0 else 1
            await asyncio.gather(*(self._submit(browser, part, form) for _ in range(times)))

    async def _form(self, browser: aiohttp.ClientSession, part: int) -> Mapping[str, Any]:
        if self.in_teams:
            action = {"evaluation": self.room.evaluations[part], **self.given(part)}
            return fakes.card_action(
                SubmitEvaluation.verb, action, person(self.number), serviceUrl=self.room.connector
            )
        page = await self._until_answered(browser, "GET", f"/e/{self.room.codes[part]}")
        (token,) = re.findall('name="csrf" value="([0-9a-f]+)"', page)
        return {"csrf": token, **self.given(part)}

    def _request(self, part: int, form: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        if self.in_teams:
            return "/api/messages", {"json": form}
        return f"/e/{self.room.codes[part]}", {"data": form}

    async def _dropped(
        self, browser: aiohttp.ClientSession, part: int, form: Mapping[str, Any]
    ) -> None:
        """It leaves, and nobody waits for the answer."""
        path, body = self._request(part, form)
        soon = aiohttp.ClientTimeout(total=0.01 * (self.number % 7))
        try:
            async with browser.post(f"{self.room.address}{path}", **body, timeout=soon):
                pass
        except (aiohttp.ClientError, TimeoutError):
            return

    async def _submit(
        self, browser: aiohttp.ClientSession, part: int, form: Mapping[str, Any]
    ) -> None:
        path, body = self._request(part, form)
        answer = await self._until_answered(browser, "POST", path, **body)
        assert any(heading in answer for heading in ACCEPTED), answer[:2000]
        await self.room.count()

    async def _until_answered(
        self, browser: aiohttp.ClientSession, method: str, path: str, **body: Any
    ) -> str:
        """As a person does: press again when nothing comes back."""
        patience = aiohttp.ClientTimeout(total=PATIENCE)
        while True:
            begun = time.monotonic()
            try:
                async with browser.request(
                    method, f"{self.room.address}{path}", timeout=patience, **body
                ) as answer:
                    text = await answer.text()
                    assert answer.status == 200, text
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(AGAIN_AFTER)
                continue
            if method == "POST":
                self.room.seconds.append(time.monotonic() - begun)
            return text


def words(seat: int, part: int) -> str:
    return f"Stol {seat} om del {part}"


def person(seat: int) -> fakes.Person:
    return fakes.Person(f"cccccccc-0000-0000-0001-{seat:012}", f"29:stol-{seat}", f"Stol {seat}")


# --- The process ---------------------------------------------------------------------------------


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'rundebord.db'}"


async def _started(folder: Path, port: int) -> Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUNDEBORD_")}
    environment = kept | {
        "PYTHONUNBUFFERED": "1",
        "RUNDEBORD_PORT": str(port),
        "RUNDEBORD_DATABASE_URL": _database(folder),
        "RUNDEBORD_SECRET_KEY_FILE": str(folder / "secret.key"),
    }
    process = await create_subprocess_exec(
        *(sys.executable, str(ROOT / "app.py"), "demo", "--no-client"),
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=folder,
        env=environment,
    )
    assert process.stdout
    assert b"listening" in await process.stdout.readline()
    return process


@asynccontextmanager
async def fagdag(folder: Path, connector: str) -> AsyncIterator[Room]:
    """Both parts are open; the process listens, and has ended when this is left."""
    store = Store.open(_database(folder))
    migrate(store)
    keys = Keyring.create(folder / "secret.key")
    deps = Deps(store, keys, Clock(BEGINS), calendar(), public_url="http://127.0.0.1")
    demo_network.load(deps, replace(load_cast(), tenant_id=fakes.TENANT), connector)
    with store.transaction() as session:
        ahead = BEGINS - datetime.now(UTC)
        session.add(DemoClock(id=1, seconds=round(ahead.total_seconds())))
        network = session.exec(select(Network).where(Network.slug == "lindesnes")).one()
        _seat_members(session, network.id or 0)
        opened = _open_both_parts(deps, session, network.id or 0)
        numbers = {part: row.id or 0 for part, row in opened.items()}
        codes = {part: row.code or "" for part, row in opened.items()}
    store.close()
    port = unused_port()
    process = await _started(folder, port)
    room = Room(folder, port, connector, numbers, codes, process)
    try:
        yield room
    finally:
        room.process.kill()
        await room.process.wait()


def _seat_members(session: Session, network_id: int) -> None:
    agency = session.exec(
        select(Organisation.id).where(
            Organisation.network_id == network_id, Organisation.key == "nav"
        )
    ).one()
    for seat in range(SEATS // 2):
        sits = person(seat)
        row = Person(
            tenant_id=fakes.TENANT,
            object_id=sits.object_id,
            teams_id=sits.teams_id,
            name=sits.name,
            unreachable=True,
        )
        session.add(row)
        session.flush()
        member = Membership(network_id=network_id, person_id=row.id or 0, organisation_id=agency)
        session.add(member)


def _open_both_parts(deps: Deps, session: Session, network_id: int) -> dict[int, Evaluation]:
    """Part 2 long before its time, so that both are answered at once."""
    ends = BEGINS + timedelta(minutes=10)
    row = Meeting(
        network_id=network_id,
        activity=Activity.OPEN_DAY,
        state=MeetingState.PLANNED,
        starts_at=ends - timedelta(hours=6),
        ends_at=ends,
        open_to_all=True,
    )
    session.add(row)
    session.flush()
    found.opened(deps, session, row)
    opened = {part: found.of_day(deps, session, row, part) for part in PARTS}
    made = {part: evaluation for part, evaluation in opened.items() if evaluation}
    made[2].opened, made[2].opens_at = True, BEGINS
    return made


# --- What is left --------------------------------------------------------------------------------


def answers_of(room: Room) -> Counter[str]:
    """Everything that was written, after closing; how often each text is there."""
    store, keys = Store.open(_database(room.folder)), Keyring.load(room.folder / "secret.key")
    with store.transaction() as session:
        for number in room.evaluations.values():
            assert evaluations.close(session, keys, number) == SEATS
        kept = session.exec(
            select(Answer).where(col(Answer.evaluation_id).in_(room.evaluations.values()))
        ).all()
        found_texts = [re.findall(r"Stol \d+ om del \d", json.dumps(row.payload)) for row in kept]
    store.close()
    return Counter(text for texts in found_texts for text in texts)


async def test_eighty_people_answer_both_parts_and_each_answer_counts_once(
    tmp_path: Path,
) -> None:
    async with FakeConnector() as teams:
        teams.fail_next(*[BUSY, None, BUSY] * 10)
        async with asyncio.timeout(120), fagdag(tmp_path, teams.service_url) as room:
            first = room.process.pid
            seats = [Seat(room, number) for number in range(SEATS)]
            await asyncio.gather(*(seat.fills_in(part) for seat in seats for part in PARTS))
            assert room.process.pid != first
    expected = Counter(words(seat, part) for seat in range(SEATS) for part in PARTS)
    assert answers_of(room) == expected
    took = statistics.quantiles(room.seconds, n=100)
    count = len(room.seconds)
    sys.stdout.write(f"\n{count} submits: median {took[49]:.2f} s, p99 {took[98]:.2f} s\n")
