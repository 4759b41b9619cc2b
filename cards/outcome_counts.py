"""`styringstall`: what came of it, the year and those before it, in one table of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from pydantic import Field

from bot.domain.outcome_counts import OUTCOMES, Entered, Outcome, Year
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    plain_row,
    state,
)
from cards.words import Words

BESIDE = 3  # years before the one shown


class ShowCounts(CardAction):
    """Another year."""

    verb = "counts/1"
    year: int = Field(ge=2000, le=2100)


class EditCounts(CardAction):
    """«Skriv inn tall»."""

    verb = "counts.edit/1"
    year: int = Field(ge=2000, le=2100)


@dataclass(frozen=True, slots=True)
class View:
    """years: what was entered, by year; those before `year` stand beside it.

    first, last: the years one can go to. told: what was just saved.
    """

    network: str
    today: date
    year: int
    years: Mapping[int, Year] = field(default_factory=dict)
    first: int = 2017
    last: int = 2027
    may_enter: bool = True
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    entered = view.years.get(view.year, {})
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(view.network, words.text("styringstall")),
        state(Mark.DONE, view.told) if view.told else heading(title),
        context(words.text("Bare tall for hele året. Ingen enkeltpersoner.")),
    ]
    if any(view.years.values()):
        body += [_row(outcome, view, words) for outcome in Outcome]
        body += [context(told) for told in _who(entered, view, words)]
    else:
        body.append(line(words.text("Ingen tall er skrevet inn ennå.")))
    return card(words, body, _ways(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    entered = view.years.get(view.year, {})
    if not entered:
        return words.text("Ingen tall for {year} ennå", year=view.year)
    settled, work = entered.get(Outcome.SETTLED), entered.get(Outcome.IN_WORK)
    if settled is not None and work is not None:
        return words.text(
            "{year}: {settled} bosatt, {work} i arbeid",
            year=view.year,
            settled=settled.people,
            work=work.people,
        )
    return words.text("Styringstall for {year}", year=view.year)


def _row(outcome: Outcome, view: View, words: Words) -> Checked:
    """The year's number first; those of the years before it in the line below."""
    now = _number(view.years.get(view.year, {}).get(outcome))
    name = words.text(OUTCOMES[outcome])
    told = words.text("{name}: {number}", name=name, number=now)
    return plain_row(told, _before(outcome, view))


def _before(outcome: Outcome, view: View) -> str:
    earlier = [
        (year, view.years[year][outcome])
        for year in range(view.year - 1, view.year - 1 - BESIDE, -1)
        if outcome in view.years.get(year, {})
    ]
    return " · ".join(f"{year}: {entered.people}" for year, entered in earlier)


def _number(entered: Entered | None) -> str:
    return "–" if entered is None else str(entered.people)


def _who(entered: Year, view: View, words: Words) -> list[str]:
    """Who stands for the newest of the numbers, and when."""
    if not entered:
        return []
    newest = max(entered.values(), key=lambda each: each.at)
    when = words.moment(newest.at, view.today)
    return [words.text("Sist endret av {name}, {when}.", name=newest.person, when=when)]


def _ways(view: View, words: Words) -> list[Execute]:
    ways = []
    if view.may_enter:
        ways.append(button(words.text("Skriv inn tall"), EditCounts(year=view.year)))
    if view.year > view.first:
        ways.append(button(str(view.year - 1), ShowCounts(year=view.year - 1)))
    if view.year < view.last:
        ways.append(button(str(view.year + 1), ShowCounts(year=view.year + 1)))
    return ways


def _sampled(*numbers: int) -> Year:
    at = datetime(2027, 2, 12, 9, 30, tzinfo=UTC)
    listed = zip(Outcome, numbers, strict=False)
    return {outcome: Entered(number, "Kari Nilsen", at) for outcome, number in listed}


_YEARS = {
    2027: _sampled(16, 31, 28, 9, 6, 1, 1, 8, 5),
    2026: _sampled(15, 28, 27, 7, 5, 0, 2, 6, 7, 1),
    2025: _sampled(22, 40, 36, 11),
}
_TYPICAL = View("Kvalifiseringsnettverket i Lindesnes", samples.TODAY, 2027, _YEARS)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, years={}),
    "some": replace(_TYPICAL, year=2026, years={2025: _YEARS[2025]}, may_enter=False),
    "saved": replace(_TYPICAL, told="Tallene er lagret"),
    "longest": replace(
        _TYPICAL,
        network=samples.LONG_NAME,
        year=2026,
        years={year: _sampled(*[9999] * 10) for year in range(2020, 2028)},
    ),
}
