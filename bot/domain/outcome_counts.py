"""What came of it, counted by year and never by person: the management information."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from bot.domain import typed
from bot.domain.errors import mark
from bot.domain.typed import Form

MOST = 9_999  # people of one kind in one year
FIRST_YEAR = 2017


class Outcome(StrEnum):
    SETTLED = "settled"
    DUE = "due"
    HELD = "held"
    STARTED = "started"
    PASSED = "passed"
    NOT_PASSED = "not-passed"
    LEFT = "left"
    IN_SCHOOL = "in-school"
    IN_WORK = "in-work"
    UNKNOWN = "unknown"


OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SETTLED: mark("Bosatt"),
        Outcome.DUE: mark("Ressursgruppemøter som skulle vært holdt"),
        Outcome.HELD: mark("Ressursgruppemøter som ble holdt"),
        Outcome.STARTED: mark("Begynte på videregående"),
        Outcome.PASSED: mark("Bestått"),
        Outcome.NOT_PASSED: mark("Ikke bestått"),
        Outcome.LEFT: mark("Sluttet"),
        Outcome.IN_SCHOOL: mark("På skole"),
        Outcome.IN_WORK: mark("I arbeid"),
        Outcome.UNKNOWN: mark("Vet ikke"),
    }
)


@dataclass(frozen=True, slots=True)
class Entered:
    """A number, and who stands for it."""

    people: int
    person: str
    at: datetime


Year = Mapping[Outcome, Entered]


def years(today: date) -> range:
    """The years that can be entered: from the model's first to this one."""
    return range(FIRST_YEAR, today.year + 1)


def read(form: Form, typed_in: Mapping[Outcome, str]) -> dict[Outcome, int | None]:
    """Every number of a form; None for what stands empty. Problems are by the outcome's word."""
    read_in = {
        outcome: form.read(outcome, partial(_number, value)) for outcome, value in typed_in.items()
    }
    due, held = read_in.get(Outcome.DUE), read_in.get(Outcome.HELD)
    if due is not None and held is not None and held > due:
        form.refuse(
            Outcome.HELD, mark("Dette er flere enn de {due} som skulle vært holdt."), due=due
        )
    return read_in


def _number(value: str) -> int | None:
    return typed.optional_number(value, least=0, most=MOST)
