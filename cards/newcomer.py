"""The newcomer's welcome on one screen: who we are, what is promised and next, whom to ask."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.handover import NOTHING, Hosting, Promises
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import PerformCommand
from cards.elements import (
    Checked,
    Execute,
    TextBlock,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    plain_row,
    section,
    shortened,
)
from cards.meeting import ShowMeeting, name_and_day, when_and_where
from cards.words import Words

MOST_AGENCIES = 5  # named; the rest is counted
MOST_PROMISES = 3
LONGEST_TASK = 80  # characters: the welcome is one screen


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody to ask, and for what: an agency's contact, the coordinator or who stands in."""

    name: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """`own` is the reader's agency, None before they have said; its promises are of today.

    responsibilities: what the agreement says it does every year, as the cards name activities.
    """

    network: str
    today: date
    agencies: tuple[str, ...]
    own: str | None = None
    promises: Promises = NOTHING
    responsibilities: tuple[str, ...] = ()
    next_meeting: Meeting | None = None
    advisers: tuple[Adviser, ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Velkommen til oss")
    body = [
        eyebrow(view.network),
        heading(title),
        line(_who_we_are(view, words)),
        *_next(view, words),
        *_promised(view, words),
        *_advisers(view, words),
    ]
    return card(words, body, _ways_on(view, words), fallback=title)


def _who_we_are(view: View, words: Words) -> str:
    if not view.agencies:
        return words.text("Etatene er ikke lagt inn ennå.")
    named = list(view.agencies[:MOST_AGENCIES])
    more = len(view.agencies) - len(named)
    rest = [words.plural("{count} til", "{count} til", more)] if more else []
    agencies = words.listing([*named, *rest])
    return words.text("Vi er {agencies}.", agencies=agencies)


def _next(view: View, words: Words) -> list[TextBlock]:
    if view.next_meeting is None:
        return []
    name = name_and_day(view.next_meeting, words, view.today)
    return [
        section(words.text("Det neste som skjer")),
        line(name),
        when_and_where(view.next_meeting, view.today, words),
    ]


def _promised(view: View, words: Words) -> list[Checked]:
    if view.own is None:
        said = words.text("Si hvilken etat du representerer, så ser du hva dere har lovet.")
        return [context(said)]
    rows = [
        *(_hosting(hosting, view, words) for hosting in view.promises.hosting),
        *(plain_row(shortened(task, LONGEST_TASK)) for task in view.promises.tasks),
    ]
    shown = rows[:MOST_PROMISES]
    more = len(rows) - len(shown)
    rest = [context(words.plural("Og {count} til.", "Og {count} til.", more))] if more else []
    return [
        section(words.text("Dette har {agency} lovet", agency=view.own)),
        *(shown or [line(words.text("Ingenting akkurat nå."))]),
        *rest,
        *_every_year(view, words),
    ]


def _hosting(hosting: Hosting, view: View, words: Words) -> Checked:
    name = name_and_day(hosting.meeting, words, view.today)
    if not hosting.open_duties:
        return plain_row(name, words.text("Alt er klart"))
    left = words.plural(
        "{count} oppgave gjenstår", "{count} oppgaver gjenstår", hosting.open_duties
    )
    return plain_row(name, left)


def _every_year(view: View, words: Words) -> list[TextBlock]:
    if not view.responsibilities:
        return []
    activities = words.listing(view.responsibilities)
    return [context(words.text("Hvert år etter avtalen: {activities}.", activities=activities))]


def _advisers(view: View, words: Words) -> list[Checked]:
    if not view.advisers:
        return []
    return [
        section(words.text("Spør gjerne")),
        line(words.listing(_adviser(adviser, words) for adviser in view.advisers)),
    ]


def _adviser(adviser: Adviser, words: Words) -> str:
    if adviser.agency is None:
        return adviser.name
    return words.text("{name} ({agency})", name=adviser.name, agency=adviser.agency)


def _ways_on(view: View, words: Words) -> list[Execute]:
    actions = [button(words.text("Møteplan"), PerformCommand(command="plan"))]
    if view.next_meeting is not None:
        opens = ShowMeeting(meeting=view.next_meeting.id)
        actions = [button(words.text("Neste møte"), opens), *actions]
    if view.own is None:
        return [button(words.text("Min etat"), PerformCommand(command="who-am-i")), *actions]
    return [*actions, button(words.text("Hvem er hvem"), PerformCommand(command="contacts"))]


PROMISES = Promises(
    (Hosting(samples.NETWORK_MEETING, 3), Hosting(samples.MOVED, 0)),
    ("Spør lærerne om praksisukene",),
)
_TYPICAL = View(
    "Kvalifiseringsnettverket i Lindesnes",
    samples.TODAY,
    ("Karriere Agder", "Lindesnes kommune", "Mandal videregående skole", "NAV Lindesnes"),
    own="NAV Lindesnes",
    promises=PROMISES,
    next_meeting=samples.NETWORK_MEETING,
    advisers=(Adviser("Kari Nilsen", "NAV Lindesnes"), Adviser("Amina Yusuf")),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "responsible": replace(_TYPICAL, responsibilities=("Ressursgruppemøte", "Nettverksmøte")),
    "not-said": replace(_TYPICAL, own=None, advisers=(Adviser("Amina Yusuf"),)),
    "empty": View("Nettverket", samples.TODAY, (), own="NAV Lindesnes"),
    "longest": replace(
        _TYPICAL,
        network=samples.LONG_NAME,
        agencies=(samples.LONG_NAME,) * 20,
        own=samples.LONG_NAME,
        promises=Promises((Hosting(samples.MOVED, 5),), (samples.LONGEST,) * 4),
        next_meeting=samples.MOVED,
        advisers=(Adviser(samples.LONG_NAME, samples.LONG_NAME),) * 2,
    ),
}
