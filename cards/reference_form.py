"""A reference's dates and language: nothing can be written here but days."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.references import ReferenceTyped
from bot.domain.spoken import LANGUAGES
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    button,
    card,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    with_problems,
)
from cards.references import ShowReferences
from cards.words import Words, capital

NONE = "0"


class SaveReference(CardAction):
    """The form as it was typed; `reference` is None for a new one."""

    verb = "reference.save/1"
    reference: RowId | None = None
    language: str = ""
    began: str = ""
    primary_ends: str = ""
    secondary_began: str = ""
    secondary_ends: str = ""
    worry: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """code: "" for a new one, which gets its own."""

    typed: ReferenceTyped = field(default_factory=ReferenceTyped)
    reference: int | None = None
    code: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvilke datoer gjelder?")
    body = [
        eyebrow(words.text("Referanse"), view.code or words.text("ny")),
        heading(title),
        context(
            words.text("Møtene regnes ut fra datoene og flytter seg med dem."),
            words.text("Hvem det er, står bare i etatenes egne arkiver."),
        ),
        *with_problems(_fields(view, words), view.problems),
    ]
    save = SaveReference(reference=view.reference) if view.reference else SaveReference()
    actions = [
        button(words.text("Lagre"), save, with_inputs=True),
        button(words.text("Tilbake"), ShowReferences(page=0)),
    ]
    return card(words, body, actions, fallback=title)


def _fields(view: View, words: Words) -> list[Input]:
    told = view.typed
    days = (
        ("began", words.text("Introduksjonsprogrammet begynte"), told.began),
        ("primary_ends", words.text("Grunnskolen er ferdig (valgfritt)"), told.primary_ends),
        (
            "secondary_began",
            words.text("Videregående begynner (valgfritt)"),
            told.secondary_began,
        ),
        (
            "secondary_ends",
            words.text("Videregående er ferdig, eller læretida begynner (valgfritt)"),
            told.secondary_ends,
        ),
        ("worry", words.text("Møtes før, innen (valgfritt)"), told.worry),
    )
    inputs: list[Input] = [
        date_input(words, name, label, value=value, required=name == "began")
        for name, label, value in days
    ]
    return [*inputs, _language(view, words)]


def _language(view: View, words: Words) -> Input:
    listed = [(language, capital(language)) for language in sorted(LANGUAGES)]
    return dropdown_input(
        "language",
        words.text("Tolk (valgfritt)"),
        [(NONE, words.text("Ingen tolk")), *listed],
        value=view.typed.language or NONE,
        error=words.text("Velg et språk fra lista."),
    )


_TYPED = ReferenceTyped("tigrinja", "2026-08-03", "2028-06-16")
SAMPLES: dict[str, View] = {
    "typical": View(_TYPED, 1, "LK-2027-014"),
    "empty": View(),
    "problem": replace(
        View(_TYPED, 1, "LK-2027-014"),
        typed=replace(_TYPED, primary_ends="2026-08-01"),
        problems={"primary_ends": "Dette må komme etter starten."},
    ),
    "longest": View(ReferenceTyped("tsjetsjensk", *["2028-06-16"] * 5), 1, "RGXX-2027-1014"),
}
