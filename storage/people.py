"""Who is who: people, the agencies they represent and the roles they hold."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam
from sqlmodel import Session, col, func, select

from bot.domain.language import Language
from bot.domain.people import Member, RoleKind, chain
from storage import rosters
from storage.once import insert_if_absent
from storage.tables import Membership, Network, Organisation, Person, Role


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


# The membership, and who owns the network; a row for each role, if any.
_MEMBER = (
    select(Membership.organisation_id, Network.owner_id, Role.kind)
    .join(Network, col(Network.id) == col(Membership.network_id))
    .join(
        Role,
        and_(
            col(Role.network_id) == col(Membership.network_id),
            col(Role.person_id) == col(Membership.person_id),
        ),
        isouter=True,
    )
    .where(
        Membership.network_id == bindparam("network"),
        Membership.person_id == bindparam("person"),
    )
)


def member(session: Session, network_id: int, person: Person) -> Member | None:
    """The person as this network knows them, or None for a stranger to it."""
    rows = session.exec(_MEMBER, params={"network": network_id, "person": person.id}).all()
    return as_member(person.id or 0, person.name, network_id, rows) if rows else None


def as_member(person_id: int, name: str, network_id: int, rows: Sequence[Sequence[Any]]) -> Member:
    """rows: of the membership, one for each role: the agency, the network's owner, the role."""
    agency_id, owner_id, _ = rows[0]
    return Member(
        person_id=person_id,
        name=name,
        network_id=network_id,
        agency_id=agency_id,
        roles=frozenset(RoleKind(kind) for _, _, kind in rows if kind),
        owner=owner_id == person_id,
    )


_NETWORKS_OF = (
    select(Membership.network_id)
    .where(Membership.person_id == bindparam("person"))
    .order_by(col(Membership.id))
)


def networks_of(session: Session, person_id: int) -> Sequence[int]:
    """The networks somebody belongs to, the one they have been in longest first."""
    return session.exec(_NETWORKS_OF, params={"person": person_id}).all()


def networks_beside(session: Session, network_id: int) -> Sequence[int]:
    """The other networks to which somebody of this one belongs, too."""
    members = select(Membership.person_id).where(Membership.network_id == network_id)
    return session.exec(
        select(Membership.network_id)
        .where(col(Membership.person_id).in_(members), Membership.network_id != network_id)
        .distinct()
        .order_by(col(Membership.network_id))
    ).all()


def choose_network(session: Session, person_id: int, network_id: int) -> None:
    """What the person means in the chat from now on, until they say otherwise."""
    person = session.get_one(Person, person_id)
    person.network_id = network_id
    session.add(person)


def holder(session: Session, organisation_id: int, kind: RoleKind) -> Person | None:
    """The agency's contact or deputy; the longest-serving one, should there be two."""
    return session.exec(
        select(Person)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(Role.organisation_id == organisation_id, Role.kind == kind)
        .order_by(col(Role.id))
    ).first()


def unreachable(session: Session, network_id: int) -> frozenset[int]:
    """The members whose personal chat was refused."""
    rows = session.exec(
        select(Person.id)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.network_id == network_id, col(Person.unreachable).is_(True))
    ).all()
    return frozenset(person_id or 0 for person_id in rows)


def audience(session: Session, network_id: int) -> tuple[int, int]:
    """How many people, from how many agencies, read what is posted in the network's Team."""
    agencies = session.exec(
        select(Membership.organisation_id).where(Membership.network_id == network_id)
    ).all()
    return len(agencies), len({agency for agency in agencies if agency is not None})


def represented(session: Session, network_id: int) -> dict[int, int]:
    """How many members represent each agency, by its id; those who have not said are left out."""
    rows = session.exec(
        select(Membership.organisation_id, func.count())
        .where(Membership.network_id == network_id, col(Membership.organisation_id).is_not(None))
        .group_by(col(Membership.organisation_id))
    ).all()
    return {organisation_id or 0: count for organisation_id, count in rows}


def choose_language(session: Session, person_id: int, language: Language) -> None:
    person = session.get_one(Person, person_id)
    person.language = language
    session.add(person)


def name_of(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else None


def responsible(
    session: Session, network_id: int, organisation_id: int | None, host_id: int | None = None
) -> Person | None:
    """The person to ask on behalf of an agency: the first of `responsible_chain`.

    None only in a network without members.
    """
    return next(iter(responsible_chain(session, network_id, organisation_id, host_id)), None)


def responsible_chain(
    session: Session, network_id: int, organisation_id: int | None, host_id: int | None = None
) -> tuple[Person, ...]:
    """Whom to ask on behalf of an agency, one after the other (bot/domain/people.py: `chain`).

    host_id: the agency that hosts the meeting in question, which stands in for a coordinator.
    Without `organisation_id` it is who does a coordinator's tasks.
    """
    ids = chain(rosters.read(session, network_id), organisation_id, host_id)
    people = by_id(session, ids)
    return tuple(people[person_id] for person_id in ids)


def spokespeople(session: Session, network_id: int, organisation_id: int | None) -> list[Person]:
    """Who can answer for an agency, the responsible one first: its own people; where it has none,
    the one who is asked on its behalf.
    """
    own = set(rosters.read(session, network_id).of_agency(organisation_id))
    chain = responsible_chain(session, network_id, organisation_id)
    return [person for person in chain if person.id in own] or list(chain[:1])


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    rows = session.exec(select(Person).where(col(Person.id).in_(list(ids)))).all()
    return {row.id or 0: row for row in rows}


def names(session: Session, network_id: int) -> dict[int, str]:
    """What the members of a network are called, by their ids, in alphabetical order."""
    rows = session.exec(
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.network_id == network_id)
        .order_by(func.lower(Person.name))
    ).all()
    return {person_id or 0: name for person_id, name in rows}


def networks_named(session: Session, person_id: int) -> list[tuple[int, str, str | None]]:
    """The networks somebody belongs to, each with the agency they represent there."""
    rows = session.exec(
        select(Network.id, Network.name, Organisation.name)
        .join(Membership, col(Membership.network_id) == col(Network.id))
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id), isouter=True)
        .where(Membership.person_id == person_id)
        .order_by(col(Membership.id))
    ).all()
    return [(network_id or 0, name, agency) for network_id, name, agency in rows]
