"""What waits to be sent: claimed by a worker, given back, taken over from a dead one, given up when
it is too late; and when the next is due.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    true,
    update,
)
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from storage import budget
from storage.delivery_rows import (
    BACK,
    LEASED,
    NO_TIME,
    ROW,
    as_given,
    count,
    every,
    in_state,
    real_time,
)
from storage.store import Writing
from storage.tables import Delivery
from storage.types import UtcDateTime

AT_ONCE = 1000  # tidied in one go; databases take only so many values in one statement


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

    What calls on somebody is due when it has its place in their budget (storage/budget).
    """
    dialect = session.get_bind().dialect.name
    asked = {
        "now": now_rules,
        "real": as_given(dialect, now_real),
        "lease": as_given(dialect, now_real, lease),
        "worker": owner,
        "most": limit,
    }
    taken = session.scalars(_claiming(dialect), asked).all()
    return sorted(taken, key=lambda delivery: (delivery.due_at, delivery.id))


@cache
def _claiming(dialect: str) -> Executable:
    oldest = (col(Delivery.due_at), col(Delivery.id))
    now = bindparam("now", type_=UtcDateTime())
    turn = func.row_number().over(partition_by=col(Delivery.network_id), order_by=oldest)
    ready = (
        select(Delivery.id, turn.label("turn"))
        .where(in_state(DeliveryState.PENDING))
        .where(budget.is_time(now), col(Delivery.expires_at) > now)
        .where(_retry_reached(real_time(dialect, "real")), budget.may_go())
        .subquery()
    )
    due = (
        select(Delivery.id)
        .join(ready, ready.c.id == col(Delivery.id))
        .where(in_state(DeliveryState.PENDING))
        .order_by(ready.c.turn, *oldest)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=Delivery)
        .cte("due")
    )
    return (
        update(Delivery)
        .where(in_state(DeliveryState.PENDING), col(Delivery.id).in_(select(due.c.id)))
        .values(
            state=DeliveryState.CLAIMED,
            owner=bindparam("worker"),
            lease_until=real_time(dialect, "lease"),
            retry_at=None,
        )
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def release(writing: Writing, owner: str) -> int:
    """Give back what a stopping worker has claimed and not begun to send."""
    statement = every(DeliveryState.CLAIMED).where(ROW.owner == owner).values(BACK)
    return count(writing, statement)


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
    dialect = session.get_bind().dialect.name
    orphaned = _orphaned(dialect, only_worker=only_worker)
    orphans = _ids(session, orphaned, real=as_given(dialect, now_real))
    if orphans:
        _take_over(session, ROW.id.in_(orphans), repeatable)
    return len(orphans)


def _take_over(
    session: Session, orphaned: ColumnElement[bool], repeatable: Collection[str]
) -> None:
    may_repeat = ROW.kind.in_(repeatable) & ROW.repeated.is_(False)
    cut_off = every(DeliveryState.SENDING).where(orphaned)
    error = "the process ended while it was being sent"
    count(session, every(DeliveryState.CLAIMED).where(orphaned).values(BACK))
    count(session, cut_off.where(may_repeat).values(BACK | {"repeated": True}))
    count(
        session,
        cut_off.values(state=DeliveryState.UNKNOWN, lease_until=None, error=error),
    )


def expire(session: Session, now_rules: datetime) -> int:
    """Give up what is too late to be of use; how many there were."""
    late = _ids(session, _LATE, now=now_rules)
    if late:
        expired = every(DeliveryState.PENDING).where(ROW.id.in_(late))
        count(session, expired.values(state=DeliveryState.EXPIRED))
    return len(late)


def next_due(session: Session, *, now_rules: datetime, now_real: datetime) -> timedelta | None:
    """How long until there is something to send, retry or take over; None when nothing waits."""
    dialect = session.get_bind().dialect.name
    found = session.connection().execute(_nearest(dialect), {"real": as_given(dialect, now_real)})
    due, held, allotted, retry_at, lease, now = found.one()
    waits = [at - now_rules for at in (due, held, allotted) if at]
    waits += [at - now for at in (retry_at, lease) if at]
    return max(min(waits), NO_TIME) if waits else None


@cache
def _nearest(dialect: str) -> Select[*tuple[Any, ...]]:
    """One look, because every process asks it after every tick."""
    now, retry_at = real_time(dialect, "real"), ROW.retry_at
    waiting = select(func.min(retry_at)).where(in_state(DeliveryState.PENDING), retry_at > now)
    leased = select(func.min(ROW.lease_until)).where(in_state(*LEASED))
    dues = budget.next_times(_retry_reached(now))
    return select_columns(*dues, waiting.scalar_subquery(), leased.scalar_subquery(), now)


def _retry_reached(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    retry_at = col(Delivery.retry_at)
    return or_(retry_at.is_(None), retry_at <= now)


def _unlocked(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The ids of deliveries, locked for us. What a paused worker has locked is left for later:
    waiting for it would stop everybody.
    """
    statement = select_columns(ROW.id).where(*conditions).limit(AT_ONCE)
    return statement.with_for_update(skip_locked=True)


@cache
def _orphaned(dialect: str, *, only_worker: bool) -> Select[Any]:
    over = true() if only_worker else ROW.lease_until <= real_time(dialect, "real")
    return _unlocked(in_state(*LEASED), over)


_NOW = bindparam("now", type_=UtcDateTime())
_LATE = _unlocked(
    in_state(DeliveryState.PENDING),
    ROW.lead_id.is_(None),
    ROW.due_at <= _NOW,
    ROW.expires_at <= _NOW,
)


def _ids(session: Session, statement: Select[Any], **asked: object) -> Sequence[int]:
    return session.connection().execute(statement, asked).scalars().all()
