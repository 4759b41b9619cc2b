"""Who is who: people, the agencies they represent and the roles they hold."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.language import Language
from bot.domain.people import Member, RoleKind
from storage.once import insert_if_absent
from storage.tables import Membership, Person, Role


def find(session: Session, tenant_id: str, object_id: str) -> Person | None:
    return session.exec(
        select(Person).where(Person.tenant_id == tenant_id, Person.object_id == object_id)
    ).first()


def remember(
    session: Session, *, tenant_id: str, object_id: str, teams_id: str, name: str
) -> Person:
    """The person, made known or brought up to date: people change their names."""
    values = {
        "tenant_id": tenant_id,
        "object_id": object_id,
        "teams_id": teams_id,
        "name": name,
        "unreachable": False,
    }
    person = find(session, tenant_id, object_id)
    if person is None:
        insert_if_absent(session, Person, values)
        return _known(session, tenant_id, object_id)
    person.teams_id = teams_id or person.teams_id
    person.name = name or person.name
    session.add(person)
    session.flush()
    return person


def _known(session: Session, tenant_id: str, object_id: str) -> Person:
    return session.exec(
        select(Person).where(Person.tenant_id == tenant_id, Person.object_id == object_id)
    ).one()


def join(session: Session, network_id: int, person_id: int) -> None:
    """Whoever writes in the network's Team is a member of it, agency or not."""
    if membership(session, network_id, person_id) is None:
        values = {"network_id": network_id, "person_id": person_id}
        insert_if_absent(session, Membership, values)


def membership(session: Session, network_id: int, person_id: int) -> Membership | None:
    return session.exec(
        select(Membership).where(
            Membership.network_id == network_id, Membership.person_id == person_id
        )
    ).first()


def member(session: Session, network_id: int, person: Person) -> Member | None:
    """The person as this network knows them, or None for a stranger to it."""
    found = membership(session, network_id, person.id or 0)
    if found is None:
        return None
    return Member(
        person_id=found.person_id,
        name=person.name,
        network_id=network_id,
        agency_id=found.organisation_id,
        roles=frozenset(_roles(session, network_id, found.person_id)),
    )


def _roles(session: Session, network_id: int, person_id: int) -> list[RoleKind]:
    roles = session.exec(
        select(Role).where(Role.network_id == network_id, Role.person_id == person_id)
    ).all()
    return [role.kind for role in roles]


def networks_of(session: Session, person_id: int) -> Sequence[int]:
    return session.exec(
        select(Membership.network_id)
        .where(Membership.person_id == person_id)
        .order_by(col(Membership.network_id))
    ).all()


def holder(session: Session, organisation_id: int, kind: RoleKind) -> Person | None:
    """The agency's contact or deputy; the longest-serving one, should there be two."""
    return session.exec(
        select(Person)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(Role.organisation_id == organisation_id, Role.kind == kind)
        .order_by(col(Role.id))
    ).first()


def holders(session: Session, network_id: int) -> dict[tuple[int, RoleKind], Person]:
    """The contact and the deputy of every agency, by agency and role; as `holder` chooses them."""
    rows = session.exec(
        select(Role, Person)
        .join(Person, col(Role.person_id) == col(Person.id))
        .where(Role.network_id == network_id, col(Role.organisation_id).is_not(None))
        .order_by(col(Role.id).desc())
    )
    return {(role.organisation_id or 0, role.kind): person for role, person in rows}


def audience(session: Session, network_id: int) -> tuple[int, int]:
    """How many people, from how many agencies, read what is posted in the network's Team."""
    agencies = session.exec(
        select(Membership.organisation_id).where(Membership.network_id == network_id)
    ).all()
    return len(agencies), len({agency for agency in agencies if agency is not None})


def choose_language(session: Session, person_id: int, language: Language) -> None:
    person = session.get_one(Person, person_id)
    person.language = language
    session.add(person)


def name_of(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else None
