"""An agency leaves: its last day, and what will happen, before it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Container,
    TextBlock,
    button,
    card,
    context,
    date_input,
    eyebrow,
    fact,
    heading,
    line,
    plain_row,
    with_problems,
)
from cards.setup_agencies import ShowAgency
from cards.words import Words

MOST_ROWS = 8


class CheckLeave(CardAction):
    """The filled-in form; `day` is the last day, as it was typed."""

    verb = "setup.leave.check/1"
    agency: RowId
    day: str = ""


class Leave(CheckLeave):
    """What was read, and meant. The day is checked again."""

    verb = "setup.leave.do/1"


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A meeting that gets another host; `host` is None where nobody can."""

    starts_at: datetime
    host: str | None


@dataclass(frozen=True, slots=True)
class Consequences:
    day: date
    meetings: tuple[PassedOn, ...] = ()
    members: int = 0
    tasks: int = 0
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The form, as it was typed; or, with `consequences`, the question before it is done."""

    agency_id: int
    agency: str
    today: date
    day: str = ""
    consequences: Consequences | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.consequences is not None:
        return _asking(view, view.consequences, words)
    title = words.text("Når slutter {agency}?", agency=view.agency)
    asked = date_input(
        words, "day", words.text("Siste dag i nettverket"), value=view.day, required=True
    )
    body = [
        eyebrow(words.text("En etat slutter")),
        heading(title),
        context(words.text("Du får se hva som skjer, før noe endres.")),
        *with_problems([asked], view.problems),
    ]
    check = button(
        words.text("Se hva som skjer"), CheckLeave(agency=view.agency_id), with_inputs=True
    )
    return card(words, body, [check, _back(view, words)], fallback=title)


def _asking(view: View, told: Consequences, words: Words) -> dict[str, Any]:
    title = words.text("Skal {agency} ut av nettverket?", agency=view.agency)
    day = words.day(told.day, view.today)
    body = [
        eyebrow(words.text("En etat slutter"), words.text("ingenting er endret ennå")),
        heading(title),
        fact(words.text("Siste dag er {day}.", day=day), core=day),
        *_meetings(view, told, words),
        *_people(told, words),
        context(words.text("Historien blir stående."), _regret(told, words)),
    ]
    leave = button(words.text("Ja, de slutter"), Leave(agency=view.agency_id, day=view.day))
    return card(words, body, [leave, _back(view, words)], fallback=title)


def _meetings(view: View, told: Consequences, words: Words) -> list[TextBlock | Container]:
    if not told.meetings:
        return []
    shown = told.meetings[:MOST_ROWS]
    hidden = len(told.meetings) - len(shown)
    more = [line(words.plural("Og ett møte til.", "Og {count} møter til.", hidden))]
    return [
        line(words.text("Møtene deres går videre i rundgangen:")),
        *(_row(meeting, view.today, words) for meeting in shown),
        *(more if hidden else []),
    ]


def _row(meeting: PassedOn, today: date, words: Words) -> Container:
    day = words.day(words.day_of(meeting.starts_at), today)
    host = meeting.host or words.text("Ingen kan ta det ennå")
    return plain_row(day, host)


def _people(told: Consequences, words: Words) -> list[TextBlock]:
    sentences = []
    if told.members:
        sentences.append(
            words.plural(
                "Én person er med videre, men representerer ingen.",
                "{count} personer er med videre, men representerer ingen.",
                told.members,
            )
        )
    if told.tasks:
        sentences.append(
            words.plural(
                "Ett punkt de har lovet, står åpent: ta det opp på neste møte.",
                "{count} punkter de har lovet, står åpne: ta dem opp på neste møte.",
                told.tasks,
            )
        )
    return [line(sentence) for sentence in sentences]


def _regret(told: Consequences, words: Words) -> str:
    if told.at_once:
        return words.text("Det skjer med en gang og kan ikke angres.")
    return words.text("Fram til da kan du angre, men de som har tatt over et møte, beholder det.")


def _back(view: View, words: Words) -> Any:
    return button(words.text("Avbryt"), ShowAgency(agency=view.agency_id))


_MEETINGS = (
    PassedOn(datetime(2027, 9, 18, 7, 0, tzinfo=UTC), "Karriere Agder Lyngdal"),
    PassedOn(datetime(2028, 3, 18, 8, 0, tzinfo=UTC), samples.LONG_NAME),
    PassedOn(datetime(2028, 9, 18, 7, 0, tzinfo=UTC), None),
)
SAMPLES: dict[str, View] = {
    "form": View(1, "NAV Marnardal", samples.TODAY),
    "asking": View(
        1,
        samples.LONG_NAME,
        samples.TODAY,
        "2027-06-30",
        Consequences(date(2027, 6, 30), _MEETINGS, members=3, tasks=2),
    ),
    "asking-longest": View(
        1,
        "NAV Marnardal",
        samples.TODAY,
        "2027-06-30",
        Consequences(date(2027, 6, 30), _MEETINGS * 4, members=1, tasks=1),
    ),
    "asking-nothing": View(
        1,
        "NAV Marnardal",
        samples.TODAY,
        "2027-02-24",
        Consequences(date(2027, 2, 24), at_once=True),
    ),
    "problem": View(
        1,
        "NAV Marnardal",
        samples.TODAY,
        "2027-02-31",
        problems={"day": "Den datoen finnes ikke. Velg en dag i kalenderen."},
    ),
}
