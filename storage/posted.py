"""Cards that stand somewhere, and how they are brought up to date."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.domain import deliveries
from bot.domain.deliveries import DeliveryState, Planned
from storage import deliveries as outbox
from storage.delivery_rows import LEASE, LEASED
from storage.tables import Delivery

REFRESH = "refresh"
WORTH_IT = timedelta(days=1)  # an update that could not be made for a day is not missed any more


def shown_at(
    session: Session, network_id: int, activity_id: str | None, kind: str, subject: str
) -> Delivery | None:
    """The delivery of this kind and subject whose card was pressed: alone in its message, or as
    one of several things that went out in it.
    """
    if not activity_id:
        return None
    lead = aliased(Delivery)
    return session.exec(
        select(Delivery)
        .outerjoin(lead, col(lead.id) == col(Delivery.lead_id))
        .where(
            Delivery.network_id == network_id,
            Delivery.kind == kind,
            Delivery.subject == subject,
            func.coalesce(lead.activity_id, Delivery.activity_id) == activity_id,
        )
    ).first()


def find(session: Session, network_id: int, delivery_id: int) -> Delivery | None:
    """Something of this network that was sent."""
    return session.exec(
        select(Delivery).where(
            Delivery.id == delivery_id,
            Delivery.network_id == network_id,
            Delivery.state == DeliveryState.SENT,
        )
    ).first()


def gone_along(session: Session, lead_id: int) -> Sequence[Delivery]:
    """What was sent in the message of another delivery, the longest due first."""
    return session.exec(
        select(Delivery)
        .where(Delivery.lead_id == lead_id, Delivery.state == DeliveryState.SENT)
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()


def network_of(
    connection: Connection,
    network_ids: Collection[int],
    conversation_id: str,
    activity_id: str | None,
) -> int | None:
    """Which of these networks a card in somebody's own chat is about, if it was sent unasked."""
    if not activity_id:
        return None
    return connection.execute(
        select(Delivery.network_id).where(
            col(Delivery.network_id).in_(network_ids),
            Delivery.conversation_id == conversation_id,
            Delivery.activity_id == activity_id,
        )
    ).scalar()


def refresh(session: Session, kind: str, subject: str, now: datetime) -> None:
    """Have every posted card about this subject drawn again, for everybody who can see it.

    What is on its way was perhaps built before the change: it is drawn again when its lease is
    over, and with it the request.
    """
    for message in _messages(session, kind, subject):
        due = now if message.state is DeliveryState.SENT else now + LEASE
        _refresh(session, message, due)


def _messages(session: Session, kind: str, subject: str) -> Sequence[Delivery]:
    """The messages that show it, or are about to, alone or among other things; each once."""
    departed = (DeliveryState.SENT, *LEASED)
    goes_along = and_(
        col(Delivery.state) == DeliveryState.PENDING, col(Delivery.lead_id).is_not(None)
    )
    about = select(func.coalesce(Delivery.lead_id, Delivery.id)).where(
        Delivery.kind == kind,
        Delivery.subject == subject,
        or_(col(Delivery.state).in_(departed), goes_along),
    )
    stands = and_(col(Delivery.state) == DeliveryState.SENT, col(Delivery.activity_id) != "")
    return session.exec(
        select(Delivery)
        .where(col(Delivery.id).in_(about), or_(stands, col(Delivery.state).in_(LEASED)))
        .order_by(col(Delivery.id))
    ).all()


def _refresh(session: Session, posted: Delivery, due: datetime) -> None:
    """One update is enough as long as it has not begun: it is built when it is sent."""
    subject = deliveries.subject("delivery", posted.id or 0)
    earlier = select(Delivery).where(Delivery.kind == REFRESH, Delivery.subject == subject)
    waiting = session.exec(
        earlier.where(Delivery.state == DeliveryState.PENDING).with_for_update()
    ).first()
    if waiting is not None:
        return
    number = session.exec(
        select(func.count()).where(col(Delivery.kind) == REFRESH, col(Delivery.subject) == subject)
    ).one()
    planned = Planned(REFRESH, subject, posted.audience, number, due, due + WORTH_IT)
    outbox.add(session, posted.network_id, planned)
