"""How an answer to a form is parted from who gave it, and what all answered together.

The forms are in bot/domain/evaluation_form.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.errors import Refused, mark
from bot.domain.evaluation_form import Form, QuestionKind, checked, fields, sent_on

MINIMUM = 5  # answers before anything is shown, and the least that is mixed at once


class EvaluationClosed(Refused):
    """Too late, or no such evaluation: whoever asks is told the same."""

    def __init__(self) -> None:
        super().__init__(mark("Evalueringen er avsluttet og tar ikke imot flere svar."))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Knows who, never what. `respondent`: "person:5", or "web:" and what a browser was given."""

    evaluation_id: int
    respondent: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Knows what, never who; neither has a time or an order. Its words stay out of every trace."""

    evaluation_id: int
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SentOn:
    """A challenge that its writer wants the network to take up, apart from the rest of the answer.

    Everybody has one, most often empty, so that nobody can tell who wrote any.
    """

    evaluation_id: int
    text: str = field(repr=False)


def split(
    evaluation_id: int, respondent: str, form: Form, given: Mapping[str, Any]
) -> tuple[Receipt, Answer, SentOn]:
    """Part who answered from what was answered; from here on they never meet again.

    Raises Problems.
    """
    values, challenge = sent_on(form, checked(form, given))
    return (
        Receipt(evaluation_id, respondent),
        Answer(evaluation_id, values),
        SentOn(evaluation_id, challenge),
    )


@dataclass(frozen=True, slots=True)
class Results:
    """What all answered together, by field name.

    counts: how many chose each value, also those that nobody chose.
    """

    answered: int
    counts: Mapping[str, Mapping[str, int]]
    texts: Mapping[str, tuple[str, ...]]


def results(
    form: Form,
    answers: Sequence[Mapping[str, str]],
    shuffle: Callable[[list[str]], None],
    minimum: int = MINIMUM,
) -> Results | None:
    """None below the minimum, which may be set higher and never lower.

    Each question's texts are shuffled by themselves, so that the place of a text in one list does
    not lead to the same person's text in another.
    """
    if len(answers) < max(minimum, MINIMUM):
        return None
    asked = fields(form)
    return Results(
        answered=len(answers),
        counts={
            f.name: _counts(answers, f.name, [v for v, _ in f.options]) for f in asked if f.options
        },
        texts={
            f.name: _texts(answers, f.name, shuffle) for f in asked if f.kind is QuestionKind.TEXT
        },
    )


def _counts(
    answers: Sequence[Mapping[str, str]], name: str, values: Sequence[str]
) -> dict[str, int]:
    chosen = [answer.get(name, "").split(",") for answer in answers]
    return {value: sum(value in each for each in chosen) for value in values}


def _texts(
    answers: Sequence[Mapping[str, str]], name: str, shuffle: Callable[[list[str]], None]
) -> tuple[str, ...]:
    texts = [answer[name] for answer in answers if name in answer]
    shuffle(texts)
    return tuple(texts)
