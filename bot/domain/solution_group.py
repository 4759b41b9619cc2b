"""A løsningsgruppe: a few who may decide and one from practice, and when they meet."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark
from bot.domain.people import RoleKind, Roster, chain

FEWEST, MOST = 3, 6  # people in a group
GOOD_MEETINGS = 2  # the norm, not a verdict
PROPOSED_DAYS = 3
AHEAD = 10  # working days from now to the first day that is proposed
STARTS, ENDS = time(12), time(14)  # wall time; the meeting's own card can move it


class Invitation(StrEnum):
    ASKED = "asked"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Solver:
    """Somebody who is asked to be in the group, with the agency they had then."""

    person_id: int
    name: str
    agency_id: int | None
    agency: str
    invitation: Invitation


def proposed(
    roster: Roster, agencies: Sequence[int], others: Sequence[int], steering_id: int | None
) -> tuple[int, ...]:
    """Whom to ask: of each agency concerned one who decides over its work or its budget, and one
    from practice; three to six people where there are so many. `others`: the network's agencies.

    Who sits in the steering group decides, its chair first; where there is none, the contact does.
    """
    deciding = [_decides(roster, agency, steering_id) for agency in agencies]
    chosen = [person for person in deciding if person is not None][: MOST - 1]
    practice = [p for agency in agencies for p in roster.of_agency(agency) if p not in chosen]
    deciding = [_decides(roster, agency, steering_id) for agency in others]
    rest = dict.fromkeys(p for p in (*practice, *deciding) if p is not None and p not in chosen)
    needed = max(FEWEST - len(chosen), 1)
    return (*chosen, *tuple(rest)[:needed])


_SEATS = (RoleKind.CHAIR, RoleKind.DEPUTY_CHAIR, RoleKind.BODY_MEMBER)


def _decides(roster: Roster, agency_id: int, steering_id: int | None) -> int | None:
    own = set(roster.of_agency(agency_id))
    seated = (
        post.person_id
        for seat in _SEATS
        for post in roster.posts
        if steering_id is not None and (post.kind, post.body_id) == (seat, steering_id)
    )
    return next((person for person in (*seated, *chain(roster, agency_id)) if person in own), None)


def stands_in(roster: Roster, person_id: int, asked: Container[int]) -> int | None:
    """Whom to ask when somebody cannot: the next of the same agency."""
    agency_id = roster.members.get(person_id)
    own = roster.of_agency(agency_id)
    following = (p for p in chain(roster, agency_id) if p in own and p not in asked)
    return next(following, None)


def checked_group(ids: Sequence[int], members: Container[int]) -> tuple[int, ...]:
    """Three to six of the network's members. Raises Refused for fewer, more, and others."""
    if not all(person in members for person in ids):
        raise Refused(mark("Velg noen fra lista."))
    if not FEWEST <= len(set(ids)) <= MOST:
        raise Refused(mark("En løsningsgruppe er tre til seks personer."))
    return tuple(dict.fromkeys(ids))


# --- Meetings ------------------------------------------------------------------------------------


def free_days(today: date, calendar: WorkCalendar, taken: Container[date]) -> tuple[date, ...]:
    """The first working days, two weeks from now, on which nothing else is."""
    found: list[date] = []
    day = calendar.add_workdays(today, AHEAD)
    while len(found) < PROPOSED_DAYS:
        if day not in taken:
            found.append(day)
        day = calendar.add_workdays(day, 1)
    return tuple(found)


def meeting_number(ends: Sequence[datetime], now: datetime) -> int:
    """Which of the group's meetings it is at: the first that is not over, or the last; 0 of none.

    `ends`: when each of them ends, in order.
    """
    ahead = (number for number, end in enumerate(ends, start=1) if end > now)
    return next(ahead, len(ends))
