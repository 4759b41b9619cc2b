"""What a host may change in a form before anybody has answered it. It stays short and anonymous."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.domain import guard, typed
from bot.domain.errors import Refused, mark
from bot.domain.evaluation import MINIMUM
from bot.domain.evaluation_form import (
    LONGEST_LABEL,
    LONGEST_OPTION,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Form,
    Question,
    QuestionKind,
)
from bot.domain.evaluation_times import FEWEST_WEEKS, MOST_WEEKS

MOST_MINIMUM = 50
FEWEST_OPTIONS = 2
ONCE = frozenset({QuestionKind.RATING, QuestionKind.CHALLENGE})  # twice would be the same
MAY_BE_REQUIRED = frozenset({QuestionKind.SCALE, QuestionKind.CHOICE, QuestionKind.YES_NO})
CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL})

KINDS: Mapping[QuestionKind, str] = MappingProxyType(
    {
        QuestionKind.SCALE: mark("I stor grad, i noen grad …"),
        QuestionKind.CHOICE: mark("Velg ett svar"),
        QuestionKind.SEVERAL: mark("Velg flere svar"),
        QuestionKind.RATING: mark("Nytten av hver post i programmet"),
        QuestionKind.YES_NO: mark("Ja eller nei"),
        QuestionKind.TEXT: mark("Fritekst"),
        QuestionKind.CHALLENGE: mark("Utfordring som kan sendes videre"),
    }
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A question as its form sends it in. `options` stand one on each line."""

    text: str = ""
    kind: str = ""
    options: str = ""
    follow_up: str = ""
    required: bool = False


def find(form: Form, key: str) -> Question:
    """Raises Refused for a question that somebody else took away meanwhile."""
    for question in form.questions:
        if question.key == key:
            return question
    raise Refused(mark("Det spørsmålet er ikke i skjemaet lenger."))


def is_full(form: Form) -> bool:
    return len(form.questions) >= MOST_QUESTIONS


def saved(form: Form, key: str, given: Typed, read: typed.Form) -> Form | None:
    """The form with the question changed, or added where `key` is ""; None with problems in `read`.

    A question that keeps its words stays ours, and is shown in the reader's language. Raises
    Refused when there is no room.
    """
    before = find(form, key) if key else None
    if before is None and is_full(form):
        raise Refused(mark("Fem spørsmål er nok. Ta bort ett først."))
    question = _read(form, before, given, read)
    if question is None:
        return None
    if before is None:
        return replace(form, questions=(*form.questions, question))
    return replace(form, questions=tuple(question if q is before else q for q in form.questions))


def _read(form: Form, before: Question | None, given: Typed, read: typed.Form) -> Question | None:
    kind = read.read("kind", lambda: _kind(form, before, given.kind))
    text = read.read("text", lambda: guard.line(given.text, longest=LONGEST_LABEL, required=True))
    follow_up = read.read("follow_up", lambda: guard.line(given.follow_up, longest=LONGEST_LABEL))
    options = read.read("options", lambda: _options(given.options, kind))
    if read.problems or kind is None:
        return None
    question = Question(
        key=before.key if before else _new_key(form),
        kind=kind,
        text=text or "",
        options=options or (),
        required=given.required and kind in MAY_BE_REQUIRED,
        follow_up=(follow_up or "") if kind is QuestionKind.YES_NO else "",
        ours=False,
    )
    return _still_ours(before, question)


def _still_ours(before: Question | None, question: Question) -> Question:
    if before is None or not before.ours:
        return question
    same = (question.text, question.follow_up) == (before.text, before.follow_up)
    return replace(question, ours=same and question.kind not in CHOICES)


def _kind(form: Form, before: Question | None, value: str) -> QuestionKind:
    try:
        kind = QuestionKind(value)
    except ValueError:
        raise Refused(mark("Velg hva slags spørsmål det er.")) from None
    others = [q.kind for q in form.questions if q is not before]
    if kind in ONCE and kind in others:
        raise Refused(mark("Et slikt spørsmål er det alt i skjemaet."))
    return kind


def _options(value: str, kind: QuestionKind | None) -> tuple[str, ...]:
    if kind not in CHOICES:
        return ()
    lines = [guard.line(line, longest=LONGEST_OPTION) for line in value.splitlines()]
    options = tuple(dict.fromkeys(filter(None, lines)))
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Refused(
            mark("Skriv fra {least} til {most} svar, ett på hver linje."),
            least=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
        )
    return options


def _new_key(form: Form) -> str:
    taken = {question.key for question in form.questions}
    return next(key for n in range(1, MOST_QUESTIONS + 2) if (key := f"q{n}") not in taken)


def moved(form: Form, key: str, *, up: bool) -> Form:
    """One place up or down; at the end it stays where it is."""
    questions = list(form.questions)
    place = questions.index(find(form, key))
    other = max(0, place - 1) if up else min(len(questions) - 1, place + 1)
    questions[place], questions[other] = questions[other], questions[place]
    return replace(form, questions=tuple(questions))


def without(form: Form, key: str) -> Form:
    """Raises Refused for the last one: a form asks something."""
    gone = find(form, key)
    if len(form.questions) == 1:
        raise Refused(mark("Skjemaet må ha minst ett spørsmål."))
    return replace(form, questions=tuple(q for q in form.questions if q is not gone))


def minimum(value: str) -> int:
    """Answers before anything is shown: more than five, if the network wants, and never fewer."""
    return typed.number(value, least=MINIMUM, most=MOST_MINIMUM)


def weeks(value: str) -> int:
    return typed.number(value, least=FEWEST_WEEKS, most=MOST_WEEKS)
