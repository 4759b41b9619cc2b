"""Recurring meetings: how a pattern is said, and as which rule of RFC 5545 it is kept.

The rule is over days; the hours are wall time in the network's zone. Which days it gives is
reckoned by a library (storage/series.py), not here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST = 60  # meetings in one series: five years of a monthly one
MOST_EVERY = 12
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1  # the last weekday of its kind in the month
_WEEK = 7  # days
_WEEKS_OF_ANY_MONTH = 4  # a fifth Thursday is the last one


class Repeats(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"  # on the same weekday of the month: the third Thursday
    CHOSEN = "chosen"  # in chosen months, on the same weekday of the month


class Scope(StrEnum):
    """Which meetings of a series a change is about."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"  # that are still to come


@dataclass(frozen=True, slots=True)
class Pattern:
    """When meetings recur.

    every: each so many weeks or months. months: 1-12, for chosen ones. weekday: 0 is Monday.
    nth: which weekday of the month, 1-4, or -1 for the last.
    """

    repeats: Repeats
    weekday: int
    nth: int = 1
    every: int = 1
    months: tuple[int, ...] = ()

    @property
    def rule(self) -> str:
        """As an RRULE without an end."""
        day = _WEEKDAYS[self.weekday]
        if self.repeats is Repeats.WEEKS:
            return f"FREQ=WEEKLY;INTERVAL={self.every};BYDAY={day}"
        if self.repeats is Repeats.MONTHS:
            return f"FREQ=MONTHLY;INTERVAL={self.every};BYDAY={self.nth}{day}"
        listed = ",".join(str(month) for month in self.months)
        return f"FREQ=YEARLY;BYMONTH={listed};BYDAY={self.nth}{day}"


def like(day: date, repeats: Repeats, every: int = 1, months: tuple[int, ...] = ()) -> Pattern:
    """The pattern that a meeting on that day begins; its own month is always a chosen one."""
    if repeats is Repeats.WEEKS:
        return Pattern(repeats, day.weekday(), every=every)
    which = (day.day - 1) // _WEEK + 1
    nth = which if which <= _WEEKS_OF_ANY_MONTH else _LAST
    if repeats is Repeats.MONTHS:
        return Pattern(repeats, day.weekday(), nth, every)
    return Pattern(repeats, day.weekday(), nth, months=tuple(sorted({*months, day.month})))


def counted(pattern: Pattern, count: int) -> str:
    """The rule for so many days, those that are left out among them."""
    return f"{pattern.rule};COUNT={count}"


def until(pattern: Pattern, last: date) -> str:
    """The rule for the days up to `last`, itself included."""
    return f"{pattern.rule};UNTIL={last:%Y%m%d}"


def read(rule: str) -> Pattern:
    """The pattern of a rule that this module wrote."""
    parts = dict(part.split("=") for part in rule.split(";"))
    by_day = parts["BYDAY"]
    weekday, nth = _WEEKDAYS.index(by_day[-2:]), int(by_day[:-2] or 1)
    if parts["FREQ"] == "YEARLY":
        months = tuple(int(month) for month in parts["BYMONTH"].split(","))
        return Pattern(Repeats.CHOSEN, weekday, nth, months=months)
    repeats = Repeats.WEEKS if parts["FREQ"] == "WEEKLY" else Repeats.MONTHS
    return Pattern(repeats, weekday, nth, every=int(parts["INTERVAL"]))


def moved(pattern: Pattern, old: date, new: date) -> Pattern:
    """The pattern when the meeting of one day moves to another: its weekday, and its month."""
    if pattern.repeats is not Repeats.CHOSEN:
        return like(new, pattern.repeats, pattern.every)
    months = tuple(month for month in pattern.months if month != old.month)
    return like(new, Repeats.CHOSEN, months=months)


def begins(pattern: Pattern, first: date, old: date, new: date) -> date:
    """From where the moved pattern gives days, when the first of those that move was on `first`."""
    shifted = first + (new - old)
    return shifted if pattern.repeats is Repeats.WEEKS else shifted.replace(day=1)
