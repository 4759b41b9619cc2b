"""What is said about a challenge: the kinds of deliveries, and the cards that stand somewhere."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from bot.domain import deliveries
from bot.domain.deliveries import Planned
from bot.domain.solving import SolvingStep
from storage import deliveries as outbox
from storage import posted
from storage.tables import Challenge

POSTED = "challenge"
ANSWERED = "challenge-answered"
CONCERNS = "challenge-concerns"
QUESTION = "challenge-question"
DECIDED = "challenge-decided"
UNANSWERED = "challenge-unanswered"
INVITED = "solution-group-invited"
ASKED: Mapping[SolvingStep, str] = MappingProxyType(
    {
        SolvingStep.TRY: "solution-practice",
        SolvingStep.CONFIRM: "solution-outcome",
        SolvingStep.USE: "solution-use",
        SolvingStep.HOLDS: "solution-holds",
    }
)
SHOWING_IT = (
    *(POSTED, ANSWERED, CONCERNS, QUESTION, DECIDED, UNANSWERED, INVITED),
    *ASKED.values(),
)


def subject(row: Challenge) -> str:
    return deliveries.subject("challenge", row.id or 0)


def redraw(session: Session, row: Challenge, now: datetime) -> None:
    """Every card about it is drawn again where it stands."""
    for kind in SHOWING_IT:
        posted.refresh(session, kind, subject(row), now)


def tell(
    session: Session,
    row: Challenge,
    kind: str,
    audience: str,
    now: datetime,
    occurrence: int = 0,
) -> None:
    planned = Planned(kind, subject(row), audience, occurrence, now, now + deliveries.A_WEEK)
    outbox.add(session, row.network_id, planned)


def tell_sender(
    session: Session, row: Challenge, kind: str, now: datetime, occurrence: int = 0
) -> None:
    """Whoever gave a name hears it; who did not, looks for it with the code."""
    if row.raised_by_id is not None:
        tell(session, row, kind, deliveries.person(row.raised_by_id), now, occurrence)
