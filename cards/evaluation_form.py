"""Part 1 of a fagdag's evaluation, answered before people leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.domain.errors import mark
from bot.domain.evaluation import LONGEST, MINIMUM, Scale
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    TextInput,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    problem,
    text_input,
)
from cards.meeting import name_and_day
from cards.words import Words

STEPS: Mapping[Scale, str] = MappingProxyType(
    {
        Scale.GREAT: mark("I stor grad"),
        Scale.SOME: mark("I noen grad"),
        Scale.LITTLE: mark("I liten grad"),
        Scale.NONE: mark("Ikke i det hele tatt"),
    }
)


class SubmitEvaluation(CardAction):
    """An answer. Every input is text here; the form's own rules are in bot/domain/evaluation.py."""

    verb = "evaluation.submit/1"
    evaluation: RowId
    benefit: str = ""
    useful: str = ""
    needs: str = ""
    theme: str = ""
    challenge: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Part 1. `problem` is what was wrong with an answer; `given` keeps what was typed.

    In a channel both are empty: there the card is the same for everybody who reads it.
    """

    evaluation_id: int
    meeting: Meeting
    minimum: int
    given: dict[str, str] = field(default_factory=dict)
    problem: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    body = [
        eyebrow(name_and_day(view.meeting, words), words.text("tar under ett minutt")),
        heading(_title(words)),
        *([problem(view.problem)] if view.problem else []),
        context(*_privacy(view, words)),
        *_questions(view.given, words),
    ]
    submit = SubmitEvaluation(evaluation=view.evaluation_id)
    actions = [button(words.text("Send inn"), submit, with_inputs=True)]
    return card(words, body, actions, fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    return f"{_title(words)} {name_and_day(view.meeting, words)}"


def _title(words: Words) -> str:
    return words.text("Hva syntes du?")


def _privacy(view: View, words: Words) -> tuple[str, str]:
    """Both sentences are kept by bot/domain/evaluation.py and the way answers are stored."""
    return (
        words.text("Svaret ditt er anonymt: vi lagrer ikke hvem som skrev det eller når."),
        words.text(
            "Nettverket ser svarene først når minst {minimum} har svart.",
            minimum=words.number(view.minimum),
        ),
    )


def _questions(given: Mapping[str, str], words: Words) -> list[Input]:
    return [
        _steps("benefit", words.text("Har du fått faglig utbytte av dagen?"), given, words),
        _steps("useful", words.text("Var innleggene nyttige for arbeidet ditt?"), given, words),
        _free("needs", words.text("Hva trenger du å vite mer om? (valgfritt)"), given, words),
        _free("theme", words.text("Forslag til tema for neste fagdag (valgfritt)"), given, words),
        _free("challenge", words.text("Noe nettverket bør ta tak i? (valgfritt)"), given, words),
    ]


def _steps(name: str, label: str, given: Mapping[str, str], words: Words) -> Input:
    steps = [(str(step), words.text(text)) for step, text in STEPS.items()]
    error = words.text("Velg ett svar.")
    return choice_input(name, label, steps, error=error, value=given.get(name, ""), required=True)


def _free(name: str, label: str, given: Mapping[str, str], words: Words) -> TextInput:
    error = words.text("Skriv høyst {limit} tegn.", limit=LONGEST)
    return text_input(name, label, error=error, value=given.get(name, ""), longest=LONGEST)


SAMPLES: dict[str, View] = {
    "empty": View(5, samples.OPEN_DAY, MINIMUM),
    "problem": View(
        5,
        samples.OPEN_DAY,
        MINIMUM,
        given={"benefit": "great", "needs": samples.TYPED},
        problem="Velg ett svar på de spørsmålene som er merket med stjerne.",
    ),
    "longest": View(
        5,
        samples.MOVED,
        MINIMUM,
        given={
            "benefit": "none",
            "useful": "some",
            "needs": samples.LONGEST,
            "theme": samples.LONGEST,
            "challenge": samples.LONGEST,
        },
    ),
}
