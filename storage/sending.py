"""How a delivery moves on its way out. Every move is one conditional update whose count is looked
at: a worker that lost its claim, to a new plan or to the end of its lease, is told so.

Rule times (due_at, expires_at) are compared with the clock of the rules, which the caller passes.
Leases and retries are real time: the database's own clock on PostgreSQL, where several machines
must agree, and the passed `now_real` on SQLite, where there is one process.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Interval,
    Select,
    String,
    Update,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    true,
    update,
)
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from storage import budget
from storage.once import columns_of
from storage.tables import Delivery
from storage.types import UtcDateTime

LEASED = (DeliveryState.CLAIMED, DeliveryState.SENDING)
NO_TIME = timedelta()
_BACK = {"state": DeliveryState.PENDING, "owner": None, "lease_until": None}
_FREE = {"lead_id": None, "allotted_at": None}
AT_ONCE = 1000  # tidied in one go; databases take only so many values in one statement
NOTHING: Mapping[str, Any] = MappingProxyType({})

# A session where a card is built in it; a plain connection where nothing else is asked.
Writing = Session | Connection

_ROW = columns_of(Delivery).c
_HELD, _HOLDER = bindparam("held", type_=Integer), bindparam("holder", type_=String)
_REASON = bindparam("reason", type_=String)


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
    dialect = session.get_bind().dialect.name
    asked = {
        "now": now_rules,
        "real": _moment(dialect, now_real),
        "lease": _moment(dialect, now_real, lease),
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
        .where(_in_state(DeliveryState.PENDING))
        .where(budget.is_time(now), col(Delivery.expires_at) > now)
        .where(_retry_reached(_real(dialect, "real")), budget.may_go())
        .subquery()
    )
    due = (
        select(Delivery.id)
        .join(ready, ready.c.id == col(Delivery.id))
        .where(_in_state(DeliveryState.PENDING))
        .order_by(ready.c.turn, *oldest)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=Delivery)
        .cte("due")
    )
    return (
        update(Delivery)
        .where(_in_state(DeliveryState.PENDING), col(Delivery.id).in_(select(due.c.id)))
        .values(
            state=DeliveryState.CLAIMED,
            owner=bindparam("worker"),
            lease_until=_real(dialect, "lease"),
            retry_at=None,
        )
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def going_along(session: Session, lead_id: int) -> Sequence[Delivery]:
    """What has its place in the message of another delivery, the longest due first."""
    return session.exec(
        select(Delivery)
        .where(Delivery.lead_id == lead_id, _in_state(DeliveryState.PENDING))
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()


def begin_sending(
    writing: Writing,
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
    dialect = _connection(writing).dialect.name
    times = {"real": _moment(dialect, now_real), "lease": _moment(dialect, now_real, lease)}
    if _move(writing, _beginning(dialect), held, times) != 1:
        return False
    begun = {"lease": times["lease"], "along": list(along)}
    if not along or _move(writing, _beginning_along(dialect), held, begun) == len(along):
        return True
    _move(writing, _BACK_ALONG, held)
    _move(writing, _moved(DeliveryState.SENDING).values(_BACK), held)
    return False


@cache
def _beginning(dialect: str) -> Update:
    claimed = _moved(DeliveryState.CLAIMED).where(_ROW.lease_until > _real(dialect, "real"))
    return claimed.values(state=DeliveryState.SENDING, lease_until=_real(dialect, "lease"))


@cache
def _beginning_along(dialect: str) -> Update:
    listed = _ROW.id.in_(bindparam("along", expanding=True))
    others = _all(DeliveryState.PENDING).where(_ROW.lead_id == _HELD, listed)
    begun = {"state": DeliveryState.SENDING, "lease_until": _real(dialect, "lease")}
    return others.values(begun | {"owner": _HOLDER})


def sent(
    writing: Writing,
    held: Claim,
    along: Collection[int] = (),
    *,
    conversation_id: str,
    activity_id: str,
    sent_at: datetime,
) -> bool:
    """It arrived, and with it what went along. sent_at: by the clock of the rules.

    Also accepted for an unknown one, whose worker was given up and comes back with the answer.
    """
    told = {"conversation": conversation_id, "arrived_at": sent_at}
    if along:
        _move(writing, _SENT_ALONG, held, told)
    return _move(writing, _SENT, held, told | {"activity": activity_id}) == 1


def retry(
    writing: Writing,
    held: Claim,
    error: str | None = None,
    *,
    now_real: datetime,
    wait: timedelta,
    counted: bool,
) -> bool:
    """It did not arrive: pending again, after a wait. counted=False: it was nobody's fault."""
    dialect = _connection(writing).dialect.name
    later = {"real": _moment(dialect, now_real, wait), "reason": error, "counted": int(counted)}
    _move(writing, _BACK_ALONG, held)
    return _move(writing, _retrying(dialect), held, later) == 1


@cache
def _retrying(dialect: str) -> Update:
    later = {
        "retry_at": _real(dialect, "real"),
        "attempts": _ROW.attempts + bindparam("counted", type_=Integer),
        "error": _REASON,
    }
    return _moved(*LEASED).values(_BACK | later)


def repeat(writing: Writing, held: Claim, error: str) -> bool:
    """The request left and nobody knows more: once more, and only once. False: it was the second.

    For kinds that may arrive twice.
    """
    once_more = _BACK | {"repeated": True, "error": error}
    lead = _moved(DeliveryState.SENDING).where(_ROW.repeated.is_(False))
    if _move(writing, lead.values(once_more), held) != 1:
        return False
    _move(writing, _BACK_ALONG, held)
    return True


def unknown(writing: Writing, held: Claim, error: str) -> bool:
    """The request left, and nobody knows whether it arrived. The owner stays: it may yet know."""
    lost = {"state": DeliveryState.UNKNOWN, "lease_until": None, "error": error}
    _move(writing, _along(DeliveryState.SENDING).values(lost), held)
    return _move(writing, _moved(DeliveryState.SENDING).values(lost), held) == 1


def failed(writing: Writing, held: Claim, error: str) -> bool:
    """Refused for good, or it could not even be built. What was to go along is on its own again."""
    over = {"state": DeliveryState.FAILED, "lease_until": None, "error": error}
    _move(writing, _along(DeliveryState.SENDING).values(_BACK | _FREE), held)
    return _move(writing, _moved(*LEASED).values(over), held) == 1


def cancel(writing: Writing, held: Claim) -> bool:
    """No longer relevant, as was seen when its card was to be built."""
    gone = {"state": DeliveryState.CANCELLED, "owner": None, "lease_until": None}
    return _move(writing, _moved(DeliveryState.CLAIMED).values(gone), held) == 1


def put_off(writing: Writing, held: Claim) -> bool:
    """It was to go before it is due, and there is nothing to say yet: decided about again then."""
    until_due = _BACK | {"allotted_at": None, "held_until": _ROW.due_at}
    return _move(writing, _moved(DeliveryState.CLAIMED).values(until_due), held) == 1


def leave_out(writing: Writing, along: Delivery, now_rules: datetime) -> None:
    """Nothing is to be said about it in the message in which it was to go along. What was not due
    yet is decided about again when it is.
    """
    over = {"state": DeliveryState.CANCELLED} if along.due_at <= now_rules else {}
    mine = (_ROW.id == along.id) & (_ROW.lead_id == along.lead_id)
    _count(writing, _all(DeliveryState.PENDING).where(mine).values(_FREE | over))


def release(writing: Writing, owner: str) -> int:
    """Give back what a stopping worker has claimed and not begun to send."""
    statement = _all(DeliveryState.CLAIMED).where(_ROW.owner == owner).values(_BACK)
    return _count(writing, statement)


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
    over = true() if only_worker else col(Delivery.lease_until) <= _clock(session, now_real)
    orphans = _unlocked(session, _in_state(*LEASED), over)
    if orphans:
        _take_over(session, _ROW.id.in_(orphans), repeatable)
    return len(orphans)


def _take_over(
    session: Session, orphaned: ColumnElement[bool], repeatable: Collection[str]
) -> None:
    may_repeat = _ROW.kind.in_(repeatable) & _ROW.repeated.is_(False)
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
        expired = _all(DeliveryState.PENDING).where(_ROW.id.in_(late))
        _count(session, expired.values(state=DeliveryState.EXPIRED))
    return len(late)


def next_due(session: Session, *, now_rules: datetime, now_real: datetime) -> timedelta | None:
    """How long until there is something to send, retry or take over; None when nothing waits."""
    dialect = session.get_bind().dialect.name
    found = session.connection().execute(_nearest(dialect), {"real": _moment(dialect, now_real)})
    due, held, allotted, retry_at, lease, real = found.one()
    waits = [moment - now_rules for moment in (due, held, allotted) if moment]
    waits += [moment - real for moment in (retry_at, lease) if moment]
    return max(min(waits), NO_TIME) if waits else None


@cache
def _nearest(dialect: str) -> Select[*tuple[Any, ...]]:
    """One look, because every process asks it after every tick."""
    clock, retry_at = _real(dialect, "real"), _ROW.retry_at
    waiting = select(func.min(retry_at)).where(_in_state(DeliveryState.PENDING), retry_at > clock)
    leased = select(func.min(_ROW.lease_until)).where(_in_state(*LEASED))
    dues = budget.next_times(_retry_reached(clock))
    return select_columns(*dues, waiting.scalar_subquery(), leased.scalar_subquery(), clock)


def _real(dialect: str, name: str) -> ColumnElement[datetime]:
    """Real time, as `_moment` gives it under that name."""
    if dialect == "postgresql":
        return _database_clock() + bindparam(name, type_=Interval())
    return bindparam(name, type_=UtcDateTime())


def _moment(dialect: str, now_real: datetime, wait: timedelta = NO_TIME) -> timedelta | datetime:
    """Real time after a wait: PostgreSQL has a clock of its own to which the wait is added."""
    return wait if dialect == "postgresql" else now_real + wait


def _clock(session: Session, now_real: datetime) -> ColumnElement[datetime]:
    """Real time now."""
    if session.get_bind().dialect.name == "postgresql":
        return _database_clock()
    return literal(now_real, UtcDateTime())


def _database_clock() -> ColumnElement[datetime]:
    """clock_timestamp, because now() stands still in a transaction."""
    return func.clock_timestamp(type_=UtcDateTime())


def _retry_reached(clock: ColumnElement[datetime]) -> ColumnElement[bool]:
    retry_at = col(Delivery.retry_at)
    return or_(retry_at.is_(None), retry_at <= clock)


def _in_state(*states: DeliveryState) -> ColumnElement[bool]:
    """Written out in the statement: an index of some states is not used for a parameter."""
    written: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return _ROW.state == written[0] if len(written) == 1 else _ROW.state.in_(written)


def _unlocked(session: Session, *conditions: ColumnElement[bool]) -> Sequence[int | None]:
    """The ids of deliveries, locked for us. What a paused worker has locked is left for later:
    waiting for it would stop everybody.
    """
    statement = select(Delivery.id).where(*conditions).limit(AT_ONCE)
    return session.exec(statement.with_for_update(skip_locked=True)).all()


def _all(*states: DeliveryState) -> Update:
    return update(columns_of(Delivery)).where(_in_state(*states))


def _moved(*states: DeliveryState) -> Update:
    """An update of one delivery that still is in one of these states and in these hands."""
    return _all(*states).where(_ROW.id == _HELD, _ROW.owner == _HOLDER)


def _along(*states: DeliveryState) -> Update:
    """The same of what goes along in its message."""
    return _all(*states).where(_ROW.lead_id == _HELD, _ROW.owner == _HOLDER)


def _move(
    writing: Writing, statement: Update, held: Claim, values: Mapping[str, Any] = NOTHING
) -> int:
    """How many rows it changed of those that are held."""
    claim = {"held": held.delivery_id, "holder": held.owner}
    return _connection(writing).execute(statement, {**claim, **values}).rowcount


def _count(writing: Writing, statement: Update) -> int:
    """How many rows it changed."""
    return _connection(writing).execute(statement).rowcount


def _connection(writing: Writing) -> Connection:
    return writing if isinstance(writing, Connection) else writing.connection()


# Every message needs these, so they are written once.
_ARRIVED = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
_TOLD = {
    "state": DeliveryState.SENT,
    "lease_until": None,
    "error": None,
    "conversation_id": bindparam("conversation", type_=String),
    "sent_at": bindparam("arrived_at", type_=UtcDateTime()),
}
_SENT_ALONG = _along(*_ARRIVED).values(_TOLD)
_SENT = _moved(*_ARRIVED).values(_TOLD | {"activity_id": bindparam("activity", type_=String)})
_BACK_ALONG = _along(DeliveryState.SENDING).values(_BACK)
