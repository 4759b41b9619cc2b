"""Drives the running Playground over HTTP, as its page does, and sees what its page would show.

Its interface is undocumented (this is version 0.2.28). Messages are always the current user's; a
press keeps the user it names, but a private chat holds only the current user. What the bot posts
arrives over a websocket, and what was posted while nobody listened goes to the first who does.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import aiohttp
from yarl import URL

from bot.demo.playground import Cast, CastPerson, load_cast

Card = dict[str, Any]
BUTTON_PARTS = ("type", "id", "title", "verb")
"""What a press carries of a button, beside its data."""

PATIENCE = 30.0
"""Seconds to wait for the bot before a test fails."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the bot. `conversation` is where it stands: a chat, or a channel's thread."""

    conversation: str
    message_id: str
    text: str
    cards: tuple[Card, ...]

    @property
    def card(self) -> Card:
        (card,) = self.cards
        return card

    @property
    def texts(self) -> list[str]:
        """Every text block, from the top down."""
        blocks = (element for element in elements(self.card) if element.get("type") == "TextBlock")
        return [block["text"] for block in blocks]

    @property
    def heading(self) -> str:
        """What the card says in its largest letters."""
        (heading,) = (e["text"] for e in elements(self.card) if e.get("style") == "heading")
        return str(heading)

    @property
    def rows(self) -> list[list[str]]:
        """What stands side by side, line by line: mark, name and detail, or day and name."""
        return [
            [part["text"] for part in elements(each) if part.get("type") == "TextBlock"]
            for each in elements(self.card)
            if each.get("type") == "ColumnSet"
        ]

    @property
    def buttons(self) -> list[str]:
        return [action["title"] for action in _actions(self.card)]

    @property
    def inputs(self) -> dict[str, Card]:
        """The inputs by their ids, from the top down."""
        found = (e for e in elements(self.card) if str(e.get("type")).startswith("Input."))
        return {each["id"]: each for each in found}

    def option(self, field: str, title: str) -> str:
        """What the client sends when that is chosen."""
        choices = self.inputs[field]["choices"]
        return next(str(each["value"]) for each in choices if each["title"] == title)


def elements(part: object) -> Iterator[Card]:
    """Everything in a card that is an object, outermost first."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from elements(value)
    elif isinstance(part, list):
        for item in part:
            yield from elements(item)


def _actions(card: Card) -> Iterator[Card]:
    """The buttons. A fallback is what old clients show instead, so it is no second button."""
    for part in elements(card):
        for action in (*part.get("actions", ()), part.get("selectAction")):
            if action is not None:
                yield action


def find_action(card: Card, title_or_verb: str) -> Card:
    for action in _actions(card):
        if title_or_verb in (action.get("title"), action.get("verb")):
            return action
    msg = f"no button {title_or_verb!r}; there are {[a.get('title') for a in _actions(card)]}"
    raise AssertionError(msg)


def find_link(card: Card, title: str) -> str:
    """Where a button that opens a page leads."""
    return str(find_action(card, title)["url"])


class PlaygroundClient:
    """One who uses the client. `cast` says who and what exists in it."""

    def __init__(self, session: aiohttp.ClientSession, port: int, cast: Cast) -> None:
        self.cast = cast
        self._session = session
        self._base = f"http://127.0.0.1:{port}"
        self._new: defaultdict[str, asyncio.Queue[Shown]] = defaultdict(asyncio.Queue)
        self._updates: defaultdict[str, asyncio.Queue[Shown]] = defaultdict(asyncio.Queue)
        self._standing: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def connect(cls, port: int) -> AsyncIterator["PlaygroundClient"]:
        async with aiohttp.ClientSession() as session:
            client = cls(session, port, load_cast())
            stream = f"{client._base}/_ws_conversation/v1/conversations/stream"
            async with session.ws_connect(stream) as socket:
                listener = asyncio.create_task(client._listen(socket))
                try:
                    yield client
                finally:
                    listener.cancel()
                    with suppress(asyncio.CancelledError):
                        await listener

    @property
    def personal(self) -> str:
        return self.cast.personal_chat_id

    def channel(self, name: str) -> str:
        return self.cast.channel(name).channel_id

    async def open_personal_chat(self) -> None:
        """What opening the page does: the bot is told that it was added to the chat."""
        await self._post(f"/_debug/conversation/{quote(self.personal, safe='')}/installation", {})

    async def add_to_team(self) -> None:
        """What adding the bot to the Team does: the bot is told, in General."""
        await self._post(
            f"/_debug/conversation/{quote(self.cast.team_id, safe='')}/installation", {}
        )

    async def say(self, text: str) -> None:
        """Type in the personal chat."""
        await self._send(self.personal, text, mention=False)

    async def ask(self, text: str) -> Shown:
        """Type in the personal chat; the card that comes next."""
        await self.say(text)
        return await self.next_card(self.personal)

    async def ask_as(self, person: CastPerson, channel: str, text: str) -> Shown:
        """Somebody else asks in a thread of their own; the card that comes there."""
        return await self.next_card(await self.say_as(person, channel, text))

    async def post(self, channel: str, text: str) -> str:
        """Begin a thread in the channel of that name, mentioning the bot. The thread's id."""
        return await self._begin_thread(channel, text, mention=True)

    async def reply(self, thread: str, text: str) -> None:
        """Answer in a thread, mentioning the bot."""
        await self._send(thread, text, mention=True)

    async def press(
        self,
        shown: Shown,
        button: str,
        inputs: Mapping[str, str] | None = None,
        *,
        as_user: CastPerson | None = None,
        old_client: bool = False,
    ) -> Shown:
        """Press a button by its title or verb, with what was filled in. `old_client`: one that
        knows no Action.Execute, and presses the Action.Submit given beside it.

        Gives the message as it stands afterwards for the one who pressed: an Action.Execute's
        answer replaces the card (`cards` is empty and `text` is set when it is words only); an
        Action.Submit leaves it, and the bot's answer is its next message.
        """
        action = find_action(shown.card, button)
        action = action["fallback"] if old_client else action
        data = {**action.get("data", {}), **(inputs or {})}
        origin: dict[str, Any] = {
            "from": {"id": (as_user or self.cast.current_user).teams_id},
            "conversation": {"id": shown.conversation},
            "replyToId": shown.message_id,
        }
        if action["type"] == "Action.Submit":
            await self._post("/_conversation/v1/submit", {**origin, "value": data})
            return shown
        pressed: Card = {key: action[key] for key in BUTTON_PARTS if key in action}
        invoke = {
            **origin,
            "name": "adaptiveCard/action",
            "value": {"action": pressed | {"data": data}},
        }
        answer = await self._post("/_conversation/v1/invoke", invoke)
        return _answered(shown, answer["value"])

    async def say_as(self, person: CastPerson, channel: str, text: str) -> str:
        """Let somebody else mention the bot in a channel, in a thread of its own: the thread's id.

        The thread is begun by the current user, without the bot. Not beside an open page: it never
        heard of the thread, so the bot's answer there makes it lose its connection, and with it
        whatever comes until it has a new one.
        """
        thread = await self._begin_thread(channel, text, mention=False)
        await self._say_in(thread, person, text)
        return thread

    async def ask_in(self, thread: str, person: CastPerson, text: str) -> Shown:
        """Somebody else mentions the bot in a thread that stands there; the card that comes."""
        await self._say_in(thread, person, text)
        return await self.next_card(thread)

    async def _say_in(self, thread: str, person: CastPerson, text: str) -> None:
        bot = {"id": self.cast.bot_id, "name": self.cast.bot_name}
        said = {
            "type": "message",
            "text": f"{self._mention} {text}",
            "entities": [{"type": "mention", "mentioned": bot, "text": self._mention}],
        }
        whole = self.in_thread(thread, person, said)
        await self._post("/_internal/v1/customActivities", whole)

    def in_chat(self, activity: Mapping[str, Any]) -> dict[str, Any]:
        """An activity of the current user's in the chat with the bot, with a new id."""
        conversation = {"id": self.personal, "conversationType": "personal"}
        return self._whole(self.cast.current_user, conversation, {}) | dict(activity)

    def in_thread(
        self, thread: str, person: CastPerson, activity: Mapping[str, Any]
    ) -> dict[str, Any]:
        """An activity of anybody's in a channel's thread, with a new id."""
        channel = {"id": thread.partition(";")[0]}
        conversation = {"id": thread, "conversationType": "channel", "isGroup": True}
        place = {"team": {"id": self.cast.team_id}, "channel": channel}
        return self._whole(person, conversation, place) | dict(activity)

    def _whole(
        self, person: CastPerson, conversation: dict[str, Any], place: dict[str, Any]
    ) -> dict[str, Any]:
        """What every activity says, whatever happened."""
        return {
            "id": str(uuid4()),
            "channelId": "msteams",
            "serviceUrl": f"{self._base}/_connector",
            "recipient": {"id": self.cast.bot_id, "name": self.cast.bot_name},
            "from": _account(person),
            "conversation": conversation | {"tenantId": self.cast.tenant_id},
            "channelData": place | {"tenant": {"id": self.cast.tenant_id}},
        }

    async def next_message(self, place: str, patience: float = PATIENCE) -> Shown:
        """The bot's next message there. `place`: a chat, a thread, or a channel for new threads."""
        async with asyncio.timeout(patience):
            return await self._new[place].get()

    async def next_card(self, place: str, patience: float = PATIENCE) -> Shown:
        """The bot's next message there, which has to be one card."""
        shown = await self.next_message(place, patience)
        assert len(shown.cards) == 1, f"expected a card, got: {shown.text}"
        return shown

    async def next_update(self, shown: Shown, patience: float = PATIENCE) -> Shown:
        """The message as the bot changes it next."""
        async with asyncio.timeout(patience):
            return await self._updates[shown.message_id].get()

    def unread(self, place: str) -> int:
        """How many messages stand there that nobody has asked for."""
        return self._new[place].qsize()

    def unread_updates(self, shown: Shown) -> int:
        """How often the message was changed since somebody asked."""
        return self._updates[shown.message_id].qsize()

    @property
    def _mention(self) -> str:
        return f"<at>{self.cast.bot_name}</at>"

    async def _begin_thread(self, channel: str, text: str, *, mention: bool) -> str:
        answer = await self._send(self.channel(channel), text, mention=mention)
        return str(answer["postConversationId"])

    async def _send(self, conversation: str, text: str, *, mention: bool) -> dict[str, Any]:
        body: dict[str, Any] = {
            "from": {"id": self.cast.current_user.teams_id},
            "text": text,
            "textFormat": "plain",
        }
        if mention:
            body["text"] = f"{self._mention} {text}"
            body["mentions"] = [{"mentioned": {"id": self.cast.bot_id}, "text": self._mention}]
        path = f"/_conversation/v1/conversations/{quote(conversation, safe='')}/messages"
        return await self._post(path, body)

    async def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        address = URL(self._base + path, encoded=True)
        async with self._session.post(address, json=body) as response:
            assert response.ok, f"{path}: {response.status} {await response.text()}"
            is_json = response.content_type == "application/json"
            return await response.json() if is_json else {}

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            event = frame.json()
            if event["action"] == "createMessage":
                shown = self._shown(event)
                self._new[event["actionConversationId"]].put_nowait(shown)
            elif event["action"] == "updateMessage":
                shown = self._shown(event)
                self._updates[shown.message_id].put_nowait(shown)

    def _shown(self, event: dict[str, Any]) -> Shown:
        """The event of an update does not say in which thread a post stands; its creation did."""
        message = event["message"]
        told = message.get("postConversationId") or event["actionConversationId"]
        return Shown(
            conversation=self._standing.setdefault(message["messageId"], told),
            message_id=message["messageId"],
            text=message.get("text") or "",
            cards=tuple(attachment["content"] for attachment in message["attachments"]),
        )


def _account(person: CastPerson) -> dict[str, str]:
    return {"id": person.teams_id, "name": person.name, "aadObjectId": person.object_id}


def _answered(shown: Shown, value: Card | str) -> Shown:
    text, cards = (value, ()) if isinstance(value, str) else ("", (value,))
    return Shown(shown.conversation, shown.message_id, text, cards)
