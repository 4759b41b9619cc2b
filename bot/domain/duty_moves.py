"""The life of a duty as a table: from which state to which, and who may move it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.duties import UNSETTLED, DutyState
from bot.domain.people import Member, may_act_for


class Move(StrEnum):
    DONE = "done"
    START = "start"
    HELP = "help"
    GIVE = "give"  # to a named member of the same agency
    OFFER = "offer"  # to another agency, which has to accept
    ACCEPT = "accept"
    DECLINE = "decline"
    NOT_NEEDED = "not-needed"
    UNDO = "undo"


class Side(StrEnum):
    """Of which agency one must be. A coordinator may act for any."""

    OWNER = "owner"
    ASKED = "asked"  # the agency that the duty is offered to
    MOVER = "mover"  # who has it, or who made the last move


@dataclass(frozen=True, slots=True)
class MoveRule:
    """to: the state after it; None leaves it as it is. after: the states it is possible from."""

    to: DutyState | None
    side: Side = Side.OWNER
    after: frozenset[DutyState] = UNSETTLED


MOVES: Mapping[Move, MoveRule] = MappingProxyType(
    {
        Move.DONE: MoveRule(DutyState.DONE),
        Move.START: MoveRule(DutyState.STARTED, after=UNSETTLED - {DutyState.STARTED}),
        Move.HELP: MoveRule(DutyState.HELP, after=UNSETTLED - {DutyState.HELP}),
        Move.GIVE: MoveRule(DutyState.OPEN),
        Move.OFFER: MoveRule(None),
        Move.ACCEPT: MoveRule(DutyState.OPEN, Side.ASKED),
        Move.DECLINE: MoveRule(None, Side.ASKED),
        Move.NOT_NEEDED: MoveRule(DutyState.NOT_NEEDED),
        Move.UNDO: MoveRule(None, Side.MOVER, after=frozenset(DutyState)),  # to what was before
    }
)


@dataclass(frozen=True, slots=True)
class Made:
    """A move that somebody made: who (by name), of which agency, and when.

    to: the person or agency that it was given or offered to.
    """

    id: int
    move: Move
    by: str
    at: datetime
    agency_id: int | None = None
    to: str = ""

    @property
    def can_be_undone(self) -> bool:
        return self.move is not Move.UNDO


def is_legal(move: Move, state: DutyState, *, offered: bool, last: Made | None) -> bool:
    """Whether a duty in that state can be moved so. offered: an agency has been asked."""
    if state not in MOVES[move].after:
        return False
    if MOVES[move].side is Side.ASKED:
        return offered
    if move is Move.UNDO:  # what was done before moves were written down can be undone, too
        return last.can_be_undone if last else state not in UNSETTLED
    return True


def may_move(
    member: Member, move: Move, *, owner_id: int, asked_id: int | None, last: Made | None
) -> bool:
    """Any member of the agency may press, not only who was asked; so may a coordinator."""
    match MOVES[move].side:
        case Side.OWNER:
            return may_act_for(member, owner_id)
        case Side.ASKED:
            return may_act_for(member, asked_id)
        case Side.MOVER:
            mover = last.agency_id if last else None
            return may_act_for(member, owner_id) or may_act_for(member, mover)


def helpers(chain: Sequence[int], asking: int) -> tuple[int, ...]:
    """Who can be asked for help, one after the other: those after the one who asks in the agency's
    chain, then those before them.
    """
    after = chain[chain.index(asking) + 1 :] if asking in chain else chain
    return tuple(dict.fromkeys(person for person in (*after, *chain) if person != asking))


def answered(later: Iterable[Move]) -> Move | None:
    """What became of an offer, from the moves after it; None where nothing came, or an answer was
    taken back.
    """
    answer, before = None, None
    for move in later:
        if move is Move.OFFER:  # another question
            break
        if move in (Move.ACCEPT, Move.DECLINE):
            answer = move
        elif move is Move.UNDO and before is answer:
            answer = None
        before = move
    return answer
