"""How a delivery moves on its way out. Every move is one conditional update whose count is looked
at: a worker that lost its claim, to a new plan or to the end of its lease, is told so.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, Update, bindparam
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from storage.delivery_rows import (
    BACK,
    LEASED,
    ROW,
    as_given,
    count,
    every,
    in_state,
    real_time,
)
from storage.store import Writing, connection_of
from storage.tables import Delivery
from storage.types import UtcDateTime

_FREE = {"lead_id": None, "allotted_at": None}
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_HELD, _HOLDER = bindparam("held", type_=Integer), bindparam("holder", type_=String)
_REASON = bindparam("reason", type_=String)


class Claim(NamedTuple):
    """Which delivery a worker holds; what anybody else says about it is not accepted."""

    delivery_id: int
    owner: str


def going_along(session: Session, lead_id: int) -> Sequence[Delivery]:
    """What has its place in the message of another delivery, the longest due first."""
    return session.exec(
        select(Delivery)
        .where(Delivery.lead_id == lead_id, in_state(DeliveryState.PENDING))
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
    dialect = connection_of(writing).dialect.name
    times = {"real": as_given(dialect, now_real), "lease": as_given(dialect, now_real, lease)}
    if _move(writing, _beginning(dialect), held, times) != 1:
        return False
    begun = {"lease": times["lease"], "along": list(along)}
    if not along or _move(writing, _beginning_along(dialect), held, begun) == len(along):
        return True
    _move(writing, _BACK_ALONG, held)
    _move(writing, _moved(DeliveryState.SENDING).values(BACK), held)
    return False


@cache
def _beginning(dialect: str) -> Update:
    claimed = _moved(DeliveryState.CLAIMED).where(ROW.lease_until > real_time(dialect, "real"))
    return claimed.values(state=DeliveryState.SENDING, lease_until=real_time(dialect, "lease"))


@cache
def _beginning_along(dialect: str) -> Update:
    listed = ROW.id.in_(bindparam("along", expanding=True))
    others = every(DeliveryState.PENDING).where(ROW.lead_id == _HELD, listed)
    begun = {"state": DeliveryState.SENDING, "lease_until": real_time(dialect, "lease")}
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
    dialect = connection_of(writing).dialect.name
    later = {"real": as_given(dialect, now_real, wait), "reason": error, "counted": int(counted)}
    _move(writing, _BACK_ALONG, held)
    return _move(writing, _retrying(dialect), held, later) == 1


@cache
def _retrying(dialect: str) -> Update:
    later = {
        "retry_at": real_time(dialect, "real"),
        "attempts": ROW.attempts + bindparam("counted", type_=Integer),
        "error": _REASON,
    }
    return _moved(*LEASED).values(BACK | later)


def repeat(writing: Writing, held: Claim, error: str) -> bool:
    """The request left and nobody knows more: once more, and only once. False: it was the second.

    For kinds that may arrive twice.
    """
    once_more = BACK | {"repeated": True, "error": error}
    lead = _moved(DeliveryState.SENDING).where(ROW.repeated.is_(False))
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
    _move(writing, _along(DeliveryState.SENDING).values(BACK | _FREE), held)
    return _move(writing, _moved(*LEASED).values(over), held) == 1


def cancel(writing: Writing, held: Claim) -> bool:
    """No longer relevant, as was seen when its card was to be built."""
    gone = {"state": DeliveryState.CANCELLED, "owner": None, "lease_until": None}
    return _move(writing, _moved(DeliveryState.CLAIMED).values(gone), held) == 1


def put_off(writing: Writing, held: Claim) -> bool:
    """It was to go before it is due, and there is nothing to say yet: decided about again then."""
    until_due = BACK | {"allotted_at": None, "held_until": ROW.due_at}
    return _move(writing, _moved(DeliveryState.CLAIMED).values(until_due), held) == 1


def leave_out(writing: Writing, along: Delivery, now_rules: datetime) -> None:
    """Nothing is to be said about it in the message in which it was to go along. What was not due
    yet is decided about again when it is.
    """
    over = {"state": DeliveryState.CANCELLED} if along.due_at <= now_rules else {}
    mine = (ROW.id == along.id) & (ROW.lead_id == along.lead_id)
    count(writing, every(DeliveryState.PENDING).where(mine).values(_FREE | over))


def _moved(*states: DeliveryState) -> Update:
    """An update of one delivery that still is in one of these states and in these hands."""
    return every(*states).where(ROW.id == _HELD, ROW.owner == _HOLDER)


def _along(*states: DeliveryState) -> Update:
    """The same of what goes along in its message."""
    return every(*states).where(ROW.lead_id == _HELD, ROW.owner == _HOLDER)


def _move(
    writing: Writing, statement: Update, held: Claim, values: Mapping[str, Any] = _NOTHING
) -> int:
    """How many rows it changed of those that are held."""
    claim = {"held": held.delivery_id, "holder": held.owner}
    return connection_of(writing).execute(statement, {**claim, **values}).rowcount


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
_BACK_ALONG = _along(DeliveryState.SENDING).values(BACK)
