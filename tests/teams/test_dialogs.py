"""«Ta opp i nettverket» on a message, and the dialog that it opens: there and back."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.deps import Chosen, Incoming, PlaceKind, Pressed, Reply
from bot.domain.language import Language
from bot.teams.answers import for_dialog
from bot.teams.body import parse
from bot.teams.dispatch import Dispatcher
from cards import challenge_form
from cards.words import Words
from tests.cards.inspection import verbs
from tests.fakes import teams
from tests.teams.conftest import CARD, Bench

IN_CHANNEL = teams.in_channel()
LINK = "https://teams.microsoft.com/l/message/19%3Ax/1700000000002?tenantId=a&groupId=b"
MESSAGE = {
    "id": "1700000000002",
    "messageType": "message",
    "linkToMessage": LINK,
    "body": {
        "contentType": "html",
        "content": "<div><p>Vi mangler <b>tolk</b> igjen.</p><p>1 &lt; 2,&nbsp;Kari</p></div>",
    },
    "from": {"user": {"displayName": "Ola Hansen"}},
}


def chosen(message: Any = MESSAGE, **changes: Any) -> teams.Activity:
    """composeExtension/fetchTask, as Teams sends it from the menu of a message."""
    value = {"commandId": "raise", "commandContext": "message", "messagePayload": message}
    return teams.card_action("", {}) | {
        "name": "composeExtension/fetchTask",
        "value": value,
        "replyToId": None,
        **IN_CHANNEL,
        **changes,
    }


def pressed(data: dict[str, Any]) -> teams.Activity:
    """composeExtension/submitAction: a button of the card in the dialog."""
    value = {"commandId": "raise", "commandContext": "message", "data": data}
    return chosen() | {"name": "composeExtension/submitAction", "value": value}


async def read(activity: teams.Activity) -> Incoming | None:
    return await Dispatcher().read(parse(json.dumps(activity).encode()).payload)


async def test_the_bot_is_told_what_the_message_says_and_where_it_is() -> None:
    told = await read(chosen())
    assert isinstance(told, Chosen)
    assert (told.text, told.link) == ("Vi mangler tolk igjen.\n1 < 2, Kari", LINK)
    assert told.place.kind is PlaceKind.CHANNEL


@pytest.mark.parametrize("message", [None, [], {}, {"body": None}, {"body": {"content": 7}}])
async def test_a_message_without_text_is_an_empty_one(message: Any) -> None:
    told = await read(chosen(message))
    assert isinstance(told, Chosen)
    assert (told.text, told.link) == ("", "")


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
async def test_a_chat_between_people_is_never_taken_for_the_one_with_the_bot(kind: str) -> None:
    between = {
        "conversation": {"conversationType": kind, "id": "19:a_b@unq.gbl.spaces"},
        "channelData": {"tenant": {"id": teams.TENANT}},
    }
    told = await read(chosen(**between))
    assert told is not None
    assert told.place.kind is PlaceKind.GROUP


async def test_a_button_in_the_dialog_is_a_press_like_others() -> None:
    told = await read(pressed({"verb": "challenge.submit/1", "submission": "s", "text": "Tolk"}))
    assert isinstance(told, Pressed)
    assert (told.verb, told.data) == ("challenge.submit/1", {"submission": "s", "text": "Tolk"})
    assert (told.invoke, told.dialog, told.card_activity_id) == (True, True, None)


@pytest.mark.parametrize("activity", [chosen(), pressed({"verb": "x/1"})])
async def test_the_answer_is_a_dialog_in_the_response_and_nothing_is_posted(
    bench: Bench, activity: teams.Activity
) -> None:
    bench.bot.reply = Reply(CARD, private=True)
    answer = await bench.knock(activity)
    task = (await answer.json())["task"]
    assert task["type"] == "continue"
    assert task["value"]["card"] == {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": CARD,
    }
    assert bench.teams.requests == []


async def test_without_a_card_the_dialog_is_closed(bench: Bench) -> None:
    answer = await bench.knock(pressed({"verb": "x/1"}))
    assert await answer.json() == {"task": {"type": "message", "value": "OK"}}


def test_in_a_dialog_every_button_is_of_the_older_kind_and_means_the_same() -> None:
    words = Words(Language.BOKMAL, ZoneInfo("Europe/Oslo"))
    shown = challenge_form.build(challenge_form.SAMPLES["empty"], words)
    inside = for_dialog(shown)
    assert "Action.Execute" not in str(inside)
    assert [action["data"]["verb"] for action in inside["actions"]] == ["challenge.submit/1"]
    assert verbs(shown) == ["challenge.submit/1"]
