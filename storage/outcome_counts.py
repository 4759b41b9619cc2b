"""What came of it, counted by year: numbers, who entered them, and when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.outcome_counts import Entered, Outcome
from bot.domain.people import Member
from storage.tables import OutcomeCount, Person


def of_years(
    session: Session, network_id: int, years: Collection[int]
) -> dict[int, dict[Outcome, Entered]]:
    """What was entered for each of the years."""
    rows = session.exec(
        select(OutcomeCount, Person.name)
        .join(Person, col(Person.id) == col(OutcomeCount.person_id))
        .where(OutcomeCount.network_id == network_id, col(OutcomeCount.year).in_(years))
    ).all()
    found: dict[int, dict[Outcome, Entered]] = defaultdict(dict)
    for row, name in rows:
        found[row.year][row.kind] = Entered(row.people, name, row.entered_at)
    return dict(found)


def enter(
    session: Session, member: Member, year: int, kind: Outcome, people: int | None, now: datetime
) -> int | None:
    """Write a number down, or (None) take it away. The one that stood there before, if any.

    Call it with the network locked, and only where it differs.
    """
    row = session.get(OutcomeCount, (member.network_id, year, kind))
    before = row.people if row else None
    if people is None:
        if row is not None:
            session.delete(row)
    else:
        told = OutcomeCount(
            network_id=member.network_id,
            year=year,
            kind=kind,
            people=people,
            person_id=member.person_id,
            entered_at=now,
        )
        session.merge(told)
    session.flush()
    return before
