"""A whole year proposed from the agreement: which days, who hosts, and what could not be had.

Nothing is arranged here, and the same facts give the same proposal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from bot.domain.agreements import Responsible, Term, host_by_rule
from bot.domain.meetings import Activity
from bot.domain.year_days import SOFT, Facts, Obstacle, Span, ahead, days_of, obstacle, spread

APART = 14  # days between two meetings of one activity, where that can be had

# Days that hang on other days are found after those; the others as the year is thought of.
_ORDER = {
    activity: place
    for place, activity in enumerate(
        (
            Activity.RESOURCE_GROUP,
            Activity.COOPERATION_DAY,
            Activity.OPEN_DAY,
            Activity.NETWORK_MEETING,
            Activity.STEERING_GROUP,
            Activity.WORKING_GROUP,
            Activity.SOLUTION_GROUP,
            Activity.WEBINAR,
            Activity.INFORMATION_MEETING,
        )
    )
}


class Why(StrEnum):
    """Why there are fewer than agreed."""

    STARTED = "started"  # part of the year is over
    FULL = "full"  # no day is left in the agreed months


@dataclass(frozen=True, slots=True)
class ProposedMeeting:
    """starts, ends: wall time. wished: where it would have been, had nothing been in the way."""

    activity: Activity
    day: date
    starts: time
    ends: time
    host_id: int | None
    wished: date


@dataclass(frozen=True, slots=True)
class Shortage:
    """So many were agreed, and so many will there be, with those that were there before."""

    activity: Activity
    agreed: int
    found: int
    why: Why


@dataclass(frozen=True, slots=True)
class Proposal:
    meetings: tuple[ProposedMeeting, ...]
    shortages: tuple[Shortage, ...]


def propose(terms: Iterable[Term], facts: Facts) -> Proposal:
    """The meetings that are missing in the year, in order of time, each with its host.

    The turns it gives away are counted in the rotations of `facts`.
    """
    draft = _Draft(facts)
    for term in sorted(terms, key=lambda term: _ORDER[term.activity]):
        draft.place(term)
    return Proposal(tuple(_with_hosts(draft.placed, facts)), tuple(draft.shortages))


class _Draft:
    """The year while it is being filled."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.placed: list[tuple[Term, date, date]] = []  # term, day, wish
        self.shortages: list[Shortage] = []
        self.taken = {arranged.day for arranged in facts.arranged}

    def place(self, term: Term) -> None:
        """Find days for what is missing of one activity, or note why there are fewer."""
        before = self._days_of(term.activity)
        spans = self._spans(term, before)
        missing = max(0, term.count - len(before))
        found = [day for span in spans if (day := self._find(term, span)) is not None]
        if len(found) < missing:
            why = Why.STARTED if len(spans) < missing else Why.FULL
            self.shortages.append(
                Shortage(term.activity, term.count, len(before) + len(found), why)
            )

    def _days_of(self, activity: Activity) -> list[date]:
        arranged = [a.day for a in self.facts.arranged if a.activity is activity]
        return arranged + [day for term, day, _ in self.placed if term.activity is activity]

    def _spans(self, term: Term, before: Sequence[date]) -> list[Span]:
        """One for each meeting that is missing; in a year that has begun only for its share."""
        coming = ahead(before, self.facts)
        missing = min(term.count - len(before), self._share(term) - len(coming))
        if missing <= 0:
            return []
        spans = spread(term, missing + len(coming), self.facts, self._rounds())
        for day in coming[: len(spans)]:
            spans.remove(min(spans, key=lambda span: abs(span.wish - day)))
        return spans[:missing]

    def _share(self, term: Term) -> int:
        """How many of the agreed ones belong to what is left of the agreed months."""
        whole = days_of(term.months, self.facts.year)
        left = ahead(whole, self.facts)
        return max(1, round(term.count * len(left) / len(whole))) if left else 0

    def _rounds(self) -> list[date]:
        return sorted(self._days_of(Activity.RESOURCE_GROUP))

    def _find(self, term: Term, span: Span) -> date | None:
        """The best day of the span, else of the agreed months; None where all are in the way."""
        day = self._best(term, span.days, span.wish) or self._best(
            term, ahead(days_of(term.months, self.facts.year), self.facts), span.wish
        )
        if day is not None:
            self.taken.add(day)
            self.placed.append((term, day, span.wish))
        return day

    def _best(self, term: Term, days: Iterable[date], wish: date) -> date | None:
        others = self._days_of(term.activity)
        ranked = [
            (
                any(abs((day - other).days) < APART for other in others),
                against is Obstacle.SQUEEZED,
                term.weekday not in {None, day.weekday()},
                abs((day - wish).days),
                day,
            )
            for day in days
            if (against := obstacle(day, self.facts, self.taken)) is None or against in SOFT
        ]
        return min(ranked)[-1] if ranked else None


# --- Who hosts -----------------------------------------------------------------------------------


def _with_hosts(placed: Iterable[tuple[Term, date, date]], facts: Facts) -> list[ProposedMeeting]:
    """Turns are taken in order of time, so that a year reads as a round."""
    return [
        ProposedMeeting(term.activity, day, term.starts, term.ends, _host(term, day, facts), wish)
        for term, day, wish in sorted(placed, key=lambda p: (p[1], _ORDER[p[0].activity]))
    ]


def _host(term: Term, day: date, facts: Facts) -> int | None:
    if term.responsible is Responsible.NETWORK:
        return None
    by_rule = host_by_rule(term, facts.agencies, day)
    if by_rule is not None:
        return by_rule
    rotation = facts.rotations[term.activity]
    standing = rotation.next(day)
    if standing is None:
        return None
    rotation.take(standing.agency.id, day)
    return standing.agency.id
