"""«Minn meg igjen»: on which day somebody wants to be reminded of a meeting's duties."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from bot.domain import situation
from storage.once import insert_if_absent
from storage.tables import Snooze


def of_meetings(session: Session, ids: Collection[int]) -> dict[int, list[situation.Snooze]]:
    """Who wants to be reminded again, by meeting id."""
    rows = session.exec(
        select(Snooze)
        .where(col(Snooze.meeting_id).in_(ids), col(Snooze.until).is_not(None))
        .order_by(col(Snooze.meeting_id), col(Snooze.person_id))
    )
    found: dict[int, list[situation.Snooze]] = defaultdict(list)
    for row in rows:
        if row.until is not None:
            snooze = situation.Snooze(row.person_id, row.until, row.number)
            found[row.meeting_id].append(snooze)
    return found


def of_person(session: Session, meeting_id: int, person_id: int) -> date | None:
    """The day somebody chose for a meeting, if they did."""
    row = session.get(Snooze, (meeting_id, person_id))
    return row.until if row else None


def set_until(session: Session, meeting_id: int, person_id: int, until: date) -> None:
    """They are reminded on that day. A new day is a new wish, the same one is not."""
    insert_if_absent(session, Snooze, {"meeting_id": meeting_id, "person_id": person_id})
    row = session.get_one(Snooze, (meeting_id, person_id), populate_existing=True)
    if row.until != until:
        row.until, row.number = until, row.number + 1
    session.add(row)
    session.flush()


def clear(session: Session, meeting_id: int, person_id: int) -> None:
    """They take it back: everything goes as if they had not asked."""
    row = session.get(Snooze, (meeting_id, person_id))
    if row is not None:
        row.until = None
        session.add(row)
        session.flush()
