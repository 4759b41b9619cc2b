"""The days on which an agency cannot come: a tick for each, so that nothing has to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    plain_row,
    section,
    with_problems,
)
from cards.round_list import ShowRound
from cards.round_words import round_name
from cards.words import Words, capital


class BeginBlocked(CardAction):
    """«Sperrede dager»."""

    verb = "round.blocked/1"
    round: RowId


class SaveBlocked(CardAction):
    """days: ISO days in a comma list, as a multi-select sends them."""

    verb = "round.block/1"
    round: RowId
    days: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """agency: the reader's own. possible: the working days of the round. others: what the other
    agencies have said, by name.
    """

    round: int
    number: int
    agency: str
    today: date
    possible: tuple[date, ...]
    chosen: frozenset[date] = frozenset()
    others: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvilke dager kan dere ikke?")
    about = words.text("Kryss av for {agency}. Resten kan jeg bruke.", agency=view.agency)
    body: list[Checked] = [
        eyebrow(round_name(view.number, words), words.text("sperrede dager")),
        heading(title),
        context(about),
        *with_problems([_choices(view, words)], view.problems),
    ]
    if view.others:
        body.append(section(words.text("De andre")))
        body += [plain_row(name, _listed(days, view, words)) for name, days in view.others.items()]
    actions = [
        button(words.text("Lagre"), SaveBlocked(round=view.round), with_inputs=True),
        button(words.text("Tilbake"), ShowRound(round=view.round)),
    ]
    return card(words, body, actions, fallback=title)


def _choices(view: View, words: Words) -> Any:
    days = [(day.isoformat(), capital(words.day(day, view.today))) for day in view.possible]
    return choice_input(
        "days",
        words.text("Dager vi ikke kan"),
        days,
        value=",".join(day.isoformat() for day in sorted(view.chosen)),
        several=True,
        error=words.text("Kryss av for dager i lista."),
    )


def _listed(days: tuple[date, ...], view: View, words: Words) -> str:
    return words.listing(words.short_day(day, view.today) for day in days)


_POSSIBLE = tuple(date(2027, 3, 8) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9))
_TYPICAL = View(
    3,
    3,
    "NAV Lindesnes",
    samples.TODAY,
    _POSSIBLE,
    frozenset(_POSSIBLE[1:3]),
    {"Mandal videregående skole": _POSSIBLE[5:6]},
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, chosen=frozenset(), others={}),
    "problem": replace(_TYPICAL, problems={"days": "Kryss av for dager i lista."}),
    "longest": replace(
        _TYPICAL,
        agency=samples.LONG_NAME,
        possible=tuple(date(2027, 3, 1) + timedelta(days=n) for n in range(20)),
        others={f"{samples.LONG_NAME} {n}": _POSSIBLE for n in range(4)},
    ),
}
