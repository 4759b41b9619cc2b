"""The agreement that is in force, the one that is proposed, and those before it.

Call what changes something within the transaction of the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.agreements import (
    BEGAN,
    AgreementState,
    ConsentAnswer,
    StandingItem,
    Term,
    by_activity,
    from_data,
    to_data,
)
from bot.domain.meetings import Activity
from bot.domain.people import Member
from bot.domain.standard_terms import standard_terms
from storage import changes
from storage.once import insert_if_absent
from storage.tables import Agreement, Consent, Network, Organisation, Person

PAGE = 6
PAST = (AgreementState.REPLACED, AgreementState.REJECTED, AgreementState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Party:
    """An agency that was asked, its answer, and who gave it."""

    consent: Consent
    agency: str
    person: str | None


def in_force(session: Session, network_id: int) -> Agreement | None:
    """None for a network that has never looked at its agreement: see `terms`."""
    return session.exec(_of(network_id, AgreementState.IN_FORCE)).first()


def proposed(session: Session, network_id: int) -> Agreement | None:
    """The one proposal that the parties are being asked about."""
    return session.exec(_of(network_id, AgreementState.PROPOSED)).first()


def _of(network_id: int, state: AgreementState) -> SelectOfScalar[Agreement]:
    """As the database has it now: others settle it behind our back."""
    return (
        select(Agreement)
        .where(Agreement.network_id == network_id, Agreement.state == state)
        .execution_options(populate_existing=True)
    )


def terms(session: Session, network_id: int) -> tuple[Term, ...]:
    """What applies today: the agreement in force, else what is usual for the template."""
    agreement = in_force(session, network_id)
    if agreement is not None:
        return from_data(agreement.terms)
    return standard_terms(session.get_one(Network, network_id).template)


def standing_items(
    session: Session, network_id: int, activity: Activity
) -> tuple[StandingItem, ...]:
    """What comes to every agenda of this activity by itself, in order."""
    term = by_activity(terms(session, network_id)).get(activity)
    return term.standing if term else ()


def ensure(session: Session, member: Member, now: datetime) -> Agreement:
    """The agreement in force; it begins now with the template's standard terms where there is none.

    It begins when somebody first looks at it or plans from it: until then there is nobody to ask,
    and a template that is chosen anew needs no consent.
    """
    network_id = member.network_id
    found = in_force(session, network_id)
    if found is not None:
        return found
    if insert_if_absent(session, Agreement, _first(session, network_id, now)):
        changes.record(session, member, now, BEGAN)
    return session.exec(_of(network_id, AgreementState.IN_FORCE)).one()


def _first(session: Session, network_id: int, now: datetime) -> dict[str, object]:
    standard = standard_terms(session.get_one(Network, network_id).template)
    row = Agreement(
        network_id=network_id,
        version=1,
        state=AgreementState.IN_FORCE,
        terms=to_data(standard),
        proposed_at=now,
        settled_at=now,
    )
    return row.model_dump(exclude={"id"})


def find(session: Session, network_id: int, agreement_id: int) -> Agreement | None:
    """A version of this network's agreement, as it is now; those of others do not exist here."""
    return session.exec(
        select(Agreement)
        .where(Agreement.id == agreement_id, Agreement.network_id == network_id)
        .execution_options(populate_existing=True)
    ).first()


def draft(session: Session, network_id: int, person_id: int) -> Agreement | None:
    """What this person is about to propose, seen by nobody else."""
    return session.exec(
        select(Agreement).where(
            Agreement.network_id == network_id, Agreement.version == _draft_version(person_id)
        )
    ).first()


def save_draft(
    session: Session, network_id: int, person_id: int, listed: Sequence[Term], now: datetime
) -> Agreement:
    """Keep what somebody is about to propose; each has one draft in a network."""
    row = draft(session, network_id, person_id) or Agreement(
        network_id=network_id,
        version=_draft_version(person_id),
        state=AgreementState.DRAFT,
        proposed_by_id=person_id,
        proposed_at=now,
    )
    row.terms, row.proposed_at = to_data(listed), now
    session.add(row)
    session.flush()
    return row


def _draft_version(person_id: int) -> int:
    """Drafts have no place in the history: they are numbered below nought, one for each person."""
    return -person_id


def drop_draft(session: Session, network_id: int, person_id: int) -> None:
    row = draft(session, network_id, person_id)
    if row is not None:
        session.delete(row)
        session.flush()


def propose(
    session: Session, row: Agreement, parties: Sequence[int], now: datetime
) -> Sequence[Consent]:
    """Turn a draft into the proposal that these agencies are asked about."""
    latest = session.exec(
        select(func.max(Agreement.version)).where(Agreement.network_id == row.network_id)
    ).one()
    row.version, row.state, row.proposed_at = (latest or 0) + 1, AgreementState.PROPOSED, now
    asked = [
        Consent(agreement_id=row.id or 0, organisation_id=party, answer=ConsentAnswer.WAITING)
        for party in parties
    ]
    session.add_all([row, *asked])
    session.flush()
    return asked


def consent(session: Session, agreement_id: int, organisation_id: int) -> Consent | None:
    return session.get(Consent, (agreement_id, organisation_id), populate_existing=True)


def parties(session: Session, agreement_id: int) -> tuple[Party, ...]:
    """Everybody who was asked about a version, by the name of the agency."""
    return parties_of(session, [agreement_id]).get(agreement_id, ())


def parties_of(session: Session, agreement_ids: Sequence[int]) -> dict[int, tuple[Party, ...]]:
    rows = session.exec(
        select(Consent, Organisation.name, Person.name)
        .join(Organisation, col(Organisation.id) == col(Consent.organisation_id))
        .join(Person, col(Person.id) == col(Consent.person_id), isouter=True)
        .where(col(Consent.agreement_id).in_(agreement_ids))
        .order_by(col(Organisation.name))
    ).all()
    found: dict[int, list[Party]] = {}
    for row, agency, person in rows:
        found.setdefault(row.agreement_id, []).append(Party(row, agency, person))
    return {agreement_id: tuple(listed) for agreement_id, listed in found.items()}


def settle(session: Session, row: Agreement, state: AgreementState, now: datetime) -> None:
    """A proposal has come to its end; one that is in force replaces the one before it.

    What others were about to propose began from the old terms, and is dropped with them.
    """
    if state is AgreementState.IN_FORCE:
        earlier = in_force(session, row.network_id)
        if earlier is not None:
            earlier.state = AgreementState.REPLACED
            session.add(earlier)
        session.exec(
            delete(Agreement).where(
                col(Agreement.network_id) == row.network_id,
                col(Agreement.state) == AgreementState.DRAFT,
            )
        )
    row.state, row.settled_at = state, now
    session.add(row)
    session.flush()


def history(
    session: Session, network_id: int, number: int
) -> tuple[Sequence[tuple[Agreement, str | None]], bool]:
    """A page of the versions that are over, newest first, each with its proposer's name."""
    rows = session.exec(
        select(Agreement, Person.name)
        .join(Person, col(Person.id) == col(Agreement.proposed_by_id), isouter=True)
        .where(Agreement.network_id == network_id, col(Agreement.state).in_(PAST))
        .order_by(col(Agreement.version).desc())
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return [(row, name) for row, name in rows[:PAGE]], len(rows) > PAGE


def bases(session: Session, network_id: int) -> dict[int, Agreement]:
    """For each version the one that it changes, or changed: what was in force before it."""
    rows = session.exec(
        select(Agreement)
        .where(Agreement.network_id == network_id, Agreement.version > 0)
        .order_by(col(Agreement.version))
    ).all()
    found: dict[int, Agreement] = {}
    base: Agreement | None = None
    for row in rows:
        if base is not None:
            found[row.version] = base
        if row.state in {AgreementState.IN_FORCE, AgreementState.REPLACED}:
            base = row
    return found
