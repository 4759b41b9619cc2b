"""Whom the host asks to write down what comes up."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Mark,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    row,
)
from cards.meeting import name_and_day
from cards.notes import ShowNotes
from cards.words import Words


class AppointNoteTaker(CardAction):
    """«Legg til»."""

    verb = "note.taker.add/1"
    meeting: RowId
    person: str = ""


class RelieveNoteTaker(CardAction):
    """«Ta bort»."""

    verb = "note.taker.remove/1"
    meeting: RowId
    person: RowId


@dataclass(frozen=True, slots=True)
class View:
    """takers and people: by id, with their names; `people` can be chosen from."""

    meeting: Meeting
    takers: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...]


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvem skriver noter?")
    told = words.text("De du velger, skriver «noter» til meg, på dagen eller uka etter.")
    choices = [(str(number), name) for number, name in view.people]
    body: list[Checked] = [
        eyebrow(name_and_day(view.meeting, words)),
        heading(title),
        context(told),
        *(_row(number, name, view, words) for number, name in view.takers),
        dropdown_input(
            "person", words.text("Velg en person"), choices, error=words.text("Velg hvem det er.")
        ),
    ]
    actions = [
        button(words.text("Legg til"), AppointNoteTaker(meeting=view.meeting.id), with_inputs=True),
        button(words.text("Tilbake"), ShowNotes(meeting=view.meeting.id)),
    ]
    return card(words, body, actions, fallback=title)


def _row(number: int, name: str, view: View, words: Words) -> Checked:
    remove = RelieveNoteTaker(meeting=view.meeting.id, person=number)
    return row(
        Mark.DONE, name, words.text("skriver noter"), button=button(words.text("Ta bort"), remove)
    )


_PEOPLE = ((2, "Amina Yusuf"), (3, "Nils Dahl"), (4, "Ola Berg"))
_TYPICAL = View(samples.OPEN_DAY, _PEOPLE[:1], _PEOPLE[1:])
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, takers=(), people=_PEOPLE),
    "longest": replace(
        _TYPICAL,
        takers=tuple((number, samples.LONG_NAME) for number in range(1, 7)),
        people=tuple((number, samples.LONG_NAME) for number in range(10, 45)),
    ),
}
