"""The days of a year: what speaks against each, and where a meeting would best be."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.agencies import Agency
from bot.domain.agreements import Term
from bot.domain.calendar import SATURDAY, WorkCalendar
from bot.domain.meetings import Activity
from bot.domain.turns import Rotation

A_DAY = timedelta(days=1)
QUIET_MONTH = 7  # where the agreement names no months, the year is all but July
AUTUMN_TERM = 8
BEFORE_SCHOOL = timedelta(days=14)
BEFORE_ROUND = (timedelta(days=28), timedelta(days=7))  # from, until


class Obstacle(StrEnum):
    """What is in the way of a day. The last two are avoided where possible, the others always."""

    PAST = "past"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SCHOOL = "school"  # the county's schools are closed
    TAKEN = "taken"  # there is a meeting that day
    CLOSE = "close"  # one of the same activity is near
    SQUEEZED = "squeezed"  # a working day between a holiday and a weekend


SOFT = frozenset({Obstacle.CLOSE, Obstacle.SQUEEZED})


@dataclass(frozen=True, slots=True)
class Arranged:
    """A meeting that stands in the calendar already."""

    activity: Activity
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What a year is proposed from.

    closed: the schools' holidays. rotations: the turns with everything that is arranged already.
    arranged: the meetings of this year that are held, planned or called in.
    """

    year: int
    today: date
    calendar: WorkCalendar
    closed: Container[date]
    school_start: date
    agencies: Mapping[int, Agency]
    rotations: Mapping[Activity, Rotation]
    arranged: Sequence[Arranged] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days among which one meeting is sought, and the best of them."""

    days: tuple[date, ...]
    wish: date


def obstacle(day: date, facts: Facts, taken: Container[date] = ()) -> Obstacle | None:
    """What speaks against a meeting on that day; None for an ordinary working day ahead."""
    if day <= facts.today:
        return Obstacle.PAST
    if day in facts.calendar.holidays:
        return Obstacle.HOLIDAY
    if day.weekday() >= SATURDAY:
        return Obstacle.WEEKEND
    if day in facts.closed:
        return Obstacle.SCHOOL
    if day in taken:
        return Obstacle.TAKEN
    return Obstacle.SQUEEZED if _squeezed(day, facts.calendar) else None


def _squeezed(day: date, calendar: WorkCalendar) -> bool:
    return not calendar.is_workday(day - A_DAY) and not calendar.is_workday(day + A_DAY)


def spread(term: Term, count: int, facts: Facts, rounds: Sequence[date]) -> list[Span]:
    """The days of the agreed months in as many parts, except where the model says when."""
    tied = _tied(term, facts, rounds)[:count]
    spans = [_span(_within(facts.year, first, last), term, facts) for first, last in tied]
    spans = [span for span in spans if span is not None]
    parts = _parts(ahead(_untied(term, facts, tied=bool(spans)), facts), count - len(spans))
    found = [*spans, *(_span(part, term, facts) for part in parts)]
    return sorted((span for span in found if span is not None), key=lambda span: span.wish)


def _tied(term: Term, facts: Facts, rounds: Sequence[date]) -> list[tuple[date, date]]:
    """A cooperation day belongs before the autumn term, an information meeting before a round."""
    if term.activity is Activity.COOPERATION_DAY and AUTUMN_TERM in (term.months or {AUTUMN_TERM}):
        return [(facts.school_start - BEFORE_SCHOOL, facts.school_start - A_DAY)]
    if term.activity is Activity.INFORMATION_MEETING:
        firsts = [day for day in rounds if day - A_DAY not in rounds]
        return [(day - BEFORE_ROUND[0], day - BEFORE_ROUND[1]) for day in firsts]
    return []


def _untied(term: Term, facts: Facts, *, tied: bool) -> list[date]:
    """The agreed days; without August where a cooperation day is placed there already."""
    days = days_of(term.months, facts.year)
    if tied and term.activity is Activity.COOPERATION_DAY:
        return [day for day in days if day.month != AUTUMN_TERM] or days
    return days


def _span(days: Sequence[date], term: Term, facts: Facts) -> Span | None:
    """None for a part of the year that is over."""
    left = ahead(days, facts)
    if not left:
        return None
    middle = left[len(left) // 2]
    fitting = [day for day in left if _agreed(day, term)] or left
    return Span(tuple(left), min(fitting, key=lambda day: (abs(day - middle), day)))


def _agreed(day: date, term: Term) -> bool:
    return day.weekday() == term.weekday if term.weekday is not None else day.weekday() < SATURDAY


def days_of(months: Sequence[int], year: int) -> list[date]:
    """Every day of these months."""
    wanted = set(months) or set(range(1, 13)) - {QUIET_MONTH}
    return [d for d in _between(date(year, 1, 1), date(year, 12, 31)) if d.month in wanted]


def ahead(days: Iterable[date], facts: Facts) -> list[date]:
    """Those of the days that are not over; today is too late to plan."""
    return [day for day in days if day > facts.today]


def _between(first: date, last: date) -> list[date]:
    return [first + A_DAY * distance for distance in range((last - first).days + 1)]


def _within(year: int, first: date, last: date) -> list[date]:
    """What comes before a round in January belongs to another year's plan."""
    return [day for day in _between(first, last) if day.year == year]


def _parts(days: Sequence[date], count: int) -> list[Sequence[date]]:
    """So many parts of equal length, in order."""
    cuts = [len(days) * number // max(count, 1) for number in range(count + 1)]
    return [days[start:end] for start, end in pairwise(cuts)]
