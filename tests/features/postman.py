"""The real planner, budget and sender of a network, day after day; only Teams is played.

Every message is kept with whom it calls on, so that a year of them can be counted.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NoReturn

from sqlmodel import col, select

from bot.deps import Message, Posted, Target
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import DeliveryFailed
from bot.domain.meetings import LIVE
from bot.features import gathered, upkeep
from bot.kinds import KINDS, remember_chat
from scheduler.courier import Courier
from scheduler.pace import Pacer
from scheduler.sender import Sender
from storage.tables import Delivery, Meeting, Person
from tests.features.bench import Network
from tests.scheduler.bench import PATIENT, Steps

IDLE = timedelta(days=7)


@dataclass(frozen=True)
class Letter:
    """A message as Teams got it. card: where a new one stands; None for one that was drawn anew.

    rings: the Teams id of whose phone it makes ring, in a chat or by a mention.
    """

    at: datetime
    to: str
    message: Message
    rings: str | None
    card: str | None


@dataclass
class Postman:
    """Teams, and the process that sends.

    refusing: the Teams ids of those who block the bot. while_opening, while_posting: what happens
    while a chat is opened, before the message leaves; and while it is on its way. answering: what
    people do with the letters of one hour. together: so many messages are on their way at once, and
    the first refusal waits for the last; one after the other, what happens meanwhile happens at one
    moment.
    """

    network: Network
    letters: list[Letter] = field(default_factory=list)
    refusing: set[str] = field(default_factory=set)
    while_opening: Callable[[], None] = lambda: None
    while_posting: Callable[[], None] = lambda: None
    answering: Callable[[list[Letter]], None] = lambda _letters: None
    together: int = 1

    def __post_init__(self) -> None:
        steps, deps = Steps(), self.network.deps
        self._refused = 0
        self._all_refused = asyncio.Event()
        self._sender = Sender(
            Courier(
                deps=deps,
                messenger=self,
                kinds=KINDS,
                gather=gathered.together,
                pacer=Pacer(PATIENT, steps, steps.sleep),
                clock=self.network.clock,
                remember_chat=remember_chat,
                owner="postman",
            ),
            in_flight=self.together,
        )

    # ---- what Teams does

    async def ready(self, target: Target) -> None:
        """It has no token to fetch."""

    async def open(self, target: Target) -> str:
        if target.teams_user_id in self.refusing:
            await self._refuse()
        self.while_opening()
        return f"a:{target.teams_user_id}"

    async def post(self, target: Target, message: Message) -> Posted:
        place = target.conversation_id or ""
        cast = self.network.cast
        known = {f"a:{one.teams_id}": one.teams_id for one in cast.everyone}
        known[cast.personal_chat_id] = cast.current_user.teams_id
        rings = known.get(place)
        if rings in self.refusing:
            await self._refuse()
        self.while_posting()
        if message.mention is not None:
            rings = message.mention.teams_id
        card = f"card-{len(self.letters)}"
        self.letters.append(Letter(self.network.clock(), place, message, rings, card))
        return Posted(place, card)

    async def _refuse(self) -> NoReturn:
        self._refused += 1
        if self._refused == self.together:
            self._all_refused.set()
        async with asyncio.timeout(10):
            await self._all_refused.wait()
        raise DeliveryFailed("blocked", permanent=True)

    async def update(self, target: Target, activity_id: str, message: Message) -> None:
        place = target.conversation_id or ""
        self.letters.append(Letter(self.network.clock(), place, message, None, None))

    # ---- time

    def work(self) -> list[Letter]:
        """Plan, and send what may go now; what follows from a refusal goes out in the same hour."""
        begun, again = len(self.letters), True
        while again:
            before = self._refused
            upkeep.plan(self.network.deps)
            self.send()
            again = self._refused > before
        self.answering(self.letters[begun:])
        return self.letters[begun:]

    def send(self) -> None:
        """What is due, as it was planned before."""
        asyncio.run(self._sender.send_due())

    def live_through(self, days: int) -> list[Letter]:
        """So many days from now on, working as often as something is due."""
        return self.live_until(self.network.clock() + timedelta(days=days))

    def live_until(self, until: datetime) -> list[Letter]:
        begun = len(self.letters)
        self.work()
        while (moment := self._next(until)) is not None:
            self.network.clock.moment = moment
            self.work()
        self.network.clock.moment = until
        return self.letters[begun:]

    def _next(self, until: datetime) -> datetime | None:
        """When there is something to do: the next thing due, the end of a meeting, or a week on."""
        now = self.network.clock()
        wait = asyncio.run(self._sender.next_due())
        stops = [now + IDLE, *([now + wait] if wait else []), *self._ends(now)]
        moment = min(stops)
        return moment if moment <= until else None

    def _ends(self, now: datetime) -> list[datetime]:
        """The end of the next meeting: what is missing after it is planned from then on."""
        with self.network.deps.store.transaction() as session:
            found = select(col(Meeting.ends_at)).where(
                col(Meeting.state).in_(LIVE), Meeting.ends_at > now
            )
            first = session.exec(found.order_by(col(Meeting.ends_at)).limit(1)).first()
        return [first] if first else []

    # ---- what was sent

    def sent(self) -> Iterator[tuple[Delivery, str]]:
        """Every delivery that arrived, the earliest first, with the name of whom it calls on."""
        with self.network.deps.store.transaction() as session:
            names = dict(session.exec(select(Person.id, Person.name)).all())
            rows = session.exec(
                select(Delivery)
                .where(Delivery.state == DeliveryState.SENT)
                .order_by(col(Delivery.sent_at), col(Delivery.id))
            ).all()
        for row in rows:
            yield row, names.get(row.person_id, "")

    def told(self, kind: str, subject: str) -> list[tuple[date, str, str]]:
        """What was said about one thing: the day, the audience's kind, and who was called on."""
        calendar = self.network.deps.calendar
        return [
            (calendar.day_of(row.sent_at), row.audience.partition(":")[0], name)
            for row, name in self.sent()
            if (row.kind, row.subject) == (kind, subject) and row.sent_at is not None
        ]
