"""A challenge comes back: it was settled, and somebody says why it is not."""

from datetime import datetime

from sqlmodel import Session, col

from bot.domain import challenges as rules
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.solving import Said
from storage.challenges import solving
from storage.challenges.following import place
from storage.challenges.kinds import redraw
from storage.challenges.rows import due
from storage.tables import Challenge, Solution

_SENDER = frozenset({Hand.SENDER})


def take_up_again(session: Session, row: Challenge, why: str, now: datetime) -> None:
    """On the next agenda, with the reason; what was agreed is history."""
    row.reason, row.item_id, row.theme_id = why, None, None
    row.merged_into_id, row.post_at = None, None
    session.add(row)
    solving.begin_again(session, row)
    place(session, row, now)
    redraw(session, row, now)


def fails_later(session: Session, row: Challenge, found: Solution, why: str, at: datetime) -> None:
    """Somebody without a name says that it does not hold. Nobody sees it before the hour at which
    all that was said the day before is told.
    """
    found.sender_said, found.sender_why, row.post_at = Said.NO, why, at
    session.add_all([row, found])
    session.flush()


def fail_due(session: Session, now: datetime) -> None:
    """Tick: it has waited for its hour. Where a party was first, it has been taken up already."""
    waiting = (Challenge.state == ChallengeState.IN_USE, col(Challenge.post_at) <= now)
    for row in due(session, *waiting):
        found = session.get_one(Solution, row.id)
        row.state = rules.moved(row.state, ChallengeMove.FAIL, _SENDER) or row.state
        take_up_again(session, row, found.sender_why, now)
