"""References: a code, milestone dates and a language, once the parties have agreed to keep them.

Even that is pseudonymised personal data in a small municipality: so there is no text field, nothing
is kept before an agreement and an impact assessment are recorded and every party has confirmed
them, and what is finished is forgotten after a time.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import typed
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark
from bot.domain.spoken import LANGUAGES
from bot.domain.typed import Form

MONTHS_KEPT = 12  # after a candidate has finished, unless the network says otherwise
MOST_MONTHS_KEPT = 60
HALF_A_YEAR = 6
AT_LEAST_BETWEEN = 3  # months from the last half-yearly meeting to the one before the end
MOST_HALF_YEARS = 12
OFF = mark(
    "Referanser er ikke slått på. Avtalen og vurderingen må være registrert, og alle etatene må ha "
    "bekreftet dem."
)


@dataclass(frozen=True, slots=True)
class Milestones:
    """The dates of one candidate's path. worry_on: meet by then, because progress is a worry."""

    began_on: date
    primary_ends_on: date | None = None
    secondary_began_on: date | None = None
    secondary_ends_on: date | None = None
    worry_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A meeting that is due. `occurrence` tells the half-yearly ones apart; the last one is 0."""

    number: int
    occurrence: int
    day: date


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(milestones: Milestones, calendar: WorkCalendar) -> tuple[Due, ...]:
    """Every meeting that the dates ask for, on working days, in order of time."""
    planned = sorted(_planned(milestones), key=lambda each: (each.day, each.number))
    hurried = _hurried(planned, milestones.worry_on)
    return tuple(replace(each, day=calendar.on_or_before(each.day)) for each in hurried)


def _planned(milestones: Milestones) -> Iterator[Due]:
    yield Due(1, 0, months_after(milestones.began_on, 3))
    if milestones.primary_ends_on is not None:
        yield Due(2, 0, months_after(milestones.primary_ends_on, -12))
        yield Due(3, 0, months_after(milestones.primary_ends_on, -6))
    if milestones.secondary_ends_on is not None:
        last = months_after(milestones.secondary_ends_on, -6)
        yield Due(4, 0, last)
        yield from _half_yearly(milestones.secondary_began_on, last)


def _half_yearly(began_on: date | None, last: date) -> Iterator[Due]:
    if began_on is None:
        return
    for count in range(1, MOST_HALF_YEARS + 1):
        day = months_after(began_on, count * HALF_A_YEAR)
        if day > months_after(last, -AT_LEAST_BETWEEN):
            return
        yield Due(4, count, day)


def _hurried(planned: list[Due], worry_on: date | None) -> Iterator[Due]:
    """With a worry, the next meeting comes forward to that day; the others stay."""
    later = (each for each in planned if worry_on is not None and each.day > worry_on)
    forward = next(later, None)
    for each in planned:
        yield replace(each, day=worry_on or each.day) if each is forward else each


def may_be_kept(*, recorded: bool, parties: Iterable[int], confirmed: Collection[int]) -> bool:
    """Only when everything is written down and every party has confirmed it."""
    listed = tuple(parties)
    return recorded and bool(listed) and all(party in confirmed for party in listed)


def next_code(short: str, year: int, taken: Collection[str]) -> str:
    """ "LK-2027-014": the network's capitals, the year, and the next free number."""
    capitals = "".join(c for c in short if c.isascii() and c.isupper())[:4] or "RG"
    start = f"{capitals}-{year}-"
    numbers = [int(code.removeprefix(start)) for code in taken if _is_ours(code, start)]
    return f"{start}{max(numbers, default=0) + 1:03}"


def _is_ours(code: str, start: str) -> bool:
    return code.startswith(start) and code.removeprefix(start).isdecimal()


def forgotten_on(finished_on: date, months_kept: int) -> date:
    """From this day on nothing of it is kept."""
    return months_after(finished_on, months_kept)


# --- The form ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReferenceTyped:
    """A form as it was typed: days and a choice, and no text."""

    language: str = ""
    began: str = ""
    primary_ends: str = ""
    secondary_began: str = ""
    secondary_ends: str = ""
    worry: str = ""


def read(form: Form, told: ReferenceTyped) -> tuple[Milestones, str] | None:
    """The dates and the language; None where something is wrong, which is then in the form."""
    language = form.read("language", lambda: _language(told.language))
    began = form.read("began", lambda: typed.day(told.began))
    primary = form.read("primary_ends", lambda: typed.optional_day(told.primary_ends))
    begins = form.read("secondary_began", lambda: typed.optional_day(told.secondary_began))
    ends = form.read("secondary_ends", lambda: typed.optional_day(told.secondary_ends))
    worry = form.read("worry", lambda: typed.optional_day(told.worry))
    if form.problems or began is None or language is None:
        return None
    _check_order(form, began, primary, begins, ends)
    if form.problems:
        return None
    return Milestones(began, primary, begins, ends, worry), language


def _language(value: str) -> str:
    if value and value not in LANGUAGES:
        raise Refused(mark("Velg et språk fra lista."))
    return value


def _check_order(
    form: Form, began: date, primary: date | None, begins: date | None, ends: date | None
) -> None:
    if primary is not None and primary <= began:
        form.refuse("primary_ends", mark("Dette må komme etter starten."))
    if begins is not None and begins <= began:
        form.refuse("secondary_began", mark("Dette må komme etter starten."))
    if ends is not None and ends <= (begins or began):
        form.refuse("secondary_ends", mark("Dette må komme etter starten."))
