"""«Mente du møteplan?»: an answer to a misspelt command, which is never echoed."""

from dataclasses import dataclass
from typing import Any

from cards import help as help_card
from cards.actions import PerformCommand
from cards.elements import button, card, heading
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """The command whose spelling came nearest. What was typed is not echoed."""

    command: str
    phrase: str


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Mente du «{phrase}»?", phrase=view.phrase)
    actions = [
        button(words.text("Ja"), PerformCommand(command=view.command)),
        button(words.text("Hjelp"), PerformCommand(command=help_card.NAME)),
    ]
    return card(words, [heading(title)], actions, fallback=title)


SAMPLES: dict[str, View] = {
    "typical": View("plan", "møteplan"),
    "longest": View("challenge", "meld utfordring"),
}
