"""What people type does nothing: no mention, no link, no template, no bug; and it is kept.

Every text field of every form is found by itself. The calendar files and the web pages have the
same done to them in tests/web.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from bot.routes import BUTTONS, COMMANDS
from cards.actions import CardAction
from storage.keys import Keyring
from tests.databases import SqliteDatabases
from tests.features.bench import Network, Seen, parts
from tests.features.estate import Estate, Who, member
from tests.features.presses import Press
from tests.features.test_bad_input import problems
from tests.features.world import World, stored
from tests.hostile import ALMOST, some

LONG = "x" * 10_000
TODAY = datetime.now(UTC).toordinal()
WORST = ("<at>alle</at>", "[her](https://example.org)", "**fet**", "{{DATE(2027-01-01T00:00:00Z)}}")
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ACTS = re.compile(
    r"<\w|</|\]\(|\{\{|https?://|\bwww\.|\*\*fet|_skrå_|~~|`|^#|^>|^---|^- p", re.MULTILINE
)


@pytest.fixture(scope="module")
def world(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    keys = Keyring.create(tmp_path_factory.mktemp("inert") / "secret.key")
    made = World(sqlite_databases, keys, "inert")
    yield made
    made.store.close()


def fields(action: CardAction) -> list[str]:
    """What comes back as text."""
    listed = type(action).model_fields.items()
    return [name for name, field in listed if field.annotation is str]


def active(card: object) -> list[str]:
    """Texts of a card in which something would happen, or hide."""
    shown = [part for part in parts(card) if part.get("type") == "TextBlock"]
    return [part["text"] for part in shown if _acts(str(part["text"]))]


def _acts(text: str) -> bool:
    return bool(UNSEEN.search(text) or ACTS.search(re.sub(r"\\.", "·", text)))


def everything(press: Press, network: Network, estate: Estate) -> list[dict[str, Any]]:
    """Texts in every field alone that takes texts; where something else is to stand, what almost
    looks like it, and texts in all fields at once. Which texts: other ones for each button and day.
    """
    action = press.action(estate)
    taking = texts_taken(press, network, action)
    texts = [*WORST, *some(TODAY + list(BUTTONS).index(action.verb))]
    alone = [
        {field: text} for field in fields(action) for text in (texts if field in taking else ALMOST)
    ]
    others = set(fields(action)) - taking
    together = [dict.fromkeys(fields(action), text) for text in texts if others]
    return [{**action.data(), **typed} for typed in alone + together]


def texts_taken(press: Press, network: Network, action: CardAction) -> set[str]:
    """The fields that are not told that something else is to stand there."""
    writer = member(network, presser(press))
    named = fields(action)
    told = {
        field: problems(writer.press(action.verb, {**action.data(), field: "Hei"}))
        for field in named
    }
    return {field for field in named if field not in told[field]}


def presser(press: Press) -> Who:
    return next(who for who in Who if who in press.may)


WITH_TEXT = [
    verb
    for verb, button in BUTTONS.items()
    if any(field.annotation is str for field in button.action.model_fields.values())
]
# The month to come is lived through for «kommende varsler»: that is asked for once, at the end.
COMING = "coming-notices"
READS = [name for name, command in COMMANDS.items() if not command.demo and name != COMING]


@pytest.mark.parametrize("verb", WITH_TEXT)
def test_nothing_that_is_typed_into_a_form_does_anything(world: World, verb: str) -> None:
    """Neither on the card that answers, nor where others read it, nor in what is sent of it."""
    press = world.presses[verb]
    listed, network = everything(press, world.anew(), world.estate), world.anew()
    writer, reader = member(network, presser(press)), member(network, Who.OTHER).in_channel()
    found: dict[str, None] = {}
    for data in listed:
        found |= dict.fromkeys(active(writer.press(verb, data).card))
    for name in READS:
        found |= dict.fromkeys(active(reader.says(phrase_of(name)).card))
    for _, outgoing in network.send_due():
        found |= dict.fromkeys(active(outgoing.message.card))
    assert list(found) == []


def phrase_of(command: str) -> str:
    return next(iter(COMMANDS[command].phrases.values()))[0]


def test_nothing_that_was_typed_does_anything_in_what_is_to_be_sent(world: World) -> None:
    """After everybody has typed everything everywhere, one after the other."""
    network = world.anew()
    for verb, text in product(WITH_TEXT, WORST):
        press = world.presses[verb]
        action = press.action(world.estate)
        taking = texts_taken(press, network, action)
        data = {**action.data(), **dict.fromkeys(taking, text)}
        member(network, presser(press)).press(verb, data)
    readers = member(network, Who.OTHER).in_channel(), member(network, Who.OWNER)
    found = [active(reader.says(phrase_of(COMING)).card) for reader in readers]
    assert found == [[], []]


@pytest.mark.parametrize("verb", WITH_TEXT)
def test_10_000_characters_are_kept_in_their_field_and_nowhere_else(
    world: World, verb: str
) -> None:
    press = world.presses[verb]
    action = press.action(world.estate)
    for field in fields(action):
        network = world.anew()
        seen = member(network, presser(press)).press(verb, {**action.data(), field: LONG})
        assert LONG not in str(stored(network)), field
        typed = texts_of(seen).get(field)
        assert typed in {None, LONG}, field


def texts_of(seen: Seen) -> dict[str, str]:
    """What the free-text fields hold."""
    shown = [part for part in parts(seen.card) if part.get("type") == "Input.Text"]
    return {part["id"]: part.get("value", "") for part in shown}
