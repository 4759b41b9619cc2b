"""Somebody leaves, and what they had passes on: nothing hangs on a person who is not there.

Duties, tasks and turns belong to agencies and stay there; what passes are the roles of the person,
and with them who is asked. Everything here goes from one roster to another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.meetings import Meeting
from bot.domain.people import DEPUTISED, SHARED, Post, RoleKind, Roster, with_post

OF_AGENCY = frozenset({RoleKind.CONTACT, RoleKind.DEPUTY})
ENDING = frozenset({RoleKind.RESEARCHER})  # goes with the person: it is about them, not the work


@dataclass(frozen=True, slots=True)
class Estate:
    """What hangs on one person. Somebody of the same agency takes over what is the agency's."""

    of_agency: tuple[Post, ...] = ()
    of_network: tuple[Post, ...] = ()
    owns: bool = False

    @property
    def wants_member(self) -> bool:
        """Whether something passes to any other member of the network."""
        return bool(self.of_network) or self.owns


@dataclass(frozen=True, slots=True)
class Successors:
    """Who takes over: for the agency, and for the network; None where nobody can."""

    agency: int | None = None
    network: int | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """What a leaving changed, so that it can be given back: posts that ended, and that began."""

    person_id: int
    agency_id: int | None
    ended: tuple[Post, ...] = ()
    begun: tuple[Post, ...] = ()
    owned: bool = False
    heir_id: int | None = None  # who set the network up, as it were, from then on


def estate(roster: Roster, person_id: int) -> Estate:
    """What somebody would leave behind."""
    posts = [post for post in roster.posts_of(person_id) if post.kind not in ENDING]
    return Estate(
        of_agency=tuple(post for post in posts if post.kind in OF_AGENCY),
        of_network=tuple(post for post in posts if post.kind not in OF_AGENCY),
        owns=roster.owner_id == person_id,
    )


def candidates(roster: Roster, person_id: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who can take over from somebody: colleagues of the same agency, and any other member."""
    colleagues = roster.of_agency(roster.members.get(person_id))
    return (
        tuple(other for other in colleagues if other != person_id),
        tuple(other for other in roster.members if other != person_id),
    )


def left(roster: Roster, person_id: int, successors: Successors) -> Roster:
    """The network without that person; what they had belongs to the successors.

    A role that a successor cannot have beside their own stays vacant: whoever is the contact does
    not become the deputy as well.
    """
    had = estate(roster, person_id)
    posts = tuple(post for post in roster.posts if post.person_id != person_id)
    posts = _passed(posts, had.of_agency, successors.agency)
    posts = _passed(posts, had.of_network, successors.network)
    members = {other: agency for other, agency in roster.members.items() if other != person_id}
    owner = successors.network if had.owns else roster.owner_id
    return Roster(members=members, posts=posts, owner_id=owner)


def _passed(
    posts: tuple[Post, ...], passing: Iterable[Post], successor: int | None
) -> tuple[Post, ...]:
    if successor is None:
        return posts
    for post in passing:
        given = replace(post, person_id=successor)
        if not any(_stands_above(held, given) for held in posts):
            posts = with_post(posts, given)
    return posts


def _stands_above(held: Post, given: Post) -> bool:
    deputised = DEPUTISED.get(held.kind) is given.kind
    return deputised and held.person_id == given.person_id and held.beside(given)


def departure(before: Roster, after: Roster, person_id: int) -> Departure:
    """What a leaving changed."""
    return Departure(
        person_id=person_id,
        agency_id=before.members.get(person_id),
        ended=tuple(post for post in before.posts if post not in after.posts),
        begun=tuple(post for post in after.posts if post not in before.posts),
        owned=before.owner_id == person_id,
        heir_id=after.owner_id,
    )


def returned(roster: Roster, gone: Departure) -> Roster:
    """The leaving is taken back, as far as nobody has decided otherwise since.

    What was passed on comes back; a role that somebody else has got meanwhile stays theirs.
    """
    agency_id = roster.members.get(gone.person_id) or gone.agency_id
    members = {**roster.members, gone.person_id: agency_id}
    posts = tuple(post for post in roster.posts if post not in gone.begun)
    for post in gone.ended:
        if _may_have(post, members) and not any(_taken(held, post) for held in posts):
            posts = with_post(posts, post)
    waiting = gone.owned and roster.owner_id in {gone.heir_id, None}
    owner_id = gone.person_id if waiting else roster.owner_id
    return Roster(members=members, posts=posts, owner_id=owner_id)


def _may_have(post: Post, members: Mapping[int, int | None]) -> bool:
    """Whoever had it is still there, and represents the same agency."""
    if post.person_id not in members:
        return False
    return post.agency_id in {None, members[post.person_id]}


def _taken(held: Post, post: Post) -> bool:
    return held == post or (held.same_chair(post) and post.kind not in SHARED)


# --- What an agency has taken upon itself --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hosting:
    """A coming meeting that an agency does something for, and how much of that is not done."""

    meeting: Meeting
    open_duties: int


@dataclass(frozen=True, slots=True)
class Promises:
    """What an agency has promised, the next thing first: it stays when people go."""

    hosting: tuple[Hosting, ...] = ()
    tasks: tuple[str, ...] = ()

    @property
    def open_duties(self) -> int:
        return sum(hosting.open_duties for hosting in self.hosting)


NOTHING = Promises()
