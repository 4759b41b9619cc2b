"""Whose turn it is: fewest turns first, then longest since. No scores, and always explainable."""

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.agencies import Agency, active


@dataclass(frozen=True, slots=True)
class Hosted:
    """An agency hosted one meeting of the activity in question on that day."""

    agency_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agency brings to the choice: its turns so far, and the last of them."""

    agency: Agency
    turns: int
    last: date | None


class Because(StrEnum):
    """Why an agency hosts: what `ansvar` says in one sentence."""

    NEVER_BEFORE = "never-before"
    LONGEST_SINCE = "longest-since"
    FEWEST = "fewest"  # others waited longer, but have hosted more often
    TOOK_OVER = "took-over"  # from the agency whose turn it was
    ARRANGED = "arranged"  # somebody chose it, whatever the turns say


class Rotation:
    """The turns of one activity, from history. The same history gives the same answer.

    A merged agency goes on from the predecessor that had done most, so that nobody has to do it
    again; a new one starts level with whoever has done least, so that it need not catch up. What an
    agency that left had before it falls to those that stay: they are next in the queue anyway.

    elsewhere: turns of all activities, by agency, shared between their rotations. Among equals
    whoever has fewest of the others comes first, so that a new network does not begin with one host
    for everything.
    """

    def __init__(
        self,
        agencies: Iterable[Agency],
        hosted: Iterable[Hosted],
        elsewhere: Counter[int] | None = None,
    ) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self._elsewhere: Counter[int] = Counter() if elsewhere is None else elsewhere
        self._days: defaultdict[int, list[date]] = defaultdict(list)
        self._entries: dict[int, int] = {}
        self._merged: defaultdict[int, list[Agency]] = defaultdict(list)
        for agency in self.agencies.values():
            if agency.successor_id is not None:
                self._merged[agency.successor_id].append(agency)
        self._settled = max(self._last_changes(), default=date.min)
        for turn in hosted:
            self.take(turn.agency_id, turn.day)

    def standings(self, day: date) -> tuple[Standing, ...]:
        """Everybody who can have the turn on that day, the next one first."""
        standings = [
            Standing(agency, self._turns(agency, day), self._last(agency, day))
            for agency in active(self.agencies.values(), day)
        ]
        return tuple(sorted(standings, key=self._order))

    def next(self, day: date) -> Standing | None:
        """Who hosts a meeting on that day, or None where nobody can."""
        return next(iter(self.standings(day)), None)

    def take(self, agency_id: int, day: date) -> None:
        """Count a turn, so that the next question knows of it."""
        insort(self._days[agency_id], day)
        self._elsewhere[agency_id] += 1
        if day <= self._settled:
            self._entries.clear()

    def _order(self, standing: Standing) -> tuple[int, date, int, str, int]:
        agency = standing.agency
        elsewhere = self._elsewhere[agency.id] - len(self._days[agency.id])
        return (standing.turns, standing.last or date.min, elsewhere, agency.name, agency.id)

    def _last_changes(self) -> Iterator[date]:
        """The days of arrivals and mergers: what is hosted later moves no level on entry."""
        for agency in self.agencies.values():
            yield agency.valid_from
            if agency.successor_id is not None and agency.valid_to is not None:
                yield agency.valid_to

    def _turns(self, agency: Agency, until: date) -> int:
        return self._at_entry(agency) + bisect_right(self._days[agency.id], until)

    def _at_entry(self, agency: Agency) -> int:
        """Level with whoever had done least on that day, or further on by inheritance.

        Remembered: with twenty agencies that came one after another, each would ask all the older.
        """
        if agency.id not in self._entries:
            merged = self._merged[agency.id]
            inherited = [self._turns(p, p.valid_to or agency.valid_from) for p in merged]
            self._entries[agency.id] = max([*inherited, self._least_on_entry(agency)])
        return self._entries[agency.id]

    def _least_on_entry(self, agency: Agency) -> int:
        older = [
            self._turns(a, agency.valid_from)
            for a in active(self.agencies.values(), agency.valid_from)
            if a.valid_from < agency.valid_from
        ]
        return min(older, default=0)

    def _last(self, agency: Agency, until: date) -> date | None:
        days = self._days[agency.id][: bisect_right(self._days[agency.id], until)]
        before = [self._last(p, until) for p in self._merged[agency.id]]
        return max([day for day in [*days[-1:], *before] if day], default=None)


def explained(
    standings: Sequence[Standing], host_id: int, *, taken_over: bool = False
) -> tuple[Because, date | None]:
    """Why `host_id` has the turn, as things stood before it, and the day it hosted last."""
    own = next((s for s in standings if s.agency.id == host_id), None)
    if taken_over:
        return Because.TOOK_OVER, own.last if own else None
    if own is None or own != standings[0]:
        return Because.ARRANGED, own.last if own else None
    if own.last is None:
        return Because.NEVER_BEFORE, None
    waited_longest = all(s.last is not None and s.last >= own.last for s in standings)
    return Because.LONGEST_SINCE if waited_longest else Because.FEWEST, own.last
