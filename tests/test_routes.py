"""The table of contents is complete: no button without a use case, none that nobody can press."""

import pytest

from bot.domain.language import Language
from bot.features import arrival
from bot.kinds import KINDS, STANDING
from bot.matching import LONGEST
from bot.routes import BUTTONS, COMMANDS
from cards import gallery
from cards.actions import PerformCommand
from cards.name_question import SendAsItIs
from tests.cards.inspection import verbs

PRESSED = {verb for shown in gallery.exhibits() for verb in verbs(shown.content)}


def test_every_verb_of_every_card_has_a_route_and_every_route_a_card() -> None:
    assert {*BUTTONS, PerformCommand.verb, SendAsItIs.verb} == PRESSED


def test_a_phrase_means_one_command() -> None:
    spoken = [
        (phrase, command.name)
        for command in COMMANDS.values()
        for phrase in {p for phrases in command.phrases.values() for p in phrases}
    ]
    assert len({phrase for phrase, _ in spoken}) == len(spoken)


def test_no_phrase_is_longer_than_what_is_looked_at() -> None:
    phrases = (
        p for command in COMMANDS.values() for said in command.phrases.values() for p in said
    )
    assert max(map(len, phrases)) <= LONGEST


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_can_be_said_in_every_language(name: str) -> None:
    assert COMMANDS[name].phrases.keys() == set(Language)


def test_the_greeting_and_the_redrawn_cards_name_what_exists() -> None:
    first = {command.phrases[Language.BOKMAL][0] for command in COMMANDS.values()}
    assert set(arrival.TO_TRY) <= first
    assert set(STANDING) <= set(KINDS)
