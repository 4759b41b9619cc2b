"""From botbuilder's `Activity` to what the bot acts on. Beyond it nobody knows Teams' JSON.

Ids are opaque strings. Identity and place come from the activity that the token vouches for, never
from the data of a card.
"""

import html
import re
from dataclasses import replace
from typing import Any, TypeVar

from botbuilder.schema import Activity

from bot.deps import (
    Arrived,
    ChannelGone,
    ChannelTold,
    Chosen,
    Incoming,
    Left,
    Place,
    PlaceKind,
    Pressed,
    Said,
    Sender,
    TeamRenamed,
)
from bot.teams.refusals import Malformed
from bot.teams.shapes import Account

# Keys that a button carries for Teams or for us, and that are no data of the action.
_NOT_DATA = {"verb", "msteams"}
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_KINDS = {
    "personal": PlaceKind.PERSONAL,
    "channel": PlaceKind.CHANNEL,
    "groupChat": PlaceKind.GROUP,
}

Kind = TypeVar("Kind", bound=Incoming)


def read_message(activity: Activity) -> Said | Pressed:
    """A typed message, or an Action.Submit: that arrives as a message whose `value` is its data."""
    if isinstance(activity.value, dict):
        return _pressed(activity, activity.value.get("verb"), activity.value, invoke=False)
    return _incoming(Said, activity, text=_spoken(activity))


def read_card_action(activity: Activity) -> Pressed:
    """An Action.Execute. Of its value only `action` is needed; even that may lack most things."""
    action = activity.value.get("action") if isinstance(activity.value, dict) else None
    if not isinstance(action, dict):
        raise Malformed("a card action without action")
    data = action.get("data")
    verb = action.get("verb")
    return _pressed(activity, verb, data if isinstance(data, dict) else {}, invoke=True)


def read_chosen_message(activity: Activity) -> Chosen:
    """«Ta opp i nettverket» on a message: Teams sends the message along. Deleted ones are empty."""
    value = activity.value if isinstance(activity.value, dict) else {}
    message = _object(value, "messagePayload")
    link = message.get("linkToMessage")
    chosen = _incoming(
        Chosen,
        activity,
        text=_plain(_object(message, "body")),
        link=link if isinstance(link, str) else "",
    )
    return _outside_chats(chosen)


def read_dialog_action(activity: Activity) -> Pressed:
    """A button of a card that stands in a dialog; its data came with Action.Submit."""
    value = activity.value if isinstance(activity.value, dict) else {}
    data = _object(value, "data")
    pressed = _pressed(activity, data.get("verb"), data, invoke=True)
    return _outside_chats(replace(pressed, dialog=True, card_activity_id=None))


def _outside_chats(incoming: Kind) -> Kind:
    """The menu of a message is there in people's own chats, too. The bot is not: such a chat must
    never be taken for the one that somebody has with the bot.
    """
    if incoming.place.kind is PlaceKind.CHANNEL:
        return incoming
    return replace(incoming, place=replace(incoming.place, kind=PlaceKind.GROUP))


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    return found if isinstance(found, dict) else {}


def _plain(body: dict[str, Any]) -> str:
    """What a message says, line by line, without its HTML."""
    content = body.get("content")
    text = content if isinstance(content, str) else ""
    if body.get("contentType") == "html":
        text = html.unescape(_TAG.sub("", _LINE_END.sub("\n", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def read_arrival(activity: Activity) -> Arrived:
    return _incoming(Arrived, activity)


def read_departure(activity: Activity) -> Left:
    return _incoming(Left, activity)


def read_channel(activity: Activity) -> ChannelTold:
    """A channel that was made, renamed or brought back; the event stands in General."""
    return _incoming(ChannelTold, activity)


def read_lost_channel(activity: Activity) -> ChannelGone:
    return _incoming(ChannelGone, activity)


def read_team_name(activity: Activity) -> TeamRenamed:
    return _incoming(TeamRenamed, activity)


def names_the_bot(members: list[Account] | None, activity: Activity) -> bool:
    """Whether the bot itself is among those who were added or removed."""
    return any(member.id == activity.recipient.id for member in members or [])


def _pressed(activity: Activity, verb: object, data: dict[str, Any], *, invoke: bool) -> Pressed:
    verb = verb or data.get("verb")
    return _incoming(
        Pressed,
        activity,
        verb=verb if isinstance(verb, str) else "",
        data={key: value for key, value in data.items() if key not in _NOT_DATA},
        card_activity_id=activity.reply_to_id,
        invoke=invoke,
    )


def _incoming(kind: type[Kind], activity: Activity, **rest: Any) -> Kind:
    """Raises Malformed without a sender or a recipient."""
    bot = _account(activity.recipient)
    tenant_id = _tenant(activity)
    return kind(
        place=_place(activity, tenant_id),
        sender=_sender(activity, tenant_id),
        service_url=activity.service_url,
        bot_id=bot.id,
        **({"bot_name": bot.name} if bot.name else {}),
        locale=activity.locale,
        activity_id=activity.id,
        **rest,
    )


def _account(account: Account | None) -> Account:
    if account is None or not account.id:
        raise Malformed("no sender or no recipient")
    return account


def _sender(activity: Activity, tenant_id: str) -> Sender:
    """A person is their Entra object id; who has none (another bot) is their id in Teams."""
    account = _account(activity.from_property)
    return Sender(
        tenant_id=tenant_id,
        object_id=account.aad_object_id or account.id,
        teams_id=account.id,
        name=account.name or "",
    )


def _tenant(activity: Activity) -> str:
    return str(_channel_data(activity, "tenant").get("id") or activity.conversation.tenant_id or "")


def _place(activity: Activity, tenant_id: str) -> Place:
    conversation, channel = activity.conversation, _channel_data(activity, "channel")
    kind = _KINDS.get(conversation.conversation_type) or _guessed_kind(activity)
    channel_id = channel.get("id") or conversation.id.partition(";messageid=")[0]
    return Place(
        tenant_id=tenant_id,
        kind=kind,
        conversation_id=conversation.id,
        team_id=_channel_data(activity, "team").get("id"),
        channel_id=channel_id if kind is PlaceKind.CHANNEL else None,
        channel_name=channel.get("name") if kind is PlaceKind.CHANNEL else None,
        team_name=_channel_data(activity, "team").get("name"),
    )


def _guessed_kind(activity: Activity) -> PlaceKind:
    """conversationType may be absent in events; a channel and a group still show themselves."""
    if _channel_data(activity, "channel") or _channel_data(activity, "team"):
        return PlaceKind.CHANNEL
    return PlaceKind.GROUP if activity.conversation.is_group else PlaceKind.PERSONAL


def _channel_data(activity: Activity, name: str) -> dict[str, Any]:
    """One object of channelData. Raises Malformed when it, or a text in it, is something else."""
    found = (activity.channel_data or {}).get(name) or {}
    texts = found.get("id"), found.get("name")
    if not all(text is None or isinstance(text, str) for text in texts):
        raise Malformed("channelData of a wrong shape")
    return dict(found)


def _spoken(activity: Activity) -> str:
    """What was typed, on one line, without the mention of the bot that a channel demands.

    Which words are the mention is told by the activity's entities; people may share the bot's name.
    """
    text = activity.text or ""
    for entity in activity.entities or []:
        if entity.mentioned is not None and entity.mentioned.id == activity.recipient.id:
            text = text.replace(entity.text or "", " ", 1)
    return " ".join(html.unescape(text).split())
