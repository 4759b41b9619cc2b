"""What is said of deliveries in every statement about them: their states, real time, and whose
they are.

Rule times (due_at, expires_at) are compared with the clock of the rules, which the caller passes.
Leases and retries are real time: the database's own clock on PostgreSQL, where several machines
must agree, and the passed `now_real` on SQLite, where there is one process.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Interval,
    Update,
    bindparam,
    func,
    literal_column,
    update,
)

from bot.domain.deliveries import DeliveryState
from storage.once import columns_of
from storage.store import Writing, connection_of
from storage.tables import Delivery
from storage.types import UtcDateTime

LEASE = timedelta(seconds=60)  # longer than the longest request, or the living are taken for dead
LEASED = (DeliveryState.CLAIMED, DeliveryState.SENDING)
NO_TIME = timedelta()
BACK = {"state": DeliveryState.PENDING, "owner": None, "lease_until": None}
ROW = columns_of(Delivery).c


def in_state(*states: DeliveryState) -> ColumnElement[bool]:
    """Written out in the statement: an index of some states is not used for a parameter."""
    written: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return ROW.state == written[0] if len(written) == 1 else ROW.state.in_(written)


def every(*states: DeliveryState) -> Update:
    """An update of all that are in one of these states."""
    return update(columns_of(Delivery)).where(in_state(*states))


def count(writing: Writing, statement: Update) -> int:
    """How many rows it changed."""
    return connection_of(writing).execute(statement).rowcount


def real_time(dialect: str, name: str) -> ColumnElement[datetime]:
    """Real time, as `as_given` puts it under that name."""
    if dialect == "postgresql":
        return _database_clock() + bindparam(name, type_=Interval())
    return bindparam(name, type_=UtcDateTime())


def as_given(dialect: str, now_real: datetime, wait: timedelta = NO_TIME) -> timedelta | datetime:
    """Real time after a wait: PostgreSQL has a clock of its own to which the wait is added."""
    return wait if dialect == "postgresql" else now_real + wait


def _database_clock() -> ColumnElement[datetime]:
    """clock_timestamp, because now() stands still in a transaction."""
    return func.clock_timestamp(type_=UtcDateTime())
