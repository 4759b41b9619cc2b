"""The HTTP edge of Teams: POST /api/messages, from the first byte to the answer.

The order of the checks is the order of trust: size, content type, a token at all, the JSON's shape,
the token's word for it, the tenant, the host. Only then does botbuilder dispatch the activity, and
what it finds goes to the bot as a typed Incoming.

Whoever is refused reads one constant text, whatever the reason: the log has the reason. This is
also the one place that catches bugs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

import aiohttp
from aiohttp import web

from bot import bugs
from bot.deps import Chosen, Incoming, Message, PlaceKind, Pressed, Reply, Said, Target
from bot.domain.errors import DeliveryFailed
from bot.limits import Limits, Rate
from bot.teams import answers
from bot.teams.body import MAX_BYTES, Envelope, parse
from bot.teams.connector import Connector
from bot.teams.dispatch import Dispatcher
from bot.teams.failures import patiently
from bot.teams.hosts import HostPolicy
from bot.teams.refusals import Forbidden, Malformed, Refusal, TooLarge, TooSlow, WrongContentType
from bot.teams.tokens import TokenVerifier, bearer, check_tenant
from scheduler.floor import Floor

REFUSAL = "The request was refused."

log = logging.getLogger(__name__)


class Receive(Protocol):
    """The bot: what it answers to the person who acted, or None when there is nothing to say."""

    async def __call__(self, incoming: Incoming) -> Reply | None: ...


@dataclass(frozen=True)
class Door:
    """What the edge is built of.

    apologise: the card for a person who met a bug; its second argument is the log's reference.
    tokens: None switches authentication off, which only the demo on loopback may do.
    allowed_tenants: empty allows every tenant.
    limits: how much one person may do; None for no limit, as on one's own machine. Whoever does
    more reads what `wait_a_little` says.
    settled: told after each answer, so that what it caused is sent, and not before it.
    floor: keeps everything else out of a conversation that is being answered.
    wait: sleeps for so many seconds between two tries of one answer.
    body_seconds, answer_seconds: reading a request and answering it; Teams gives up after 15.
    """

    receive: Receive
    apologise: Callable[[Incoming, str], Reply]
    tokens: TokenVerifier | None
    hosts: HostPolicy
    connector: Connector
    allowed_tenants: frozenset[str] = frozenset()
    limits: Limits | None = None
    wait_a_little: Callable[[Incoming], str] = lambda incoming: REFUSAL
    settled: Callable[[], None] = lambda: None
    floor: Floor = field(default_factory=Floor)
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    body_seconds: float = 5.0
    answer_seconds: float = 10.0


def by_hand(clock: Callable[[], float]) -> Limits:
    """What the busiest hand does: 120 presses at once, and then two a second, in real time."""
    return Limits(Rate(burst=120, per_second=2), clock)


def mount(app: web.Application, door: Door) -> None:
    """Teams knocks at POST /api/messages of `app`."""
    app.router.add_post("/api/messages", _Edge(door).handle)


class _Edge:
    def __init__(self, door: Door) -> None:
        self._door = door
        self._dispatcher = Dispatcher()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            envelope = await self._admit(request)
            incoming = await self._dispatcher.read(envelope.payload)
        except Refusal as refusal:
            log.warning("refused with %d: %s", refusal.status, refusal)
            return web.Response(status=refusal.status, text=REFUSAL, headers=refusal.headers)
        if incoming is None:
            return web.Response()
        if self._too_often(incoming):
            return self._slower(incoming)
        return await self._serve(request, incoming)

    def _too_often(self, incoming: Incoming) -> bool:
        """Only what a person does by hand counts: what Teams tells of a Team is nobody's."""
        limits, person = self._door.limits, incoming.sender
        if limits is None or not isinstance(incoming, Said | Pressed | Chosen):
            return False
        return not limits.take(f"{person.tenant_id} {person.object_id}")

    def _slower(self, incoming: Incoming) -> web.Response:
        """A word where one is shown for nothing; to post one would make a flood of our own."""
        log.warning("somebody was asked to wait")
        told = answers.with_words(incoming, self._door.wait_a_little(incoming))
        status, pause = HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": "60"}
        return told or web.Response(status=status, text=REFUSAL, headers=pause)

    async def _admit(self, request: web.Request) -> Envelope:
        """The activity, when all checks agree. Raises Refusal."""
        authorization = request.headers.get("Authorization")
        if (request.content_length or 0) > MAX_BYTES:
            raise TooLarge("content length")
        if request.content_type != "application/json":
            raise WrongContentType("content type")
        if self._door.tokens is not None:
            bearer(authorization)
        envelope = parse(await _read(request, self._door.body_seconds))
        await self._check_origin(authorization, envelope)
        return envelope

    async def _check_origin(self, authorization: str | None, envelope: Envelope) -> None:
        if self._door.tokens is not None:
            await self._door.tokens.verify(
                authorization, service_url=envelope.service_url, channel_id=envelope.channel_id
            )
        check_tenant(envelope.tenants, self._door.allowed_tenants)
        if not self._door.hosts.allows(envelope.service_url):
            raise Forbidden("service URL not allowed")

    async def _serve(self, request: web.Request, incoming: Incoming) -> web.StreamResponse:
        """Always a success: Teams repeats what is answered with an error."""
        try:
            with self._door.floor.taken(incoming.place.conversation_id):
                return await self._answer(request, incoming)
        finally:
            self._door.settled()

    async def _answer(self, request: web.Request, incoming: Incoming) -> web.StreamResponse:
        reply, card_id = await self._reply(incoming)
        response = answers.with_card(incoming, None if reply is None else reply.card)
        if response is None and reply is not None:
            await self._send(incoming, reply, card_id)
        response = response or web.Response()
        try:
            with suppress(ConnectionResetError):  # whoever hung up does not need the answer
                await response.prepare(request)
                await response.write_eof()
        finally:
            if reply is not None and reply.afterwards is not None:
                reply.afterwards()
        return response

    async def _reply(self, incoming: Incoming) -> tuple[Reply | None, str | None]:
        """The bot's answer and the message it replaces, or the apology, which replaces nothing."""
        try:
            reply = await self._door.receive(incoming)
        except Exception as bug:  # noqa: BLE001 - here a bug becomes an apology and a trace
            return self._apology(incoming, bug), None
        return reply, incoming.card_activity_id if isinstance(incoming, Pressed) else None

    def _apology(self, incoming: Incoming, bug: Exception) -> Reply | None:
        """For a person who said or pressed something; whoever installed the bot is spared."""
        reference = bugs.report(log, type(incoming).__name__, bug)
        if isinstance(incoming, Said | Pressed | Chosen):
            return self._door.apologise(incoming, reference)
        return None

    async def _send(self, incoming: Incoming, reply: Reply, card_id: str | None) -> None:
        """What was done is done: an answer that gets lost is logged, not made an error."""
        try:
            async with asyncio.timeout(self._door.answer_seconds):
                await patiently(lambda: self._deliver(incoming, reply, card_id), self._door.wait)
        except DeliveryFailed as failure:
            log.warning("an answer was not delivered: %s", failure.reason)
        except TimeoutError:
            log.warning("an answer was not delivered: no time left")

    async def _deliver(self, incoming: Incoming, reply: Reply, card_id: str | None) -> None:
        """In place of the card that was pressed, but in a chat only: elsewhere others read it."""
        connector, target = self._door.connector, _target(incoming)
        message = Message(reply.card, summary=str(reply.card.get("fallbackText", "")))
        if card_id is not None and incoming.place.kind is PlaceKind.PERSONAL:
            await connector.update(target, card_id, message)
            return
        await connector.post(target, message)


def _target(incoming: Incoming) -> Target:
    place = incoming.place
    return Target(
        tenant_id=place.tenant_id,
        service_url=incoming.service_url,
        bot_id=incoming.bot_id,
        conversation_id=place.conversation_id,
        channel_id=place.channel_id,
    )


async def _read(request: web.Request, seconds: float) -> bytes:
    """The body, at most MAX_BYTES of it, however the client announces or compresses it."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.content.iter_chunked(16 * 1024):
                body += chunk
                if len(body) > MAX_BYTES:
                    raise TooLarge("body")
    except TimeoutError as error:
        raise TooSlow("body") from error
    except (aiohttp.ClientError, web.RequestPayloadError, ConnectionError) as error:
        raise Malformed("broken body") from error
    return bytes(body)
