"""Agencies become one: which, into what, from when; and what will happen, before it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.agencies import LONGEST_NAME
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Execute,
    Input,
    TextBlock,
    button,
    card,
    choice_input,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    fact,
    heading,
    line,
    line_input,
    with_problems,
)
from cards.setup_agencies import ShowAgency
from cards.words import Words

NEW = "new"  # into an agency that does not exist yet


class CheckMerge(CardAction):
    """The filled-in form: `others` is a comma list of ids, `into` one of them all, or NEW."""

    verb = "setup.merge.check/1"
    agency: RowId
    others: str = ""
    into: str = ""
    name: str = ""
    day: str = ""


class Merge(CheckMerge):
    """What was read, and meant. Every part is checked again."""

    verb = "setup.merge.do/1"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What will happen. `merging` end, `into` goes on from `day`; the numbers pass to it."""

    merging: tuple[str, ...]
    into: str
    day: date
    meetings: int = 0
    duties: int = 0
    tasks: int = 0
    members: int = 0
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The form, as it was typed; or, with `consequences`, the question before it is done."""

    agency_id: int
    agency: str
    today: date
    others: tuple[tuple[int, str], ...]
    typed: CheckMerge
    consequences: Consequences | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.consequences is not None:
        return _asking(view, view.consequences, words)
    title = words.text("Hvem går {agency} sammen med?", agency=view.agency)
    body = [
        eyebrow(words.text("Slå sammen etater")),
        heading(title),
        *with_problems(_fields(view, words), view.problems),
    ]
    check = button(
        words.text("Se hva som skjer"), CheckMerge(agency=view.agency_id), with_inputs=True
    )
    return card(words, body, [check, _back(view, words)], fallback=title)


def _fields(view: View, words: Words) -> list[Input]:
    everybody = [(str(view.agency_id), view.agency), *_choices(view.others)]
    return [
        choice_input(
            "others",
            words.text("De andre"),
            _choices(view.others),
            value=view.typed.others,
            several=True,
            error=words.text("Velg minst én etat til."),
            required=True,
        ),
        dropdown_input(
            "into",
            words.text("Alle blir en del av"),
            [(NEW, words.text("En ny etat")), *everybody],
            value=view.typed.into or NEW,
            error=words.text("Velg hva de blir en del av."),
            required=True,
        ),
        line_input(
            "name",
            words.text("Navnet, hvis etaten er ny"),
            value=view.typed.name,
            longest=LONGEST_NAME,
            error=words.text("Skriv navnet på den nye etaten."),
        ),
        date_input(
            words, "day", words.text("Første dag som én etat"), value=view.typed.day, required=True
        ),
    ]


def _choices(agencies: tuple[tuple[int, str], ...]) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in agencies]


def _asking(view: View, told: Consequences, words: Words) -> dict[str, Any]:
    title = words.text("Skal de slås sammen?")
    when = words.day(told.day, view.today)
    body = [
        eyebrow(words.text("Slå sammen etater"), words.text("ingenting er endret ennå")),
        heading(title),
        fact(
            words.text(
                "{names} blir {into} fra {day}.",
                names=words.listing(told.merging),
                into=told.into,
                day=when,
            ),
            core=told.into,
        ),
        *_passing(told, words),
        context(words.text("Historien blir stående, og turen på rundgangen følger med.")),
        context(_regret(told, words)),
    ]
    return card(words, body, [_merge(view, words), _back(view, words)], fallback=title)


def _passing(told: Consequences, words: Words) -> list[TextBlock]:
    parts = [
        words.plural("{count} møte", "{count} møter", told.meetings) if told.meetings else "",
        words.plural("{count} oppgave", "{count} oppgaver", told.duties + told.tasks)
        if told.duties + told.tasks
        else "",
        words.plural("{count} person", "{count} personer", told.members) if told.members else "",
    ]
    named = [part for part in parts if part]
    if not named:
        return []
    return [line(words.text("Dette følger med: {things}.", things=words.listing(named)))]


def _regret(told: Consequences, words: Words) -> str:
    if told.at_once:
        return words.text("Det skjer med en gang og kan ikke angres.")
    return words.text("Fram til da gjør de som før, og du kan angre.")


def _merge(view: View, words: Words) -> Execute:
    return button(words.text("Slå sammen"), Merge(**view.typed.model_dump()))


def _back(view: View, words: Words) -> Execute:
    """To the agency: nothing has happened yet."""
    return button(words.text("Avbryt"), ShowAgency(agency=view.agency_id))


_OTHERS = ((2, "NAV Marnardal"), (3, samples.LONG_NAME), (4, "Karriere Agder Lyngdal"))
_EMPTY = CheckMerge(agency=1, others="", into="", name="", day="")
_TYPED = CheckMerge(agency=1, others="2", into=NEW, name="NAV Lindesnes", day="2028-01-01")
SAMPLES: dict[str, View] = {
    "form": View(1, "NAV Mandal", samples.TODAY, _OTHERS, _EMPTY),
    "asking": View(
        1,
        "NAV Mandal",
        samples.TODAY,
        _OTHERS,
        _TYPED,
        Consequences(
            ("NAV Mandal", "NAV Marnardal"), "NAV Lindesnes", date(2028, 1, 1), 2, 3, 1, 5
        ),
    ),
    "at-once": View(
        1,
        "NAV Mandal",
        samples.TODAY,
        _OTHERS,
        _TYPED,
        Consequences(("NAV Mandal",), samples.LONG_NAME, samples.TODAY, at_once=True),
    ),
    "problem": View(
        1,
        "NAV Mandal",
        samples.TODAY,
        _OTHERS,
        CheckMerge(agency=1, others="2", into=NEW, name="", day="2028-02-31"),
        problems={
            "name": "Skriv navnet på den nye etaten.",
            "day": "Den datoen finnes ikke. Velg en dag i kalenderen.",
        },
    ),
}
