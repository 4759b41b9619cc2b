"""What a year of challenges tells the network: how soon, in how many meetings, and does it hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one challenge. holds: None while nobody has said whether it does."""

    raised_on: date
    answered_on: date | None = None
    agreed_on: date | None = None
    used_on: date | None = None
    meetings: int = 0
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """Counts, and medians in whole days; None where there is nothing to count from.

    checked: solutions of which somebody has said whether they hold; held: those that do.
    """

    raised: int = 0
    answered: int = 0
    agreed: int = 0
    in_use: int = 0
    days_to_answer: int | None = None
    days_to_agreement: int | None = None
    meetings: int | None = None
    checked: int = 0
    held: int = 0


def learned(courses: Iterable[Course]) -> Learned:
    """Of the challenges of a year, by the day on which they were raised."""
    listed = tuple(courses)
    agreed = [course for course in listed if course.agreed_on is not None]
    checked = [course.holds for course in listed if course.holds is not None]
    return Learned(
        raised=len(listed),
        answered=sum(course.answered_on is not None for course in listed),
        agreed=len(agreed),
        in_use=sum(course.used_on is not None for course in listed),
        days_to_answer=_days(listed, lambda course: course.answered_on),
        days_to_agreement=_days(listed, lambda course: course.agreed_on),
        meetings=round(median(course.meetings for course in agreed)) if agreed else None,
        checked=len(checked),
        held=sum(checked),
    )


def _days(courses: Iterable[Course], until: Callable[[Course], date | None]) -> int | None:
    found = [(end - course.raised_on).days for course in courses if (end := until(course))]
    return round(median(found)) if found else None
