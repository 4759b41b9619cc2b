"""Where things are posted: channels and personal chats, remembered when Teams shows them to us."""

from enum import StrEnum

from sqlmodel import Session, col, select

from storage.once import insert_if_absent
from storage.tables import Conversation


class Purpose(StrEnum):
    """What a network uses a channel for."""

    REMINDERS = "reminders"
    SOLUTION_GROUP = "solution-group"


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
    place.gone = False
    session.add(place)
    session.flush()
    return place


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
            Conversation.purpose == purpose,
            col(Conversation.gone).is_(False),
        )
    ).first()


def chat_with(session: Session, person_id: int) -> Conversation | None:
    """The personal chat with somebody, where one is known."""
    return session.exec(
        select(Conversation).where(
            Conversation.person_id == person_id,
            Conversation.kind == "personal",
            col(Conversation.gone).is_(False),
        )
    ).first()
