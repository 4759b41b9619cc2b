"""Before a meeting, for its host: who comes, and who has not said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.domain.attendance import Coming, Counts, Invited
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.call_in import coming, details
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    plain_row,
)
from cards.meeting import name_and_day
from cards.openings import CallIn
from cards.words import Words

NAMES = 6  # of those who have not answered, in one agency

_TOLD: Mapping[Coming, str] = MappingProxyType(
    {
        Coming.YES: mark("{count} kommer"),
        Coming.DEPUTY: mark("{count} vara"),
        Coming.NO: mark("{count} kommer ikke"),
    }
)


class TurnAttendance(CardAction):
    """Another page of the agencies."""

    verb = "attendance.page/1"
    meeting: RowId
    page: int = Field(ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency, and what its people answered."""

    id: int
    name: str
    people: tuple[Invited, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What everybody may know, and the agencies with names, for the host alone.

    called: people have been asked. may_call: the reader can do it. agencies: one page of them,
    `page` from 0.
    """

    meeting: Meeting
    today: date
    counts: Counts
    agencies: tuple[AgencyRow, ...] = ()
    called: bool = True
    may_call: bool = True
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = coming(view.counts, words) if view.called else _not_called(words)
    body: list[Checked] = [
        eyebrow(name_and_day(view.meeting, words, view.today), words.text("hvem kommer")),
        heading(title),
        *([context(*_about(view, words))] if view.agencies else []),
        *(plain_row(agency.name, _told(agency, words)) for agency in view.agencies),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _about(view: View, words: Words) -> list[str]:
    return [*details(view.counts, words), words.text("Navnene er det bare du som ser her.")]


def _not_called(words: Words) -> str:
    return words.text("Innkallingen er ikke sendt ennå")


def _told(agency: AgencyRow, words: Words) -> str:
    """ "2 kommer · 1 kommer ikke · Ikke svart: Nils Hansen og Siri Lie"."""
    given = [person.coming for person in agency.people]
    silent = [person.name for person in agency.people if person.coming is None]
    told = [words.text(text, count=given.count(c)) for c, text in _TOLD.items() if c in given]
    if silent:
        told.append(words.text("Ikke svart: {names}", names=_listed(silent, words)))
    return " · ".join(told) or words.text("Ingen har meldt seg fra denne etaten")


def _listed(names: list[str], words: Words) -> str:
    rest = len(names) - NAMES
    if rest <= 0:
        return words.listing(names)
    return words.listing([*names[:NAMES], words.text("{count} til", count=rest)])


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.meeting.id
    if not view.called:
        call_in = button(words.text("Kall inn"), CallIn(meeting=number))
        return [call_in] if view.may_call else []
    pages = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    return [
        button(title, TurnAttendance(meeting=number, page=page))
        for there, title, page in pages
        if there
    ]


def _people(agency_id: int, *answers: Coming | None) -> tuple[Invited, ...]:
    names = ("Nils Hansen", "Siri Lie", "Amina Yusuf", "Ola Berg", "Kari Nordmann")
    return tuple(
        Invited(number, name, agency_id, answer)
        for number, (name, answer) in enumerate(zip(names * 4, answers, strict=False), start=1)
    )


_TYPICAL = View(
    samples.NETWORK_MEETING,
    samples.TODAY,
    Counts(coming=3, deputies=1, agencies=2, staying_away=1),
    (
        AgencyRow(1, "NAV Lindesnes", _people(1, Coming.YES, Coming.YES, None, None)),
        AgencyRow(2, "Karriere Agder Lyngdal", _people(2, Coming.YES, Coming.DEPUTY, Coming.NO)),
        AgencyRow(3, "Mandal videregående skole", _people(3, None)),
        AgencyRow(4, "Lindesnes læringssenter"),
    ),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "nobody-yet": replace(_TYPICAL, counts=Counts(), agencies=_TYPICAL.agencies[2:]),
    "not-called-in": replace(_TYPICAL, counts=Counts(), agencies=(), called=False),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        agencies=(AgencyRow(5, samples.LONG_NAME, _people(5, *[None] * 20)),) * 8,
        page=1,
        has_more=True,
    ),
}
