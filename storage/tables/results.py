"""What a fagdag leaves behind: the result of its evaluation, notes, and themes for the next."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.notes import NoteKind
from bot.domain.themes import ThemeSource
from storage.tables.columns import key, moment, word


class Result(SQLModel, table=True):
    """That an evaluation has closed and the network is told. `key` is the secret of its page."""

    __table_args__ = (UniqueConstraint("key"),)

    evaluation_id: int = Field(foreign_key="evaluation.id", primary_key=True)
    network_id: int = Field(foreign_key="network.id", index=True)
    key: str
    closed_on: date
    # It has been on an agenda; a host who took it out is not given it again.
    placed: bool = Field(default=False, index=True)


class Note(SQLModel, table=True):
    """One line of what came up in plenum or group work. Who wrote it down is not kept."""

    __table_args__ = (Index("ix_note_meeting", "meeting_id"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    kind: NoteKind = word(NoteKind)
    text: str
    removed_at: datetime | None = moment(nullable=True)


class NoteTaker(SQLModel, table=True):
    """Whom the host asked to write down what comes up."""

    __tablename__ = "note_taker"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class Theme(SQLModel, table=True):
    """A proposal in the theme bank. Who made it is not kept; its votes say who wants it.

    source_id: the evaluation or the note it comes from. merged_into_id: what it has become a part
    of. meeting_id: the fagdag it was put on.
    """

    __table_args__ = (Index("ix_theme_network", "network_id", "removed_at"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    text: str
    source: ThemeSource = word(ThemeSource)
    source_id: int | None = Field(default=None, index=True)
    proposed_on: date
    merged_into_id: int | None = Field(default=None, foreign_key="theme.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    replaced: str = ""  # what the fagdag's theme was before, for «Angre»
    removed_at: datetime | None = moment(nullable=True)


class ThemeVote(SQLModel, table=True):
    """Who wants a theme: known only so that each has one vote, and hears what came of it."""

    __tablename__ = "theme_vote"

    theme_id: int = Field(foreign_key="theme.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class ThemesApart(SQLModel, table=True):
    """Two proposals that somebody has said are not the same; the lower id first."""

    __tablename__ = "themes_apart"

    first_id: int = Field(foreign_key="theme.id", primary_key=True)
    second_id: int = Field(foreign_key="theme.id", primary_key=True)
