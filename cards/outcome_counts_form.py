"""A year's numbers, to be filled in or corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import Field

from bot.domain.outcome_counts import MOST, OUTCOMES, Outcome
from cards.actions import CardAction
from cards.elements import (
    Input,
    button,
    card,
    context,
    eyebrow,
    heading,
    number_input,
    whole,
    with_problems,
)
from cards.outcome_counts import ShowCounts
from cards.words import Words


class SaveOutcomeCounts(CardAction):
    """The form as it was typed; the fields are those of `FIELDS`."""

    verb = "counts.save/1"
    year: int = Field(ge=2000, le=2100)
    settled: str = ""
    due: str = ""
    held: str = ""
    started: str = ""
    passed: str = ""
    not_passed: str = ""
    left: str = ""
    in_school: str = ""
    in_work: str = ""
    unknown: str = ""


FIELDS: Mapping[Outcome, str] = {outcome: outcome.replace("-", "_") for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class View:
    """typed: what stands in the fields, by outcome. problems: by outcome, too."""

    year: int
    typed: Mapping[Outcome, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Tallene for {year}", year=view.year)
    told = {FIELDS[Outcome(name)]: sentence for name, sentence in view.problems.items()}
    body = [
        eyebrow(words.text("Styringstall")),
        heading(title),
        context(
            words.text("La det stå tomt der dere ikke vet."),
            words.text("Alle i etatene ser hvem som endret sist."),
        ),
        *with_problems([_field(outcome, view, words) for outcome in Outcome], told),
    ]
    actions = [
        button(words.text("Lagre"), SaveOutcomeCounts(year=view.year), with_inputs=True),
        button(words.text("Tilbake"), ShowCounts(year=view.year)),
    ]
    return card(words, body, actions, fallback=title)


def _field(outcome: Outcome, view: View, words: Words) -> Input:
    value = view.typed.get(outcome, "").strip()
    return number_input(
        FIELDS[outcome],
        words.text(OUTCOMES[outcome]),
        value=whole(value),
        most=MOST,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST),
    )


_TYPICAL = View(2027, {Outcome.SETTLED: "16", Outcome.DUE: "31", Outcome.HELD: "28"})
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View(2027),
    "problem": replace(
        _TYPICAL,
        typed={Outcome.SETTLED: "-1", Outcome.DUE: "3", Outcome.HELD: "28"},
        problems={
            "settled": "Skriv et tall fra 0 til 9999.",
            "held": "Dette er flere enn de 3 som skulle vært holdt.",
        },
    ),
    "longest": replace(_TYPICAL, typed=dict.fromkeys(Outcome, "9999")),
}
