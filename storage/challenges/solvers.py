"""Who is asked to be in a løsningsgruppe, and what they answered."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, select

from bot.domain import minutes
from bot.domain import solution_group as rules
from bot.domain.agencies import active
from bot.domain.meetings import BodyKind
from bot.domain.solution_group import Invitation, Solver
from storage import networks, rosters, scheduling
from storage.challenges.rows import concerns
from storage.once import insert_if_absent
from storage.tables import Challenge, Organisation, Person, SolutionMember


def listed(session: Session, challenge_id: int) -> tuple[Solver, ...]:
    """Everybody who was asked, in the order of their names."""
    rows = session.exec(
        select(SolutionMember, Person.name, Organisation.name)
        .join(Person, col(Person.id) == col(SolutionMember.person_id))
        .join(
            Organisation, col(Organisation.id) == col(SolutionMember.organisation_id), isouter=True
        )
        .where(SolutionMember.challenge_id == challenge_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    return tuple(
        Solver(row.person_id, name, row.organisation_id, agency or "", row.invitation)
        for row, name, agency in rows
    )


def proposed(session: Session, row: Challenge, today: date) -> tuple[int, ...]:
    roster = rosters.read(session, row.network_id)
    agencies = networks.agencies(session, row.network_id)
    others = [agency.id for agency in active(agencies, today)]
    known = {minutes.heir(agencies, a.id or 0, today) for a in concerns(session, row.id or 0)}
    concerned = [agency for agency in others if agency in known]
    steering_id = scheduling.body_id(session, row.network_id, BodyKind.STEERING_GROUP)
    return rules.proposed(roster, concerned or others, others, steering_id)


def invite(session: Session, row: Challenge, people: Sequence[int]) -> tuple[int, ...]:
    """These are the group from now on; who has answered already has answered. Those to ask."""
    members = rosters.read(session, row.network_id).members
    session.exec(
        delete(SolutionMember).where(
            col(SolutionMember.challenge_id) == row.id, col(SolutionMember.person_id).not_in(people)
        )
    )
    return tuple(person for person in people if _invite(session, row, person, members.get(person)))


def invite_also(session: Session, row: Challenge, person_id: int) -> tuple[int, ...]:
    """One more, in the place of somebody who cannot. Nobody when they were asked before."""
    members = rosters.read(session, row.network_id).members
    is_new = _invite(session, row, person_id, members.get(person_id))
    return (person_id,) if is_new else ()


def _invite(session: Session, row: Challenge, person_id: int, agency_id: int | None) -> bool:
    values = {
        "challenge_id": row.id,
        "person_id": person_id,
        "organisation_id": agency_id,
        "invitation": Invitation.ASKED,
    }
    return insert_if_absent(session, SolutionMember, values)


def invitation(session: Session, challenge_id: int, person_id: int) -> SolutionMember | None:
    return session.get(SolutionMember, (challenge_id, person_id), populate_existing=True)


def stand_in(session: Session, row: Challenge, person_id: int) -> int | None:
    """Whom to ask in somebody's place; None where the agency has nobody else."""
    asked = {solver.person_id for solver in listed(session, row.id or 0)}
    return rules.stands_in(rosters.read(session, row.network_id), person_id, asked)


def ids(session: Session, challenge_id: int) -> frozenset[int]:
    """Who works on it: those who said yes, and until they answer those who were asked."""
    return frozenset(
        solver.person_id
        for solver in listed(session, challenge_id)
        if solver.invitation is not Invitation.NO
    )
