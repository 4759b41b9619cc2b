"""How a delivery moves on its way out. Every move is one conditional update whose count is looked
at: a worker that lost its claim, to a new plan or to the end of its lease, is told so.

Rule times (due_at, expires_at) are compared with the clock of the rules, which the caller passes.
Leases and retries are real time: the database's own clock on PostgreSQL, where several machines
must agree, and the passed `now_real` on SQLite, where there is one process.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Interval, Update, bindparam, func, literal, or_, true, update
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from storage import budget
from storage.tables import Delivery
from storage.types import UtcDateTime

LEASED = (DeliveryState.CLAIMED, DeliveryState.SENDING)
NO_TIME = timedelta()
_BACK = {"state": DeliveryState.PENDING, "owner": None, "lease_until": None}
_FREE = {"lead_id": None, "allotted_at": None}
AT_ONCE = 1000  # tidied in one go; databases take only so many values in one statement


class Claim(NamedTuple):
    """Which delivery a worker holds; what anybody else says about it is not accepted."""

    delivery_id: int
    owner: str


def claim(
    session: Session,
    *,
    now_rules: datetime,
    now_real: datetime,
    owner: str,
    limit: int,
    lease: timedelta,
) -> list[Delivery]:
    """Take what is due, from every network its longest due first, so that the flood of one delays
    no other. Workers on PostgreSQL pass over each other's.

    What calls on somebody is due when it has its place in their budget (storage/budget.py).
    """
    oldest = (col(Delivery.due_at), col(Delivery.id))
    turn = func.row_number().over(partition_by=col(Delivery.network_id), order_by=oldest)
    ready = (
        select(Delivery.id, turn.label("turn"))
        .where(_in_state(DeliveryState.PENDING))
        .where(budget.is_time(now_rules), col(Delivery.expires_at) > now_rules)
        .where(_retry_reached(session, now_real), budget.may_go())
        .subquery()
    )
    due = (
        select(Delivery.id)
        .join(ready, ready.c.id == col(Delivery.id))
        .where(_in_state(DeliveryState.PENDING))
        .order_by(ready.c.turn, *oldest)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Delivery)
        .cte("due")
    )
    statement = (
        _all(DeliveryState.PENDING)
        .where(col(Delivery.id).in_(select(due.c.id)))
        .values(
            state=DeliveryState.CLAIMED,
            owner=owner,
            lease_until=_real(session, now_real, lease),
            retry_at=None,
        )
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    taken = session.scalars(statement).all()
    return sorted(taken, key=lambda delivery: (delivery.due_at, delivery.id))


def going_along(session: Session, lead_id: int) -> Sequence[Delivery]:
    """What has its place in the message of another delivery, the longest due first."""
    return session.exec(
        select(Delivery)
        .where(Delivery.lead_id == lead_id, _in_state(DeliveryState.PENDING))
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()


def begin_sending(
    session: Session,
    held: Claim,
    along: Collection[int] = (),
    *,
    now_real: datetime,
    lease: timedelta,
) -> bool:
    """Commit this before the request leaves. False: the claim is lost, and nothing may be sent.

    The lease is looked at in the same statement, so that a worker that was paused past its end
    cannot slip through. `along` is what stands in the message beside it: if a plan has taken one
    of them back meanwhile, the message is given back and built anew.
    """
    begun = {"state": DeliveryState.SENDING, "lease_until": _real(session, now_real, lease)}
    lead = _moved(held, DeliveryState.CLAIMED).where(
        col(Delivery.lease_until) > _real(session, now_real)
    )
    if _count(session, lead.values(begun)) != 1:
        return False
    others = _all(DeliveryState.PENDING).where(
        col(Delivery.lead_id) == held.delivery_id, col(Delivery.id).in_(along)
    )
    if not along or _count(session, others.values(begun | {"owner": held.owner})) == len(along):
        return True
    _count(session, _along(held, DeliveryState.SENDING).values(_BACK))
    _count(session, _moved(held, DeliveryState.SENDING).values(_BACK))
    return False


def sent(
    session: Session, held: Claim, *, conversation_id: str, activity_id: str, sent_at: datetime
) -> bool:
    """It arrived, and with it what went along. sent_at: by the clock of the rules.

    Also accepted for an unknown one, whose worker was given up and comes back with the answer.
    """
    arrived = {
        "state": DeliveryState.SENT,
        "lease_until": None,
        "error": None,
        "conversation_id": conversation_id,
        "sent_at": sent_at,
    }
    states = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
    _count(session, _along(held, *states).values(arrived))
    return (
        _count(session, _moved(held, *states).values(arrived | {"activity_id": activity_id})) == 1
    )


def retry(
    session: Session,
    held: Claim,
    error: str | None = None,
    *,
    now_real: datetime,
    wait: timedelta,
    counted: bool,
) -> bool:
    """It did not arrive: pending again, after a wait. counted=False: it was nobody's fault."""
    _count(session, _along(held, DeliveryState.SENDING).values(_BACK))
    statement = _moved(held, *LEASED).values(
        _BACK
        | {
            "retry_at": _real(session, now_real, wait),
            "attempts": col(Delivery.attempts) + int(counted),
            "error": error,
        }
    )
    return _count(session, statement) == 1


def repeat(session: Session, held: Claim, error: str) -> bool:
    """The request left and nobody knows more: once more, and only once. False: it was the second.

    For kinds that may arrive twice.
    """
    once_more = _BACK | {"repeated": True, "error": error}
    lead = _moved(held, DeliveryState.SENDING).where(col(Delivery.repeated).is_(False))
    if _count(session, lead.values(once_more)) != 1:
        return False
    _count(session, _along(held, DeliveryState.SENDING).values(_BACK))
    return True


def unknown(session: Session, held: Claim, error: str) -> bool:
    """The request left, and nobody knows whether it arrived. The owner stays: it may yet know."""
    lost = {"state": DeliveryState.UNKNOWN, "lease_until": None, "error": error}
    _count(session, _along(held, DeliveryState.SENDING).values(lost))
    return _count(session, _moved(held, DeliveryState.SENDING).values(lost)) == 1


def failed(session: Session, held: Claim, error: str) -> bool:
    """Refused for good, or it could not even be built. What was to go along is on its own again."""
    _count(session, _along(held, DeliveryState.SENDING).values(_BACK | _FREE))
    statement = _moved(held, *LEASED).values(
        state=DeliveryState.FAILED, lease_until=None, error=error
    )
    return _count(session, statement) == 1


def cancel(session: Session, held: Claim) -> bool:
    """No longer relevant, as was seen when its card was to be built."""
    statement = _moved(held, DeliveryState.CLAIMED).values(
        state=DeliveryState.CANCELLED, owner=None, lease_until=None
    )
    return _count(session, statement) == 1


def put_off(session: Session, held: Claim) -> bool:
    """It was to go before it is due, and there is nothing to say yet: decided about again then."""
    until_due = _BACK | {"allotted_at": None, "held_until": col(Delivery.due_at)}
    return _count(session, _moved(held, DeliveryState.CLAIMED).values(until_due)) == 1


def leave_out(session: Session, along: Delivery, now_rules: datetime) -> None:
    """Nothing is to be said about it in the message in which it was to go along. What was not due
    yet is decided about again when it is.
    """
    over = {"state": DeliveryState.CANCELLED} if along.due_at <= now_rules else {}
    mine = (col(Delivery.id) == along.id) & (col(Delivery.lead_id) == along.lead_id)
    _count(session, _all(DeliveryState.PENDING).where(mine).values(_FREE | over))


def release(session: Session, owner: str) -> int:
    """Give back what a stopping worker has claimed and not begun to send."""
    statement = _all(DeliveryState.CLAIMED).where(col(Delivery.owner) == owner).values(_BACK)
    return _count(session, statement)


def recover(
    session: Session,
    *,
    now_real: datetime,
    repeatable: Collection[str] = (),
    only_worker: bool = False,
) -> int:
    """Take over what dead workers left, when their leases are over; how many there were.

    repeatable: the kinds of which an attempt with no known end is made once more.
    only_worker: nobody else can be alive (SQLite, at the start), so no lease is waited for.
    """
    over = true() if only_worker else col(Delivery.lease_until) <= _real(session, now_real)
    orphans = _unlocked(session, _in_state(*LEASED), over)
    if orphans:
        _take_over(session, col(Delivery.id).in_(orphans), repeatable)
    return len(orphans)


def _take_over(
    session: Session, orphaned: ColumnElement[bool], repeatable: Collection[str]
) -> None:
    may_repeat = col(Delivery.kind).in_(repeatable) & col(Delivery.repeated).is_(False)
    cut_off = _all(DeliveryState.SENDING).where(orphaned)
    error = "the process ended while it was being sent"
    _count(session, _all(DeliveryState.CLAIMED).where(orphaned).values(_BACK))
    _count(session, cut_off.where(may_repeat).values(_BACK | {"repeated": True}))
    _count(
        session,
        cut_off.values(state=DeliveryState.UNKNOWN, lease_until=None, error=error),
    )


def expire(session: Session, now_rules: datetime) -> int:
    """Give up what is too late to be of use; how many there were."""
    late = _unlocked(
        session,
        _in_state(DeliveryState.PENDING),
        col(Delivery.lead_id).is_(None),
        col(Delivery.due_at) <= now_rules,
        col(Delivery.expires_at) <= now_rules,
    )
    if late:
        expired = _all(DeliveryState.PENDING).where(col(Delivery.id).in_(late))
        _count(session, expired.values(state=DeliveryState.EXPIRED))
    return len(late)


def next_due(session: Session, *, now_rules: datetime, now_real: datetime) -> timedelta | None:
    """How long until there is something to send, retry or take over; None when nothing waits."""
    pending, leased = _in_state(DeliveryState.PENDING), _in_state(*LEASED)
    retry_at, clock = col(Delivery.retry_at), _real(session, now_real)
    reached = _retry_reached(session, now_real)
    due = budget.next_time(session, reached)
    retries = session.scalar(select(func.min(retry_at)).where(pending, retry_at > clock))
    lease = session.scalar(select(func.min(Delivery.lease_until)).where(leased))
    real = session.scalar(select(clock)) or now_real
    waits = [due - now_rules] if due else []
    waits += [moment - real for moment in (retries, lease) if moment]
    return max(min(waits), NO_TIME) if waits else None


def _real(
    session: Session, now_real: datetime, wait: timedelta = NO_TIME
) -> ColumnElement[datetime]:
    """Real time after a wait. clock_timestamp, because now() stands still in a transaction."""
    if session.get_bind().dialect.name == "postgresql":
        clock: ColumnElement[datetime] = func.clock_timestamp(type_=UtcDateTime())
        return clock + literal(wait, Interval())
    return literal(now_real + wait, UtcDateTime())


def _retry_reached(session: Session, now_real: datetime) -> ColumnElement[bool]:
    retry_at = col(Delivery.retry_at)
    return or_(retry_at.is_(None), retry_at <= _real(session, now_real))


def _in_state(*states: DeliveryState) -> ColumnElement[bool]:
    """Written out in the statement: an index of some states is not used for a parameter."""
    if len(states) == 1:
        return col(Delivery.state) == literal(states[0], literal_execute=True)
    return col(Delivery.state).in_(bindparam(None, states, expanding=True, literal_execute=True))


def _unlocked(session: Session, *conditions: ColumnElement[bool]) -> Sequence[int | None]:
    """The ids of deliveries, locked for us. What a paused worker has locked is left for later:
    waiting for it would stop everybody.
    """
    statement = select(Delivery.id).where(*conditions).limit(AT_ONCE)
    return session.exec(statement.with_for_update(skip_locked=True)).all()


def _all(*states: DeliveryState) -> Update:
    return update(Delivery).where(_in_state(*states))


def _moved(held: Claim, *states: DeliveryState) -> Update:
    """An update of one delivery that still is in one of these states and in these hands."""
    return _all(*states).where(
        col(Delivery.id) == held.delivery_id, col(Delivery.owner) == held.owner
    )


def _along(held: Claim, *states: DeliveryState) -> Update:
    """The same of what goes along in its message."""
    return _all(*states).where(
        col(Delivery.lead_id) == held.delivery_id, col(Delivery.owner) == held.owner
    )


def _count(session: Session, statement: Update) -> int:
    """How many rows it changed."""
    return session.connection().execute(statement).rowcount
