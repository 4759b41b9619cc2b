"""The demo network and its cast, spoken with as a member does: all but Teams itself is real.

Kari (contact) and Nils (deputy) are from NAV, Amina from the læringssenter, Ola from Karriere
Agder, Ingrid from Mandal videregående; Siri is a researcher. Nobody knows the stranger.
"""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot import dispatch
from bot.demo.playground import Cast, CastPerson
from bot.deps import (
    Arrived,
    Deps,
    Incoming,
    Message,
    Outgoing,
    Place,
    PlaceKind,
    Posted,
    Pressed,
    Reply,
    Said,
    Target,
)
from bot.deps import Sender as Speaker
from bot.domain.deliveries import DeliveryState
from bot.features import gathered, upkeep
from bot.kinds import KINDS, remember_chat
from cards.gathered import ShowGathered
from scheduler.courier import Courier
from scheduler.pace import Limits, Pacer
from storage import budget, queue, sending
from storage.sending import Claim
from storage.tables import Delivery, Person
from tests.clock import Clock

CONNECTOR = "http://localhost:1/connector"
OWNER = "bench"
LEASE = timedelta(hours=1)
A_DAY = timedelta(days=1)


def parts(node: object) -> Iterator[dict[str, Any]]:
    """Every object in a card, in reading order; fallbacks are not read twice."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "fallback":
                yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


@dataclass(frozen=True)
class Seen:
    """A card, as the one who sees it reads and presses it."""

    reader: "Member"
    card: dict[str, Any]
    activity_id: str | None = None

    @property
    def texts(self) -> list[str]:
        return [part["text"] for part in parts(self.card) if part.get("type") == "TextBlock"]

    @property
    def heading(self) -> str:
        headings = (p["text"] for p in parts(self.card) if p.get("style") == "heading")
        return str(next(headings))

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[str]:
        return [str(button["title"]) for button in self._actions()]

    def _actions(self) -> list[dict[str, Any]]:
        return [part for part in parts(self.card) if part.get("type") == "Action.Execute"]

    def inputs(self) -> dict[str, Any]:
        """What the card's inputs hold before anybody types, by id."""
        found = [part for part in parts(self.card) if part.get("type", "").startswith("Input.")]
        return {part["id"]: part.get("value", "") for part in found}

    def press(self, title: str, by: "Member | None" = None, /, **typed: str) -> "Seen":
        action = next(action for action in self._actions() if action["title"] == title)
        reader = by or self.reader
        return reader.press(action["verb"], {**action["data"], **typed}, self.activity_id)

    def things(self) -> dict[int, "Seen"]:
        """What stands in a list of several things, opened in its place; by delivery."""
        return {
            action["data"]["delivery"]: self.reader.press(
                action["verb"], action["data"], self.activity_id
            )
            for action in self._actions()
            if action["verb"] == ShowGathered.verb
        }


class Nobody:
    """A messenger for those who only look at what would be sent."""

    async def ready(self, target: Target) -> None:
        """It has no token to fetch."""

    async def open(self, target: Target) -> str:
        raise NotImplementedError

    async def post(self, target: Target, message: Message) -> Posted:
        raise NotImplementedError

    async def update(self, target: Target, activity_id: str, message: Message) -> None:
        raise NotImplementedError


@dataclass
class Network:
    """A running network without Teams. `clock` is the clock of the rules."""

    deps: Deps
    cast: Cast
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def member(self, first_name: str) -> "Member":
        known = {person.name.split()[0]: person for person in self.cast.everyone}
        stranger = CastPerson("29:ukjent", "entra-ukjent", f"{first_name} Ukjent")
        return Member(self, known.get(first_name, stranger))

    def hears(self, incoming: Incoming) -> Reply | None:
        """What the door does with what it has read."""
        return dispatch.answer(self.deps, incoming)

    def deliveries(self, *states: DeliveryState) -> list[Delivery]:
        with self.deps.store.transaction() as session:
            statement = select(Delivery).order_by(col(Delivery.due_at), col(Delivery.id))
            found = list(session.exec(statement))
        return [delivery for delivery in found if not states or delivery.state in states]

    def send_due(self) -> list[tuple[Delivery, Outgoing]]:
        """Plan, and send what is due, as Teams would see it; what is unwanted falls away."""
        upkeep.plan(self.deps)
        sent: list[tuple[Delivery, Outgoing]] = []
        while taken := self._claimed():
            sent += [each for row in taken if (each := self._send(row)) is not None]
        return sent

    def received(self, sent: Delivery, outgoing: Outgoing) -> list[tuple[Delivery, Seen]]:
        """What a message says to the one it calls on: alone in it, or opened out of its list.

        Nothing of what calls on nobody.
        """
        if sent.person_id is None:
            return []
        with self.deps.store.transaction() as session:
            name = session.get_one(Person, sent.person_id).name
        reader = self.member(name.split()[0])
        if outgoing.message.mention is not None:
            reader = reader.in_channel()
        message = Seen(reader, outgoing.message.card, sent.activity_id)
        opened = message.things()
        if not opened:
            return [(sent, message)]
        return [(row, opened[row.id]) for row in self.deliveries() if row.id in opened]

    def _claimed(self) -> list[Delivery]:
        """What the real sender would take up now."""
        with self.deps.store.transaction() as session:
            for given_up in budget.allot(session, self.clock(), self.deps.calendar):
                self._courier.pass_on(session, given_up)
            queue.expire(session, self.clock())
            return queue.claim(
                session,
                now_rules=self.clock(),
                now_real=self.clock(),
                owner=OWNER,
                limit=1000,
                lease=LEASE,
            )

    def _send(self, row: Delivery) -> tuple[Delivery, Outgoing] | None:
        held, now = Claim(row.id or 0, OWNER), self.clock()
        errand = self._courier.prepare(row, held)
        if errand is None:
            return None
        outgoing = errand.outgoing
        with self.deps.store.transaction() as session:
            begun = sending.begin_sending(session, held, errand.along, now_real=now, lease=LEASE)
            assert begun, "nobody else takes a claim in this bench"
            where = outgoing.target.conversation_id or "opened"
            card = outgoing.activity_id or f"card-{row.id}"
            place = {"conversation_id": where, "activity_id": card}
            sending.sent(session, held, errand.along, sent_at=now, **place)
            row = session.get_one(Delivery, row.id, populate_existing=True)
        return row, outgoing

    @property
    def _courier(self) -> Courier:
        """The real one; what would leave is looked at instead."""
        return Courier(
            deps=self.deps,
            messenger=Nobody(),
            kinds=KINDS,
            gather=gathered.together,
            pacer=Pacer(Limits(), lambda: 0.0, asyncio.sleep),
            clock=self.clock,
            remember_chat=remember_chat,
            owner=OWNER,
        )

    def pass_days(self, days: int) -> list[tuple[Delivery, Outgoing]]:
        """Live through some days, stopping wherever something is due, and once a day."""
        until, sent = self.clock() + timedelta(days=days), self.send_due()
        while (moment := self._next()) <= until:
            self.clock.moment = max(self.clock(), moment)
            sent += self.send_due()
        self.clock.moment = until
        return sent

    def _next(self) -> datetime:
        with self.deps.store.transaction() as session:
            now = self.clock()
            wait = queue.next_due(session, now_rules=now, now_real=now)
        return now + (A_DAY if wait is None else min(wait, A_DAY))


@dataclass(frozen=True)
class Member:
    """Somebody who speaks with the bot: in their own chat, or `in_channel`."""

    network: Network
    person: CastPerson
    channel_id: str | None = None
    invoke: bool = True

    def in_channel(self, name: str = "General") -> "Member":
        channel_id = self.network.cast.channel(name).channel_id
        return Member(self.network, self.person, channel_id, self.invoke)

    def with_an_old_client(self) -> "Member":
        """One that sends Action.Submit: a message, not an invoke."""
        return Member(self.network, self.person, self.channel_id, invoke=False)

    def says(self, text: str, *, activity_id: str | None = None, locale: str = "nb-NO") -> Seen:
        reply = self._answer(Said, text=text, activity_id=activity_id, locale=locale)
        assert reply is not None, "the bot said nothing"
        return Seen(self, reply.card)

    def repeats(self, text: str, activity_id: str) -> Reply | None:
        return self._answer(Said, text=text, activity_id=activity_id)

    def press(self, verb: str, data: dict[str, Any], card: str | None = None) -> Seen:
        reply = self._answer(
            Pressed, verb=verb, data=data, card_activity_id=card, invoke=self.invoke
        )
        assert reply is not None
        return Seen(self, reply.card, card)

    def lets_the_bot_in(self) -> None:
        self._answer(Arrived)

    def _answer(self, kind: type[Incoming], **rest: Any) -> Reply | None:
        rest["activity_id"] = rest.get("activity_id") or f"activity-{next(self.network.numbers)}"
        return self.network.hears(kind(**self._envelope(), **rest))

    def _envelope(self) -> dict[str, Any]:
        cast, person = self.network.cast, self.person
        return {
            "place": self._place(),
            "sender": Speaker(cast.tenant_id, person.object_id, person.teams_id, person.name),
            "service_url": CONNECTOR,
            "bot_id": cast.bot_id,
            "bot_name": cast.bot_name,
        }

    def _place(self) -> Place:
        cast = self.network.cast
        if self.channel_id is None:
            own = self.person == cast.current_user
            chat = cast.personal_chat_id if own else f"a:{self.person.teams_id}"
            return Place(cast.tenant_id, PlaceKind.PERSONAL, chat)
        thread = f"{self.channel_id};messageid=1"
        return Place(cast.tenant_id, PlaceKind.CHANNEL, thread, cast.team_id, self.channel_id)
