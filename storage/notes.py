"""What came up on a fagdag, as it was written down, and who was asked to write."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain import notes as rules
from bot.domain.fagdag import FAGDAGER
from bot.domain.meetings import MeetingState
from bot.domain.notes import NoteKind
from storage.once import insert_if_absent
from storage.tables import Meeting, Note, NoteTaker, Person

_LOOKED_AHEAD = timedelta(days=1)
_NOT_HELD = (MeetingState.DRAFT, MeetingState.CANCELLED)


def find(session: Session, network_id: int, note_id: int) -> Note | None:
    """A note of this network; those of others do not exist here."""
    return session.exec(
        select(Note).where(Note.id == note_id, Note.network_id == network_id)
    ).first()


def of_meeting(session: Session, meeting_id: int) -> tuple[rules.Note, ...]:
    """What was written down, the newest first."""
    rows = session.exec(_kept(meeting_id).order_by(col(Note.id).desc())).all()
    return tuple(rules.Note(row.id or 0, row.kind, row.text) for row in rows)


def add(session: Session, meeting: Meeting, kind: NoteKind, text: str) -> tuple[Note, bool]:
    """The line, and whether it is new: pressed twice, or heard by two, it stands there once."""
    same = session.exec(_kept(meeting.id or 0).where(Note.kind == kind, Note.text == text)).first()
    if same is not None:
        return same, False
    row = Note(network_id=meeting.network_id, meeting_id=meeting.id or 0, kind=kind, text=text)
    session.add(row)
    session.flush()
    return row, True


def turn(session: Session, note: Note, removed_at: datetime | None) -> None:
    """Take a line away, or (with None) put it back."""
    note.removed_at = removed_at
    session.add(note)
    session.flush()


def latest_fagdag(session: Session, network_id: int, now: datetime) -> Meeting | None:
    """The fagdag that is today, or was last. None where there has been none."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.activity).in_(FAGDAGER),
            col(Meeting.state).not_in(_NOT_HELD),
            col(Meeting.starts_at) < now + _LOOKED_AHEAD,
        )
        .order_by(col(Meeting.starts_at).desc())
    ).first()


def takers(session: Session, meeting_id: int) -> Sequence[Person]:
    """Who was asked to write, in alphabetical order."""
    return session.exec(
        select(Person)
        .join(NoteTaker, col(NoteTaker.person_id) == col(Person.id))
        .where(NoteTaker.meeting_id == meeting_id)
        .order_by(col(Person.name))
    ).all()


def takes(session: Session, meeting_id: int, person_id: int) -> bool:
    return session.get(NoteTaker, (meeting_id, person_id)) is not None


def appoint(session: Session, meeting_id: int, person_id: int) -> None:
    insert_if_absent(session, NoteTaker, {"meeting_id": meeting_id, "person_id": person_id})


def relieve(session: Session, meeting_id: int, person_id: int) -> None:
    session.exec(
        delete(NoteTaker).where(
            col(NoteTaker.meeting_id) == meeting_id, col(NoteTaker.person_id) == person_id
        )
    )


def _kept(meeting_id: int) -> SelectOfScalar[Note]:
    return select(Note).where(Note.meeting_id == meeting_id, col(Note.removed_at).is_(None))
