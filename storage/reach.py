"""How somebody is reached: 1:1 where it works, else by a mention in the network's channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from bot.domain import deliveries
from storage import budget, places
from storage import deliveries as outbox
from storage.places import Purpose
from storage.tables import Delivery, Person


def audience(session: Session, network_id: int, person: Person | None) -> str | None:
    """The audience of a delivery for one person; None where there is no channel to fall back on."""
    if person is not None and not person.unreachable:
        return deliveries.person(person.id or 0)
    return channel(session, network_id)


def channel(session: Session, network_id: int) -> str | None:
    """The audience of what all of the network may read; None before a channel is chosen."""
    place = places.channel(session, network_id, Purpose.REMINDERS)
    return deliveries.conversation(place.id or 0) if place else None


def first_with_room(
    session: Session, chain: Sequence[Person], now: datetime, today: date
) -> Person | None:
    """Whom of a chain to ask about what cannot wait a week: the first who may be called on this
    week, else the first. None only for an empty chain.
    """
    busy = budget.without_room(session, [person.id or 0 for person in chain], now, today)
    free = (person for person in chain if person.id not in busy)
    return next(free, next(iter(chain), None))


def hold(session: Session, refused: Delivery) -> None:
    """Lock what follows from a refusal, before the refusal is written down: the person first and
    then the planning, in the order of whoever changes a person and plans anew.
    """
    person_id = deliveries.called_on(refused.audience)
    if person_id is not None:
        session.get_one(Person, person_id, with_for_update={"key_share": True})
    if refused.network_id is not None:
        outbox.one_planner(session, refused.network_id)


def fall_back(session: Session, refused: Delivery) -> None:
    """A 1:1 was refused for good: the person is marked, and the same is said in the channel."""
    person = session.get_one(Person, deliveries.row_id(refused.audience))
    person.unreachable = True
    session.add(person)
    again = channel(session, refused.network_id or 0)
    if again is not None:
        planned = replace(outbox.planned_of(refused), audience=again, person_id=person.id)
        outbox.add(session, refused.network_id, planned)
