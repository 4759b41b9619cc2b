"""What is said unasked to somebody whose role was taken or who was given one: once, and 1:1."""

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain import deliveries
from bot.domain.handover import estate
from cards import role_taken
from cards.words import Words
from storage import rosters
from storage.roles import GAINED
from storage.tables import Change, Delivery, Network, Person


def tell(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """None when it is not true any more, or when the person has left meanwhile."""
    change = session.get_one(Change, deliveries.row_id(delivery.subject))
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    roster, gained = rosters.read(session, change.network_id), delivery.occurrence == GAINED
    had = estate(roster, person.id or 0)
    if person.id not in roster.members or (gained and not (had.of_agency or had.wants_member)):
        return None
    words = Words(person.language or deps.language, deps.zone)
    view = role_taken.View(
        network=session.get_one(Network, change.network_id).name,
        change=words.text(change.what, **change.values),
        gained=gained,
    )
    return Message(role_taken.build(view, words), role_taken.summary(view, words))
