"""Whoever may not is refused and changes nothing; nobody ever meets a bug.

The table of rights is tests/features/presses.py, the things are in tests/features/estate.py.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.people import Right
from bot.routes import BUTTONS, COMMANDS
from cards.actions import CardAction
from storage.keys import Keyring
from tests.databases import SqliteDatabases
from tests.features.bench import Member, Seen
from tests.features.estate import MEMBERS, Who, member
from tests.features.presses import ADMINS, PRESSES
from tests.features.world import World, asked, stored

NOBODY = 987_654_321  # an id that no row has
STRANGERS = frozenset({Who.LEFT, Who.GUEST, Who.ABROAD})

# Who may at most, by the right that the route names.
AT_MOST = {
    Right.ANYONE: frozenset(Who),
    Right.MEMBER: MEMBERS | {Who.NEIGHBOUR},
    Right.AGENCY: MEMBERS - {Who.NEWCOMER, Who.OBSERVER},
    Right.HOST: ADMINS | {Who.CONTACT, Who.COLLEAGUE},
    Right.ADMIN: ADMINS,
    Right.SENDER: frozenset({Who.CONTACT}),
}


@pytest.fixture(scope="module")
def world(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    keys = Keyring.create(tmp_path_factory.mktemp("estate") / "secret.key")
    made = World(sqlite_databases, keys, "rights")
    yield made
    made.store.close()


def pressed(by: Member, action: CardAction) -> Seen:
    return by.press(action.verb, action.data())


def refused(seen: Seen) -> bool:
    """Whether it is the card of a refusal: at most two sentences, and one way on."""
    ways = [action["data"].get("command") for action in seen._actions()]
    return ways in (["next"], ["who-am-i"]) and len(seen.texts) <= 2


def stranger(seen: Seen) -> bool:
    return seen.heading == "Jeg kjenner deg ikke ennå"


def test_every_button_has_a_line_in_the_table_of_rights(world: World) -> None:
    assert world.presses.keys() == BUTTONS.keys()
    assert len(world.presses) == len(PRESSES)


@pytest.mark.parametrize("verb", BUTTONS)
def test_the_right_beside_the_route_is_true(world: World, verb: str) -> None:
    assert world.presses[verb].may <= AT_MOST[BUTTONS[verb].right]


@pytest.mark.parametrize("verb", BUTTONS)
def test_who_may_not_is_refused_and_changes_nothing(world: World, verb: str) -> None:
    press, network = world.presses[verb], world.anew()
    people = [member(network, who) for who in Who if who not in press.may | {Who.NEIGHBOUR}]
    for person in people:
        person.says("hjelp")  # the bot has seen everybody before
    before = stored(network)
    answers = [pressed(person, press.action(world.estate)) for person in people]
    let_in = [seen for seen in answers if not refused(seen) and not stranger(seen)]
    assert {seen.reader.person.name: seen.heading for seen in let_in} == {}
    assert stored(network) == before


@pytest.mark.parametrize("verb", BUTTONS)
def test_who_may_is_not_refused(world: World, verb: str) -> None:
    press = world.presses[verb]
    for who in press.may - {Who.NEIGHBOUR}:
        answer = pressed(member(world.anew(), who), press.action(world.estate))
        assert not refused(answer), (who, answer.text)
        assert not stranger(answer), who


IN_LISTS = {"agencies", "agency", "contact", "deputy", "host", "meeting", "others", "people"}
IN_LISTS |= {"person", "theme", "to"}
NO_ROWS = {"number", "order", "page", "part", "sequence", "year"}


def ids_of(action: CardAction) -> dict[str, Any]:
    """What of a button's data names a row; one that was chosen in a list comes as a text."""
    return {name: value for name, value in action.data().items() if _names_a_row(name, value)}


def _names_a_row(name: str, value: object) -> bool:
    if isinstance(value, str):
        return name in IN_LISTS and value.isdigit()
    return type(value) is int and name not in NO_ROWS


def elsewhere(action: CardAction) -> dict[str, Any]:
    """The same press on rows that do not exist."""
    nothing = {k: str(NOBODY) if isinstance(v, str) else NOBODY for k, v in ids_of(action).items()}
    return {**action.data(), **nothing}


def told(seen: Seen, action: CardAction) -> str:
    """The card, where what was chosen or pressed is written back as it came."""
    text = str(seen.card)
    for value in {str(NOBODY), *map(str, ids_of(action).values())}:
        text = re.sub(rf"(?<!\d){value}(?!\d)", "#", text)
    return text


WITH_ROWS = [
    verb
    for verb, button in BUTTONS.items()
    if any(
        name in IN_LISTS or "int" in str(field.annotation)
        for name, field in button.action.model_fields.items()
        if name not in NO_ROWS
    )
]


@pytest.mark.parametrize("verb", WITH_ROWS)
def test_the_ids_of_another_network_are_as_if_they_did_not_exist(world: World, verb: str) -> None:
    """Neither in words nor in time: Berit has every right in her own network, so only the look-up
    stops her, and the database is asked the same for both.
    """
    action = world.presses[verb].action(world.estate)
    network = world.anew()
    berit = member(network, Who.NEIGHBOUR)
    berit.says("avtalen")  # which begins her own agreement
    before = stored(network)
    with asked(network.deps.store.engine) as of_foreign:
        foreign = pressed(berit, action)
    assert stored(network) == before
    with asked(network.deps.store.engine) as of_missing:
        missing = berit.press(action.verb, elsewhere(action))
    assert told(foreign, action) == told(missing, action)
    assert of_foreign == of_missing
    assert stored(network) == before


@pytest.mark.parametrize("verb", BUTTONS)
def test_what_one_network_does_leaves_the_other_alone(world: World, verb: str) -> None:
    network = world.anew()
    own = stored(network, 1)
    pressed(member(network, Who.NEIGHBOUR), world.presses[verb].action(world.estate))
    assert stored(network, 1) == own


# --- What others read ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not command.demo])
def test_what_is_typed_in_a_channel_is_answered_the_same_to_everybody(
    world: World, name: str
) -> None:
    """Or not there at all: «Dette tar vi på tomannshånd»."""
    phrase = next(iter(COMMANDS[name].phrases.values()))[0]
    network = world.anew()
    for who in ASKING:
        member(network, who).in_channel().says("hjelp")
    cards = [member(network, who).in_channel().says(phrase).card for who in ASKING]
    assert [card for card in cards if card != cards[0]] == []


ASKING = (Who.CONTACT, Who.OTHER)
