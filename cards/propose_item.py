"""`meld sak`: anybody proposes something for the next meeting, or for a later one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.agenda import ItemKind
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_item import kind_input, minutes_input, noted_input, title_input
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    with_problems,
)
from cards.meeting import name_and_day
from cards.words import Words


class When(StrEnum):
    NEXT = "next"
    LATER = "later"


class SubmitItem(CardAction):
    """The filled-in form. `meeting` is set where it was opened from one; else `body` may be."""

    verb = "agenda.submit/1"
    meeting: RowId | None = None
    title: str = ""
    kind: str = ""
    minutes: str = ""
    noted: str = "false"
    when: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form, empty or as it was typed.

    meeting: the one it is for, or the next one; None where none is planned, or where it depends on
    the body. bodies: to choose between, as (id, name).
    """

    today: date
    meeting: Meeting | None = None
    for_this: bool = False
    bodies: tuple[tuple[int, str], ...] = ()
    title: str = ""
    kind: str = ItemKind.DISCUSSION
    minutes: str = ""
    noted: bool = False
    when: str = When.NEXT
    body: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva vil du ta opp i møtet?")
    body = [
        eyebrow(words.text("Meld sak"), _meeting(view, words)),
        heading(title),
        context(
            words.text("Saken står på lista med navnet ditt. Verten bestemmer rekkefølgen."),
            words.text("Nevn aldri en kandidat."),
        ),
        *with_problems(_inputs(view, words), view.problems),
    ]
    actions = [button(words.text("Meld saken"), _submit(view), with_inputs=True)]
    return card(words, body, actions, fallback=title)


def _meeting(view: View, words: Words) -> str:
    return name_and_day(view.meeting, words, view.today) if view.meeting else ""


def _submit(view: View) -> SubmitItem:
    if view.for_this and view.meeting:
        return SubmitItem(meeting=view.meeting.id)
    return SubmitItem()


def _inputs(view: View, words: Words) -> list[Input]:
    return [
        title_input(view.title, words),
        kind_input(view.kind, words),
        minutes_input(view.minutes, words),
        *([_body(view, words)] if view.bodies else []),
        _when(view, words),
        noted_input(words, on=view.noted),
    ]


def _body(view: View, words: Words) -> Input:
    return choice_input(
        "body",
        words.text("Hvem skal ta den opp?"),
        [(str(number), name) for number, name in view.bodies],
        value=view.body or str(view.bodies[0][0]),
        error=words.text("Velg ett av svarene."),
        required=True,
    )


def _when(view: View, words: Words) -> Input:
    return choice_input(
        "when",
        words.text("Når?"),
        [
            (str(When.NEXT), _next(view, words)),
            (str(When.LATER), words.text("På et senere møte")),
        ],
        value=view.when,
        error=words.text("Velg ett av svarene."),
        required=True,
    )


def _next(view: View, words: Words) -> str:
    if view.meeting is None:
        return words.text("På neste møte")
    day = words.short_day(words.day_of(view.meeting.starts_at), view.today)
    if view.for_this:
        return words.text("På møtet {day}", day=day)
    return words.text("På neste møte, {day}", day=day)


SAMPLES: dict[str, View] = {
    "empty": View(samples.TODAY, samples.NETWORK_MEETING),
    "for-this-meeting": View(
        samples.TODAY, samples.NETWORK_MEETING, for_this=True, title="Tema for fagdagen"
    ),
    "bodies": View(
        samples.TODAY,
        bodies=((1, "Kvalifiseringsnettverket"), (2, "Styringsgruppa"), (3, "Arbeidsgruppa")),
    ),
    "problem": View(
        samples.TODAY,
        samples.MOVED,
        title=samples.LONGEST,
        kind=ItemKind.DECISION,
        minutes="tusen",
        noted=True,
        when=When.LATER,
        problems={
            "title": "Dette er 986 tegn. Kort det ned til 120.",
            "minutes": "Skriv et helt tall.",
        },
    ),
}
