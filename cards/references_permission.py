"""What must be written down before references: an agreement, an assessment, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.references import MONTHS_KEPT, MOST_MONTHS_KEPT
from cards.actions import CardAction
from cards.elements import (
    Execute,
    Input,
    button,
    card,
    context,
    date_input,
    eyebrow,
    heading,
    line_input,
    number_input,
    whole,
    with_problems,
)
from cards.references import ShowReferences
from cards.words import Words


class SavePermission(CardAction):
    """The form as it was typed."""

    verb = "references.record/1"
    agreed_on: str = ""
    agreement_link: str = ""
    assessed_on: str = ""
    assessment_link: str = ""
    months_kept: str = ""


class RemovePermission(CardAction):
    """«Slå av»: asks first (`sure`), because everything that is kept is deleted."""

    verb = "references.remove/1"
    sure: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """recorded: something is written down already. count: how many references there are.

    removing: the question whether all of it may be deleted.
    """

    typed: SavePermission
    recorded: bool = False
    count: int = 0
    removing: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    return _removing(view, words) if view.removing else _form(view, words)


def _removing(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Skal referansene slås av?")
    told = words.plural(
        "{count} referanse slettes for godt. Det kan ikke angres.",
        "{count} referanser slettes for godt. Det kan ikke angres.",
        view.count,
    )
    body = [eyebrow(words.text("Referanser")), heading(title), context(told)]
    actions = [
        button(words.text("Slett og slå av"), RemovePermission(sure=True)),
        button(words.text("Tilbake"), ShowReferences(page=0)),
    ]
    return card(words, body, actions, fallback=title)


def _form(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva er etatene enige om?")
    body = [
        eyebrow(words.text("Referanser")),
        heading(title),
        context(
            words.text("Dokumentene ligger i etatenes egne arkiver."),
            words.text("Når du lagrer, må alle etatene bekrefte på nytt."),
        ),
        *with_problems(_fields(view, words), view.problems),
    ]
    return card(words, body, _ways(view, words), fallback=title)


def _fields(view: View, words: Words) -> list[Input]:
    address = words.text("Lim inn hele lenka.")
    told = view.typed
    months = told.months_kept.strip()
    return [
        date_input(
            words, "agreed_on", words.text("Avtalen er fra"), value=told.agreed_on, required=True
        ),
        line_input(
            "agreement_link",
            words.text("Lenke til avtalen (valgfritt)"),
            value=told.agreement_link,
            error=address,
            longest=2_000,
        ),
        date_input(
            words,
            "assessed_on",
            words.text("Personvernet ble vurdert"),
            value=told.assessed_on,
            required=True,
        ),
        line_input(
            "assessment_link",
            words.text("Lenke til vurderingen (valgfritt)"),
            value=told.assessment_link,
            error=address,
            longest=2_000,
        ),
        number_input(
            "months_kept",
            words.text("Slettes så mange måneder etter at kandidaten er ferdig"),
            value=whole(months),
            least=1,
            most=MOST_MONTHS_KEPT,
            error=words.text(
                "Skriv et tall fra {least} til {most}.", least=1, most=MOST_MONTHS_KEPT
            ),
        ),
    ]


def _ways(view: View, words: Words) -> list[Execute]:
    ways = [button(words.text("Lagre"), SavePermission(), with_inputs=True)]
    if view.recorded:
        ways.append(button(words.text("Slå av"), RemovePermission()))
    return [*ways, button(words.text("Tilbake"), ShowReferences(page=0))]


EMPTY = SavePermission(months_kept=str(MONTHS_KEPT))
_TYPED = SavePermission(
    agreed_on="2027-01-20",
    agreement_link="https://example.org/avtale",
    assessed_on="2027-02-03",
    months_kept="12",
)
SAMPLES: dict[str, View] = {
    "typical": View(_TYPED, recorded=True),
    "empty": View(EMPTY),
    "problem": View(
        _TYPED.model_copy(update={"agreement_link": "avtale", "assessed_on": ""}),
        problems={
            "agreement_link": "Lim inn hele lenka, den begynner med https://.",
            "assessed_on": "Den datoen finnes ikke. Velg en dag i kalenderen.",
        },
    ),
    "removing": replace(View(_TYPED), removing=True, count=14),
    "longest": View(
        _TYPED.model_copy(update={"agreement_link": f"https://example.org/{'a' * 1_900}"})
    ),
}
