"""The frame of a round: which days are possible; hours, pauses and agencies for those who ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.resource_groups import PARTS, Part
from bot.domain.round_forms import FrameTyped
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Input,
    button,
    card,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    number_input,
    section,
    time_input,
    whole,
    with_problems,
)
from cards.round_list import BeginRound, ShowRound, ShowRounds
from cards.words import Words

NOBODY = "0"
SHOWN = 40  # characters of an agency in a list: five lists of twenty must fit on a card


class SaveRound(CardAction):
    """The form as it was typed; `round` is the one whose frame is changed, None for a new one.

    Fields that were not shown are left out, and stay as they are.
    """

    verb = "round.save/1"
    submission: str = ""
    round: RowId | None = None
    first: str = ""
    last: str = ""
    begins: str = ""
    ends: str = ""
    lunch: str = ""
    length: str = ""
    pause: str = ""
    rooms: str = ""
    programme: str = ""
    career: str = ""
    adult_education: str = ""
    follow_up: str = ""
    upper_secondary: str = ""


class EditRound(CardAction):
    """«Endre dager og tider» of a round that is not confirmed."""

    verb = "round.edit/1"
    round: RowId


FIELDS: Mapping[Part, str] = {
    Part.PROGRAMME: "programme",
    Part.CAREER: "career",
    Part.ADULT_EDUCATION: "adult_education",
    Part.FOLLOW_UP: "follow_up",
    Part.UPPER_SECONDARY: "upper_secondary",
}


@dataclass(frozen=True, slots=True)
class View:
    """`typed` and `chosen` (the agency of each part, as typed) are what stands in the fields.

    responsible: who is asked for the numbers. submission: names a new round, so that it is made
    once. more: hours and agencies are shown, too.
    """

    typed: FrameTyped
    chosen: Mapping[Part, str]
    agencies: Mapping[int, str]
    submission: str = ""
    round: int | None = None
    responsible: str = ""
    more: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Når kan runden være?")
    body: list[Checked] = [
        eyebrow(words.text("Ressursgrupper"), words.text("ingenting er sendt")),
        heading(title),
        context(_about(view, words)),
        *with_problems(_days(view, words), view.problems),
    ]
    if view.more:
        body += [
            section(words.text("Tider")),
            *with_problems(_hours(view, words), view.problems),
            section(words.text("Hvem som møter")),
            *with_problems(_parties(view, words), view.problems),
        ]
    else:
        body.append(context(_as_usual(view, words)))
    return card(words, body, _ways(view, words), fallback=title)


def _about(view: View, words: Words) -> str:
    if view.round is not None:
        return words.text("Forslaget regnes ut på nytt når du lagrer.")
    if not view.responsible:
        return words.text("Velg høyst fire uker. Jeg finner én eller to dager i dem.")
    return words.text(
        "Velg høyst fire uker. Jeg finner én eller to dager i dem, og spør {agency} om tallene.",
        agency=view.responsible,
    )


def _as_usual(view: View, words: Words) -> str:
    told = view.typed
    return words.text(
        "Hvert møte er {length} minutter og {pause} minutters pause, mellom {begins} og {ends}.",
        length=told.length,
        pause=told.pause,
        begins=told.begins,
        ends=told.ends,
    )


def _days(view: View, words: Words) -> list[Input]:
    first, last = words.text("Tidligste dag"), words.text("Siste dag")
    return [
        date_input(words, "first", first, value=view.typed.first, required=True),
        date_input(words, "last", last, value=view.typed.last, required=True),
    ]


def _hours(view: View, words: Words) -> list[Input]:
    told = view.typed
    return [
        time_input(words, "begins", words.text("Første møte"), value=told.begins),
        time_input(words, "ends", words.text("Dagen slutter senest"), value=told.ends),
        time_input(words, "lunch", words.text("Lunsj, en halvtime (valgfritt)"), value=told.lunch),
        _number("length", words.text("Minutter til hvert møte"), told.length, (15, 180), words),
        _number("pause", words.text("Minutter mellom møtene"), told.pause, (0, 60), words),
        _number(
            "rooms",
            words.text("Rom (2: møte 4 samtidig i eget rom)"),
            told.rooms,
            (1, 2),
            words,
        ),
    ]


def _number(name: str, label: str, value: str, bounds: tuple[int, int], words: Words) -> Input:
    least, most = bounds
    return number_input(
        name,
        label,
        value=whole(value),
        least=least,
        most=most,
        error=words.text("Skriv et tall fra {least} til {most}.", least=least, most=most),
    )


def _parties(view: View, words: Words) -> list[Input]:
    agencies = [(str(number), name[:SHOWN]) for number, name in view.agencies.items()]
    return [
        dropdown_input(
            FIELDS[part],
            words.text(PARTS[part]),
            [(NOBODY, words.text("Ingen")), *agencies],
            value=view.chosen.get(part) or NOBODY,
            error=words.text("Velg en etat fra lista."),
        )
        for part in Part
    ]


def _ways(view: View, words: Words) -> list[Execute]:
    if view.round is not None:
        save = SaveRound(round=view.round)
        return [
            button(words.text("Lagre"), save, with_inputs=True),
            button(words.text("Tilbake"), ShowRound(round=view.round)),
        ]
    save = SaveRound(submission=view.submission)
    ways = [button(words.text("Spør om tallene"), save, with_inputs=True)]
    if not view.more:
        more = BeginRound(more=True)
        ways.append(button(words.text("Tider og etater"), more, with_inputs=True))
    return [*ways, button(words.text("Tilbake"), ShowRounds(page=0))]


DEFAULTS = FrameTyped(
    begins="09:00", ends="15:30", lunch="11:45", length="45", pause="15", rooms="1"
)
_TYPED = replace(DEFAULTS, first=date(2027, 3, 8).isoformat(), last="2027-03-26")
_AGENCIES = {
    1: "NAV Lindesnes",
    2: "Karriere Agder Lyngdal",
    3: samples.LONG_NAME,
    4: "Mandal videregående skole",
}
_CHOSEN = {
    Part.PROGRAMME: "1",
    Part.CAREER: "2",
    Part.ADULT_EDUCATION: "3",
    Part.FOLLOW_UP: "1",
    Part.UPPER_SECONDARY: "4",
}
_TYPICAL = View(_TYPED, _CHOSEN, _AGENCIES, "s", responsible="NAV Lindesnes")
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View(DEFAULTS, {}, {}, "s"),
    "more": replace(_TYPICAL, more=True),
    "edit": replace(_TYPICAL, more=True, round=3),
    "problem": replace(
        _TYPICAL,
        typed=replace(_TYPED, last="2027-03-01", length="5", pause="x"),
        more=True,
        problems={
            "last": "Siste dag må komme etter første dag.",
            "length": "Skriv et tall fra 15 til 180.",
            "pause": "Skriv et helt tall.",
        },
    ),
    "longest": replace(
        _TYPICAL,
        responsible=samples.LONG_NAME,
        agencies=dict.fromkeys(range(1, 21), samples.LONG_NAME),
        more=True,
    ),
}
