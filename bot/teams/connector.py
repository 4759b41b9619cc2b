"""Our client of the Teams connector: four calls, one pooled session, nothing repeated unseen.

Whether a message may be sent again is the sender's decision, so every answer is translated into
DeliveryFailed by one table, in failures.py. The only second try is after a 401, with a new token: a
refused request was not carried out.
"""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
import yarl

from bot.deps import Message, Posted, Target
from bot.domain.errors import DeliveryFailed
from bot.teams.credentials import Credentials, NoToken
from bot.teams.failures import Answer, failure_of
from bot.teams.hosts import HostPolicy
from bot.teams.messages import activity

POOL_SIZE = 50
"""Connections at once; Teams allows one app about 50 requests a second in a tenant."""
TIMEOUT = aiohttp.ClientTimeout(total=20.0, connect=5.0, sock_connect=5.0, sock_read=10.0)
MAX_ANSWER_BYTES = 64 * 1024
"""More of an answer is not read: we only want an id or an error code."""
MAX_TOLD_BYTES = 1024 * 1024
"""What we ask for is longer: a page of 500 members takes some 200 kB."""


def pooled_session() -> aiohttp.ClientSession:
    """The one session of the process, for the connector and the key server alike."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=POOL_SIZE),
        timeout=TIMEOUT,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


class Connector:
    """The Messenger that speaks to Teams.

    hosts: asked before each request, because stored service URLs are as old as they are.
    now: the real time, aware, for a Retry-After that is a date.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        hosts: HostPolicy,
        now: Callable[[], datetime],
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._hosts = hosts
        self._now = now

    async def ready(self, target: Target) -> None:
        self._url(target.service_url, "")
        await self._token()

    async def open(self, target: Target) -> str:
        body = {
            "isGroup": False,
            "bot": {"id": target.bot_id},
            "members": [{"id": target.teams_user_id}],
            "tenantId": target.tenant_id,
            "channelData": {"tenant": {"id": target.tenant_id}},
        }
        answer = await self._harmless("POST", target, "v3/conversations", body)
        if not (conversation_id := _field(answer, "id")):
            raise DeliveryFailed("no-conversation-id")
        return conversation_id

    async def post(self, target: Target, message: Message) -> Posted:
        if target.channel_id and target.channel_id == target.conversation_id:
            return await self._post_thread(target, message)
        conversation_id = _conversation(target)
        path = f"v3/conversations/{quoted(conversation_id)}/activities"
        answer = await self._request("POST", target.service_url, path, activity(message))
        return Posted(conversation_id, _field(answer, "id"))

    async def update(self, target: Target, activity_id: str, message: Message) -> None:
        conversation = quoted(_conversation(target))
        path = f"v3/conversations/{conversation}/activities/{quoted(activity_id)}"
        await self._harmless("PUT", target, path, activity(message) | {"id": activity_id})

    async def get(self, service_url: str, path: str) -> dict[str, Any]:
        """What Teams tells under a path, a JSON object. Raises DeliveryFailed, also for others."""
        answer = await self._request("GET", service_url, path, most=MAX_TOLD_BYTES)
        if not (told := _object(answer)):
            raise DeliveryFailed("not-understood")
        return told

    async def _post_thread(self, target: Target, message: Message) -> Posted:
        """A new thread in a channel; its id is `<channel>;messageid=<activity>`."""
        body = {
            "isGroup": True,
            "bot": {"id": target.bot_id},
            "tenantId": target.tenant_id,
            "channelData": {
                "channel": {"id": target.channel_id},
                "tenant": {"id": target.tenant_id},
            },
            "activity": activity(message),
        }
        answer = await self._request("POST", target.service_url, "v3/conversations", body)
        thread_id = _field(answer, "id")
        return Posted(thread_id, _field(answer, "activityId") or thread_id.partition("=")[2])

    async def _harmless(self, method: str, target: Target, path: str, body: object) -> Answer:
        """For what may be repeated: whether it happened the first time does not matter."""
        try:
            return await self._request(method, target.service_url, path, body)
        except DeliveryFailed as failure:
            failure.ambiguous = False
            raise

    async def _request(
        self,
        method: str,
        service_url: str,
        path: str,
        body: object = None,
        most: int = MAX_ANSWER_BYTES,
    ) -> Answer:
        """Raises DeliveryFailed for every answer but success. `most` bytes of it are read."""
        url = self._url(service_url, path)
        token = await self._token()
        answer = await self._exchange(method, url, token, body, most)
        if answer.status == HTTPStatus.UNAUTHORIZED and token is not None:
            self._credentials.drop(token)
            answer = await self._exchange(method, url, await self._token(), body, most)
        if not answer.ok:
            raise failure_of(answer, self._now())
        return answer

    def _url(self, service_url: str, path: str) -> yarl.URL:
        if not self._hosts.allows(service_url):
            raise DeliveryFailed("host-not-allowed", permanent=True)
        return yarl.URL(f"{service_url.rstrip('/')}/{path}", encoded=True)

    async def _token(self) -> str | None:
        try:
            return await self._credentials.token()
        except NoToken as error:
            raise DeliveryFailed("no-token") from error

    async def _exchange(
        self, method: str, url: yarl.URL, token: str | None, body: object, most: int
    ) -> Answer:
        """One request, one answer. aiohttp's errors tell whether anything had been written."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as response:
                return Answer(
                    response.status,
                    response.headers.get("Retry-After"),
                    await _body(response, most),
                )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise DeliveryFailed("unreachable") from error
        except TimeoutError as error:
            raise DeliveryFailed("timeout", ambiguous=True) from error
        except aiohttp.ClientError as error:
            raise DeliveryFailed("connection-lost", ambiguous=True) from error


async def _body(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Nothing when too long or lost on the way: the status has been told by then and decides."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_chunked(8192):
            body += chunk
            if len(body) > most:
                return b""
    except (aiohttp.ClientError, TimeoutError):
        return b""
    return bytes(body)


def _field(answer: Answer, name: str) -> str:
    """A text of the answer's JSON object, or "" when it is anything else."""
    found = _object(answer).get(name)
    return found if isinstance(found, str) else ""


def _object(answer: Answer) -> dict[str, Any]:
    """The answer's JSON object; an empty one when it is anything else."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _conversation(target: Target) -> str:
    if target.conversation_id is None:
        raise ValueError("a person's conversation must be opened before something is posted to it")
    return target.conversation_id


def quoted(identifier: str) -> str:
    return quote(identifier, safe="")
