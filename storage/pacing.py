"""Turns to send to Teams that several processes share, on PostgreSQL. Moments are Unix seconds by
the database's clock, which nobody's own clock can disagree with.
"""

from collections import OrderedDict
from collections.abc import Collection

from sqlalchemy import ColumnElement, Double, cast, delete, func, insert, literal, text, update
from sqlmodel import Session, col, select

from storage.once import insert_if_absent
from storage.tables import Pace, Place


def lock(session: Session, tenant_id: str) -> float:
    """Nobody else gives out turns of this tenant meanwhile. Until when Teams wants quiet.

    Everybody waits for this lock, so nobody waits for the disk under it: a turn that a power cut
    takes back is a moment that has passed.
    """
    session.connection().execute(text("SET LOCAL synchronous_commit = off"))
    statement = (
        select(Pace.quiet_until).where(Pace.tenant_id == tenant_id).with_for_update(key_share=True)
    )
    found = session.exec(statement).first()
    if found is not None:
        return found
    insert_if_absent(session, Pace, {"tenant_id": tenant_id, "quiet_until": 0.0})
    return session.exec(statement).one()


def now(session: Session) -> float:
    """Asked under the lock: before it, time passes."""
    return session.connection().execute(select(_clock())).scalar_one()


def passed(
    session: Session, tenant_id: str, conversations: Collection[str], since: float
) -> OrderedDict[str, list[float]]:
    """The turns that these conversations have been given since then, each in order."""
    rows = session.exec(
        select(Place.conversation, Place.at)
        .where(Place.tenant_id == tenant_id, col(Place.conversation).in_(conversations))
        .where(Place.at > since)
        .order_by(col(Place.at))
    )
    found: OrderedDict[str, list[float]] = OrderedDict()
    for conversation, at in rows:
        found.setdefault(conversation, []).append(at)
    return found


def taken(session: Session, tenant_id: str, first: int) -> set[int]:
    """The numbers of the turns that are given out, from one on."""
    found = select(Place.number).where(Place.tenant_id == tenant_id, Place.number >= first)
    return set(session.exec(found))


def take(session: Session, tenant_id: str, given: Collection[tuple[str, int, float]]) -> None:
    """Conversations with the number and the moment of a turn each."""
    rows = [
        {"tenant_id": tenant_id, "conversation": conversation, "number": number, "at": at}
        for conversation, number, at in given
    ]
    if rows:
        session.execute(insert(Place), rows)


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
