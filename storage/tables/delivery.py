"""Where things are posted, and the one way out."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.deliveries import DeliveryState
from storage.tables.columns import index_where, key, moment, word


class Conversation(SQLModel, table=True):
    """A place to post to. `purpose` says what a channel is for: "reminders", "solution-group"."""

    __table_args__ = (UniqueConstraint("tenant_id", "conversation_id"),)

    id: int | None = key()
    tenant_id: str
    conversation_id: str
    kind: str
    network_id: int | None = Field(default=None, foreign_key="network.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    team_id: str | None = None
    name: str = ""
    channel_type: str = "standard"  # or "private", "shared": Teams' own words
    readers: int | None = None  # how many people can read it, when Teams last said
    purpose: str | None = None
    gone: bool = False  # Teams answered that it exists no more


class Delivery(SQLModel, table=True):
    """The one way out: what is to be sent, to whom, when, and how it went.

    subject: "meeting:12". audience: "person:5" or "conversation:3".
    due_at, expires_at: the clock of the rules. lease_until, retry_at: real time, moved by nobody.

    person_id: whom it calls on, in their chat or by a mention; None for posts to all.
    early: it may go along in a message before it is due (bot/domain/budget.py).
    held_until, allotted_at: the clock of the rules; not before, and when it was given its place
    within the person's budget. lead_id: it goes along in that message, and settles with it.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject", "audience", "occurrence"),
        index_where("ix_delivery_pending", "due_at", "state = 'pending'"),
        index_where("ix_delivery_leased", "lease_until", "state IN ('claimed', 'sending')"),
        index_where("ix_delivery_retry", "retry_at", "retry_at IS NOT NULL"),
        Index("ix_delivery_subject", "subject"),
        Index("ix_delivery_network_state", "network_id", "state"),
        Index("ix_delivery_person", "person_id", "allotted_at"),
        Index("ix_delivery_activity", "activity_id"),
        index_where(
            "ix_delivery_held", "held_until", "state = 'pending' AND held_until IS NOT NULL"
        ),
        index_where(
            "ix_delivery_allotted", "allotted_at", "state = 'pending' AND allotted_at IS NOT NULL"
        ),
        index_where(
            "ix_delivery_unseen",
            "network_id",
            "state IN ('unknown', 'failed', 'expired') AND NOT seen",
        ),
        index_where("ix_delivery_lead", "lead_id", "lead_id IS NOT NULL"),
    )

    id: int | None = key()
    network_id: int | None = Field(default=None, foreign_key="network.id")
    kind: str
    subject: str
    audience: str
    occurrence: int = 0
    due_at: datetime = moment()
    expires_at: datetime = moment()
    person_id: int | None = Field(default=None, foreign_key="person.id")
    early: bool = True
    held_until: datetime | None = moment(nullable=True)
    allotted_at: datetime | None = moment(nullable=True)
    lead_id: int | None = Field(default=None, foreign_key="delivery.id")
    state: DeliveryState = word(DeliveryState)
    owner: str | None = None
    lease_until: datetime | None = moment(nullable=True)
    retry_at: datetime | None = moment(nullable=True)
    attempts: int = 0  # that failed and count; each makes the next wait longer
    repeated: bool = False  # an attempt that nobody knows the end of was made once more
    error: str | None = None
    conversation_id: str | None = None
    activity_id: str | None = None
    sent_at: datetime | None = moment(nullable=True)
    seen: bool = False  # a person was shown that it failed, or something else went in its place


class Pace(SQLModel, table=True):
    """Until when Teams wants quiet in a tenant (Unix seconds). Whoever gives out turns locks it."""

    tenant_id: str = Field(primary_key=True)
    quiet_until: float = 0.0


class Place(SQLModel, table=True):
    """A turn to send that was given out: the number in an evenly spaced row, and when it is."""

    __table_args__ = (Index("ix_place_conversation", "tenant_id", "conversation", "at"),)

    tenant_id: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    conversation: str
    at: float


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
