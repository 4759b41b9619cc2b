"""One question of an evaluation, to change, move or take away."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from bot.domain.evaluation_changes import KINDS, Typed
from bot.domain.evaluation_form import FIRST_PART, LONGEST_LABEL, LONGEST_OPTION, MOST_OPTIONS
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Execute,
    Input,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    text_input,
    toggle_input,
    with_problems,
)
from cards.evaluation_edit import part_name
from cards.meeting import name_and_day
from cards.openings import EditEvaluation
from cards.words import Words


class SaveQuestion(CardAction):
    """A question as it was typed; a new one where `key` is ""."""

    verb = "evaluation.question-save/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    key: str = ""
    text: str = ""
    kind: str = ""
    options: str = ""
    follow_up: str = ""
    required: str = ""


class MoveQuestion(CardAction):
    """One place up or down."""

    verb = "evaluation.question-move/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    key: str
    up: bool


class RemoveQuestion(CardAction):
    """Away from the form; asked about first."""

    verb = "evaluation.question-remove/1"
    meeting: RowId
    part: int = Field(ge=1, le=2)
    key: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A question with what was typed; `key` is "" for a new one."""

    meeting: Meeting
    part: int
    key: str = ""
    given: Typed = field(default_factory=Typed)
    problems: dict[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Endre spørsmålet") if view.key else words.text("Et nytt spørsmål")
    body = [
        eyebrow(name_and_day(view.meeting, words), part_name(view.part, words)),
        heading(title),
        context(
            words.text(
                "Ikke spør om noe som bare én person kan svare på. Da vet alle hvem som svarte."
            )
        ),
        *with_problems(_inputs(view.given, words), view.problems),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _inputs(given: Typed, words: Words) -> list[Input]:
    return [
        line_input(
            "text",
            words.text("Hva spør du om?"),
            error=words.text("Skriv spørsmålet."),
            value=given.text,
            longest=LONGEST_LABEL,
            required=True,
        ),
        dropdown_input(
            "kind",
            words.text("Hva slags svar?"),
            [(str(kind), words.text(text)) for kind, text in KINDS.items()],
            error=words.text("Velg hva slags spørsmål det er."),
            value=given.kind,
            required=True,
        ),
        text_input(
            "options",
            words.text("Svar å velge mellom, ett på hver linje (bare for «Velg …»)"),
            error=words.text("Skriv ett svar på hver linje."),
            value=given.options,
            longest=MOST_OPTIONS * (LONGEST_OPTION + 1),
        ),
        line_input(
            "follow_up",
            words.text("Hva spør vi om i tillegg? (bare for ja eller nei)"),
            error=words.text("Skriv det kortere."),
            value=given.follow_up,
            longest=LONGEST_LABEL,
        ),
        toggle_input(
            "required",
            words.text("Må alle svare?"),
            words.text("Ja, på dette (aldri på fritekst)"),
            error=words.text("Velg ja eller nei."),
            on=given.required,
        ),
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    number, part, key = view.meeting.id, view.part, view.key
    save = SaveQuestion(meeting=number, part=part, key=key)
    cancel = button(words.text("Avbryt"), EditEvaluation(meeting=number, part=part))
    saved = button(words.text("Lagre"), save, with_inputs=True)
    if not key:
        return [saved, cancel]
    up = MoveQuestion(meeting=number, part=part, key=key, up=True)
    down = MoveQuestion(meeting=number, part=part, key=key, up=False)
    remove = RemoveQuestion(meeting=number, part=part, key=key)
    return [
        saved,
        button(words.text("Flytt opp"), up),
        button(words.text("Flytt ned"), down),
        button(words.text("Ta bort"), remove),
        cancel,
    ]


SAMPLES: dict[str, View] = {
    "new": View(samples.OPEN_DAY, FIRST_PART),
    "typical": View(
        samples.OPEN_DAY, FIRST_PART, "theme", Typed("Hva bør neste fagdag handle om?", "text")
    ),
    "problem": View(
        samples.OPEN_DAY,
        FIRST_PART,
        "q1",
        Typed("Hvilken lengde passer?", "choice", "Hel dag"),
        {"options": "Skriv fra 2 til 8 svar, ett på hver linje."},
    ),
    "longest": View(
        samples.MOVED,
        FIRST_PART,
        "q5",
        Typed(
            samples.LONGEST[:150],
            "several",
            "\n".join(f"{n} {samples.LONG_NAME}" for n in range(8)),
            samples.LONGEST[:150],
            required=True,
        ),
    ),
}
