"""What people type does nothing: no mention, no link, no template, no bug; and it is kept.

Every text field of every form is found by itself. The calendar files and the web pages have the
same done to them in tests/web.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from bot.routes import BUTTONS, COMMANDS
from cards.actions import CardAction
from storage.keys import Keyring
from tests.databases import SqliteDatabases
from tests.features.bench import Seen, parts
from tests.features.estate import Who, member
from tests.features.presses import Press
from tests.features.world import World, stored

LONG = "x" * 10_000
NASTY = (
    # mentions and HTML
    "<at>alle</at>",
    "<at id='0'>Kari Nilsen</at> hei",
    "&lt;at&gt;alle&lt;/at&gt;",
    "<b>fet</b>",
    "<a href='https://example.org'>her</a>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<!-- skjult",
    "&amp; &nbsp; &#60;",
    "</TextBlock>",
    # Markdown
    "[her](https://example.org)",
    "[her](javascript:alert(1))",
    "![bilde](https://example.org/x.png)",
    "[a][b]\n\n[b]: https://example.org",
    "<https://example.org>",
    "https://example.org/x",
    "www.example.org",
    "example.org",
    "kari@example.org",
    "**fet** _skrå_ ~~strøket~~ `kode`",
    "# Overskrift",
    "- punkt",
    "+ punkt",
    "* punkt",
    "1. først",
    "18. mars",
    "> sitat",
    "---",
    "===",
    "| a | b |",
    "```\nkode\n```",
    "\\*ikke\\*",
    "a\\",
    # templates and formats
    "{{DATE(2027-01-01T00:00:00Z)}}",
    "{{TIME(2027-01-01T00:00:00Z)}}",
    "${navn}",
    "{name} {0} {count}",
    "{",
    "%s %d %(name)s %",
    "{% include 'x' %}",
    # what one does not see
    "a\x00b",
    "a\ud800b",
    "\u202eegaD",
    "\u2066skjult\u2069",
    "\u200b\u200c\u200d",
    "\ufeff",
    "\x07\x1b[31mrød",
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:Falsk",
    "a\u2028b\u2029c",
    "\t \n ",
    "🎉👩‍👩‍👧‍👦🏳️‍🌈",
    "اجتماع الشبكة",
    "Z̵̢͝a̸l̷g̶o̴",
    # where a number, an id, a day, an hour or an address is expected
    "²",
    "٣",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1,²,9999999999",
    "NaN",
    "1e9",
    "0001-01-01",
    "9999-12-31",
    "2027-03-28",
    "2.30",
    "24:00",
    "https://[",
    "https://ola:x@example.org",
    "1|²|3",
    "08:00 | a | b\n" * 60,
    # what belongs to the bot
    "Kari Nilsen",
    "turn",
    "none",
    "'; DROP TABLE meeting; --",
)
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


def everything(press: Press, world: World) -> list[dict[str, Any]]:
    action = press.action(world.estate)
    texts = product(fields(action), NASTY)
    return [{**action.data(), field: text} for field, text in texts]


WITH_TEXT = [
    verb
    for verb, button in BUTTONS.items()
    if any(field.annotation is str for field in button.action.model_fields.values())
]
READS = [name for name, command in COMMANDS.items() if not command.demo]


@pytest.mark.parametrize("verb", WITH_TEXT)
def test_nothing_that_is_typed_into_a_form_does_anything(world: World, verb: str) -> None:
    """Neither on the card that answers, nor where others read it, nor in what is sent of it."""
    press, network = world.presses[verb], world.anew()
    who = next(who for who in Who if who in press.may)
    writer, reader = member(network, who), member(network, Who.OTHER).in_channel()
    found: dict[str, None] = {}
    for data in everything(press, world):
        found |= dict.fromkeys(active(writer.press(verb, data).card))
    for name in READS:
        phrase = next(iter(COMMANDS[name].phrases.values()))[0]
        found |= dict.fromkeys(active(reader.says(phrase).card))
    for _, outgoing in network.send_due():
        found |= dict.fromkeys(active(outgoing.message.card))
    assert list(found) == []


@pytest.mark.parametrize("verb", WITH_TEXT)
def test_10_000_characters_are_kept_in_their_field_and_nowhere_else(
    world: World, verb: str
) -> None:
    press = world.presses[verb]
    action = press.action(world.estate)
    who = next(who for who in Who if who in press.may)
    for field in fields(action):
        network = world.anew()
        seen = member(network, who).press(verb, {**action.data(), field: LONG})
        assert LONG not in str(stored(network)), field
        typed = texts_of(seen).get(field)
        assert typed in {None, LONG}, field


def texts_of(seen: Seen) -> dict[str, str]:
    """What the free-text fields hold."""
    shown = [part for part in parts(seen.card) if part.get("type") == "Input.Text"]
    return {part["id"]: part.get("value", "") for part in shown}
