"""What Teams sends: activities shaped like the real ones, to be changed by keyword."""

import itertools
from dataclasses import dataclass
from typing import Any

TENANT = "aaaaaaaa-0000-0000-0000-000000000001"
BOT = {"id": "28:11111111-2222-3333-4444-555555555555", "name": "Rundebord"}
SERVICE_URL = "https://smba.trafficmanager.net/emea/"
TEAM = "19:general@thread.tacv2"
CHANNEL = "19:losningsgrupper@thread.tacv2"

_numbers = itertools.count(1_700_000_100_000)


@dataclass(frozen=True)
class Person:
    """Somebody in Teams. `object_id` is Entra's, `teams_id` the bot's own name for them."""

    object_id: str
    teams_id: str
    name: str

    @property
    def account(self) -> dict[str, str]:
        return {"id": self.teams_id, "name": self.name, "aadObjectId": self.object_id}


KARI = Person("cccccccc-0000-0000-0000-000000000001", "29:kari", "Kari Nordmann")
OLA = Person("cccccccc-0000-0000-0000-000000000002", "29:ola", "Ola Hansen")

Activity = dict[str, Any]


def personal_message(text: str, person: Person = KARI, **changes: Any) -> Activity:
    message = {
        "type": "message",
        "text": text,
        "textFormat": "plain",
        "entities": [_client_info()],
    }
    return _activity(person) | message | _in_personal_chat(person) | changes


def channel_message(text: str, person: Person = KARI, **changes: Any) -> Activity:
    """The text follows a mention of the bot, as it must in a channel."""
    tag = f"<at>{BOT['name']}</at>"
    message = {
        "type": "message",
        "text": f"{tag} {text}\n",
        "textFormat": "plain",
        "entities": [mention_entity(BOT["id"], BOT["name"]), _client_info()],
    }
    return _activity(person) | message | in_channel() | changes


def card_action(
    verb: str,
    data: dict[str, Any],
    person: Person = KARI,
    card_activity_id: str = "1700000000001",
    **changes: Any,
) -> Activity:
    """An Action.Execute, pressed in the person's chat with the bot."""
    invoke = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "replyToId": card_activity_id,
        "value": {
            "action": {"type": "Action.Execute", "title": "", "id": verb, "verb": verb}
            | {"data": data},
            "trigger": "manual",
        },
    }
    return _activity(person) | invoke | _in_personal_chat(person) | changes


def submit(
    verb: str,
    data: dict[str, Any],
    person: Person = KARI,
    card_activity_id: str = "1700000000001",
    **changes: Any,
) -> Activity:
    """An Action.Submit: a message without text whose value is the button's data."""
    message = {
        "type": "message",
        "replyToId": card_activity_id,
        "value": {"verb": verb, **data},
    }
    return _activity(person) | message | _in_personal_chat(person) | changes


def members_added(*members: dict[str, str], **changes: Any) -> Activity:
    """A conversationUpdate in the team: the bot itself joined, unless other members are named."""
    update = {"type": "conversationUpdate", "membersAdded": list(members) or [BOT]}
    return _activity(KARI) | update | in_team("teamMemberAdded") | changes


def members_removed(*members: dict[str, str], **changes: Any) -> Activity:
    update = {"type": "conversationUpdate", "membersRemoved": list(members) or [BOT]}
    return _activity(KARI) | update | in_team("teamMemberRemoved") | changes


def installation(action: str = "add", person: Person = KARI, **changes: Any) -> Activity:
    """An installationUpdate in a person's chat; `action` is "add" or "remove"."""
    update = {"type": "installationUpdate", "action": action}
    return _activity(person) | update | _in_personal_chat(person) | changes


def in_channel(channel: str = CHANNEL, thread: str = "1700000000000") -> Activity:
    """The parts of an activity that put it into a thread of a channel."""
    return {
        "conversation": {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
            "id": f"{channel};messageid={thread}",
        },
        "channelData": {
            "teamsChannelId": channel,
            "teamsTeamId": TEAM,
            "channel": {"id": channel, "name": "Løsningsgrupper"},
            "team": {"id": TEAM},
            "tenant": {"id": TENANT},
        },
    }


def in_team(event: str) -> Activity:
    """The parts of an event about a team: its conversation is the General channel."""
    return {
        "conversation": {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
            "id": TEAM,
        },
        "channelData": {
            "team": {"aadGroupId": "dddddddd-0000-0000-0000-000000000001", "id": TEAM},
            "eventType": event,
            "tenant": {"id": TENANT},
        },
    }


def mention_entity(identifier: str, name: str) -> dict[str, Any]:
    mentioned = {"id": identifier, "name": name}
    return {"type": "mention", "mentioned": mentioned, "text": f"<at>{name}</at>"}


def _activity(person: Person) -> Activity:
    return {
        "id": str(next(_numbers)),
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "timestamp": "2027-01-15T08:00:00.0000000Z",
        "localTimestamp": "2027-01-15T09:00:00.0000000+01:00",
        "localTimezone": "Europe/Oslo",
        "locale": "nb-NO",
        "from": person.account,
        "recipient": BOT,
    }


def _in_personal_chat(person: Person) -> Activity:
    return {
        "conversation": {
            "conversationType": "personal",
            "tenantId": TENANT,
            "id": f"a:{person.teams_id}",
        },
        "channelData": {"tenant": {"id": TENANT}},
    }


def _client_info() -> dict[str, Any]:
    return {
        "type": "clientInfo",
        "locale": "nb-NO",
        "country": "NO",
        "platform": "Web",
        "timezone": "Europe/Oslo",
    }
