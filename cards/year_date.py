"""One date of the draft: move it, give it another place or host, or take it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.meetings import Activity
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    button,
    card,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    time_input,
    with_problems,
)
from cards.words import Words
from cards.year import ShowYear

NOBODY = "0"


class SaveYearDate(CardAction):
    """The form as it was typed.

    kept: the day that the form already warned of; sent again, it is meant.
    """

    verb = "year.save/1"
    meeting: RowId
    kept: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    host: str = ""


class AskTakeOut(CardAction):
    """«Ta ut», which asks first."""

    verb = "year.ask-take-out/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """`typed` is what stands in the fields. agencies: the possible hosts, by id.

    warned: the form comes back because of what speaks against the day, and may be sent all the
    same.
    """

    year: int
    meeting: int
    activity: Activity
    typed: SaveYearDate
    agencies: Mapping[int, str]
    warned: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.activity(view.activity)
    body = [
        eyebrow(words.text("Årsplan {year}", year=view.year), words.text("ingenting er sendt")),
        heading(title),
        *([context(words.text("Er det meningen, så lagre en gang til."))] if view.warned else []),
        *with_problems(_inputs(view, words), view.problems),
    ]
    save = SaveYearDate(meeting=view.meeting)
    if view.warned:
        save = SaveYearDate(meeting=view.meeting, kept=view.typed.day)
    actions = [
        button(_save_title(view, words), save, with_inputs=True),
        button(words.text("Ta ut"), AskTakeOut(meeting=view.meeting)),
        button(words.text("Tilbake"), ShowYear(year=view.year)),
    ]
    return card(words, body, actions, fallback=title)


def _save_title(view: View, words: Words) -> str:
    return words.text("Lagre likevel") if view.warned else words.text("Lagre")


def _inputs(view: View, words: Words) -> list[Input]:
    typed = view.typed
    agencies = [(str(number), name) for number, name in view.agencies.items()]
    return [
        date_input(words, "day", words.text("Dag"), value=typed.day, required=True),
        time_input(words, "starts", words.text("Begynner"), value=typed.starts, required=True),
        time_input(
            words,
            "ends",
            words.text("Slutter"),
            value=typed.ends,
            error=words.text("Skriv et klokkeslett, for eksempel 11.30."),
            required=True,
        ),
        dropdown_input(
            "host",
            words.text("Vert"),
            [(NOBODY, words.text("Ingen vert")), *agencies],
            value=typed.host or NOBODY,
            error=words.text("Velg en vert i lista."),
        ),
        line_input(
            "place",
            words.text("Sted (valgfritt)"),
            value=typed.place,
            error=words.text("Kort ned stedet."),
        ),
    ]


_TYPED = SaveYearDate(
    meeting=41, day="2028-02-17", starts="09:00", ends="11:30", host="1", place="Mandal"
)
_AGENCIES = {1: "NAV Lindesnes", 2: "Karriere Agder Lyngdal", 3: samples.LONG_NAME}
_TYPICAL = View(2028, 41, Activity.NETWORK_MEETING, _TYPED, _AGENCIES)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, typed=SaveYearDate(meeting=41), agencies={}),
    "problem": replace(
        _TYPICAL,
        typed=_TYPED.model_copy(update={"ends": "08:00", "day": "2028-02-31"}),
        problems={
            "day": "Den datoen finnes ikke. Velg en dag i kalenderen.",
            "ends": "Slutten må komme etter starten.",
        },
    ),
    "warned": replace(_TYPICAL, warned=True, problems={"day": "Det er skoleferie."}),
    "longest": replace(
        _TYPICAL,
        typed=_TYPED.model_copy(update={"place": samples.LONGEST[:200]}),
        agencies=dict.fromkeys(range(1, 21), samples.LONG_NAME),
    ),
}
