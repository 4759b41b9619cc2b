"""The one greeting in a place where the bot was added."""

from dataclasses import dataclass
from typing import Any

from cards import help as help_card
from cards.actions import PerformCommand
from cards.elements import button, card, context, eyebrow, heading, line, plain_row
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """`network` is None where none is set up yet; `phrases` are three things to type."""

    bot_name: str
    network: str | None
    in_channel: bool
    phrases: tuple[str, ...]


def build(view: View, words: Words) -> dict[str, Any]:
    told = eyebrow(view.network or words.text("Nytt her"))
    body = [told, heading(_title(view, words)), line(_promise(words)), context(_how(view, words))]
    if view.network is None:
        return card(words, body, fallback=summary(view, words))
    rows = [plain_row(phrase) for phrase in view.phrases]
    actions = [button(words.text("Hjelp"), PerformCommand(command=help_card.NAME))]
    return card(words, [*body, *rows], actions, fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    return f"{_title(view, words)}. {_promise(words)}"


def _title(view: View, words: Words) -> str:
    return words.text("Hei, jeg heter {bot} og husker for dere", bot=view.bot_name)


def _promise(words: Words) -> str:
    return words.text("Jeg minner om møter, samler evalueringer og tar imot det som bør løses.")


def _how(view: View, words: Words) -> str:
    if view.network is None:
        return words.text("Nettverket er ikke satt opp ennå. Den som la meg til, kan gjøre det.")
    if view.in_channel:
        return words.text("Skriv @{bot} og for eksempel:", bot=view.bot_name)
    return words.text("Skriv for eksempel:")


_PHRASES = ("møteplan", "neste møte", "meld utfordring")
SAMPLES: dict[str, View] = {
    "personal": View("Rundebord", "Kvalifiseringsnettverket i Lindesnes", False, _PHRASES),
    "channel": View("Rundebord", "Kvalifiseringsnettverket i Lindesnes", True, _PHRASES),
    "no-network": View("Rundebord", None, False, ()),
}
