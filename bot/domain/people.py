"""Who somebody is in a network, what that lets them do, and whom to ask when nobody else is there.

Staff come and go. An agency as such is nobody: every question ends with a named, present person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType


class RoleKind(StrEnum):
    """What somebody does for an agency or a body, besides being a member."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy-chair"
    BODY_MEMBER = "member"
    RESEARCHER = "researcher"


class Right(StrEnum):
    """What a route asks of the person who uses it."""

    ANYONE = "anyone"
    MEMBER = "member"
    AGENCY = "agency"  # represents the agency that the thing in question belongs to
    HOST = "host"  # represents the agency that hosts the meeting, or coordinates the network
    ADMIN = "admin"  # set the network up, or coordinates it
    SENDER = "sender"  # raised the challenge in question


@dataclass(frozen=True, slots=True)
class Member:
    """A person as one network knows them. `agency_id` is None for somebody who has not said yet."""

    person_id: int
    name: str
    network_id: int
    agency_id: int | None
    roles: frozenset[RoleKind] = frozenset()
    owner: bool = False

    @property
    def coordinates(self) -> bool:
        return RoleKind.COORDINATOR in self.roles

    @property
    def administers(self) -> bool:
        """Who added the bot to the Team sets the network up; so may a coordinator."""
        return self.owner or self.coordinates

    def represents(self, agency_id: int | None) -> bool:
        return agency_id is not None and self.agency_id == agency_id


def may_act_for(member: Member, agency_id: int | None) -> bool:
    """Any member of the agency may press, not only its contact; so may a coordinator."""
    return member.represents(agency_id) or member.coordinates


def may_appoint(member: Member, agency_id: int) -> bool:
    """An agency says itself who its contact and deputy are; so may whoever sets the network up."""
    return member.represents(agency_id) or member.administers


# --- Everybody at once ---------------------------------------------------------------------------

# Whoever has the first of a pair is not their own deputy.
DEPUTISED: Mapping[RoleKind, RoleKind] = MappingProxyType(
    {RoleKind.CONTACT: RoleKind.DEPUTY, RoleKind.CHAIR: RoleKind.DEPUTY_CHAIR}
)
SHARED = frozenset({RoleKind.BODY_MEMBER, RoleKind.RESEARCHER})  # held by several at a time


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody holds: for an agency, in a body, or (neither) for the network."""

    person_id: int
    kind: RoleKind
    agency_id: int | None = None
    body_id: int | None = None

    def beside(self, other: "Post") -> bool:
        """Whether the other post is of the same agency, or in the same body."""
        return (self.agency_id, self.body_id) == (other.agency_id, other.body_id)

    def same_chair(self, other: "Post") -> bool:
        """Whether the other post is the same one, whoever holds it."""
        return self.kind is other.kind and self.beside(other)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who belongs to a network, and who does what in it.

    members: the agency of each person, whoever joined first coming first; None for somebody who
    has not said. posts: the longest held first. owner_id: who set the network up.
    """

    members: Mapping[int, int | None] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    owner_id: int | None = None

    def holders(self, kind: RoleKind, agency_id: int | None = None) -> tuple[int, ...]:
        """Who holds a role, for that agency, or for the network."""
        return tuple(p.person_id for p in self.posts if (p.kind, p.agency_id) == (kind, agency_id))

    def holder(self, kind: RoleKind, agency_id: int | None = None) -> int | None:
        return next(iter(self.holders(kind, agency_id)), None)

    def posts_of(self, person_id: int) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.person_id == person_id)

    def of_agency(self, agency_id: int | None) -> tuple[int, ...]:
        """Everybody who represents an agency; nobody represents None."""
        if agency_id is None:
            return ()
        return tuple(person for person, agency in self.members.items() if agency == agency_id)


def chain(roster: Roster, agency_id: int | None, host_id: int | None = None) -> tuple[int, ...]:
    """Whom to ask on behalf of an agency, one after the other; the first is the responsible one.

    Its contact, its deputy, anybody else who represents it; the coordinator, or without one the
    agency that hosts (`host_id`); who set the network up; who has been there longest. It is empty
    only where there is no member at all. With `agency_id` None it is the coordinator's chain.
    """
    candidates = (
        *_spokespeople(roster, agency_id),
        *roster.holders(RoleKind.COORDINATOR),
        *_spokespeople(roster, host_id),
        roster.owner_id,
        next(iter(roster.members), None),
    )
    present = (person for person in candidates if person in roster.members)
    return tuple(dict.fromkeys(person for person in present if person is not None))


def _spokespeople(roster: Roster, agency_id: int | None) -> tuple[int, ...]:
    if agency_id is None:
        return ()
    return (
        *roster.holders(RoleKind.CONTACT, agency_id),
        *roster.holders(RoleKind.DEPUTY, agency_id),
        *roster.of_agency(agency_id),
    )


def representing(roster: Roster, person_id: int, agency_id: int | None) -> Roster:
    """A member represents another agency from now on; roles held for an earlier one end."""
    posts = (p for p in roster.posts if not _for_another(p, person_id, agency_id))
    members = {**roster.members, person_id: agency_id}
    return replace(roster, members=members, posts=tuple(posts))


def _for_another(post: Post, person_id: int, agency_id: int | None) -> bool:
    return post.person_id == person_id and post.agency_id not in {None, agency_id}


def appointed(roster: Roster, post: Post) -> Roster:
    """Somebody gets a role. Whoever had it is relieved, and nobody becomes their own deputy."""
    return replace(roster, posts=with_post(roster.posts, post))


def relieved(roster: Roster, kind: RoleKind, agency_id: int) -> Roster:
    """An agency has nobody in that role from now on."""
    posts = (p for p in roster.posts if (p.kind, p.agency_id) != (kind, agency_id))
    return replace(roster, posts=tuple(posts))


def with_post(posts: Iterable[Post], post: Post) -> tuple[Post, ...]:
    """The posts after one was given away; see `appointed`."""
    kept = [held for held in posts if not _gives_way(held, post)]
    return (*kept, post)


def _gives_way(held: Post, post: Post) -> bool:
    if held.same_chair(post):
        return post.kind not in SHARED or held.person_id == post.person_id
    return held.person_id == post.person_id and held.beside(post) and _deputises(held, post)


def _deputises(one: Post, other: Post) -> bool:
    return DEPUTISED.get(one.kind) is other.kind or DEPUTISED.get(other.kind) is one.kind
