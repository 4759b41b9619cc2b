"""A løsningsgruppe: a few who may decide, one or two meetings, and what each party says to it.

Everything the group does is a step; who may take it in which state is a row of
`bot.domain.challenges.MOVES`.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain import guard
from bot.domain.calendar import WorkCalendar
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand, may
from bot.domain.errors import Refused, mark
from bot.domain.people import RoleKind, Roster, chain

FEWEST, MOST = 3, 6  # people in a group
GOOD_MEETINGS = 2  # the norm, not a verdict
MOST_ALTERNATIVES = 6
LONGEST_ALTERNATIVE = 200
LONGEST_OUTCOME = 400  # characters of what was agreed
LONGEST_STATUS = 240  # one or two sentences
PROPOSED_DAYS = 3
AHEAD = 10  # working days from now to the first day that is proposed
STARTS, ENDS = time(12), time(14)  # wall time; the meeting's own card can move it
CHECKED_AFTER = timedelta(weeks=4)  # from the day on which the last party took it into use


class SolvingStep(StrEnum):
    """What is done in and around the group.

    gather: who is in it. weigh: alternatives, and the one agreed on. task: somebody promises
    something. try: can this work in practice with us? outcome: what, who, from when. confirm: a
    party says yes to that. use: it is in use with us. holds: is it still good? status: to the
    other groups.
    """

    GATHER = "gather"
    MEET = "meet"
    WEIGH = "weigh"
    TASK = "task"
    TRY = "try"
    OUTCOME = "outcome"
    CONFIRM = "confirm"
    USE = "use"
    HOLDS = "holds"
    STATUS = "status"


MOVE_OF: Mapping[SolvingStep, ChallengeMove] = MappingProxyType(
    {
        SolvingStep.GATHER: ChallengeMove.GATHER,
        SolvingStep.MEET: ChallengeMove.MEET,
        SolvingStep.WEIGH: ChallengeMove.WEIGH,
        SolvingStep.TASK: ChallengeMove.PROMISE,
        SolvingStep.TRY: ChallengeMove.TRY,
        SolvingStep.OUTCOME: ChallengeMove.WRITE,
        SolvingStep.CONFIRM: ChallengeMove.ACCEPT,
        SolvingStep.USE: ChallengeMove.ADOPT,
        SolvingStep.HOLDS: ChallengeMove.HOLD,
        SolvingStep.STATUS: ChallengeMove.REPORT,
    }
)
# What each party is asked, by the version of what it is about.
ASKED_OF_PARTIES = (SolvingStep.TRY, SolvingStep.CONFIRM, SolvingStep.USE, SolvingStep.HOLDS)


class Invitation(StrEnum):
    ASKED = "asked"
    YES = "yes"
    NO = "no"


class Said(StrEnum):
    """ja; ja, med forbehold; nei."""

    YES = "yes"
    RESERVED = "reserved"
    NO = "no"


# The answers that a step offers; the first needs no words, the others do.
ANSWERS: Mapping[SolvingStep, tuple[Said, ...]] = MappingProxyType(
    {
        SolvingStep.TRY: (Said.YES, Said.NO),
        SolvingStep.CONFIRM: (Said.YES, Said.RESERVED, Said.NO),
        SolvingStep.USE: (Said.YES,),
        SolvingStep.HOLDS: (Said.YES, Said.NO),
    }
)


@dataclass(frozen=True, slots=True)
class Solver:
    """Somebody who is asked to be in the group, with the agency they had then."""

    person_id: int
    name: str
    agency_id: int | None
    agency: str
    invitation: Invitation


@dataclass(frozen=True, slots=True)
class PartyWord:
    """What a party said. `agency` is "" for whoever raised the challenge."""

    agency_id: int | None
    agency: str
    step: SolvingStep
    said: Said
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The outcome as one person wrote it: what, who, from when."""

    version: int
    what: str
    who: str
    starts_on: date
    written_by: str = ""


def move_of(step: SolvingStep, state: ChallengeState) -> ChallengeMove:
    """The first group is what makes a challenge one of a løsningsgruppe."""
    first = step is SolvingStep.GATHER and state is not ChallengeState.SOLVING
    return ChallengeMove.SOLVE if first else MOVE_OF[step]


def possible(
    state: ChallengeState, hands: frozenset[Hand], lacking: Collection[SolvingStep]
) -> tuple[SolvingStep, ...]:
    """The steps that may be taken, in their order, without those that have nothing to be about."""
    return tuple(s for s, move in MOVE_OF.items() if s not in lacking and may(state, move, hands))


# --- The group -----------------------------------------------------------------------------------


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


# --- What is typed -------------------------------------------------------------------------------


def alternatives(text: str) -> tuple[str, ...]:
    """A line each. Raises Refused for none, and for more than fit."""
    lines = [part.strip(" -•") for part in text.splitlines()]
    found = tuple(
        guard.line(part, longest=LONGEST_ALTERNATIVE, required=True) for part in lines if part
    )
    if not found:
        raise Refused(mark("Skriv minst ett alternativ."))
    if len(found) > MOST_ALTERNATIVES:
        raise Refused(mark("Skriv høyst {most} alternativer."), most=MOST_ALTERNATIVES)
    return found


def said(step: SolvingStep, value: str) -> Said:
    """Raises Refused for what the step does not offer."""
    for answer in ANSWERS[step]:
        if answer.value == value.strip():
            return answer
    raise Refused(mark("Velg ett svar."))


def comment(answer: Said, text: str, longest: int) -> str:
    """A word to the answer: needed unless it is a plain yes. Raises Refused without one."""
    return guard.line(text, longest=longest, required=answer is not Said.YES)


# --- Where it stands -----------------------------------------------------------------------------


def all_said(parties: Collection[int], words: Iterable[PartyWord], step: SolvingStep) -> bool:
    """Whether every party has said yes, also with a reservation; never where there is none."""
    yes = {w.agency_id for w in words if w.step is step and w.said is not Said.NO}
    return bool(parties) and set(parties) <= yes


def check_day(used_on: date, calendar: WorkCalendar) -> date:
    """When those who raised it, and the parties, are asked whether it holds."""
    return calendar.on_or_after(used_on + CHECKED_AFTER)
