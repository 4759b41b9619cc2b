"""The course of each challenge of a year, for the network and for the yearly report."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from bot.domain.calendar import WorkCalendar
from bot.domain.challenges import POSTED
from bot.domain.learning import Course
from bot.domain.solving import Said, SolvingStep
from storage.challenges import group_meetings, solving
from storage.fagdag import BEHIND_US
from storage.tables import Challenge, PartyAnswer, Solution


def raised_in(session: Session, network_id: int, year: int) -> Sequence[Challenge]:
    """What was posted in a year and not withdrawn, in the order of its posting."""
    return session.exec(
        select(Challenge)
        .where(
            Challenge.network_id == network_id,
            col(Challenge.state).in_(POSTED),
            col(Challenge.raised_on) >= date(year, 1, 1),
            col(Challenge.raised_on) <= date(year, 12, 31),
        )
        .order_by(col(Challenge.raised_on), col(Challenge.id))
    ).all()


def courses(
    session: Session, network_id: int, year: int, calendar: WorkCalendar
) -> Iterator[Course]:
    for row in raised_in(session, network_id, year):
        found = solving.of(session, row.id or 0)
        held = [m for m in group_meetings.listed(session, row.id or 0) if m.state in BEHIND_US]
        yield Course(
            raised_on=row.raised_on or date(year, 1, 1),
            answered_on=calendar.day_of(row.answered_at) if row.answered_at else None,
            agreed_on=found.agreed_on if found else None,
            used_on=found.used_on if found else None,
            meetings=len(held),
            holds=_holds(session, row, found) if found else None,
        )


def _holds(session: Session, row: Challenge, found: Solution) -> bool | None:
    """One no is a no, also of an earlier outcome, whose sender's answer is not kept; None where
    nobody has said anything.
    """
    told = session.exec(
        select(PartyAnswer.said).where(
            PartyAnswer.challenge_id == row.id, PartyAnswer.step == SolvingStep.HOLDS
        )
    ).all()
    said = {*told, *([found.sender_said] if found.sender_said else [])}
    if found.failed or Said.NO in said:
        return False
    return True if said else None
