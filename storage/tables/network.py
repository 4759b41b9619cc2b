"""Who there is: networks, agencies, people, and what they are to each other."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.language import Language
from bot.domain.meetings import BodyKind
from bot.domain.networks import Template
from bot.domain.people import RoleKind
from bot.domain.preferences import Notices
from storage.tables.columns import key, listed, moment, record, word


class Tenant(SQLModel, table=True):
    """A Microsoft tenant that talked with us, and where its connector was last."""

    tenant_id: str = Field(primary_key=True)
    service_url: str
    bot_id: str
    bot_name: str = "Rundebord"


class Network(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("tenant_id", "team_id"), UniqueConstraint("slug"))

    id: int | None = key()
    tenant_id: str
    team_id: str | None = None
    name: str
    short: str
    named_by_hand: bool = False  # else it is called what its Team is called
    template: Template = word(Template, default=Template.KMV)
    county: str = ""  # whose school holidays the year avoids
    owner_id: int | None = Field(default=None, foreign_key="person.id")  # who added the bot
    slug: str | None = None  # of the public page with the year's open meetings
    hours_from: str = "08:00"  # the wall times between which anybody is told anything unasked
    hours_to: str = "15:30"
    minutes_days: int = 14  # short minutes are approved when so long nobody has objected
    challenge_years: int = 5  # so long a settled challenge is kept, if it was exported
    skipped: list[str] = listed()  # steps of the set-up that were left out on purpose


class Organisation(SQLModel, table=True):
    """An agency, valid from a day to a day (inclusive); its history passes to its successor."""

    __table_args__ = (UniqueConstraint("network_id", "key"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    key: str
    name: str
    level: str
    valid_from: date
    valid_to: date | None = Field(default=None, index=True)
    successor_id: int | None = Field(default=None, foreign_key="organisation.id")
    observer: bool = False


class Person(SQLModel, table=True):
    """Known by tenant and Entra object id. Guests are normal."""

    __table_args__ = (UniqueConstraint("tenant_id", "object_id"),)

    id: int | None = key()
    tenant_id: str
    object_id: str
    teams_id: str
    name: str
    language: Language | None = word(Language, nullable=True)
    unreachable: bool = False  # a 1:1 was refused: reminders go by mention instead
    network_id: int | None = None  # chosen in the chat; looked up among their own networks
    notices: Notices = word(Notices, default=Notices.CARDS)
    paused_until: date | None = None  # the first day on which they are told things again


class Membership(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("network_id", "person_id"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)


class Body(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("network_id", "kind"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    kind: BodyKind = word(BodyKind)
    name: str


class Role(SQLModel, table=True):
    """contact and deputy belong to an agency, chair and member to a body, coordinator to none."""

    __table_args__ = (Index("ix_role_network_person", "network_id", "person_id"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    person_id: int = Field(foreign_key="person.id")
    kind: RoleKind = word(RoleKind)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    body_id: int | None = Field(default=None, foreign_key="body.id")


class Change(SQLModel, table=True):
    """Who changed what in the network's set-up. `what` is a bokmål text, `values` fill its braces.

    Written in the transaction of the change.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_network_at", "network_id", "at"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    what: str
    values: dict[str, str] = record()
