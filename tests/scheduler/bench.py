"""The real sender and the real connector between a database and a fake Teams.

The kinds of this bench say in their name what happens: "post" to a channel, "person" to a 1:1 that
must be opened, "update" of a card, "twice" may be repeated, "never" is no longer relevant, "bug".
"""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
from sqlmodel import Session, col, select

from bot.deps import Deps, Kind, Message, Messenger, Outgoing, Posted, Target
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned, conversation, subject
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.hosts import LoopbackOnly
from scheduler.courier import Courier, Piece
from scheduler.pace import Limits, Pacer
from scheduler.sender import Sender
from storage import deliveries
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Delivery, Network
from tests.clock import MORNING, Clock

DAY = timedelta(days=1)
REFUSALS_FOLLOW_UP = "follow-up"


PATIENT = Limits(late=math.inf)  # the sleeps of several add up on the clock of steps


@dataclass
class Steps:
    """Seconds that pass only by sleeping; `on_sleep` is what happens meanwhile."""

    seconds: float = 0.0
    on_sleep: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.on_sleep()
        self.seconds += seconds


@dataclass
class Bench:
    store: Store
    deps: Deps
    clock: Clock
    real: Clock
    network_id: int
    messenger: Messenger
    service_url: str
    steps: Steps = field(default_factory=Steps)
    chats: list[tuple[int | None, str]] = field(default_factory=list)

    def kinds(self) -> dict[str, Kind]:
        listed = (
            Kind("post", self._prepare, refused=self._follow_up),
            Kind("fallback", self._prepare, refused=_fails),
            Kind("person", self._prepare),
            Kind("update", self._prepare),
            Kind("twice", self._prepare, repeats=True),
            Kind("never", lambda deps, session, delivery: None),
            Kind("bug", _fails_to_build),
        )
        return {kind.name: kind for kind in listed}

    def courier(self, owner: str = "one") -> Courier:
        return Courier(
            deps=self.deps,
            messenger=self.messenger,
            kinds=self.kinds(),
            gather=_in_one,
            pacer=Pacer(PATIENT, self.steps, self.steps.sleep),
            clock=self.real,
            remember_chat=lambda session, delivery, chat: self.chats.append((delivery.id, chat)),
            owner=owner,
            random=lambda low, high: high,
        )

    def sender(self, owner: str = "one", in_flight: int = 25) -> Sender:
        return Sender(self.courier(owner), in_flight)

    def add(self, *numbers: int, kind: str = "post", due_at: datetime | None = None) -> None:
        """The audience is the conversation of the same number."""
        due = due_at or self.clock()
        with self.store.transaction() as session:
            for number in numbers:
                planned = Planned(
                    kind, subject("meeting", number), conversation(number), 0, due, due + DAY
                )
                deliveries.add(session, self.network_id, planned)

    def cancel_all(self) -> None:
        with self.store.transaction() as session:
            deliveries.reconcile(session, self.network_id, set(self.kinds()), [])

    def rows(self) -> list[Delivery]:
        with self.store.transaction() as session:
            return list(session.exec(select(Delivery).order_by(col(Delivery.id))))

    def row(self) -> Delivery:
        (row,) = self.rows()
        return row

    def states(self) -> list[DeliveryState]:
        return [row.state for row in self.rows()]

    def _prepare(self, deps: Deps, session: Session, delivery: Delivery) -> Outgoing:
        target = Target(
            tenant_id="tenant",
            service_url=self.service_url,
            bot_id="28:bot",
            conversation_id=f"19:{delivery.audience}",
        )
        message = Message({"type": "AdaptiveCard"}, summary=delivery.subject)
        if delivery.kind == "person":
            target = replace(target, conversation_id=None, teams_user_id="29:kari")
        return Outgoing(target, message, "1234" if delivery.kind == "update" else None)

    def _follow_up(self, deps: Deps, session: Session, delivery: Delivery, reason: str) -> None:
        """What a refused reminder does: it goes by another way instead."""
        planned = deliveries.planned_of(delivery)
        again = replace(planned, kind="update", subject=f"{planned.subject}-after-{reason}")
        deliveries.add(session, delivery.network_id, again)


def _in_one(deps: Deps, session: Session, pieces: Sequence[Piece]) -> Outgoing:
    """The summaries of all, in the message of the first."""
    first = pieces[0][1]
    said = " + ".join(outgoing.message.summary for _, outgoing in pieces)
    return replace(first, message=replace(first.message, summary=said))


def _fails(deps: Deps, session: Session, delivery: Delivery, reason: str) -> None:
    session.add(Network(tenant_id="tenant", team_id="half", name="half", short="done"))
    session.flush()
    raise ZeroDivisionError


def _fails_to_build(deps: Deps, session: Session, delivery: Delivery) -> Outgoing | None:
    raise ZeroDivisionError


def open_bench(
    store: Store, keys: Path, clocks: tuple[Clock, Clock], messenger: Messenger, service_url: str
) -> Bench:
    clock, real = clocks
    with store.transaction() as session:
        network = Network(tenant_id="tenant", name="Nettverket", short="NV")
        session.add(network)
        session.flush()
    deps = Deps(
        store=store,
        keys=Keyring.create(keys),
        now=clock,
        calendar=WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset()),
    )
    return Bench(store, deps, clock, real, network.id or 0, messenger, service_url)


def connector(session: aiohttp.ClientSession) -> Connector:
    return Connector(session, NoCredentials(), LoopbackOnly(), lambda: MORNING)


@dataclass
class Inside:
    """A messenger that calls back while the message is on its way, and then says it arrived."""

    meanwhile: Callable[[Message], Awaitable[None]]

    async def ready(self, target: Target) -> None:
        """It has no token to fetch."""

    async def open(self, target: Target) -> str:
        return f"a:{target.teams_user_id}"

    async def post(self, target: Target, message: Message) -> Posted:
        await self.meanwhile(message)
        return Posted(target.conversation_id or "", "1")

    async def update(self, target: Target, activity_id: str, message: Message) -> None:
        await self.meanwhile(message)
