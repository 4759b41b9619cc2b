"""Somebody about to leave, with everything that hangs on them and what it is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.deps import Turn
from bot.domain.handover import (
    NOTHING,
    Estate,
    Promises,
    Successors,
    candidates,
    estate,
    left,
)
from bot.domain.people import Post, RoleKind, Roster, chain
from cards.agency_people import Named
from cards.leaving import Held
from cards.leaving_preview import Passing
from storage import bodies, handover, networks, people
from storage.tables import Network


@dataclass(frozen=True, slots=True)
class Leaver:
    """`names` are those of all members by id; `agencies` and `bodies` likewise."""

    person_id: int
    roster: Roster
    names: Mapping[int, str]
    agencies: Mapping[int, str]
    bodies: Mapping[int, str]
    network: str
    promises: Promises

    @classmethod
    def read(cls, session: Session, turn: Turn, roster: Roster, person_id: int) -> "Leaver":
        network_id, agency_id = turn.known.network_id, roster.members[person_id]
        speaks = any(post.agency_id == agency_id for post in estate(roster, person_id).of_agency)
        concerned = agency_id is not None and (speaks or len(roster.of_agency(agency_id)) == 1)
        return cls(
            person_id=person_id,
            roster=roster,
            names=people.names(session, network_id),
            agencies={a.id: a.name for a in networks.agencies(session, network_id)},
            bodies={body.id or 0: body.name for body in bodies.of(session, network_id)},
            network=session.get_one(Network, network_id).name,
            promises=handover.promises(session, network_id, agency_id, turn.now)
            if agency_id is not None and concerned
            else NOTHING,
        )

    @property
    def name(self) -> str:
        return self.names[self.person_id]

    @property
    def agency_id(self) -> int | None:
        return self.roster.members[self.person_id]

    @property
    def agency(self) -> str | None:
        return self.agencies.get(self.agency_id or 0)

    @property
    def estate(self) -> Estate:
        return estate(self.roster, self.person_id)

    @property
    def colleagues(self) -> tuple[int, ...]:
        """Who can take over what is the agency's; empty where nothing is, or nobody is there."""
        return candidates(self.roster, self.person_id)[0] if self.estate.of_agency else ()

    @property
    def members(self) -> tuple[int, ...]:
        """Who can take over what is the network's; empty likewise."""
        return candidates(self.roster, self.person_id)[1] if self.estate.wants_member else ()

    @property
    def alone(self) -> bool:
        """Whether nobody else represents the agency."""
        return not candidates(self.roster, self.person_id)[0]

    def proposed(self) -> Successors:
        """Whoever would be asked next anyway."""
        for_agency = chain(self.roster, self.agency_id)
        for_network = (*chain(self.roster, None), *self.members)
        return Successors(
            next((person for person in for_agency if person in self.colleagues), None),
            next((person for person in for_network if person in self.members), None),
        )

    def named(self, ids: Iterable[int]) -> tuple[Named, ...]:
        """In alphabetical order, as the names are."""
        wanted = set(ids)
        return tuple(Named(number, name) for number, name in self.names.items() if number in wanted)

    def takers(self, successors: Successors) -> tuple[str, ...]:
        """The successors by name, each once."""
        chosen = dict.fromkeys((successors.agency, successors.network))
        return tuple(self.names[person_id] for person_id in chosen if person_id is not None)

    def held(self) -> tuple[Held, ...]:
        return tuple(self._held(post) for post in self._posts())

    def passing(self, successors: Successors) -> tuple[Passing, ...]:
        """Each role, and who has it afterwards."""
        after = left(self.roster, self.person_id, successors)
        return tuple(Passing(self._held(post), self._taker(post, after)) for post in self._posts())

    def stands_in(self, successors: Successors) -> str | None:
        """Who is asked about the agency's things afterwards, where it has no contact then."""
        after = left(self.roster, self.person_id, successors)
        if self.agency_id is None or after.holders(RoleKind.CONTACT, self.agency_id):
            return None
        return next((self.names[person] for person in chain(after, self.agency_id)), None)

    def _posts(self) -> tuple[Post, ...]:
        return (*self.estate.of_agency, *self.estate.of_network)

    def _held(self, post: Post) -> Held:
        agency, body = self.agencies.get(post.agency_id or 0), self.bodies.get(post.body_id or 0)
        return Held(post.kind, agency or body or self.network)

    def _taker(self, post: Post, after: Roster) -> str | None:
        """Who took it over; a role that several have is passed on as well."""
        begun = (held for held in after.posts if held not in self.roster.posts)
        taker = next((held.person_id for held in begun if held.same_chair(post)), None)
        return self.names[taker] if taker is not None else None
