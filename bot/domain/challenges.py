"""The life of a challenge: few states, few moves, and nobody surprised in public."""

from enum import StrEnum

from bot.domain.errors import Refused, mark


class ChallengeKind(StrEnum):
    """The network's own words: elefant i rommet, sand i maskineriet, mulighet."""

    ELEPHANT = "elephant"
    SAND = "sand"
    OPPORTUNITY = "opportunity"


class ChallengeState(StrEnum):
    """draft: only its sender sees it. flagged: it stands in the solution-group channel."""

    DRAFT = "draft"
    FLAGGED = "flagged"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class ChallengeMove(StrEnum):
    POST = "post"
    CHANGE = "change"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[ChallengeState, ChallengeMove], ChallengeState] = {
    (ChallengeState.DRAFT, ChallengeMove.POST): ChallengeState.FLAGGED,
    (ChallengeState.DRAFT, ChallengeMove.CHANGE): ChallengeState.DRAFT,
    (ChallengeState.DRAFT, ChallengeMove.WITHDRAW): ChallengeState.WITHDRAWN,
    (ChallengeState.FLAGGED, ChallengeMove.ANSWER): ChallengeState.ANSWERED,
    (ChallengeState.FLAGGED, ChallengeMove.WITHDRAW): ChallengeState.WITHDRAWN,
    (ChallengeState.ANSWERED, ChallengeMove.WITHDRAW): ChallengeState.WITHDRAWN,
}

SHORTEST, LONGEST = 10, 1000


def moved(state: ChallengeState, move: ChallengeMove) -> ChallengeState | None:
    """The state after a move, or None where the move is not legal."""
    return MOVES.get((state, move))


def checked_text(text: str) -> str:
    """The text as it will be posted. Raises Refused when it is too short or too long."""
    stripped = text.strip()
    if len(stripped) < SHORTEST:
        raise Refused(mark("Skriv litt mer, så andre forstår hva du mener."))
    if len(stripped) > LONGEST:
        raise Refused(mark("Teksten er for lang. Kort den ned til {limit} tegn."), limit=LONGEST)
    return stripped
