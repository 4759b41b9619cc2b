"""A process with the real sender and the real connector, to be killed. It ends when all is sent."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from bot.deps import Deps, Kind, Message, Outgoing, Target
from bot.domain.calendar import WorkCalendar
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import Credentials, NoCredentials
from bot.teams.hosts import LoopbackOnly
from scheduler.courier import Courier, Piece
from scheduler.pace import Limits, Pacer, Turns
from scheduler.sender import Sender
from storage.keys import Keyring
from storage.store import UNAVAILABLE, Store
from storage.tables import Delivery

configure_mappers()  # once where workers are forked from, not in each of hundreds

IN_FLIGHT = 4
TOGETHER = " + "


def unhurried(_store: Store) -> Turns:
    """Nobody is paced: kills shall hit many at once."""
    windows = ((10_000, 1.0),)
    return Pacer(Limits(10_000.0, windows, lead=0.0, late=math.inf), time.monotonic, asyncio.sleep)


@dataclass(frozen=True)
class Work:
    """What a worker is told. lease: longer than any request of this bench, in seconds.

    rules: where the clock of the rules stands; None for real time. turns: who gives out turns to
    send. in_flight: deliveries at once.
    """

    owner: str
    database_url: str
    service_url: str
    keys: Path
    lease: float
    rules: datetime | None = None
    turns: Callable[[Store], Turns] = unhurried
    in_flight: int = IN_FLIGHT

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
    with closing(Store.open(work.database_url)) as store:
        async with pooled_session() as session:
            sender = make_sender(work, store, session, NoCredentials())
            await until_nothing_waits(sender)


def make_sender(
    work: Work, store: Store, session: aiohttp.ClientSession, credentials: Credentials
) -> Sender:
    calendar = WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset())
    courier = Courier(
        deps=Deps(store, Keyring.load(work.keys), work.now_rules, calendar),
        messenger=Connector(session, credentials, LoopbackOnly(), work.now),
        kinds={"reminder": Kind("reminder", work.prepare)},
        gather=together,
        pacer=work.turns(store),
        clock=work.now,
        remember_chat=lambda *_: None,
        owner=work.owner,
        lease=timedelta(seconds=work.lease),
    )
    return Sender(courier, work.in_flight)


async def until_nothing_waits(sender: Sender) -> None:
    """Goes on when the database ended the session of a process that slept in a transaction."""
    await sender.start()
    wait: timedelta | None = timedelta()
    while wait is not None:
        await asyncio.sleep(wait.total_seconds())
        with suppress(*UNAVAILABLE):
            await sender.send_due()
            wait = await sender.next_due()
