"""A Teams connector on loopback that remembers everything and misbehaves on demand.

    async with FakeConnector() as teams:
        teams.fail_next(Fault(status=429, retry_after="2"))
        ... the code under test posts to teams.service_url ...
        assert [post.conversation_id for post in teams.posts] == ["19:…"]

It checks neither tokens nor rates. What counts as delivered is what a person in Teams would see.
"""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

HUGE = b'{"id":"9","padding":"%s"}' % (b"x" * 10_000_000)


@dataclass(frozen=True)
class Fault:
    """How one request goes wrong. `delivered`: the message arrived nevertheless.

    status None keeps the usual answer's status, body None its body. reset: the connection breaks
    instead of an answer. hang: no answer before the connector is closed, or `release` is called.
    """

    status: int | None = None
    body: bytes | None = None
    retry_after: str | None = None
    location: str | None = None
    reset: bool = False
    hang: bool = False
    delivered: bool = False


BLOCKED = Fault(
    status=403,
    body=b'{"error":{"code":"ForbiddenOperationException","subCode":"MessageWritesBlocked"}}',
)
NO_ID = Fault(body=b"", delivered=True)
HUGE_ANSWER = Fault(body=HUGE, delivered=True)
ARRIVED_THEN_RESET = Fault(reset=True, delivered=True)
ARRIVED_THEN_502 = Fault(status=502, delivered=True)
RESET = Fault(reset=True)
HANG = Fault(hang=True)


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire, delivered or not. `path` is still percent-encoded."""

    method: str
    path: str
    authorization: str | None
    body: Any


@dataclass(frozen=True)
class Delivered:
    """What became visible. `how` is "post", "thread" (a new one in a channel) or "update"."""

    how: str
    conversation_id: str
    activity_id: str
    activity: dict[str, Any]


@dataclass
class FakeConnector:
    requests: list[Request] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    channels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by Team
    members: dict[str, int] = field(default_factory=dict)  # how many, by conversation

    def __post_init__(self) -> None:
        self._faults: list[Fault | None] = []
        self._numbers = itertools.count(1_700_000_000_001)
        self._released = asyncio.Event()
        self._news = asyncio.Condition()
        app = web.Application(client_max_size=1_000_000)
        app.router.add_post("/teams/v3/conversations", self._create)
        app.router.add_post("/teams/v3/conversations/{id}/activities", self._post)
        app.router.add_put("/teams/v3/conversations/{id}/activities/{activity}", self._put)
        app.router.add_get("/teams/v3/teams/{id}/conversations", self._channels)
        app.router.add_get("/teams/v3/conversations/{id}/pagedmembers", self._members)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.release()
        await self._server.close()

    @property
    def service_url(self) -> str:
        return str(self._server.make_url("/teams/"))

    @property
    def posts(self) -> list[Delivered]:
        return [item for item in self.delivered if item.how != "update"]

    @property
    def updates(self) -> list[Delivered]:
        return [item for item in self.delivered if item.how == "update"]

    def fail_next(self, *faults: Fault | None) -> None:
        """The coming requests meet these, in order; None lets one through. Then all is well."""
        self._faults.extend(faults)

    async def until_delivered(self, count: int) -> None:
        """Wait until so many messages are visible."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.delivered) >= count)

    async def until_asked(self, count: int) -> None:
        """Wait until so many requests have come, answered or not."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.requests) >= count)

    def release(self) -> None:
        """Let go of every request that hangs."""
        self._released.set()

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await self._record(request)
        if "activity" not in body:
            person = body["members"][0]["id"]
            return await self._finish(
                request, lambda: self.opened.append(body), {"id": f"a:{person}"}
            )
        number = str(next(self._numbers))
        thread = f"{body['channelData']['channel']['id']};messageid={number}"
        delivered = Delivered("thread", thread, number, body["activity"])
        return await self._deliver(request, delivered, {"id": thread, "activityId": number})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        activity = await self._record(request)
        number = str(next(self._numbers))
        delivered = Delivered("post", request.match_info["id"], number, activity)
        return await self._deliver(request, delivered, {"id": number})

    async def _put(self, request: web.Request) -> web.StreamResponse:
        activity, number = await self._record(request), request.match_info["activity"]
        delivered = Delivered("update", request.match_info["id"], number, activity)
        return await self._deliver(request, delivered, {"id": number})

    async def _channels(self, request: web.Request) -> web.StreamResponse:
        await self._record(request)
        told = {"conversations": self.channels.get(request.match_info["id"], [])}
        return await self._finish(request, lambda: None, told)

    async def _members(self, request: web.Request) -> web.StreamResponse:
        """A page of the roster; the token is where the next one begins. Unknown: 403, as Teams."""
        await self._record(request)
        if (everybody := self.members.get(request.match_info["id"])) is None:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        begin = int(request.query.get("continuationToken", 0))
        end = min(begin + int(request.query["pageSize"]), everybody)
        page: dict[str, Any] = {"members": [_member(number) for number in range(begin, end)]}
        return await self._finish(
            request,
            lambda: None,
            page | ({"continuationToken": str(end)} if end < everybody else {}),
        )

    async def _record(self, request: web.Request) -> Any:
        body = await request.json() if request.can_read_body else None
        authorization = request.headers.get("Authorization")
        path = request.rel_url.raw_path
        async with self._news:
            self.requests.append(Request(request.method, path, authorization, body))
            self._news.notify_all()
        return body

    async def _deliver(
        self, request: web.Request, delivered: Delivered, answer: dict[str, str]
    ) -> web.StreamResponse:
        return await self._finish(request, lambda: self.delivered.append(delivered), answer)

    async def _finish(
        self, request: web.Request, take_effect: Any, answer: dict[str, Any]
    ) -> web.StreamResponse:
        fault = self._faults.pop(0) if self._faults else None
        if fault is None or fault.delivered:
            async with self._news:
                take_effect()
                self._news.notify_all()
        if fault is None:
            return web.json_response(answer, status=201)
        if fault.reset and request.transport is not None:
            request.transport.abort()
        if fault.hang:
            await self._released.wait()
        return _faulty(fault, answer)


def _member(number: int) -> dict[str, str]:
    """As long as a real one, so that a full page is as large as Teams'."""
    return {
        "id": f"29:{number:0100}",
        "name": f"Fornavn Etternavn {number}",
        "aadObjectId": f"cccccccc-0000-0000-0000-{number:012}",
        "email": f"fornavn.etternavn.{number}@example.org",
        "userPrincipalName": f"fornavn.etternavn.{number}@example.org",
        "tenantId": "aaaaaaaa-0000-0000-0000-000000000001",
        "userRole": "user",
    }


def _faulty(fault: Fault, answer: dict[str, Any]) -> web.Response:
    headers = {"Retry-After": fault.retry_after, "Location": fault.location}
    response = web.json_response(answer, status=fault.status or 201)
    if fault.body is not None:
        response.body = fault.body
    response.headers.update({name: value for name, value in headers.items() if value is not None})
    return response
