"""Who changed what in a network's set-up, for everybody in it to read."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.people import Member
from storage.tables import Change, Person

PAGE = 8


def record(session: Session, member: Member, now: datetime, what: str, **values: str) -> Change:
    """`what` is a marked bokmål text; `values` fill its braces. In the change's transaction."""
    row = Change(
        network_id=member.network_id, person_id=member.person_id, at=now, what=what, values=values
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, change_id: int) -> Change | None:
    return session.get(Change, change_id)


def page(
    session: Session, network_id: int, number: int
) -> tuple[Sequence[tuple[Change, str | None]], bool]:
    """The newest first, each with the name of who did it, and whether there is more."""
    rows = session.exec(
        select(Change, Person.name)
        .join(Person, col(Person.id) == col(Change.person_id), isouter=True)
        .where(Change.network_id == network_id)
        .order_by(col(Change.at).desc(), col(Change.id).desc())
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return [(change, name) for change, name in rows[:PAGE]], len(rows) > PAGE
