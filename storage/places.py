"""Where things are posted: channels and personal chats, remembered when Teams shows them to us."""

from enum import StrEnum

from sqlmodel import Session, col, select

from bot.domain.errors import Refused
from bot.domain.networks import NO_CHANNEL
from storage.once import insert_if_absent
from storage.tables import Conversation

GENERAL = "Generelt"  # Teams does not name it: every client has its own word for it


class Purpose(StrEnum):
    """What a network uses a channel for."""

    REMINDERS = "reminders"
    SOLUTION_GROUP = "solution-group"
    BOTH = "both"  # a small Team may have one channel for everything


def find(session: Session, tenant_id: str, conversation_id: str) -> Conversation | None:
    return session.exec(
        select(Conversation).where(
            Conversation.tenant_id == tenant_id, Conversation.conversation_id == conversation_id
        )
    ).first()


def remember(session: Session, told: Conversation) -> Conversation:
    """Store a place, or bring it up to date; what nobody told us now is kept as it was."""
    place = find(session, told.tenant_id, told.conversation_id)
    if place is None:
        insert_if_absent(session, Conversation, told.model_dump(exclude={"id"}))
        place = find(session, told.tenant_id, told.conversation_id)
    if place is None:
        raise LookupError("a place was removed while it was remembered")
    for field in ("network_id", "person_id", "team_id", "name"):
        setattr(place, field, getattr(told, field) or getattr(place, field))
    if is_general(place):
        place.name = place.name or GENERAL
    place.gone = False
    session.add(place)
    session.flush()
    return place


def is_general(place: Conversation) -> bool:
    """The General channel has the id of its Team."""
    return place.conversation_id == place.team_id


def knows_team_otherwise(session: Session, place: Conversation) -> bool:
    """Whether another channel of the same Team is known: then the bot is no news to it."""
    others = select(Conversation.id).where(
        Conversation.tenant_id == place.tenant_id,
        Conversation.team_id == place.team_id,
        col(Conversation.team_id).is_not(None),
        Conversation.id != place.id,
    )
    return session.exec(others).first() is not None


def forget(session: Session, tenant_id: str, conversation_id: str) -> None:
    """The bot was removed from there: nothing is posted until it comes back."""
    place = find(session, tenant_id, conversation_id)
    if place is not None:
        place.gone = True
        session.add(place)


def channel(session: Session, network_id: int, purpose: Purpose) -> Conversation | None:
    return session.exec(
        select(Conversation).where(
            Conversation.network_id == network_id,
            col(Conversation.purpose).in_((purpose, Purpose.BOTH)),
            col(Conversation.gone).is_(False),
        )
    ).first()


def told_in(session: Session, network_id: int) -> Conversation:
    """Where what all of the network should read is posted. Raises Refused before it is chosen."""
    place = channel(session, network_id, Purpose.REMINDERS)
    if place is None:
        raise Refused(NO_CHANNEL)
    return place


def chat_with(session: Session, person_id: int) -> Conversation | None:
    """The personal chat with somebody, where one is known."""
    return session.exec(
        select(Conversation).where(
            Conversation.person_id == person_id,
            Conversation.kind == "personal",
            col(Conversation.gone).is_(False),
        )
    ).first()
