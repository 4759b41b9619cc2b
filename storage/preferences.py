"""What each member wants to be told, and who is passed over because of it."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from bot.domain.preferences import Preference
from storage.tables import Membership, Person


def of_person(session: Session, person_id: int) -> Preference:
    return _of(session.get_one(Person, person_id))


def of_people(session: Session, ids: Iterable[int]) -> Mapping[int, Preference]:
    """The same for many, by their ids; in one query."""
    rows = session.exec(select(Person).where(col(Person.id).in_(list(ids))))
    return {row.id or 0: _of(row) for row in rows}


def of_network(session: Session, network_id: int) -> Mapping[int, Preference]:
    """Those of everybody in a network, by person id; in one query."""
    rows = session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.network_id == network_id)
    )
    return {row.id or 0: _of(row) for row in rows}


def _of(row: Person) -> Preference:
    return Preference(row.notices, row.paused_until)


def away(session: Session, network_id: int) -> dict[int, date]:
    """The members to whom no duties are sent, each with the first day on which they are again."""
    chosen = of_network(session, network_id)
    return {person: p.away_until for person, p in chosen.items() if p.away_until is not None}


def available(session: Session, network_id: int, day: date) -> set[int]:
    """The members to whom duties may be sent on that day."""
    chosen = of_network(session, network_id)
    return {person for person, preference in chosen.items() if preference.takes_cards(day)}


def choose(session: Session, person_id: int, chosen: Preference) -> None:
    """It holds in every network the person belongs to: they have one calendar and one phone."""
    person = session.get_one(Person, person_id)
    person.notices, person.paused_until = chosen.notices, chosen.paused_until
    session.add(person)
    session.flush()
