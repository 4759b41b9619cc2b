"""The agencies that a solution binds, and what each of them has said of it."""

from datetime import date

from sqlmodel import Session, col, delete, select

from bot.domain import minutes
from bot.domain.agencies import active
from bot.domain.solution_group import Invitation
from bot.domain.solving import PartyWord, SolvingStep
from storage import networks, rosters
from storage.challenges import solvers
from storage.challenges.rows import concerns
from storage.tables import Challenge, PartyAnswer, Solution


def bound(session: Session, row: Challenge, today: date) -> dict[int, str]:
    """The agencies that the solution binds, by id: those concerned, and those in the group.

    An agency that ended is its successor; one without members could never answer.
    """
    listed = networks.agencies(session, row.network_id)
    present = set(rosters.read(session, row.network_id).members.values())
    named = [agency.id or 0 for agency in concerns(session, row.id or 0)]
    solving = [
        s.agency_id for s in solvers.listed(session, row.id or 0) if s.invitation is Invitation.YES
    ]
    known = {minutes.heir(listed, a, today) for a in (*named, *solving) if a is not None}
    return {a.id: a.name for a in active(listed, today) if a.id in known & present}


def words(session: Session, row: Challenge, today: date) -> tuple[PartyWord, ...]:
    """What parties have said of what is in force now, by the agencies of today."""
    found = session.get(Solution, row.id or 0)
    if found is None:
        return ()
    listed = networks.agencies(session, row.network_id)
    names = {agency.id: agency.name for agency in listed}
    rows = session.exec(
        select(PartyAnswer).where(PartyAnswer.challenge_id == row.id).order_by(col(PartyAnswer.id))
    ).all()
    return tuple(
        PartyWord(heir, names.get(heir, ""), answer.step, answer.said, answer.comment)
        for answer in rows
        if answer.version == about(found, answer.step) > 0
        for heir in [minutes.heir(listed, answer.organisation_id, today)]
    )


def about(found: Solution, step: SolvingStep) -> int:
    """The version of what a party is asked about; 0 where there is nothing yet."""
    return found.weighed if step is SolvingStep.TRY else found.version


def say(session: Session, answer: PartyAnswer) -> None:
    """A party's answer; a later one takes the place of the earlier."""
    session.exec(
        delete(PartyAnswer).where(
            col(PartyAnswer.challenge_id) == answer.challenge_id,
            col(PartyAnswer.step) == answer.step,
            col(PartyAnswer.version) == answer.version,
            col(PartyAnswer.organisation_id) == answer.organisation_id,
        )
    )
    session.add(answer)
    session.flush()
