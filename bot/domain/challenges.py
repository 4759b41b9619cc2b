"""The life of a challenge: few states, few moves, and nobody surprised in public."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.people import Member, RoleKind


class ChallengeKind(StrEnum):
    """The network's own words: elefant i rommet, sand i maskineriet, mulighet."""

    ELEPHANT = "elephant"
    SAND = "sand"
    OPPORTUNITY = "opportunity"


class ChallengeState(StrEnum):
    """draft: only its sender sees it. confirmed: the sender has said yes, and it is on its way.

    flagged: it stands in the solution-group channel. planned: on an agenda. solving: a
    løsningsgruppe has it. theme: a fagdag will take it up. heard: a fagdag took it up.
    """

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    FLAGGED = "flagged"
    PLANNED = "planned"
    SOLVING = "solving"
    THEME = "theme"
    HEARD = "heard"
    AGREED = "agreed"
    IN_USE = "in-use"
    NOT_NOW = "not-now"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class ChallengeMove(StrEnum):
    """Most moves lead on; what is added or answered leaves a challenge where it is.

    The moves of a løsningsgruppe are explained in bot/domain/solving.py.
    """

    CHANGE = "change"
    CONFIRM = "confirm"
    POST = "post"
    ANSWER = "answer"
    REMARK = "remark"
    ASK = "ask"
    PLAN = "plan"
    SOLVE = "solve"
    GATHER = "gather"
    MEET = "meet"
    WEIGH = "weigh"
    PROMISE = "promise"
    TRY = "try"
    WRITE = "write"
    ACCEPT = "accept"
    AGREE = "agree"
    ADOPT = "adopt"
    TAKE_INTO_USE = "take-into-use"
    REPORT = "report"
    HOLD = "hold"
    FAIL = "fail"
    PUT_ON_FAGDAG = "put-on-fagdag"
    TAKE_OFF_FAGDAG = "take-off-fagdag"
    HEAR = "hear"
    PUT_OFF = "put-off"
    MERGE = "merge"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Hand(StrEnum):
    """Who makes a move. keeper: runs the channel. solver: is in the løsningsgruppe. party:
    represents an agency that the solution binds. clock: nobody, it happens by itself.
    """

    SENDER = "sender"
    MEMBER = "member"
    KEEPER = "keeper"
    SOLVER = "solver"
    PARTY = "party"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a move leads, and whose it is."""

    to: ChallengeState
    hands: frozenset[Hand]


_S, _M = ChallengeState, ChallengeMove
_SENDER, _CLOCK = frozenset({Hand.SENDER}), frozenset({Hand.CLOCK})
_MEMBERS, _KEEPERS = frozenset({Hand.MEMBER}), frozenset({Hand.KEEPER})
_SOLVERS, _PARTIES = frozenset({Hand.SOLVER, Hand.KEEPER}), frozenset({Hand.PARTY})
# What stands in the channel.
POSTED = frozenset(_S) - {_S.DRAFT, _S.CONFIRMED, _S.WITHDRAWN}
BINDING = frozenset({_S.AGREED, _S.IN_USE})  # each party has said yes to it
UNSETTLED = (_S.FLAGGED, _S.PLANNED, _S.SOLVING)
ON_THE_CLOCK = (_S.CONFIRMED, _S.THEME, *UNSETTLED, _S.AGREED, _S.IN_USE)  # time moves them, too
SETTLED = (_S.HEARD, _S.AGREED, _S.IN_USE, _S.NOT_NOW, _S.MERGED)

MOVES: Mapping[tuple[ChallengeState, ChallengeMove], Rule] = MappingProxyType(
    {
        (_S.DRAFT, _M.CHANGE): Rule(_S.DRAFT, _SENDER),
        (_S.DRAFT, _M.CONFIRM): Rule(_S.CONFIRMED, _SENDER),
        (_S.DRAFT, _M.WITHDRAW): Rule(_S.WITHDRAWN, _SENDER),
        (_S.CONFIRMED, _M.POST): Rule(_S.FLAGGED, _CLOCK),
        (_S.CONFIRMED, _M.WITHDRAW): Rule(_S.WITHDRAWN, _SENDER),
        **{(state, _M.ANSWER): Rule(state, _MEMBERS) for state in UNSETTLED},
        **{(state, _M.REMARK): Rule(state, _MEMBERS | _SENDER) for state in UNSETTLED},
        **{(state, _M.ASK): Rule(state, _KEEPERS) for state in UNSETTLED},
        (_S.FLAGGED, _M.PLAN): Rule(_S.PLANNED, _CLOCK),
        **{(s, _M.SOLVE): Rule(_S.SOLVING, _KEEPERS) for s in (_S.FLAGGED, _S.PLANNED)},
        (_S.SOLVING, _M.GATHER): Rule(_S.SOLVING, _KEEPERS),
        (_S.SOLVING, _M.MEET): Rule(_S.SOLVING, _SOLVERS),
        (_S.SOLVING, _M.WEIGH): Rule(_S.SOLVING, _SOLVERS),
        **{(state, _M.PROMISE): Rule(state, _SOLVERS) for state in (_S.SOLVING, _S.AGREED)},
        (_S.SOLVING, _M.TRY): Rule(_S.SOLVING, _PARTIES),
        # An outcome that is changed when it was agreed is put to the parties again.
        **{(s, _M.WRITE): Rule(_S.SOLVING, _SOLVERS) for s in (_S.SOLVING, _S.AGREED)},
        (_S.SOLVING, _M.ACCEPT): Rule(_S.SOLVING, _PARTIES),
        (_S.SOLVING, _M.AGREE): Rule(_S.AGREED, _CLOCK),
        (_S.AGREED, _M.ADOPT): Rule(_S.AGREED, _PARTIES),
        (_S.AGREED, _M.TAKE_INTO_USE): Rule(_S.IN_USE, _CLOCK),
        **{(s, _M.REPORT): Rule(s, _SOLVERS) for s in (_S.SOLVING, _S.AGREED, _S.IN_USE)},
        (_S.IN_USE, _M.HOLD): Rule(_S.IN_USE, _PARTIES | _SENDER),
        (_S.IN_USE, _M.FAIL): Rule(_S.FLAGGED, _PARTIES | _SENDER),
        **{(s, _M.PUT_ON_FAGDAG): Rule(_S.THEME, _KEEPERS) for s in (_S.FLAGGED, _S.PLANNED)},
        (_S.THEME, _M.TAKE_OFF_FAGDAG): Rule(_S.FLAGGED, _KEEPERS | _CLOCK),
        (_S.THEME, _M.HEAR): Rule(_S.HEARD, _CLOCK),
        **{(state, _M.PUT_OFF): Rule(_S.NOT_NOW, _KEEPERS) for state in UNSETTLED},
        **{(s, _M.MERGE): Rule(_S.MERGED, _KEEPERS) for s in (_S.FLAGGED, _S.PLANNED)},
        **{(state, _M.REOPEN): Rule(_S.FLAGGED, _KEEPERS) for state in (*SETTLED, _S.SOLVING)},
        **{
            (state, _M.WITHDRAW): Rule(_S.WITHDRAWN, _SENDER | _KEEPERS)
            for state in POSTED - BINDING
        },
        # What the parties have confirmed is theirs: the sender's own words go, the rest stays.
        **{(state, _M.WITHDRAW): Rule(state, _SENDER | _KEEPERS) for state in BINDING},
    }
)


def moved(
    state: ChallengeState, move: ChallengeMove, hands: frozenset[Hand]
) -> ChallengeState | None:
    """The state after a move, or None where it is not legal, or not theirs to make."""
    rule = MOVES.get((state, move))
    return rule.to if rule is not None and rule.hands & hands else None


def hands_of(
    member: Member,
    host_id: int | None,
    raised_by_id: int | None,
    parties: Container[int] = (),
    solvers: Container[int] = (),
) -> frozenset[Hand]:
    """What a member is to a challenge that stands in the channel.

    parties: agencies by id; solvers: people by id. Whoever runs the channel is a coordinator,
    whoever set the network up, who chairs a body, and the agency that hosts the next meeting
    (`host_id`). An anonymous sender is a member like others.
    """
    chairs = bool(member.roles & {RoleKind.CHAIR, RoleKind.DEPUTY_CHAIR})
    keeps = member.administers or chairs or member.represents(host_id)
    sent = raised_by_id is not None and raised_by_id == member.person_id
    also = {
        Hand.KEEPER: keeps,
        Hand.SENDER: sent,
        Hand.PARTY: member.agency_id in parties,
        Hand.SOLVER: member.person_id in solvers,
    }
    return frozenset({Hand.MEMBER, *(hand for hand, has in also.items() if has)})


def may(state: ChallengeState, move: ChallengeMove, hands: frozenset[Hand]) -> bool:
    return moved(state, move, hands) is not None


class Step(StrEnum):
    """What somebody can do about a challenge in the channel, besides answering it."""

    VIEW = "view"
    ASK = "ask"
    SOLVE = "solve"
    THEME = "theme"
    NO_THEME = "no-theme"
    PUT_OFF = "put-off"
    MERGE = "merge"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


# The move that a step is; a view and a question are remarks.
MOVE_OF: Mapping[Step, ChallengeMove] = MappingProxyType(
    {
        Step.VIEW: ChallengeMove.REMARK,
        Step.ASK: ChallengeMove.ASK,
        Step.SOLVE: ChallengeMove.SOLVE,
        Step.THEME: ChallengeMove.PUT_ON_FAGDAG,
        Step.NO_THEME: ChallengeMove.TAKE_OFF_FAGDAG,
        Step.PUT_OFF: ChallengeMove.PUT_OFF,
        Step.MERGE: ChallengeMove.MERGE,
        Step.REOPEN: ChallengeMove.REOPEN,
        Step.WITHDRAW: ChallengeMove.WITHDRAW,
    }
)


def steps(state: ChallengeState, hands: frozenset[Hand]) -> tuple[Step, ...]:
    """What may be done in this state by these hands."""
    return tuple(step for step, move in MOVE_OF.items() if may(state, move, hands))
