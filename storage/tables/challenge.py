"""Challenges, and the agencies they concern."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.challenges import ChallengeKind, ChallengeState
from storage.tables.columns import key, moment, word


class Challenge(SQLModel, table=True):
    """An anonymous sender is not stored: `raised_by_id` is None.

    `submission` is the hash of the secret that the sender's own cards carry: it makes the same
    form, sent twice, one challenge, and it proves who may post, change or withdraw it.
    """

    __table_args__ = (UniqueConstraint("submission"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    state: ChallengeState = word(ChallengeState)
    kind: ChallengeKind | None = word(ChallengeKind, nullable=True)
    text: str
    raised_by_id: int | None = Field(default=None, foreign_key="person.id")
    raised_on: date | None = None
    submission: str
    answer: str = ""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = moment(nullable=True)


class ChallengeConcerns(SQLModel, table=True):
    __tablename__ = "challenge_concerns"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
