"""What a part of a fagdag's evaluation asks: its questions, for the host to change."""

from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import Field

from bot.domain.evaluation import MINIMUM
from bot.domain.evaluation_changes import KINDS, MOST_MINIMUM, is_full
from bot.domain.evaluation_form import (
    FIRST_PART,
    PART_ONE,
    PART_TWO,
    SECOND_PART,
    Form,
    Question,
    Text,
)
from bot.domain.evaluation_times import FEWEST_WEEKS, MOST_WEEKS, USUAL_WEEKS
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    ActionSet,
    Checked,
    Execute,
    Input,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    number_input,
    plain_row,
    row,
    section,
    state,
    whole,
    with_problems,
)
from cards.evaluation_fields import said
from cards.evaluation_form import OWN_QUESTIONS
from cards.fagdag import back
from cards.meeting import name_and_day
from cards.openings import EditEvaluation
from cards.words import Words


class ShowQuestion(CardAction):
    """One question to change; a new one where `key` is ""."""

    verb = "evaluation.question/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    key: str = ""


class PreviewEvaluation(CardAction):
    """The form exactly as the participants will see it."""

    verb = "evaluation.preview/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)


class ResetForm(CardAction):
    """Back to our own questions; asked about first."""

    verb = "evaluation.reset/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    sure: bool = False


class SaveFrame(CardAction):
    """After how many weeks part 2 is asked, and how many must answer before anything is shown."""

    verb = "evaluation.frame/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    weeks: str = ""
    minimum: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The questions of a part. `locked`: somebody has answered, and nothing can be changed.

    changed: they are not our own any more. opens: when it opens, in words. weeks, minimum: as they
    are, or as they were typed. done: what was just done.
    """

    meeting: Meeting
    form: Form
    opens: str
    weeks: str = str(USUAL_WEEKS)
    minimum: str = str(MINIMUM)
    changed: bool = False
    locked: bool = False
    done: str = ""
    problems: dict[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    asked = words.text("Hva spør vi om?")
    body = [
        eyebrow(name_and_day(view.meeting, words), part_name(view.form.part, words)),
        *([state(Mark.DONE, view.done), section(asked)] if view.done else [heading(asked)]),
        context(*_about(view, words)),
        *(_row(view, question, words) for question in view.form.questions),
        *([] if view.locked else _frame(view, words)),
    ]
    return card(words, body, _actions(view, words), fallback=asked)


def part_name(part: int, words: Words) -> str:
    return words.text("evalueringen, del {part}", part=part)


def asked_text(question: Question, words: Words) -> str:
    return said(Text(question.text, question.ours), words)


def _about(view: View, words: Words) -> tuple[str, str]:
    if view.locked:
        return (
            words.text("Noen har svart, så spørsmålene kan ikke endres."),
            words.text("Det er for at alle skal svare på det samme."),
        )
    return (
        words.text("Den åpner {opens}.", opens=view.opens),
        words.text("Svarene er alltid anonyme."),
    )


def _row(view: View, question: Question, words: Words) -> Checked:
    text, kind = asked_text(question, words), words.text(KINDS[question.kind])
    if view.locked:
        return plain_row(text, kind)
    number = view.meeting.id
    change = ShowQuestion(meeting=number, part=view.form.part, key=question.key)
    return row(Mark.OPEN, text, kind, button=button(words.text("Endre"), change))


def _frame(view: View, words: Words) -> list[Checked]:
    save = SaveFrame(meeting=view.meeting.id, part=view.form.part)
    fields: list[Input] = [_minimum(view, words)]
    if view.form.part == SECOND_PART:
        fields.insert(0, _weeks(view, words))
    saved = button(words.text("Lagre tallene"), save, with_inputs=True)
    return [*with_problems(fields, view.problems), ActionSet(actions=[saved])]


def _weeks(view: View, words: Words) -> Input:
    return number_input(
        "weeks",
        words.text("Hvor mange uker etter fagdagen?"),
        error=_bounds(FEWEST_WEEKS, MOST_WEEKS, words),
        value=whole(view.weeks),
        least=FEWEST_WEEKS,
        most=MOST_WEEKS,
    )


def _minimum(view: View, words: Words) -> Input:
    return number_input(
        "minimum",
        words.text("Hvor mange må svare før noe vises? (fem eller flere)"),
        error=_bounds(MINIMUM, MOST_MINIMUM, words),
        value=whole(view.minimum),
        least=MINIMUM,
        most=MOST_MINIMUM,
    )


def _bounds(least: int, most: int, words: Words) -> str:
    return words.text("Skriv et tall fra {least} til {most}.", least=least, most=most)


def _actions(view: View, words: Words) -> list[Execute]:
    number, part = view.meeting.id, view.form.part
    other = SECOND_PART if part == FIRST_PART else FIRST_PART
    preview = button(words.text("Forhåndsvis"), PreviewEvaluation(meeting=number, part=part))
    turn = button(
        words.text("Til del {part}", part=other), EditEvaluation(meeting=number, part=other)
    )
    if view.locked:
        return [preview, turn, back(number, words)]
    may_add = not is_full(view.form)
    add = button(words.text("Legg til"), ShowQuestion(meeting=number, part=part))
    reset = button(words.text("Våre spørsmål"), ResetForm(meeting=number, part=part))
    return [
        preview,
        *([add] if may_add else []),
        *([reset] if view.changed else []),
        turn,
        back(number, words),
    ]


_OPENS = "22. april kl. 14.45"
_FULL = View(samples.OPEN_DAY, PART_ONE, _OPENS)
SAMPLES: dict[str, View] = {
    "first": _FULL,
    "second": View(samples.OPEN_DAY, replace(PART_TWO, questions=PART_TWO.questions[:3]), _OPENS),
    "longest": View(
        samples.MOVED,
        replace(
            OWN_QUESTIONS,
            questions=tuple(
                replace(question, text=samples.LONGEST[:150])
                for question in OWN_QUESTIONS.questions
            ),
        ),
        _OPENS,
        changed=True,
        done="Spørsmålet er lagret",
    ),
    "problem": View(
        samples.OPEN_DAY,
        replace(OWN_QUESTIONS, part=SECOND_PART, questions=OWN_QUESTIONS.questions[:1]),
        _OPENS,
        weeks="0",
        minimum="3",
        changed=True,
        problems={
            "weeks": "Skriv et tall fra 1 til 26.",
            "minimum": "Skriv et tall fra 5 til 50.",
        },
    ),
    "locked": replace(_FULL, locked=True),
}
