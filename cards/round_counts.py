"""How many are due, and which interpreters: four numbers, and nothing about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.domain.resource_groups import MEETINGS, NUMBERS
from bot.domain.round_forms import MOST_PEOPLE, CountsTyped
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line_input,
    number_input,
    state,
    whole,
    with_problems,
)
from cards.round_list import ShowRound
from cards.round_words import round_name, window
from cards.words import Words

LONGEST = 200


class BeginCounts(CardAction):
    """«Endre tallene», or to write them where they were not yet."""

    verb = "round.counts/1"
    round: RowId


class SaveCounts(CardAction):
    """The form as it was typed."""

    verb = "round.count/1"
    round: RowId
    people_1: str = ""
    people_2: str = ""
    people_3: str = ""
    people_4: str = ""
    languages_1: str = ""
    languages_2: str = ""
    languages_3: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The question, or (`by`) that it is answered, and by whom and when.

    first, last: the days that are possible. reminder: it was asked before. from_references: the
    numbers were counted up from the references, and are a proposal.
    """

    round: int
    number: int
    first: date
    last: date
    today: date
    typed: CountsTyped = field(default_factory=CountsTyped)
    by: str = ""
    at: datetime | None = None
    reminder: bool = False
    from_references: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    days = window(view.first, view.last, view.today, words)
    top = eyebrow(round_name(view.number, words), days)
    show = button(words.text("Se runden"), ShowRound(round=view.round))
    if view.by:
        return card(
            words, [top, state(Mark.DONE, title, _answered(view, words))], [show], fallback=title
        )
    body = [
        top,
        heading(title),
        context(_about(view, words)),
        *with_problems(_fields(view, words), view.problems),
    ]
    save = button(words.text("Send tallene"), SaveCounts(round=view.round), with_inputs=True)
    return card(words, body, [save, show], fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    days = window(view.first, view.last, view.today, words)
    title = words.text("Hvor mange ressursgruppemøter trengs, {days}?", days=days)
    return words.text("Minner om: {title}", title=title) if view.reminder else title


def _title(view: View, words: Words) -> str:
    if view.by:
        return words.text("Tallene er kommet")
    return words.text("Hvor mange skal ha ressursgruppemøte?")


def _answered(view: View, words: Words) -> str:
    when = words.moment(view.at, view.today) if view.at else ""
    return words.text("{name}, {when}", name=view.by, when=when)


def _about(view: View, words: Words) -> str:
    told = words.text("Bare tall. Skriv aldri navn eller noe om enkeltpersoner.")
    if view.from_references:
        return f"{words.text('Jeg har talt opp fra referansene.')} {told}"
    return told


def _fields(view: View, words: Words) -> list[Input]:
    shown: list[Input] = []
    for number in NUMBERS:
        shown.append(_people(view, number, words))
        if MEETINGS[number].takes_interpreter:
            shown.append(_languages(view, number, words))
    return shown


def _people(view: View, number: int, words: Words) -> Input:
    value = view.typed.people.get(number, "").strip()
    return number_input(
        f"people_{number}",
        words.text("Møte {number}: hvor mange?", number=number),
        value=whole(value),
        most=MOST_PEOPLE,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST_PEOPLE),
    )


def _languages(view: View, number: int, words: Words) -> Input:
    return line_input(
        f"languages_{number}",
        words.text("Tolk til møte {number} (valgfritt)", number=number),
        value=view.typed.languages.get(number, ""),
        longest=LONGEST,
        placeholder=words.text("tigrinja 3, arabisk 1"),
        error=words.text("Skriv språk og antall, for eksempel «tigrinja 3, arabisk 1»."),
    )


_TYPED = CountsTyped(
    {1: "4", 2: "3", 3: "2", 4: "2"}, {1: "tigrinja 3, arabisk 1", 2: "", 3: "tigrinja 1"}
)
_EMPTY = View(3, 3, date(2027, 3, 8), date(2027, 3, 26), date(2027, 2, 25))
SAMPLES: dict[str, View] = {
    "asked": _EMPTY,
    "reminder": replace(_EMPTY, reminder=True),
    "filled": replace(_EMPTY, typed=_TYPED, from_references=True),
    "problem": replace(
        _EMPTY,
        typed=CountsTyped({1: "x", 2: "2", 3: "400", 4: ""}, {2: "tigrinja 3"}),
        problems={
            "people_1": "Skriv et helt tall.",
            "languages_2": "Her er det tolk til 3, men bare 2 til møtet.",
            "people_3": "Skriv et tall fra 0 til 60.",
        },
    ),
    "answered": replace(_EMPTY, by="Kari Nilsen", at=samples.SOME_DUTIES[0].done_at),
    "longest": replace(_EMPTY, by=samples.LONG_NAME, at=samples.SOME_DUTIES[0].done_at),
}
