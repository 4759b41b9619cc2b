"""What members say about their reminders."""

from datetime import date

from sqlmodel import Field, SQLModel


class Snooze(SQLModel, table=True):
    """Somebody asked to be reminded of a meeting's duties again, on a day or not any more.

    number: how often they have asked, so that each time is a reminder of its own.
    """

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    until: date | None = None
    number: int = 0
