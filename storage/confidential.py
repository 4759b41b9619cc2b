"""What only one person should hear: said 1:1, or not at all. It never falls back on a channel."""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from bot.domain import deliveries
from storage import deliveries as outbox
from storage.tables import Delivery, Person


def audience(people: Iterable[Person | None]) -> str | None:
    """The first of them who can be reached 1:1; None where nobody can."""
    reachable = (person for person in people if person is not None and not person.unreachable)
    person = next(reachable, None)
    return deliveries.person(person.id or 0) if person else None


def pass_on(session: Session, refused: Delivery, people: Iterable[Person | None]) -> None:
    """A 1:1 was refused for good: the person is marked, and the next of `people` hears it."""
    person = session.get_one(Person, deliveries.row_id(refused.audience))
    person.unreachable = True
    session.add(person)
    session.flush()
    heir = audience(people)
    if heir is not None:
        outbox.add(session, refused.network_id, replace(outbox.planned_of(refused), audience=heir))
