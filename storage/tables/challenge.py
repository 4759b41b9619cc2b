"""Challenges: whom they concern, what was added to them, and which agencies have them too."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.challenge_texts import RemarkKind
from bot.domain.challenges import ChallengeKind, ChallengeState
from storage.tables.columns import key, moment, word


class Challenge(SQLModel, table=True):
    """An anonymous sender is not stored: `raised_by_id` is None.

    `submission` is the hash of the secret that the sender's own cards carry: it makes the same
    form, sent twice, one challenge, and it proves who may confirm, change or withdraw it. `receipt`
    is the hash of the code that lets them follow it. `raised_on`: when it was posted, a day only.
    `item_id`: where it is, or was, on an agenda. `reason`: of the last «ikke nå» or reopening.
    `meeting_id`: the meeting that it came up about; not of an anonymous sender, whom it would place
    among those who were there. `theme_id`: what it is as a theme of a fagdag.
    """

    __table_args__ = (
        UniqueConstraint("submission"),
        UniqueConstraint("receipt"),
        Index("ix_challenge_state", "state", "post_at"),
    )

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    state: ChallengeState = word(ChallengeState)
    kind: ChallengeKind | None = word(ChallengeKind, nullable=True)
    text: str
    link: str = ""  # to the message in the Team that it is about
    raised_by_id: int | None = Field(default=None, foreign_key="person.id")
    post_at: datetime | None = moment(nullable=True)
    raised_on: date | None = None
    submission: str
    receipt: str | None = None
    answer: str = ""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = moment(nullable=True)
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True)
    merged_into_id: int | None = Field(default=None, foreign_key="challenge.id", index=True)
    reason: str = ""
    closed_on: date | None = None  # settled since that day; from it the time runs that it is kept
    exported_on: date | None = None  # when somebody last fetched it for an archive


class ChallengeConcerns(SQLModel, table=True):
    __tablename__ = "challenge_concerns"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)


class ChallengeSupport(SQLModel, table=True):
    """«Gjelder oss også»: an agency, once. Who pressed is not kept."""

    __tablename__ = "challenge_support"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)


class ChallengeRemark(SQLModel, table=True):
    """A view has an agency, a question a person, and a reply neither: it may be anonymous."""

    __tablename__ = "challenge_remark"

    id: int | None = key()
    challenge_id: int = Field(foreign_key="challenge.id", index=True)
    kind: RemarkKind = word(RemarkKind)
    text: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
