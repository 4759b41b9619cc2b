"""Receipts and answers have no row id, no time and no order: `storage/evaluations.py`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import key, moment


class Evaluation(SQLModel, table=True):
    """One part of one meeting's evaluation, made as soon as anybody needs its code.

    code: leads to its page; None for what was evaluated before there were pages. questions: as the
    host has changed them; None for our own; with the first answer they are written down as they
    were asked, and `form_locked`. opened: people have been asked, and the times stand; until then
    they follow the meeting. weeks: after the day, for part 2. room: how many are in the room.
    minimum: answers before anything is shown, never under five. answered: filled at closing, when
    receipts go.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "part"), UniqueConstraint("code"))

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    part: int = 1
    code: str | None = None
    questions: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    form_locked: bool = False
    opened: bool = False
    opens_at: datetime = moment()
    closes_at: datetime = moment()
    weeks: int = 6
    room: int | None = None
    minimum: int = 5
    closed: bool = Field(default=False, index=True)
    answered: int | None = None


class Receipt(SQLModel, table=True):
    """That somebody answered: an HMAC under a key that is not in the database."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    evaluation_id: int = Field(foreign_key="evaluation.id", primary_key=True)
    token: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))


class WaitingAnswer(SQLModel, table=True):
    """An answer that waits for the closing, sealed under a key that is not in the database.

    `mixed`: it has been sealed anew among at least five, so its place says nothing of its receipt.
    `detached`: what is to be sent on, most often nothing, apart from the rest of the same answer.
    """

    __tablename__ = "waiting_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    mixed: bool = False
    detached: bool = False


class Answer(SQLModel, table=True):
    """What somebody answered, by nobody and at no time. Written at closing, all at once."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class EvaluationChallenge(SQLModel, table=True):
    """What somebody wants the network to take up, by nobody and at no time. Written at closing."""

    __tablename__ = "evaluation_challenge"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    text: str
