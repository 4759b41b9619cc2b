"""Which deliveries draw on somebody's budget, and which of them may go, as conditions of SQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from bot.domain.budget import ANSWERS
from bot.domain.deliveries import DeliveryState
from storage.delivery_rows import in_state
from storage.tables import Delivery

ON_ITS_WAY = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)
ARRIVED = (DeliveryState.SENT, DeliveryState.UNKNOWN)


def may_go() -> ColumnElement[bool]:
    """Deliveries that wait for nothing but their time: they lead a message or are one alone."""
    has_its_place = or_(~is_drawing(), col(Delivery.allotted_at).is_not(None))
    return and_(has_its_place, col(Delivery.lead_id).is_(None))


def awaited() -> ColumnElement[bool]:
    """Pending deliveries that somebody must look at when their time has come; what waits until a
    person's message has found its end is looked at then.
    """
    return and_(is_pending(), or_(may_go(), and_(is_undecided(), ~has_one_on_its_way())))


def is_time(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Deliveries whose time has come; in a weekly summary that is before they are due.

    Each of the three is looked up in its own index; a single condition would read all that waits.
    """
    held, allotted = col(Delivery.held_until), col(Delivery.allotted_at)
    come = (
        and_(held.is_(None), col(Delivery.due_at) <= now),
        and_(held.is_not(None), held <= now),
        and_(allotted.is_not(None), allotted <= now),
    )
    return col(Delivery.id).in_(
        union_all(*(select(Delivery.id).where(is_pending(), each) for each in come))
    )


def next_times(reached: ColumnElement[bool]) -> tuple[ScalarSelect[datetime], ...]:
    """When the next time comes for something that is `awaited`, each by its own index."""
    held, allotted = col(Delivery.held_until), col(Delivery.allotted_at)
    moments = (
        select(func.min(Delivery.due_at)).where(held.is_(None), allotted.is_(None)),
        select(func.min(held)).where(held.is_not(None)),
        select(func.min(allotted)).where(allotted.is_not(None)),
    )
    return tuple(first.where(awaited(), reached).scalar_subquery() for first in moments)


def is_drawing() -> ColumnElement[bool]:
    """Deliveries that draw on the budget of the person they call on."""
    return and_(col(Delivery.person_id).is_not(None), col(Delivery.kind).not_in(list(ANSWERS)))


def draws(row: Delivery) -> bool:
    return row.person_id is not None and row.kind not in ANSWERS


def is_pending() -> ColumnElement[bool]:
    return in_state(DeliveryState.PENDING)


def is_undecided() -> ColumnElement[bool]:
    return and_(is_pending(), is_drawing(), col(Delivery.allotted_at).is_(None))


def has_one_on_its_way() -> ColumnElement[bool]:
    """Whether the person of a delivery has been given a message that has no end yet."""
    other = aliased(Delivery)
    return (
        select(other.id)
        .where(other.person_id == Delivery.person_id, col(other.allotted_at).is_not(None))
        .where(col(other.lead_id).is_(None), col(other.state).in_(ON_ITS_WAY))
        .exists()
    )
