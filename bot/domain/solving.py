"""How a challenge is solved: the steps of its løsningsgruppe, and what each party says to them.

Who the group is and when it meets is in bot/domain/solution_group.py. Everything it does is a step;
who may take it in which state is a row of `bot.domain.challenges.MOVES`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain import guard
from bot.domain.calendar import WorkCalendar
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand, may
from bot.domain.errors import Refused, mark

MOST_ALTERNATIVES = 6
LONGEST_ALTERNATIVE = 200
LONGEST_OUTCOME = 400  # characters of what was agreed
LONGEST_STATUS = 240  # one or two sentences
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
