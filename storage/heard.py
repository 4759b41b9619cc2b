"""What was already acted on. Teams repeats a message when our answer was slow."""

from datetime import date, timedelta

from sqlmodel import Session, col, delete

from storage.once import insert_if_absent
from storage.store import Writing
from storage.tables import Heard

KEPT = timedelta(days=2)  # Teams repeats within a minute


def first_time(writing: Writing, conversation_id: str, activity_id: str, today: date) -> bool:
    """Whether this message is new; however many copies arrive at once, one is."""
    values = {
        "conversation_id": conversation_id,
        "activity_id": activity_id,
        "heard_on": today,
    }
    return insert_if_absent(writing, Heard, values)


def forget_old(session: Session, today: date) -> None:
    session.exec(delete(Heard).where(col(Heard.heard_on) < today - KEPT))
