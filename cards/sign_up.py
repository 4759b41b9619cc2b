"""How many come to a fagdag from the reader's own agency: a number, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.fagdag import MOST_PEOPLE
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    number_input,
    state,
    with_problems,
)
from cards.fagdag import back
from cards.meeting import name_and_day, when_and_where
from cards.openings import SignUpForFagdag
from cards.words import Words


class SubmitSignUp(CardAction):
    """So many come from the agency of whoever presses; 0 withdraws."""

    verb = "fagdag.sign-up-save/1"
    meeting: RowId
    people: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The question, or (`told`) how the agency is signed up now."""

    meeting: Meeting
    today: date
    agency: str
    people: int = 0
    told: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    return _told(view, words) if view.told else _asked(view, words)


def _asked(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvor mange kommer fra {agency}?", agency=view.agency)
    asked = number_input(
        "people",
        words.text("Antall"),
        value=view.people or None,
        most=MOST_PEOPLE,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST_PEOPLE),
        required=True,
    )
    body = [
        eyebrow(name_and_day(view.meeting, words)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(*_about(view, words)),
        *with_problems([asked], view.problems),
    ]
    save = SubmitSignUp(meeting=view.meeting.id)
    send = words.text("Lagre") if view.people else words.text("Meld på")
    actions = [button(send, save, with_inputs=True), back(view.meeting.id, words)]
    return card(words, body, actions, fallback=title)


def _about(view: View, words: Words) -> tuple[str, ...]:
    nobody = words.text("Bare antallet lagres, ingen navn.")
    return (nobody, words.text("Skriv 0 for å melde av.")) if view.people else (nobody,)


def _told(view: View, words: Words) -> dict[str, Any]:
    title, mark = _standing(view, words)
    body = [
        eyebrow(name_and_day(view.meeting, words)),
        state(mark, title),
        when_and_where(view.meeting, view.today, words),
    ]
    change = words.text("Endre") if view.people else words.text("Meld på")
    ways = [
        button(change, SignUpForFagdag(meeting=view.meeting.id)),
        back(view.meeting.id, words),
    ]
    return card(words, body, ways, fallback=title)


def _standing(view: View, words: Words) -> tuple[str, Mark]:
    if not view.people:
        return words.text("Ingen fra {agency} er påmeldt", agency=view.agency), Mark.OPEN
    told = words.plural(
        "{count} fra {agency} er påmeldt",
        "{count} fra {agency} er påmeldt",
        view.people,
        agency=view.agency,
    )
    return told, Mark.DONE


SAMPLES: dict[str, View] = {
    "asked": View(samples.OPEN_DAY, samples.TODAY, "NAV Lindesnes"),
    "again": View(samples.OPEN_DAY, samples.TODAY, "NAV Lindesnes", 4),
    "problem": View(
        samples.MOVED,
        samples.TODAY,
        samples.LONG_NAME,
        problems={"people": "Skriv et helt tall."},
    ),
    "signed-up": View(samples.OPEN_DAY, samples.TODAY, "NAV Lindesnes", 4, told=True),
    "withdrawn": View(samples.OPEN_DAY, samples.TODAY, "NAV Lindesnes", told=True),
}
