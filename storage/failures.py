"""What did not arrive as it should, until a person has looked at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, func, or_, update
from sqlmodel import Session, col, select

from bot.domain import deliveries
from bot.domain.deliveries import A_WEEK, DeliveryState, Planned
from storage import deliveries as outbox
from storage import people
from storage.posted import REFRESH
from storage.tables import Delivery


@dataclass(frozen=True, slots=True)
class Counted:
    """unseen: failed or unknown, and nobody has looked at it. oldest_due: for how many seconds the
    longest due has waited to be sent; what is held for somebody's budget does not count.
    """

    states: Mapping[DeliveryState, int]
    unseen: int
    oldest_due: float


FAILED = "failed"  # the kind of delivery that tells of it
ACTIONABLE = (DeliveryState.UNKNOWN, DeliveryState.FAILED)
QUIET = (FAILED, REFRESH)  # nobody is told that telling failed; cards are drawn again anyway
A_DAY = timedelta(days=1)


def unseen(session: Session, network_id: int) -> Sequence[Delivery]:
    """The oldest first; several things in one message are one."""
    return session.exec(
        select(Delivery)
        .where(Delivery.network_id == network_id, _unseen())
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()


def find(session: Session, network_id: int, delivery_id: int) -> Delivery | None:
    return session.exec(
        select(Delivery).where(
            Delivery.network_id == network_id, Delivery.id == delivery_id, _unseen()
        )
    ).first()


def send_again(session: Session, failure: Delivery, now: datetime) -> None:
    """A person wants it, knowing that it may arrive twice. What it says is built anew, and whoever
    it calls on gets it when their week has room. A worker that was given up is not listened to.
    """
    session.execute(
        _whole(failure, *ACTIONABLE).values(
            state=DeliveryState.PENDING,
            owner=None,
            error=None,
            repeated=False,
            retry_at=None,
            held_until=None,
            allotted_at=None,
            lead_id=None,
            expires_at=max(failure.expires_at, now + A_DAY),
        )
    )


def accept(session: Session, failure: Delivery) -> None:
    session.execute(_whole(failure, *ACTIONABLE, DeliveryState.EXPIRED).values(seen=True))


def went_another_way(session: Session, delivery_id: int) -> None:
    """Something else was sent in its place: nobody needs to look at it."""
    session.execute(update(Delivery).where(col(Delivery.id) == delivery_id).values(seen=True))


def tell_of_new(session: Session, now: datetime) -> None:
    """Tick: whoever does a coordinator's tasks hears of it, at most once a week in a network, and
    only of what somebody can do something about.
    """
    networks = session.exec(
        select(Delivery.network_id)
        .where(_unseen(), col(Delivery.state).in_(ACTIONABLE))
        .where(col(Delivery.network_id).is_not(None))
        .distinct()
    ).all()
    for network_id in networks:
        if network_id is not None and not _told_lately(session, network_id, now):
            _tell(session, network_id, now)


def _tell(session: Session, network_id: int, now: datetime) -> None:
    person = people.responsible(session, network_id, None)
    if person is None or person.unreachable:
        return
    planned = Planned(
        FAILED,
        deliveries.subject("network", network_id),
        deliveries.person(person.id or 0),
        now.toordinal(),
        now,
        now + A_WEEK,
    )
    outbox.add(session, network_id, planned)


def _told_lately(session: Session, network_id: int, now: datetime) -> bool:
    subject = deliveries.subject("network", network_id)
    lately = select(Delivery.id).where(
        Delivery.kind == FAILED, Delivery.subject == subject, Delivery.due_at > now - A_WEEK
    )
    return session.exec(lately).first() is not None


def count(session: Session, now: datetime) -> Counted:
    states = session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))).all()
    unseen = session.exec(
        select(func.count()).where(_unseen(), col(Delivery.state).in_(ACTIONABLE))
    ).one()
    oldest: datetime | None = session.exec(
        select(func.min(Delivery.due_at)).where(
            Delivery.state == DeliveryState.PENDING,
            col(Delivery.due_at) <= now,
            col(Delivery.held_until).is_(None),
        )
    ).one()
    waited = timedelta() if oldest is None else now - oldest
    by_state = {DeliveryState(state): number for state, number in states}
    return Counted(by_state, unseen, waited.total_seconds())


def _unseen() -> ColumnElement[bool]:
    """What expired without an error was due while nobody was there to send it."""
    missed = and_(
        col(Delivery.state) == DeliveryState.EXPIRED,
        col(Delivery.error).is_(None),
        col(Delivery.held_until).is_(None),
    )
    return and_(
        col(Delivery.seen).is_(False),
        col(Delivery.lead_id).is_(None),
        col(Delivery.kind).not_in(QUIET),
        or_(col(Delivery.state).in_(ACTIONABLE), missed),
    )


def _whole(failure: Delivery, *states: DeliveryState) -> Update:
    """It and what went along in its message, while they are still in these states."""
    both = or_(col(Delivery.id) == failure.id, col(Delivery.lead_id) == failure.id)
    return (
        update(Delivery)
        .where(both, col(Delivery.state).in_(states), col(Delivery.seen).is_(False))
        .execution_options(synchronize_session=False)
    )
