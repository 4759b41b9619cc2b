"""What a meeting is about, who comes, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.agenda import ItemKind, ItemState
from bot.domain.attendance import Coming
from storage.tables.columns import key, moment, word


class AgendaItem(SQLModel, table=True):
    """A case (sak). `meeting_id` is None for one that waits for a later meeting.

    `moved_from_id` is the meeting that did not reach it. `number` is within the year, for bodies
    that number their cases: 12 of 2027 is written 12/27.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index("ix_agenda_item_meeting", "meeting_id", "position"),
        Index("ix_agenda_item_waiting", "state", "network_id"),
        UniqueConstraint("network_id", "body_id", "year", "number"),
    )

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    body_id: int | None = Field(default=None, foreign_key="body.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    title: str
    kind: ItemKind = word(ItemKind)
    state: ItemState = word(ItemState)
    position: int = 0
    minutes: int | None = None  # how long it is meant to take
    noted: bool = False  # the proposer wants it in the minutes
    standing: str | None = None  # the name of the standing item it comes from
    year: int | None = None
    number: int | None = None
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = moment()
    moved_from_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    times_moved: int = 0
    note: str = ""
    agreed: str = ""


class Task(SQLModel, table=True):
    """What an agency took upon itself under an item, until a day."""

    __table_args__ = (Index("ix_task_network_done", "network_id", "done_at"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    text: str
    due_on: date | None = None
    done_at: datetime | None = moment(nullable=True)
    done_by_id: int | None = Field(default=None, foreign_key="person.id")


class Attendance(SQLModel, table=True):
    """What a member answered before a meeting. Who really came is a matter of agencies."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    answer: Coming = word(Coming)
    answered_at: datetime = moment()


class Presence(SQLModel, table=True):
    """Whether an agency was there, as the host wrote it down after the meeting."""

    __table_args__ = (Index("ix_presence_organisation", "organisation_id", "present"),)

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    present: bool


class Objection(SQLModel, table=True):
    """Somebody does not agree with the short minutes as they stand. Withdrawn: without a text.

    `answer`: what the host replied when it was settled, if anything.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = key()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    text: str
    raised_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
    answer: str = ""
