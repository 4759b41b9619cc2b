"""A process with the real sender and the real connector, to be killed. It ends when all is sent."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from bot.deps import Deps, Kind, Message, Outgoing, Target
from bot.domain.calendar import WorkCalendar
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import NoCredentials
from bot.teams.hosts import LoopbackOnly
from scheduler.courier import Courier, Piece
from scheduler.pace import Limits, Pacer
from scheduler.sender import Sender
from storage.keys import Keyring
from storage.store import UNAVAILABLE, Store
from storage.tables import Delivery

configure_mappers()  # once where workers are forked from, not in each of hundreds

IN_FLIGHT = 4
TOGETHER = " + "
UNHURRIED = Limits(per_second=10_000.0)  # nobody is paced here: kills shall hit many at once


@dataclass(frozen=True)
class Work:
    """What a worker is told. lease: longer than any request of this bench, in seconds.

    rules: where the clock of the rules stands; None for real time.
    """

    owner: str
    database_url: str
    service_url: str
    keys: Path
    lease: float
    rules: datetime | None = None

    def now(self) -> datetime:
        return datetime.now(UTC)

    def now_rules(self) -> datetime:
        return self.rules or self.now()

    def prepare(self, deps: Deps, session: Session, delivery: Delivery) -> Outgoing:
        where = f"19:{delivery.subject}"
        target = Target("tenant", self.service_url, "28:bot", conversation_id=where)
        return Outgoing(target, Message({"type": "AdaptiveCard"}, summary=delivery.subject))


def together(_deps: Deps, _session: Session, pieces: Sequence[Piece]) -> Outgoing:
    """One message that says of everything what it would have said alone."""
    said = TOGETHER.join(outgoing.message.summary for _, outgoing in pieces)
    lead = pieces[0][1]
    return replace(lead, message=replace(lead.message, summary=said))


def run(work: Work) -> None:
    asyncio.run(_send_all(work))


async def _send_all(work: Work) -> None:
    store = Store.open(work.database_url)
    async with pooled_session() as session:
        connector = Connector(session, NoCredentials(), LoopbackOnly(), work.now)
        calendar = WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset())
        courier = Courier(
            deps=Deps(store, Keyring.load(work.keys), work.now_rules, calendar),
            messenger=connector,
            kinds={"reminder": Kind("reminder", work.prepare)},
            gather=together,
            pacer=Pacer(UNHURRIED, time.monotonic, asyncio.sleep),
            clock=work.now,
            remember_chat=lambda *_: None,
            owner=work.owner,
            lease=timedelta(seconds=work.lease),
        )
        await _until_nothing_waits(Sender(courier, IN_FLIGHT))
    store.close()


async def _until_nothing_waits(sender: Sender) -> None:
    """Goes on when the database ended the session of a process that slept in a transaction."""
    await sender.start()
    wait: timedelta | None = timedelta()
    while wait is not None:
        await asyncio.sleep(wait.total_seconds())
        with suppress(*UNAVAILABLE):
            await sender.send_due()
            wait = await sender.next_due()
