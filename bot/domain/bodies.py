"""The bodies of a network and the seats in them. Roles for an agency: bot/domain/people.py."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.domain.errors import mark
from bot.domain.meetings import BodyKind
from bot.domain.people import SHARED, Post, RoleKind, Roster, with_post

# A løsningsgruppe is appointed for one challenge, so it is no standing body of the set-up.
STANDING_BODIES = (BodyKind.NETWORK, BodyKind.STEERING_GROUP, BodyKind.WORKING_GROUP)
BODY_NAMES: Mapping[BodyKind, str] = MappingProxyType(
    {
        BodyKind.NETWORK: mark("Kvalifiseringsnettverket"),
        BodyKind.STEERING_GROUP: mark("Styringsgruppa"),
        BodyKind.WORKING_GROUP: mark("Arbeidsgruppa"),
        BodyKind.SOLUTION_GROUP: mark("Løsningsgruppa"),
    }
)
IN_BODY = (RoleKind.CHAIR, RoleKind.DEPUTY_CHAIR, RoleKind.BODY_MEMBER)
IN_NETWORK = (RoleKind.COORDINATOR, RoleKind.RESEARCHER)


def seated(roster: Roster, kind: RoleKind, body_id: int | None, people: Collection[int]) -> Roster:
    """Exactly these people hold the role from now on, in the body or in the network.

    Who held it already keeps it. Nobody becomes their own deputy.
    """
    posts = tuple(
        post
        for post in roster.posts
        if (post.kind, post.body_id) != (kind, body_id) or post.person_id in people
    )
    holding = {post.person_id for post in posts if (post.kind, post.body_id) == (kind, body_id)}
    for person_id in sorted({*people} - holding):
        posts = with_post(posts, Post(person_id, kind, body_id=body_id))
    return replace(roster, posts=posts)


def holders(roster: Roster, kind: RoleKind, body_id: int | None) -> tuple[int, ...]:
    """Who holds a role in a body, or (None) in the network; for whatever agency."""
    held = (p.person_id for p in roster.posts if (p.kind, p.body_id) == (kind, body_id))
    return tuple(dict.fromkeys(held))


def shared(kind: RoleKind) -> bool:
    """Whether several people can hold the role at a time."""
    return kind in SHARED
