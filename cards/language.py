"""The choice of language, and the receipt for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.domain.language import Language
from cards.actions import CardAction
from cards.elements import Mark, button, card, context, heading, state
from cards.words import Words

NAMES: Mapping[Language, str] = MappingProxyType(  # each in itself, for who reads no other
    {Language.BOKMAL: "Bokmål", Language.NYNORSK: "Nynorsk", Language.ENGLISH: "English"}
)


class ChooseLanguage(CardAction):
    verb = "language/1"
    language: str


@dataclass(frozen=True, slots=True)
class View:
    """`chosen` is None before the choice; after it the card says so in that language."""

    current: Language
    chosen: Language | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    if view.chosen is not None:
        title = words.text("Fra nå av skriver jeg bokmål til deg")
        return card(words, [state(Mark.DONE, title)], fallback=title)
    title = words.text("Hvilket språk vil du ha?")
    now = context(words.text("Valgt nå: {language}", language=NAMES[view.current]))
    actions = [button(name, ChooseLanguage(language=str(key))) for key, name in NAMES.items()]
    return card(words, [heading(title), now], actions, fallback=title)


SAMPLES: dict[str, View] = {
    "asking": View(Language.BOKMAL),
    "chosen": View(Language.NYNORSK, chosen=Language.NYNORSK),
}
