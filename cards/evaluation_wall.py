"""The code for the wall: where its page is, and how many are in the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.fagdag import MOST_PARTICIPANTS
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    NumberInput,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    link,
    number_input,
    with_problems,
)
from cards.fagdag import back
from cards.meeting import name_and_day
from cards.words import Words


class SaveRoom(CardAction):
    """How many are in the room; an empty field takes the number away again."""

    verb = "evaluation.room/1"
    meeting: RowId
    room: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """page: of the wall; "" where we have no address of our own. room: how many are there."""

    meeting: Meeting
    code: str
    page: str
    answered: int = 0
    room: int | None = None
    saved: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Vis koden på storskjermen")
    body = [
        eyebrow(name_and_day(view.meeting, words), *_count(view, words)),
        heading(title),
        *_code(view, words),
        *with_problems([_room(view, words)] if view.page else [], view.problems),
        *([context(words.text("Antallet er lagret."))] if view.saved else []),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def spelt(code: str) -> str:
    """In two halves, as one says it aloud."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def counted(answered: int, room: int | None, words: Words) -> str:
    """ "31 har svart", "31 av 40 har svart"; never that more have than there are."""
    if room is None or room < answered:
        return words.plural("{count} har svart", "{count} har svart", answered)
    return words.text("{count} av {room} har svart", count=answered, room=room)


def _count(view: View, words: Words) -> list[str]:
    return [counted(view.answered, view.room, words)] if view.answered else []


def _code(view: View, words: Words) -> list[Checked]:
    if not view.page:
        return [
            context(words.text("Rundebord har ingen adresse på nett, så svarene kommer i Teams."))
        ]
    code = spelt(view.code)
    return [
        fact(words.text("Koden er {code}.", code=code), core=code),
        context(
            words.text("De som ikke er i Teams, skanner koden og svarer på telefonen."),
            words.text("Siden viser hvor mange som har svart, aldri et svar."),
        ),
    ]


def _room(view: View, words: Words) -> NumberInput:
    return number_input(
        "room",
        words.text("Hvor mange er i rommet? (valgfritt)"),
        value=view.room,
        most=MOST_PARTICIPANTS,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST_PARTICIPANTS),
    )


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    if not view.page:
        return [back(view.meeting.id, words)]
    save = SaveRoom(meeting=view.meeting.id)
    return [
        link(words.text("Åpne siden"), view.page),
        button(words.text("Lagre"), save, with_inputs=True),
        back(view.meeting.id, words),
    ]


_TYPICAL = View(samples.OPEN_DAY, "hk3m9wtz", "https://rundebord.example.no/e/hk3m9wtz/skjerm")
SAMPLES: dict[str, View] = {
    "empty": _TYPICAL,
    "typical": replace(_TYPICAL, answered=31, room=40, saved=True),
    "problem": replace(_TYPICAL, problems={"room": "Skriv et helt tall."}),
    "no-page": replace(_TYPICAL, page=""),
    "longest": replace(_TYPICAL, meeting=samples.MOVED, answered=1999, room=2000),
}
