"""One agency: what it is, and what can be changed about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.agencies import LONGEST_NAME
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    line_input,
    toggle_input,
    with_problems,
)
from cards.setup_agencies import AgencyLine, ShowAgency, sentence
from cards.setup_parts import ShowAgencies
from cards.words import Words


class SaveAgency(CardAction):
    """The name, and whether it only looks on; `observer` is "true" or "false"."""

    verb = "setup.agency.save/1"
    agency: RowId
    name: str = ""
    observer: str = "false"


class RemoveAgency(CardAction):
    """A slip of the pen: an agency that nothing refers to goes away again."""

    verb = "setup.agency.remove/1"
    agency: RowId


class StayOn(CardAction):
    """«Angre»: an end that is still to come is taken back, a leaving or a merger."""

    verb = "setup.agency.stay/1"
    agency: RowId


class BeginMerge(CardAction):
    verb = "setup.merge/1"
    agency: RowId


class BeginLeave(CardAction):
    verb = "setup.leave/1"
    agency: RowId


@dataclass(frozen=True, slots=True)
class View:
    """`name` and `observer` are what is kept or was typed. `unused`: nothing refers to it.

    `more`: what else can be done, unfolded.
    """

    agency: AgencyLine
    today: date
    name: str = ""
    observer: bool = False
    unused: bool = False
    more: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    told = eyebrow(view.told or words.text("Etat"))
    stands = context(sentence(view.agency, view.today, words))
    folded = view.more or view.agency.valid_to is not None
    fields = [] if folded else with_problems(_fields(view, words), view.problems)
    body = [told, heading(view.agency.name), stands, *fields]
    return card(words, body, _actions(view, words), fallback=view.agency.name)


def _fields(view: View, words: Words) -> list[Any]:
    return [
        line_input(
            "name",
            words.text("Navn"),
            value=view.name,
            longest=LONGEST_NAME,
            error=words.text("Skriv navnet på etaten."),
            required=True,
        ),
        toggle_input(
            "observer",
            words.text("Vertskap"),
            words.text("Er bare observatør, og har aldri vertskap"),
            error=words.text("Velg om etaten er observatør."),
            on=view.observer,
        ),
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.agency.id
    back = button(words.text("Alle etater"), ShowAgencies(page=0))
    if view.agency.valid_to is not None:
        return [button(words.text("Angre"), StayOn(agency=number)), back]
    if view.more:
        return [*_more(view, words), back]
    save = button(words.text("Lagre"), SaveAgency(agency=number), with_inputs=True)
    return [save, button(words.text("Mer"), ShowAgency(agency=number, more=True)), back]


def _more(view: View, words: Words) -> list[Execute]:
    """What nothing refers to is removed, everything else leaves: its history stays."""
    number = view.agency.id
    merge = button(words.text("Slå sammen"), BeginMerge(agency=number))
    if view.unused:
        return [merge, button(words.text("Fjern"), RemoveAgency(agency=number))]
    return [merge, button(words.text("Slutter"), BeginLeave(agency=number))]


_NAV = AgencyLine(1, "NAV Lindesnes", date(2020, 1, 1), members=4)
_ENDING = replace(_NAV, valid_to=date(2027, 12, 31))
SAMPLES: dict[str, View] = {
    "typical": View(_NAV, samples.TODAY, "NAV Lindesnes"),
    "more": View(_NAV, samples.TODAY, "NAV Lindesnes", more=True),
    "unused": View(
        replace(_NAV, members=0), samples.TODAY, "NAV Lindesnes", unused=True, more=True
    ),
    "observer": View(
        replace(_NAV, name=samples.LONG_NAME, observer=True),
        samples.TODAY,
        samples.LONG_NAME,
        observer=True,
        told="Lagret",
    ),
    "leaving": View(_ENDING, samples.TODAY),
    "merging": View(replace(_ENDING, successor="NAV Agder"), samples.TODAY),
    "problem": View(
        _NAV, samples.TODAY, "Karriere Agder", problems={"name": "Karriere Agder finnes fra før."}
    ),
}
