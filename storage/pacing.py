"""Turns to send to Teams that several processes share, on PostgreSQL. Moments are Unix seconds by
the database's clock, which nobody's own clock can disagree with.
"""

import math
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Double, cast, delete, func, literal, update
from sqlmodel import Session, col, select

from storage.once import insert_if_absent
from storage.tables import Pace, Place


def lock(session: Session, tenant_id: str) -> float:
    """Nobody else gives out turns of this tenant meanwhile. Until when Teams wants quiet."""
    statement = (
        select(Pace.quiet_until).where(Pace.tenant_id == tenant_id).with_for_update(key_share=True)
    )
    found = session.exec(statement).first()
    if found is not None:
        return found
    insert_if_absent(session, Pace, {"tenant_id": tenant_id, "quiet_until": 0.0})
    return session.exec(statement).one()


def opens(
    session: Session, tenant_id: str, conversation: str, windows: Sequence[tuple[int, float]]
) -> tuple[float, float]:
    """What time it is, and when a conversation may take one more: asked only under the lock."""
    passed = (
        select(Place.at)
        .where(Place.tenant_id == tenant_id, Place.conversation == conversation)
        .order_by(col(Place.at).desc())
        .limit(1)
    )
    nth = (passed.offset(count - 1).scalar_subquery() for count, _ in windows)
    row: Sequence[float | None] = session.connection().execute(select(_clock(), *nth)).one()
    full = (at + seconds for at, (_, seconds) in zip(row[1:], windows, strict=True) if at)
    return row[0] or 0.0, max(full, default=-math.inf)


def taken(session: Session, tenant_id: str, first: int) -> set[int]:
    """The numbers of the turns that are given out, from one on."""
    found = select(Place.number).where(Place.tenant_id == tenant_id, Place.number >= first)
    return set(session.exec(found))


def take(session: Session, tenant_id: str, conversation: str, number: int, at: float) -> None:
    session.add(Place(tenant_id=tenant_id, number=number, conversation=conversation, at=at))
    session.flush()


def forget(session: Session, tenant_id: str, before: float) -> None:
    """What no limit looks at any more."""
    session.exec(delete(Place).where(col(Place.tenant_id) == tenant_id, col(Place.at) < before))


def be_quiet(session: Session, tenant_id: str, seconds: float) -> None:
    """Nothing leaves to this tenant for so many seconds, or longer when that was asked before."""
    lock(session, tenant_id)
    until = func.greatest(Pace.quiet_until, _clock() + literal(seconds))
    session.exec(update(Pace).where(col(Pace.tenant_id) == tenant_id).values(quiet_until=until))


def _clock() -> ColumnElement[float]:
    """clock_timestamp, because now() stands still in a transaction."""
    return cast(func.extract("epoch", func.clock_timestamp()), Double)
