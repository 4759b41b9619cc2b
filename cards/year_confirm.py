"""Before a year is confirmed: what follows from it, whom it reaches first, and what is posted."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cards import samples
from cards.actions import CardAction
from cards.coming_notices import ShowComing
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    heading,
    line,
    section,
)
from cards.words import Words
from cards.year import ShowYear, Year


class ConfirmYear(CardAction):
    verb = "year.confirm/1"
    year: Year


@dataclass(frozen=True, slots=True)
class First:
    """One of the first messages that follow: when, and to whom."""

    day: date
    person: str
    agency: str


@dataclass(frozen=True, slots=True)
class View:
    """first: the earliest messages. overdue: dates of the draft that are over, and fall away.

    without_host: nobody is reminded.
    channel: where the plan is posted, None where there is none; people: how many read it.
    """

    year: int
    today: date
    count: int
    first: tuple[First, ...] = ()
    overdue: int = 0
    without_host: int = 0
    channel: str | None = None
    people: int = 0


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.plural(
        "Skal {count} møte inn i planen?", "Skal {count} møter inn i planen?", view.count
    )
    body = [
        eyebrow(words.text("Årsplan {year}", year=view.year), words.text("før noe sendes")),
        heading(title),
        line(_posted(view, words)),
        *_first(view, words),
        context(*_also(view, words)),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _actions(view: View, words: Words) -> list[Execute]:
    actions = [button(words.text("Bekreft alle"), ConfirmYear(year=view.year))]
    if view.first:
        actions.append(button(words.text("Alle varslene"), ShowComing(year=view.year)))
    return [*actions, button(words.text("Tilbake"), ShowYear(year=view.year))]


def _first(view: View, words: Words) -> list[Checked]:
    if not view.first:
        return [line(words.text("Ingen blir minnet på noe."))]
    return [
        section(words.text("De første jeg minner på noe")),
        *(_row(f, view, words) for f in view.first),
    ]


def _row(first: First, view: View, words: Words) -> Checked:
    return dated_row(words.tight_day(first.day, view.today), first.person, first.agency)


def _posted(view: View, words: Words) -> str:
    if view.channel is None:
        return words.text("Ingenting legges ut: nettverket har ikke valgt en kanal ennå.")
    return words.plural(
        "Lista over møtene legges ut i «{channel}», der {count} person kan lese den.",
        "Lista over møtene legges ut i «{channel}», der {count} personer kan lese den.",
        view.people,
        channel=view.channel,
    )


def _also(view: View, words: Words) -> tuple[str, ...]:
    """What one might not think of."""
    over = words.plural(
        "{count} dato har vært, og faller ut.",
        "{count} datoer har vært, og faller ut.",
        view.overdue,
    )
    alone = words.plural(
        "{count} møte har ingen vert, så ingen blir minnet på det.",
        "{count} møter har ingen vert, så ingen blir minnet på dem.",
        view.without_host,
    )
    after = words.text("Hvert møte kan flyttes eller avlyses etterpå.")
    return over if view.overdue else "", alone if view.without_host else "", after


_TYPICAL = View(
    year=2028,
    today=samples.TODAY,
    count=12,
    first=(
        First(date(2028, 1, 7), "Kari Nilsen", "NAV Lindesnes"),
        First(date(2028, 1, 21), "Amina Yusuf", "Lindesnes læringssenter"),
        First(date(2028, 2, 4), "Ola Berg", "Karriere Agder"),
    ),
    channel="Generelt",
    people=31,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "bare": replace(_TYPICAL, count=1, first=(), channel=None, without_host=1),
    "longest": replace(
        _TYPICAL,
        first=(First(date(2028, 1, 7), samples.LONG_NAME, samples.LONG_NAME),) * 3,
        overdue=2,
        without_host=3,
        channel=samples.LONG_NAME,
    ),
}
