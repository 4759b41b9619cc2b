"""What the reader may do in and around a løsningsgruppe now."""

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain import solving as rules
from bot.domain.challenges import MOVES, ChallengeMove, ChallengeState, Hand, may
from bot.domain.errors import Refused, mark
from bot.domain.solving import ANSWERS, SolvingStep, move_of
from bot.features.challenges import reading
from storage.challenges import group_meetings, parties, solvers, solving
from storage.tables import Challenge


def possible(deps: Deps, session: Session, turn: Turn, row: Challenge) -> tuple[SolvingStep, ...]:
    """The steps that the reader may take now."""
    hands = hands_of(deps, session, turn, row)
    lacking = _lacking(deps, session, row)
    first = (SolvingStep.GATHER,) if may(row.state, ChallengeMove.SOLVE, hands) else ()
    return (*first, *rules.possible(row.state, hands, lacking))


def refuse_strangers(
    deps: Deps, session: Session, turn: Turn, row: Challenge, step: SolvingStep
) -> None:
    """Raises Refused for a step that this person may not take whatever the state."""
    hands = hands_of(deps, session, turn, row)
    moves = {move_of(step, state) for state in ChallengeState}
    if any(rule.hands & hands for (_, move), rule in MOVES.items() if move in moves):
        return
    if step in ANSWERS:
        raise Refused(mark("Det er etatene som løsningen gjelder, som svarer."))
    raise Refused(mark("Det er løsningsgruppa, og de som styrer nettverket, som kan gjøre dette."))


def hands_of(deps: Deps, session: Session, turn: Turn, row: Challenge) -> frozenset[Hand]:
    today = deps.calendar.day_of(turn.now)
    return reading.hands(
        session,
        turn,
        row,
        parties.bound(session, row, today).keys(),
        solvers.ids(session, row.id or 0),
    )


def _lacking(deps: Deps, session: Session, row: Challenge) -> frozenset[SolvingStep]:
    """Steps that have nothing to be about yet, or not any more."""
    found = solving.of(session, row.id or 0)
    if found is None:
        return frozenset(SolvingStep)
    met = bool(group_meetings.listed(session, row.id or 0))
    written = found.version > 0
    absent = {
        SolvingStep.GATHER: written,
        SolvingStep.WEIGH: not met or written,
        SolvingStep.TASK: not met,
        SolvingStep.TRY: not found.chosen or written,
        SolvingStep.OUTCOME: not met,
        SolvingStep.CONFIRM: not written,
        SolvingStep.USE: not written,
        SolvingStep.HOLDS: not written,
        SolvingStep.STATUS: not met,
    }
    return frozenset(step for step, is_absent in absent.items() if is_absent)
