"""Cards that stand somewhere, and how they are brought up to date."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.domain import deliveries
from bot.domain.deliveries import DeliveryState, Planned
from storage import deliveries as outbox
from storage.tables import Delivery

REFRESH = "refresh"
WORTH_IT = timedelta(days=1)  # an update that could not be made for a day is not missed any more


def standing_at(session: Session, network_id: int, activity_id: str | None) -> Delivery | None:
    """The delivery whose card was pressed, when Teams says which message holds it."""
    if not activity_id:
        return None
    return session.exec(
        select(Delivery).where(
            Delivery.network_id == network_id, Delivery.activity_id == activity_id
        )
    ).first()


def network_of(
    session: Session, network_ids: Collection[int], conversation_id: str, activity_id: str | None
) -> int | None:
    """Which of these networks a card in somebody's own chat is about, if it was sent unasked."""
    if not activity_id:
        return None
    return session.exec(
        select(Delivery.network_id).where(
            col(Delivery.network_id).in_(network_ids),
            Delivery.conversation_id == conversation_id,
            Delivery.activity_id == activity_id,
        )
    ).first()


def refresh(session: Session, kind: str, subject: str, now: datetime) -> None:
    """Have every posted card about this subject drawn again, for everybody who can see it."""
    posted = session.exec(
        select(Delivery).where(
            Delivery.kind == kind,
            Delivery.subject == subject,
            Delivery.state == DeliveryState.SENT,
            Delivery.activity_id != "",
        )
    ).all()
    for delivery in posted:
        _refresh(session, delivery, now)


def _refresh(session: Session, posted: Delivery, now: datetime) -> None:
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
    planned = Planned(REFRESH, subject, posted.audience, number, now, now + WORTH_IT)
    outbox.add(session, posted.network_id, planned)
