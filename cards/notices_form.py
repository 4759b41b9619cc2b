"""How the reader would like to be told things, and until when they want to be left in peace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.domain.errors import mark
from bot.domain.preferences import Notices
from cards.actions import CardAction
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    date_input,
    eyebrow,
    heading,
    with_problems,
)
from cards.notices import ShowNotices
from cards.words import Words


class SaveNotices(CardAction):
    """The form: how they want to be told, and the first day after a pause (ISO, or nothing)."""

    verb = "notices.save/1"
    notices: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form as it is, or as it was typed."""

    typed: SaveNotices
    problems: Mapping[str, str] = field(default_factory=dict)


CHOICES: Mapping[Notices, str] = MappingProxyType(
    {
        Notices.CARDS: mark("Kort: høyst ett i uka"),
        Notices.CALENDAR: mark("Bare kalenderen: fristene, ingen kort"),
        Notices.SUMMARY: mark("Ukessammendrag: ett kort på mandager"),
    }
)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvordan vil du ha det?")
    body = [
        eyebrow(words.text("Varsler")),
        heading(title),
        context(words.text("Det gjelder bare deg. Svar på det du selv gjør, får du alltid.")),
        *with_problems(_inputs(view, words), view.problems),
    ]
    actions = [
        button(words.text("Lagre"), SaveNotices(), with_inputs=True),
        button(words.text("Tilbake"), ShowNotices()),
    ]
    return card(words, body, actions, fallback=title)


def _inputs(view: View, words: Words) -> list[Input]:
    return [
        choice_input(
            "notices",
            words.text("Det jeg sender deg"),
            [(str(notices), words.text(text)) for notices, text in CHOICES.items()],
            value=view.typed.notices,
            error=words.text("Velg én av de tre."),
            required=True,
        ),
        date_input(
            words,
            "until",
            words.text("Ikke forstyrr meg før (valgfritt)"),
            value=view.typed.until,
            error=words.text("Velg en dag som kommer."),
        ),
    ]


SAMPLES: dict[str, View] = {
    "typical": View(SaveNotices(notices="cards")),
    "paused": View(SaveNotices(notices="summary", until="2027-04-01")),
    "problem": View(
        SaveNotices(notices="hver dag", until="2027-02-01"),
        {"notices": "Velg én av de tre.", "until": "Velg en dag som kommer."},
    ),
}
