"""Told once in the network's channel: the round is in the calendar."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cards import samples
from cards.elements import button, card, context, eyebrow, fact, heading
from cards.round_list import ShowRound
from cards.round_words import count, days, round_name
from cards.words import Words, capital


@dataclass(frozen=True, slots=True)
class View:
    """agencies: who meets. languages: the interpreters."""

    round: int
    number: int
    today: date
    days: tuple[date, ...]
    meetings: int
    agencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    information: date | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Runden med ressursgruppemøter er lagt")
    when = capital(days(view.days, view.today, words))
    body = [
        eyebrow(round_name(view.number, words), words.from_now(view.days[0], view.today)),
        heading(title),
        fact(f"{when}, {count(view.meetings, words)}", when),
        context(_who(view, words), _interpreters(view, words)),
        *([context(_information(view.information, view, words))] if view.information else []),
    ]
    show = button(words.text("Se programmet"), ShowRound(round=view.round))
    return card(words, body, [show], fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    told = days(view.days, view.today, words)
    return words.text("Runde med ressursgruppemøter {days}", days=told)


def _who(view: View, words: Words) -> str:
    if not view.agencies:
        return ""
    return words.text("{agencies} møter.", agencies=words.listing(view.agencies))


def _interpreters(view: View, words: Words) -> str:
    if not view.languages:
        return ""
    return words.text("Tolk: {languages}.", languages=words.listing(view.languages))


def _information(day: date, view: View, words: Words) -> str:
    told = words.day(day, view.today)
    return words.text("Felles informasjonsmøte før møte 3: {day}.", day=told)


_TYPICAL = View(
    3,
    3,
    samples.TODAY,
    (date(2027, 3, 16), date(2027, 3, 17)),
    11,
    ("NAV Lindesnes", "Karriere Agder Lyngdal", "Mandal videregående skole"),
    ("tigrinja", "arabisk"),
    date(2027, 3, 9),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, days=_TYPICAL.days[:1], agencies=(), languages=(), information=None),
    "longest": replace(_TYPICAL, agencies=(samples.LONG_NAME,) * 5, languages=("kurmanji",) * 6),
}
