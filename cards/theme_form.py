"""A new proposal for the theme bank."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.themes import LONGEST
from cards import samples
from cards.actions import CardAction
from cards.elements import button, card, context, eyebrow, heading, line_input, with_problems
from cards.themes import ShowThemes
from cards.words import Words


class ProposeTheme(CardAction):
    """«Foreslå»."""

    verb = "theme.submit/1"
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    typed: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva vil du høre om på en fagdag?")
    asked = line_input(
        "text",
        words.text("Tema, på én linje"),
        error=words.text("Skriv temaet med høyst {longest} tegn.", longest=LONGEST),
        value=view.typed,
        longest=LONGEST,
        required=True,
    )
    body = [
        eyebrow(words.text("Temabank")),
        heading(title),
        context(words.text("Vi lagrer ikke hvem som foreslår. Skriv ikke navn.")),
        *with_problems([asked], view.problems),
    ]
    actions = [
        button(words.text("Foreslå"), ProposeTheme(), with_inputs=True),
        button(words.text("Tilbake"), ShowThemes(page=0)),
    ]
    return card(words, body, actions, fallback=title)


SAMPLES: dict[str, View] = {
    "empty": View(),
    "problem": View(samples.LONGEST[:140], {"text": "Dette er 140 tegn. Kort det ned til 120."}),
}
