"""The work on a challenge: from the first step to an outcome that every party uses."""

from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from bot.domain import solving as rules
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand, moved
from bot.domain.solving import Agreed, SolvingStep
from storage.challenges import parties
from storage.tables import (
    Challenge,
    PartyAnswer,
    Person,
    Solution,
    SolutionMeeting,
    SolutionMember,
    SolutionOutcome,
)

_CLOCK = frozenset({Hand.CLOCK})


def of(session: Session, challenge_id: int) -> Solution | None:
    return session.get(Solution, challenge_id)


def begun(session: Session, challenge_id: int) -> Solution:
    """The work on a challenge that the caller has locked, made when it is new."""
    row = session.get(Solution, challenge_id)
    if row is None:
        row = Solution(challenge_id=challenge_id)
        session.add(row)
        session.flush()
    return row


def agreed(session: Session, challenge_id: int, version: int) -> Agreed | None:
    found = session.exec(
        select(SolutionOutcome, Person.name)
        .join(Person, col(Person.id) == col(SolutionOutcome.written_by_id))
        .where(SolutionOutcome.challenge_id == challenge_id, SolutionOutcome.version == version)
    ).first()
    if found is None:
        return None
    row, name = found
    return Agreed(row.version, row.what, row.who, row.starts_on, name)


def write(
    session: Session, row: Challenge, outcome: Agreed, person_id: int, now: datetime
) -> Solution:
    """A new version, which every party is asked about anew."""
    found = begun(session, row.id or 0)
    last = session.exec(
        select(func.max(SolutionOutcome.version)).where(SolutionOutcome.challenge_id == row.id)
    ).one()
    found.version, found.agreed_on = (last or 0) + 1, None
    session.add(
        SolutionOutcome(
            challenge_id=row.id or 0,
            version=found.version,
            what=outcome.what,
            who=outcome.who,
            starts_on=outcome.starts_on,
            written_by_id=person_id,
            written_at=now,
        )
    )
    session.add(found)
    session.flush()
    return found


def settle(session: Session, row: Challenge, today: date) -> None:
    """Agreed when the last party has said yes, in use when the last one uses it."""
    found = of(session, row.id or 0)
    if found is None or not found.version:
        return
    bound, told = parties.bound(session, row, today), parties.words(session, row, today)
    if rules.all_said(bound, told, SolvingStep.CONFIRM):
        _become(row, ChallengeMove.AGREE)
        found.agreed_on = found.agreed_on or today
    if row.state is ChallengeState.AGREED and rules.all_said(bound, told, SolvingStep.USE):
        _become(row, ChallengeMove.TAKE_INTO_USE)
        found.used_on, row.closed_on = today, today
    session.add_all([row, found])
    session.flush()


def _become(row: Challenge, move: ChallengeMove) -> None:
    row.state = moved(row.state, move, _CLOCK) or row.state


def begin_again(session: Session, row: Challenge) -> None:
    """It is taken up again: what was agreed is history, and the next outcome is put to all anew."""
    found = of(session, row.id or 0)
    row.closed_on = None
    if found is not None:
        found.failed = found.failed or found.used_on is not None
        found.chosen, found.version = "", 0
        found.sender_said, found.sender_why = None, ""
        found.alternatives, found.agreed_on, found.used_on = [], None, None
        session.add(found)
    session.flush()


def remove(session: Session, challenge_id: int) -> None:
    """Everything that was written about the work is gone; the meetings themselves took place."""
    for table in (SolutionMember, SolutionMeeting, SolutionOutcome, PartyAnswer, Solution):
        session.exec(delete(table).where(col(table.challenge_id) == challenge_id))
