"""The one greeting in a place where the bot was added."""

from dataclasses import dataclass
from typing import Any

from cards import help as help_card
from cards.actions import PerformCommand
from cards.elements import (
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    plain_row,
)
from cards.words import Words

SETUP = "setup"  # the command that sets a network up


@dataclass(frozen=True, slots=True)
class View:
    """`network` is None where there is none. `phrases` are three things to type; none before the
    network has been set up, because there is nothing to ask for yet.
    """

    bot_name: str
    network: str | None
    in_channel: bool
    phrases: tuple[str, ...]


def build(view: View, words: Words) -> dict[str, Any]:
    told = eyebrow(view.network or words.text("Nytt her"))
    body = [told, heading(_title(view, words)), line(_promise(words)), context(_how(view, words))]
    rows = [plain_row(phrase) for phrase in view.phrases]
    return card(words, [*body, *rows], _actions(view, words), fallback=summary(view, words))


def _actions(view: View, words: Words) -> list[Execute]:
    if view.phrases:
        return [button(words.text("Hjelp"), PerformCommand(command=help_card.NAME))]
    if view.network is None:
        return []
    return [button(words.text("Sett opp"), PerformCommand(command=SETUP))]


def summary(view: View, words: Words) -> str:
    return f"{_title(view, words)}. {_promise(words)}"


def _title(view: View, words: Words) -> str:
    return words.text("Hei, jeg heter {bot} og husker for dere", bot=view.bot_name)


def _promise(words: Words) -> str:
    return words.text("Jeg minner om møter, samler evalueringer og tar imot det som bør løses.")


def _how(view: View, words: Words) -> str:
    if view.network is None:
        return words.text("Legg meg til i nettverkets team, så blir vi kjent der.")
    if not view.phrases:
        return words.text("Først noen minutter til oppsett. Den som la meg til, kan begynne.")
    if view.in_channel:
        return words.text("Skriv @{bot} og for eksempel:", bot=view.bot_name)
    return words.text("Skriv for eksempel:")


_PHRASES = ("møteplan", "neste møte", "meld utfordring")
SAMPLES: dict[str, View] = {
    "personal": View("Rundebord", "Kvalifiseringsnettverket i Lindesnes", False, _PHRASES),
    "channel": View("Rundebord", "Kvalifiseringsnettverket i Lindesnes", True, _PHRASES),
    "not-set-up": View("Rundebord", "Kvalifiseringsnettverket i Lindesnes", True, ()),
    "no-network": View("Rundebord", None, False, ()),
}
