"""Recorded activities, and what the bot is told of each. The JSON files are the contract."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.deps import (
    Arrived,
    ChannelGone,
    ChannelTold,
    Incoming,
    Left,
    Place,
    PlaceKind,
    Pressed,
    Said,
    Sender,
    TeamRenamed,
)
from bot.teams.body import parse
from bot.teams.dispatch import Dispatcher
from bot.teams.refusals import Malformed, UnknownInvoke
from tests.fakes import teams

RECORDED = Path(__file__).parent / "recorded"

TENANT = "aaaaaaaa-0000-0000-0000-000000000001"
GENERAL = "19:general@thread.tacv2"
CHANNEL = "19:losningsgrupper@thread.tacv2"

CHAT = Place(TENANT, PlaceKind.PERSONAL, "a:1kariAndBot")
THREAD = Place(
    TENANT, PlaceKind.CHANNEL, f"{CHANNEL};messageid=1700000000000", GENERAL, channel_id=CHANNEL
)
TEAM = Place(TENANT, PlaceKind.CHANNEL, GENERAL, GENERAL, channel_id=GENERAL)
NAMED_TEAM = replace(TEAM, team_name="Nettverket")
RENAMED_TEAM = replace(TEAM, team_name="Kvalifisering sør")
NEW_CHANNEL = replace(NAMED_TEAM, channel_id=CHANNEL, channel_name="Løsningsgrupper")
GROUP = Place(TENANT, PlaceKind.GROUP, "19:abcdef@thread.v2")

REAL: dict[str, Any] = {
    "sender": Sender(
        TENANT, "cccccccc-0000-0000-0000-000000000001", "29:1kariXyz_-abc", "Kari Nordmann"
    ),
    "service_url": "https://smba.trafficmanager.net/emea/",
    "bot_id": "28:11111111-2222-3333-4444-555555555555",
    "bot_name": "Rundebord",
}

PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001"
PLAYGROUND: dict[str, Any] = {
    "place": Place(PLAYGROUND_TENANT, PlaceKind.PERSONAL, "personal-chat-id"),
    "sender": Sender(
        PLAYGROUND_TENANT, "00000000-0000-0000-0000-0000000000020", "user-id-0", "Alex Wilber"
    ),
    "service_url": "http://localhost:56150/_connector",
    "bot_id": "00000000-0000-0000-0000-00000000000011",
    "bot_name": "Test Bot",
}

EXPECTED: dict[str, Incoming | None] = {
    "message_personal": Said(CHAT, **REAL, locale="nb-NO", activity_id="f:1", text="neste møte"),
    "message_channel": Said(
        THREAD, **REAL, locale="nn-NO", activity_id="1700000000001", text="møteplan"
    ),
    "message_channel_mentions_a_namesake": Said(
        THREAD,
        **REAL,
        locale="nb-NO",
        activity_id="1700000000002",
        text="ansvar <at>Rundebord</at>",
    ),
    "message_group_chat": Said(
        GROUP, **REAL, locale="en-GB", activity_id="1700000000003", text="hei hjelp"
    ),
    "card_action": Pressed(
        CHAT,
        **REAL,
        locale="nb-NO",
        activity_id="f:2",
        verb="duty.done/1",
        data={"duty": 7},
        card_activity_id="1700000000009",
    ),
    "card_action_in_channel": Pressed(
        THREAD,
        **REAL,
        locale="nb-NO",
        activity_id="f:3",
        verb="duty.done/1",
        data={"duty": 7},
        card_activity_id="1700000000000",
    ),
    "card_action_bare": Pressed(CHAT, **REAL, activity_id="f:4"),
    "submit": Pressed(
        CHAT,
        **REAL,
        locale="nb-NO",
        activity_id="f:5",
        verb="evaluation.submit/1",
        data={"evaluation": 3, "benefit": "4"},
        card_activity_id="1700000000009",
        invoke=False,
    ),
    "submit_with_text": Pressed(
        CHAT,
        **REAL,
        activity_id="f:6",
        data={"duty": 7},
        card_activity_id="1700000000009",
        invoke=False,
    ),
    "bot_added_to_team": Arrived(NAMED_TEAM, **REAL, activity_id="f:7"),
    "member_added_to_team": None,
    "bot_removed_from_team": Left(NAMED_TEAM, **REAL, activity_id="f:9"),
    "channel_created": ChannelTold(NEW_CHANNEL, **REAL, activity_id="f:10"),
    "team_renamed": TeamRenamed(RENAMED_TEAM, **REAL, activity_id="f:13"),
    "installed_in_personal_chat": Arrived(CHAT, **REAL, locale="nb-NO", activity_id="f:11"),
    "uninstalled_from_team": Left(NAMED_TEAM, **REAL, locale="nb-NO", activity_id="f:12"),
    "reaction": None,
    "message_edited": None,
    "typing": None,
    "of_a_type_from_the_future": None,
    "playground_message": Said(**PLAYGROUND, locale="en-US", activity_id="5f0c", text="møteplan"),
    "playground_install": Arrived(**PLAYGROUND, activity_id="5f0d"),
    "playground_tenant_in_conversation_only": Said(**PLAYGROUND, activity_id="5f0e", text="hjelp"),
}


async def read(activity: dict[str, Any]) -> Incoming | None:
    return await Dispatcher().read(parse(json.dumps(activity).encode()).payload)


async def spoken(text: str, *entities: dict[str, Any]) -> str:
    said = await read(teams.channel_message("") | {"text": text, "entities": list(entities)})
    assert isinstance(said, Said)
    return said.text


def test_every_recorded_activity_is_in_the_table() -> None:
    assert sorted(EXPECTED) == sorted(path.stem for path in RECORDED.glob("*.json"))


@pytest.mark.parametrize("name", EXPECTED)
async def test_a_recorded_activity_is_understood(name: str) -> None:
    recorded = json.loads((RECORDED / f"{name}.json").read_text())

    assert await read(recorded) == EXPECTED[name]


async def test_a_channel_is_named_when_teams_names_it() -> None:
    said = await read(teams.channel_message("hjelp"))

    assert said is not None
    assert said.place == Place(
        teams.TENANT,
        PlaceKind.CHANNEL,
        f"{teams.CHANNEL};messageid=1700000000000",
        teams.TEAM,
        teams.CHANNEL,
        "Løsningsgrupper",
    )


async def test_a_thread_tells_its_channel_when_channel_data_does_not() -> None:
    said = await read(teams.channel_message("hjelp", channelData={"team": {"id": teams.TEAM}}))

    assert said is not None
    assert said.place.channel_id == teams.CHANNEL


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("channelRenamed", ChannelTold),
        ("channelRestored", ChannelTold),
        ("channelDeleted", ChannelGone),
    ],
)
async def test_what_happens_to_a_channel_is_told(event: str, kind: type[Incoming]) -> None:
    recorded = json.loads((RECORDED / "channel_created.json").read_text())
    recorded["channelData"]["eventType"] = event

    assert await read(recorded) == kind(NEW_CHANNEL, **REAL, activity_id="f:10")


async def test_who_has_no_entra_id_is_known_by_the_id_in_teams() -> None:
    account = {"id": "28:another-bot", "name": "En annen robot"}

    said = await read(teams.personal_message("hei") | {"from": account})

    assert said is not None
    assert said.sender == Sender(teams.TENANT, "28:another-bot", "28:another-bot", "En annen robot")


async def test_who_pressed_is_never_taken_from_the_data_of_the_card() -> None:
    claim = {"from": teams.OLA.account, "aadObjectId": teams.OLA.object_id}

    pressed = await read(teams.card_action("duty.done/1", claim, person=teams.KARI))

    assert pressed is not None
    assert pressed.sender.object_id == teams.KARI.object_id


@pytest.mark.parametrize(
    "conversation",
    [
        {"id": teams.TEAM, "isGroup": True},
        {"id": teams.TEAM, "conversationType": "channel"},
        {"id": teams.TEAM, "conversationType": "from the future"},
    ],
)
async def test_an_event_of_a_team_is_recognised_without_a_conversation_type(
    conversation: dict[str, Any],
) -> None:
    arrived = await read(teams.members_added(conversation=conversation))

    assert arrived is not None
    assert arrived.place == replace(TEAM, tenant_id=teams.TENANT)


async def test_only_the_bots_own_mention_is_taken_out() -> None:
    bot = teams.mention_entity(teams.BOT["id"], "Rundebord")
    ola = teams.mention_entity(teams.OLA.teams_id, "Ola (NAV) [a-z]+")

    text = "<at>Rundebord</at> ansvar <at>Ola (NAV) [a-z]+</at>"
    assert await spoken(text, bot, ola) == "ansvar <at>Ola (NAV) [a-z]+</at>"


async def test_a_tag_without_its_entity_is_just_text() -> None:
    assert await spoken("<at>Rundebord</at> ansvar") == "<at>Rundebord</at> ansvar"


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "mention"},
        {"type": "mention", "mentioned": None},
        {"type": "mention", "mentioned": teams.BOT},
        {"type": "mention", "mentioned": teams.BOT, "text": ""},
        {"type": "mention", "mentioned": teams.BOT, "text": "<at>somebody else</at>"},
        {},
    ],
)
async def test_an_incomplete_mention_changes_nothing(entity: dict[str, Any]) -> None:
    assert await spoken("møteplan", entity) == "møteplan"


async def test_a_message_of_only_the_mention_is_an_empty_message() -> None:
    said = await read(teams.channel_message(""))

    assert isinstance(said, Said)
    assert said.text == ""


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "", None])
async def test_an_invoke_we_do_not_offer_is_told_apart(name: str | None) -> None:
    with pytest.raises(UnknownInvoke):
        await read(teams.card_action("x/1", {}) | {"name": name})


@pytest.mark.parametrize(
    "changes",
    [
        {"from": None},
        {"from": {"name": "uten id"}},
        {"from": "kari"},
        {"recipient": None},
        {"recipient": {}},
        {"recipient": []},
        {"channelData": {"tenant": {"id": "x"}, "team": "team"}},
        {"channelData": {"tenant": {"id": "x"}, "team": {"id": ["team"]}}},
        {"channelData": {"tenant": {"id": "x"}, "channel": {"id": {}}}},
        {"channelData": {"tenant": {"id": "x"}, "channel": {"id": "19:x", "name": 7}}},
        {"entities": "mention"},
        {"entities": [{"type": "mention", "mentioned": "28:bot"}]},
        {"entities": [{"type": "mention", "mentioned": teams.BOT, "text": 7}]},
        {"text": 7},
        {"locale": ["nb-NO"]},
        {"conversation": {"id": "19:x", "isGroup": "ja"}},
        {"timestamp": "9" * 400},
        {"timestamp": "yesterday"},
    ],
)
async def test_an_activity_of_a_wrong_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        await read(teams.channel_message("hjelp") | changes)


@pytest.mark.parametrize("value", [None, "text", [], {}, {"action": None}, {"action": "press"}])
async def test_a_card_action_without_action_is_malformed(value: object) -> None:
    with pytest.raises(Malformed):
        await read(teams.card_action("x/1", {}) | {"value": value})


@pytest.mark.parametrize("data", [None, "text", ["duty"], 7])
async def test_data_that_is_no_object_is_no_data(data: Any) -> None:
    pressed = await read(teams.card_action("x/1", data))

    assert isinstance(pressed, Pressed)
    assert (pressed.verb, pressed.data) == ("x/1", {})


@pytest.mark.parametrize("verb", [None, 7, {"a": 1}, ["x"]])
async def test_a_verb_that_is_no_text_is_no_verb(verb: Any) -> None:
    pressed = await read(teams.submit(verb, {"duty": 7}))

    assert isinstance(pressed, Pressed)
    assert (pressed.verb, pressed.data) == ("", {"duty": 7})
