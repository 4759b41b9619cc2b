"""Before a year is confirmed: what follows from it, whom it reaches first, and what is posted."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cards import samples
from cards.actions import CardAction
from cards.elements import button, card, context, eyebrow, heading, line
from cards.words import Words
from cards.year import ShowYear, Year


class ConfirmYear(CardAction):
    verb = "year.confirm/1"
    year: Year


@dataclass(frozen=True, slots=True)
class First:
    """The first reminder that follows: when, and to whom."""

    day: date
    person: str
    agency: str


@dataclass(frozen=True, slots=True)
class View:
    """overdue: dates of the draft that are over, and fall away. without_host: nobody is reminded.

    channel: where the plan is posted, None where there is none; people: how many read it.
    """

    year: int
    today: date
    count: int
    first: First | None = None
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
        *(line(told) for told in (_first(view, words), _posted(view, words)) if told),
        context(*_also(view, words)),
    ]
    actions = [
        button(words.text("Bekreft alle"), ConfirmYear(year=view.year)),
        button(words.text("Tilbake"), ShowYear(year=view.year)),
    ]
    return card(words, body, actions, fallback=title)


def _first(view: View, words: Words) -> str:
    if view.first is None:
        return words.text("Ingen blir minnet på noe.")
    day = words.short_day(view.first.day, view.today)
    return words.text(
        "Første påminnelse går {day} til {person} i {agency}.",
        day=day,
        person=view.first.person,
        agency=view.first.agency,
    )


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
    first=First(date(2028, 1, 7), "Kari Nilsen", "NAV Lindesnes"),
    channel="Generelt",
    people=31,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "bare": replace(_TYPICAL, count=1, first=None, channel=None, without_host=1),
    "longest": replace(
        _TYPICAL,
        first=First(date(2028, 1, 7), samples.LONG_NAME, samples.LONG_NAME),
        overdue=2,
        without_host=3,
        channel=samples.LONG_NAME,
    ),
}
