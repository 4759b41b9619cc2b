"""Step 2 of the set-up: the agencies of the network, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.networks import Step
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import ColumnSet, Execute, Mark, button, card, context, heading, row
from cards.setup_parts import ShowAgencies, opens, overview_button, step_eyebrow
from cards.words import Words

PAGE = 8


class ShowAgency(CardAction):
    """One agency and its name; `more`: what else can be done about it."""

    verb = "setup.agency/1"
    agency: RowId
    more: bool = False


class ShowNewAgencies(CardAction):
    """«Legg til»: the form for new ones."""

    verb = "setup.agencies.new/1"


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency in the list. `successor` is the name of what it becomes a part of."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None = None
    successor: str | None = None
    observer: bool = False
    members: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A page of the agencies that have not ended; `ended` is how many have, all in all."""

    today: date
    agencies: tuple[AgencyLine, ...]
    count: int
    page: int = 0
    ended: int = 0
    next: Step | None = None
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.plural("{count} etat er med", "{count} etater er med", view.count)
    body = [
        step_eyebrow(Step.AGENCIES, words, view.told),
        heading(title),
        *(_row(agency, view.today, words) for agency in view.agencies),
        *_history(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _row(agency: AgencyLine, today: date, words: Words) -> ColumnSet:
    return row(
        Mark.SOON if agency.valid_to else Mark.DONE,
        agency.name,
        sentence(agency, today, words),
        button=button(words.text("Endre"), ShowAgency(agency=agency.id)),
    )


def sentence(agency: AgencyLine, today: date, words: Words) -> str:
    """What is to be known about it: its end, its beginning, or who represents it."""
    if agency.valid_to is not None:
        return _end(agency, agency.valid_to, today, words)
    if agency.valid_from > today:
        day = words.short_day(agency.valid_from, today)
        return words.text("Er med fra {day}.", day=day)
    people = words.plural("{count} person.", "{count} personer.", agency.members)
    people = people if agency.members else words.text("Ingen personer ennå.")
    observer = words.text("Observatør, har aldri vertskap.") if agency.observer else ""
    return f"{observer} {people}".strip()


def _end(agency: AgencyLine, last: date, today: date, words: Words) -> str:
    day = words.short_day(last, today)
    if agency.successor is not None:
        return words.text("Blir en del av {name} etter {day}.", name=agency.successor, day=day)
    return words.text("Siste dag er {day}.", day=day)


def _history(view: View, words: Words) -> list[Any]:
    if not view.ended:
        return []
    told = words.plural(
        "{count} tidligere etat er med i historien.",
        "{count} tidligere etater er med i historien.",
        view.ended,
    )
    return [context(told)]


def _actions(view: View, words: Words) -> list[Execute]:
    add = button(words.text("Legg til"), ShowNewAgencies())
    onward = opens(view.next, words.text("Fortsett")) if view.next else overview_button(words)
    return [add, *_pages(view, words), onward]


def _pages(view: View, words: Words) -> list[Execute]:
    pages = [
        (view.page > 0, words.text("Forrige"), view.page - 1),
        (view.count > (view.page + 1) * PAGE, words.text("Neste"), view.page + 1),
    ]
    return [button(title, ShowAgencies(page=page)) for there, title, page in pages if there]


_AGENCIES = (
    AgencyLine(1, "NAV Lindesnes", date(2020, 1, 1), members=4),
    AgencyLine(2, samples.LONG_NAME, date(2020, 1, 1), members=1),
    AgencyLine(3, "Karriere Agder Lyngdal", date(2027, 8, 1)),
    AgencyLine(4, "Mandal videregående skole", date(2017, 1, 1)),
    AgencyLine(5, "NORCE", date(2017, 1, 1), observer=True, members=1),
    AgencyLine(6, "NAV Marnardal", date(2017, 1, 1), date(2027, 12, 31), successor="NAV Lindesnes"),
    AgencyLine(7, "Åseral kommune", date(2017, 1, 1), date(2027, 6, 30)),
)
SAMPLES: dict[str, View] = {
    "typical": View(samples.TODAY, _AGENCIES, 7, ended=3),
    "setting-up": View(
        samples.TODAY, _AGENCIES[:5], 5, next=Step.CHANNELS, told="5 etater er lagt til"
    ),
    "page": View(samples.TODAY, (*_AGENCIES, _AGENCIES[0]), 20, page=1),
    "one": View(samples.TODAY, _AGENCIES[:1], 1, ended=1),
}
