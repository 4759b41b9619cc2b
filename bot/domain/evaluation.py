"""What is asked after a fagdag, and how an answer is parted from who gave it."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.errors import Refused, mark

MINIMUM = 5  # answers before anything is shown, and the least that is mixed at once


class QuestionKind(StrEnum):
    SCALE = "scale"
    TEXT = "text"


class Scale(StrEnum):
    """The results of 2017-2020 speak of the two upper steps; the lower two are ours."""

    GREAT = "great"
    SOME = "some"
    LITTLE = "little"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is what an answer is stored under; the text of the question belongs to the card."""

    key: str
    kind: QuestionKind
    required: bool = False


PART_ONE = (
    Question("benefit", QuestionKind.SCALE, required=True),
    Question("useful", QuestionKind.SCALE, required=True),
    Question("needs", QuestionKind.TEXT),
    Question("theme", QuestionKind.TEXT),
    Question("challenge", QuestionKind.TEXT),
)
FORMS: dict[str, tuple[Question, ...]] = {"part-1/1": PART_ONE}
LONGEST = 1000


class EvaluationClosed(Refused):
    """Too late, or no such evaluation: whoever asks is told the same."""

    def __init__(self) -> None:
        super().__init__(mark("Evalueringen er avsluttet og tar ikke imot flere svar."))


def checked(form: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The answers of a form by question key, blanks left out. Raises Refused with what to do."""
    return {
        question.key: value
        for question in FORMS[form]
        if (value := _checked(question, _printable(str(given.get(question.key) or ""))))
    }


def _checked(question: Question, value: str) -> str:
    if not value and question.required:
        raise Refused(mark("Velg ett svar på de spørsmålene som er merket med stjerne."))
    if question.kind is QuestionKind.SCALE and value and value not in set(Scale):
        raise Refused(mark("Velg ett av svarene i lista."))
    if len(value) > LONGEST:
        raise Refused(mark("Teksten er for lang. Kort den ned til {limit} tegn."), limit=LONGEST)
    return value


def _printable(text: str) -> str:
    """Without control characters and half characters, which no database and no card can keep."""
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    ).strip()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Knows who, never what."""

    evaluation_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Knows what, never who; neither has a time or an order. Its words stay out of every trace."""

    evaluation_id: int
    values: Mapping[str, str] = field(repr=False)


def split(
    evaluation_id: int, person_id: int, form: str, given: Mapping[str, Any]
) -> tuple[Receipt, Answer]:
    """Part who answered from what was answered; from here on the two never meet again."""
    return Receipt(evaluation_id, person_id), Answer(evaluation_id, checked(form, given))


@dataclass(frozen=True, slots=True)
class Results:
    """What all answered together. `scales` holds every step, also those that nobody chose."""

    answered: int
    scales: Mapping[str, Mapping[Scale, int]]
    texts: Mapping[str, tuple[str, ...]]


def results(
    form: str, answers: Sequence[Mapping[str, str]], shuffle: Callable[[list[str]], None]
) -> Results | None:
    """None below the minimum. Each question's texts are shuffled by themselves, so that the place
    of a text in one list does not lead to the same person's text in another.
    """
    if len(answers) < MINIMUM:
        return None
    return Results(
        answered=len(answers),
        scales={key: _counts(answers, key) for key in _keys(form, QuestionKind.SCALE)},
        texts={key: _texts(answers, key, shuffle) for key in _keys(form, QuestionKind.TEXT)},
    )


def _keys(form: str, kind: QuestionKind) -> list[str]:
    return [question.key for question in FORMS[form] if question.kind is kind]


def _counts(answers: Sequence[Mapping[str, str]], key: str) -> dict[Scale, int]:
    return {step: sum(answer.get(key) == step for answer in answers) for step in Scale}


def _texts(
    answers: Sequence[Mapping[str, str]], key: str, shuffle: Callable[[list[str]], None]
) -> tuple[str, ...]:
    texts = [answer[key] for answer in answers if key in answer]
    shuffle(texts)
    return tuple(texts)
