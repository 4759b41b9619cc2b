"""One line to somebody whose role another person has taken, or who was given one."""

from dataclasses import dataclass
from typing import Any

from cards import samples
from cards.actions import PerformCommand
from cards.elements import button, card, context, eyebrow, heading, line
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """`change` is the log's line about it, already translated.

    gained: the reader has it now; else it was theirs before.
    """

    network: str
    change: str
    gained: bool


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(view.network),
        heading(title),
        line(view.change),
        context(_what_follows(view, words)),
    ]
    actions = [button(words.text("Hvem er hvem"), PerformCommand(command="contacts"))]
    if view.gained:
        promised = button(words.text("Se hva dere har lovet"), PerformCommand(command="newcomer"))
        actions = [promised, *actions]
    return card(words, body, actions, fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    return f"{_title(view, words)}. {view.change}"


def _title(view: View, words: Words) -> str:
    if view.gained:
        return words.text("Nå er det deg jeg spør")
    return words.text("Nå er det en annen jeg spør")


def _what_follows(view: View, words: Words) -> str:
    if view.gained:
        return words.text("Stemmer det ikke, kan dere endre det under «Hvem er hvem».")
    return words.text("Du trenger ikke å gjøre noe.")


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
SAMPLES: dict[str, View] = {
    "taken": View(_NETWORK, "Nils Dahl er kontaktperson for NAV Lindesnes.", gained=False),
    "given": View(_NETWORK, "Nils Dahl er kontaktperson for NAV Lindesnes.", gained=True),
    "longest": View(_NETWORK, f"Kari Nilsen sluttet. {samples.LONG_NAME} tok over.", gained=True),
}
