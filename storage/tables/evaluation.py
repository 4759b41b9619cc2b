"""Receipts and answers have no row id, no time and no order: `storage/evaluations.py`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import key, moment


class Evaluation(SQLModel, table=True):
    """One part of one meeting's evaluation. `answered` is filled at closing, when receipts go."""

    __table_args__ = (UniqueConstraint("meeting_id", "part"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    part: int = 1
    form: str
    opens_at: datetime = moment()
    closes_at: datetime = moment()
    closed: bool = False
    answered: int | None = None


class Receipt(SQLModel, table=True):
    """That somebody answered: an HMAC under a key that is not in the database."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    evaluation_id: int = Field(foreign_key="evaluation.id", primary_key=True)
    token: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))


class WaitingAnswer(SQLModel, table=True):
    """An answer that waits for the closing, sealed under a key that is not in the database.

    `mixed`: it has been sealed anew among at least five, so its place says nothing of its receipt.
    """

    __tablename__ = "waiting_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    mixed: bool = False


class Answer(SQLModel, table=True):
    """What somebody answered, by nobody and at no time. Written at closing, all at once."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
