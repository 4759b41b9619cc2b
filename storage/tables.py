"""The tables. Times are UTC; wall time is a matter of the rules. Ids of Teams are opaque strings.

Receipts and answers have no row id, no time and no order of their own: `storage/evaluations.py`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.challenges import ChallengeKind, ChallengeState
from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind, DutyState
from bot.domain.language import Language
from bot.domain.meetings import Activity, BodyKind, MeetingState
from bot.domain.people import RoleKind
from storage.types import UtcDateTime, WordType

# Constraints have names, so that a later migration can drop one on SQLite too.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


def _key() -> Any:
    return Field(default=None, primary_key=True)


def _word(kind: type, *, nullable: bool = False) -> Any:
    """An enum kept as its readable value, so that the database can be read without the code."""
    return Field(
        default=None if nullable else ..., sa_column=Column(WordType(kind), nullable=nullable)
    )


def _moment(*, nullable: bool = False) -> Any:
    return Field(
        default=None if nullable else ..., sa_column=Column(UtcDateTime(), nullable=nullable)
    )


class Tenant(SQLModel, table=True):
    """A Microsoft tenant that talked with us, and where its connector was last."""

    tenant_id: str = Field(primary_key=True)
    service_url: str
    bot_id: str
    bot_name: str = "Rundebord"


class Network(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("tenant_id", "team_id"),)

    id: int | None = _key()
    tenant_id: str
    team_id: str | None = None
    name: str
    short: str


class Organisation(SQLModel, table=True):
    """An agency, valid from a day to a day (inclusive); its history passes to its successor."""

    __table_args__ = (UniqueConstraint("network_id", "key"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id", index=True)
    key: str
    name: str
    level: str
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="organisation.id")
    observer: bool = False


class Person(SQLModel, table=True):
    """Known by tenant and Entra object id. Guests are normal."""

    __table_args__ = (UniqueConstraint("tenant_id", "object_id"),)

    id: int | None = _key()
    tenant_id: str
    object_id: str
    teams_id: str
    name: str
    language: Language | None = _word(Language, nullable=True)
    unreachable: bool = False  # a 1:1 was refused: reminders go by mention instead


class Membership(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("network_id", "person_id"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)


class Body(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("network_id", "kind"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id")
    kind: BodyKind = _word(BodyKind)
    name: str


class Role(SQLModel, table=True):
    """contact and deputy belong to an agency; chair to a body; coordinator to the network."""

    __table_args__ = (Index("ix_role_network_person", "network_id", "person_id"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id")
    person_id: int = Field(foreign_key="person.id")
    kind: RoleKind = _word(RoleKind)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    body_id: int | None = Field(default=None, foreign_key="body.id")


class Meeting(SQLModel, table=True):
    __table_args__ = (Index("ix_meeting_network_starts", "network_id", "starts_at"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id")
    body_id: int | None = Field(default=None, foreign_key="body.id")
    activity: Activity = _word(Activity)
    state: MeetingState = _word(MeetingState)
    starts_at: datetime = _moment()
    ends_at: datetime = _moment()
    whole_day: bool = False  # only the dates are known, as in the history of 2017-2020
    host_id: int | None = Field(default=None, foreign_key="organisation.id")
    place: str = ""
    theme: str = ""
    participants: int | None = None
    agenda: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Duty(SQLModel, table=True):
    """One thing the responsible agency does for a meeting."""

    __table_args__ = (UniqueConstraint("meeting_id", "kind"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id")
    meeting_id: int = Field(foreign_key="meeting.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    kind: DutyKind = _word(DutyKind)
    state: DutyState = _word(DutyState)
    due_on: date
    done_at: datetime | None = _moment(nullable=True)
    done_by_id: int | None = Field(default=None, foreign_key="person.id")


class Conversation(SQLModel, table=True):
    """A place to post to. `purpose` says what a channel is for: "reminders", "solution-group"."""

    __table_args__ = (UniqueConstraint("tenant_id", "conversation_id"),)

    id: int | None = _key()
    tenant_id: str
    conversation_id: str
    kind: str
    network_id: int | None = Field(default=None, foreign_key="network.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    team_id: str | None = None
    name: str = ""
    purpose: str | None = None
    gone: bool = False  # Teams answered that it exists no more


class Delivery(SQLModel, table=True):
    """The one way out: what is to be sent, to whom, when, and how it went.

    subject: "meeting:12". audience: "person:5" or "conversation:3".
    due_at, expires_at: the clock of the rules. lease_until, retry_at: real time, moved by nobody.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject", "audience", "occurrence"),
        Index(
            "ix_delivery_pending",
            "due_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_delivery_leased",
            "lease_until",
            sqlite_where=text("state IN ('claimed', 'sending')"),
            postgresql_where=text("state IN ('claimed', 'sending')"),
        ),
        Index(
            "ix_delivery_retry",
            "retry_at",
            sqlite_where=text("retry_at IS NOT NULL"),
            postgresql_where=text("retry_at IS NOT NULL"),
        ),
        Index("ix_delivery_subject", "subject"),
        Index("ix_delivery_network_state", "network_id", "state"),
    )

    id: int | None = _key()
    network_id: int | None = Field(default=None, foreign_key="network.id")
    kind: str
    subject: str
    audience: str
    occurrence: int = 0
    due_at: datetime = _moment()
    expires_at: datetime = _moment()
    state: DeliveryState = _word(DeliveryState)
    owner: str | None = None
    lease_until: datetime | None = _moment(nullable=True)
    retry_at: datetime | None = _moment(nullable=True)
    attempts: int = 0  # that failed and count; each makes the next wait longer
    repeated: bool = False  # an attempt that nobody knows the end of was made once more
    error: str | None = None
    conversation_id: str | None = None
    activity_id: str | None = None
    sent_at: datetime | None = _moment(nullable=True)


class Evaluation(SQLModel, table=True):
    """One part of one meeting's evaluation. `answered` is filled at closing, when receipts go."""

    __table_args__ = (UniqueConstraint("meeting_id", "part"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    part: int = 1
    form: str
    opens_at: datetime = _moment()
    closes_at: datetime = _moment()
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


class Challenge(SQLModel, table=True):
    """An anonymous sender is not stored: `raised_by_id` is None.

    `submission` is the hash of the secret that the sender's own cards carry: it makes the same
    form, sent twice, one challenge, and it proves who may post, change or withdraw it.
    """

    __table_args__ = (UniqueConstraint("submission"),)

    id: int | None = _key()
    network_id: int = Field(foreign_key="network.id", index=True)
    state: ChallengeState = _word(ChallengeState)
    kind: ChallengeKind | None = _word(ChallengeKind, nullable=True)
    text: str
    raised_by_id: int | None = Field(default=None, foreign_key="person.id")
    raised_on: date | None = None
    submission: str
    answer: str = ""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = _moment(nullable=True)


class ChallengeConcerns(SQLModel, table=True):
    __tablename__ = "challenge_concerns"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)


class Heard(SQLModel, table=True):
    """A typed message that was acted on, so that Teams' repetition of it is not."""

    conversation_id: str = Field(primary_key=True)
    activity_id: str = Field(primary_key=True)
    heard_on: date


class DemoClock(SQLModel, table=True):
    """How far the demo has been wound forward. `serve` never reads it."""

    __tablename__ = "demo_clock"

    id: int = Field(default=1, primary_key=True)
    seconds: int = 0
