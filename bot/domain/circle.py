"""Who can be asked for what an agency has to see to: its people, and who stands in for them.

Whoever is away, or wants the calendar only, is passed over, but somebody always remains.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.people import RoleKind, Roster, chain


@dataclass(frozen=True, slots=True)
class Matter:
    """What one agency, or one named person of it, has to see to for a meeting.

    deadline: of the first that is open. answered: anybody pressed anything on any of it.
    """

    agency_id: int
    deadline: date
    answered: bool = False
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody who could be asked.

    away: who gets no messages, and the first day on which they do again. out_of_reach: people to
    whom no message finds a way.
    """

    roster: Roster
    away: Mapping[int, date] = field(default_factory=dict)
    out_of_reach: Collection[int] = ()

    def here(self, person_id: int, day: date) -> bool:
        """Whether somebody is told things on that day."""
        return person_id not in self.out_of_reach and self.away.get(person_id, date.min) <= day

    def responsible(self, matter: Matter, day: date) -> int | None:
        """Who is asked first. An agency always keeps somebody, even when all are away."""
        candidates = self._candidates(matter)
        return next((p for p in candidates if self.here(p, day)), next(iter(candidates), None))

    def deputy(self, matter: Matter, asked: Collection[int], day: date) -> int | None:
        """Who is next in the agency, the deputy before all others of those with a role."""
        named = (
            *self.roster.holders(RoleKind.DEPUTY, matter.agency_id),
            *self.roster.holders(RoleKind.CONTACT, matter.agency_id),
        )
        present = (p for p in named if p in self.roster.members)
        return next((p for p in present if p not in asked and self.here(p, day)), None)

    def next(self, matter: Matter, asked: Collection[int], day: date) -> int | None:
        """The deputy, or whoever comes after in the chain."""
        others = (p for p in self._candidates(matter) if p not in asked and self.here(p, day))
        return self.deputy(matter, asked, day) or next(others, None)

    def last(
        self, matter: Matter, host_id: int | None, asked: Collection[int], day: date
    ) -> int | None:
        """The end of the chain: the coordinator, or who does a coordinator's tasks."""
        ends = (*chain(self.roster, None, host_id), *self._candidates(matter))
        return next((p for p in ends if p not in asked and self.here(p, day)), None)

    def _candidates(self, matter: Matter) -> tuple[int, ...]:
        """The chain of the agency; what was given to somebody by name begins with them."""
        asked = chain(self.roster, matter.agency_id)
        if not self.represents(matter.person_id, matter.agency_id):
            return asked
        return tuple(dict.fromkeys(p for p in (matter.person_id, *asked) if p is not None))

    def represents(self, person_id: int | None, agency_id: int) -> bool:
        return person_id is not None and self.roster.members.get(person_id) == agency_id
