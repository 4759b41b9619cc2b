"""Agencies come, merge and leave; the network goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.people import Post, RoleKind, Roster

LONGEST_NAME = 100  # characters
MOST_AT_ONCE = 40  # agencies in one form: twice the largest network we know of
A_DAY = timedelta(days=1)
AHEAD = timedelta(days=5 * 366)  # a reorganisation is known some years before, not more


@dataclass(frozen=True, slots=True)
class Agency:
    """Valid from a day to a day, both included. An observer never has a turn."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = None
    observer: bool = False

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def ended(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


def active(agencies: Iterable[Agency], day: date) -> tuple[Agency, ...]:
    """Those that take part on that day, observers left out."""
    return tuple(a for a in agencies if a.valid_on(day) and not a.observer)


def current(agencies: Iterable[Agency], day: date) -> tuple[Agency, ...]:
    """Those that have not ended, also observers and those still to come."""
    return tuple(a for a in agencies if not a.ended(day))


def checked_name(value: str, others: Iterable[Agency]) -> str:
    """The name of an agency among `others`. Raises Refused when it is empty, too long or taken."""
    name = typed.line(value, longest=LONGEST_NAME, required=True)
    if any(_same(name, other.name) for other in others):
        raise Refused(mark("{name} finnes fra før."), name=name)
    return name


def new_names(ticked: Iterable[str], value: str, others: Iterable[Agency]) -> tuple[str, ...]:
    """The agencies of a form: those ticked, and one in each line that was typed.

    Raises Refused when there is none, when there are too many, and as `checked_name` does.
    """
    lines = [line for line in typed.text(value, longest=5_000).splitlines() if line.strip()]
    listed, names = [*ticked, *lines], list[str]()
    if not listed:
        raise Refused(mark("Kryss av eller skriv minst én etat."))
    if len(listed) > MOST_AT_ONCE:
        raise Refused(mark("Legg til høyst {count} om gangen."), count=MOST_AT_ONCE)
    there = tuple(others)
    for line in listed:
        name = checked_name(line, there)
        if any(_same(name, earlier) for earlier in names):
            raise Refused(mark("{name} står to ganger."), name=name)
        names.append(name)
    return tuple(names)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def checked_last_day(value: str, agency: Agency, today: date) -> date:
    """The last day of an agency that leaves. Raises Refused outside of its life so far."""
    day = typed.day(value)
    _within(day, agency.valid_from, today + AHEAD)
    return day


def checked_first_day(
    value: str, merging: Iterable[Agency], into: Agency | None, today: date
) -> date:
    """The first day of a merged agency, the day after the last one of those it is made of.

    Raises Refused when one of them has not lived a day by then, and for the far future.
    """
    day = typed.day(value)
    earliest = max((agency.valid_from for agency in merging), default=date.min) + A_DAY
    _within(day, max(earliest, into.valid_from if into else earliest), today + AHEAD)
    return day


def _within(day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        raise Refused(
            mark("Velg en dag fra {first} til {last}."),
            first=f"{first:%d.%m.%Y}",
            last=f"{last:%d.%m.%Y}",
        )


# --- The people of an agency that ended ----------------------------------------------------------


def passed_on(roster: Roster, ended: int, successor: int | None) -> Roster:
    """The roster after an agency ended: its people represent the successor, or nobody.

    The successor has one contact and one deputy. Who holds one of these already keeps it; a second
    contact becomes the deputy where there is none, and beyond that the role ends. Where nobody
    succeeds, what people did for the agency ends, and what they do in bodies goes on.
    """
    members = {
        person: successor if agency == ended else agency
        for person, agency in roster.members.items()
    }
    posts = tuple(post for post in roster.posts if post.agency_id != ended)
    for post in _by_rank(roster, ended):
        posts += _places(posts, post, successor)
    return replace(roster, members=members, posts=posts)


def _by_rank(roster: Roster, agency_id: int) -> list[Post]:
    """Contacts before deputies, so that a contact is not shut out by somebody else's deputy."""
    held = [post for post in roster.posts if post.agency_id == agency_id]
    return sorted(held, key=lambda post: post.kind is not RoleKind.CONTACT)


def _places(posts: tuple[Post, ...], post: Post, successor: int | None) -> tuple[Post, ...]:
    """The post in the successor; none where there is no room for it."""
    if post.kind not in _OF_AGENCY:
        return (replace(post, agency_id=successor),)
    if successor is None or _has_role(posts, post.person_id, successor):
        return ()
    taken = {held.kind for held in posts if held.agency_id == successor}
    wanted = _OF_AGENCY[_OF_AGENCY.index(post.kind) :]
    free = next((kind for kind in wanted if kind not in taken), None)
    return (replace(post, kind=free, agency_id=successor),) if free else ()


def _has_role(posts: tuple[Post, ...], person_id: int, agency_id: int) -> bool:
    return any((post.person_id, post.agency_id) == (person_id, agency_id) for post in posts)


_OF_AGENCY = (RoleKind.CONTACT, RoleKind.DEPUTY)
