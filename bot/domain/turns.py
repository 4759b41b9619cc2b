"""Whose turn it is: fewest turns first, then longest since. No scores, and always explainable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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


class Rotation:
    """The turns of one activity, from history. The same history gives the same answer.

    A merged agency takes over from the predecessor that had done most, so that nobody has to do it
    again; a new one starts level with whoever has done least, so that it need not catch up.
    """

    def __init__(self, agencies: Iterable[Agency], hosted: Iterable[Hosted]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self.hosted = list(hosted)

    def standings(self, day: date) -> tuple[Standing, ...]:
        """Everybody who can have the turn on that day, the next one first."""
        standings = [
            Standing(agency, self._turns(agency, day), self._last(agency, day))
            for agency in active(self.agencies.values(), day)
        ]
        return tuple(sorted(standings, key=_order))

    def next(self, day: date) -> Standing | None:
        """Who hosts a meeting on that day, or None where nobody can."""
        return next(iter(self.standings(day)), None)

    def take(self, agency_id: int, day: date) -> None:
        """Count a turn, so that the next question knows of it."""
        self.hosted.append(Hosted(agency_id, day))

    def _turns(self, agency: Agency, until: date) -> int:
        own = sum(h.agency_id == agency.id and h.day <= until for h in self.hosted)
        return self._at_entry(agency) + own

    def _at_entry(self, agency: Agency) -> int:
        merged = self._predecessors(agency)
        if merged:
            return max(self._turns(p, p.valid_to or agency.valid_from) for p in merged)
        older = [
            a
            for a in active(self.agencies.values(), agency.valid_from)
            if a.valid_from < agency.valid_from
        ]
        return min((self._turns(a, agency.valid_from) for a in older), default=0)

    def _last(self, agency: Agency, until: date) -> date | None:
        own = [h.day for h in self.hosted if h.agency_id == agency.id and h.day <= until]
        before = [self._last(p, until) for p in self._predecessors(agency)]
        return max([day for day in [*own, *before] if day], default=None)

    def _predecessors(self, agency: Agency) -> Sequence[Agency]:
        return [a for a in self.agencies.values() if a.successor_id == agency.id]


def _order(standing: Standing) -> tuple[int, date, str, int]:
    return (standing.turns, standing.last or date.min, standing.agency.name, standing.agency.id)
