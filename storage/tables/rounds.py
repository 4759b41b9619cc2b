"""Rounds of meetings about candidates: numbers and days, and nothing about anybody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.outcome_counts import Outcome
from bot.domain.resource_groups import Part
from bot.domain.rounds import RoundState
from storage.tables.calendar import new_key
from storage.tables.columns import key, listed, moment, word
from storage.types import WordType


def _key_word(kind: type) -> Any:
    """An enum as part of a key."""
    return Field(sa_column=Column(WordType(kind), primary_key=True))


class Round(SQLModel, table=True):
    """Many meetings on one or two days. Hours are wall time, `length` and `pause` minutes.

    `slots`: see storage/rounds.py; empty until the round is confirmed. `key` is the address of its
    calendar files. `number` counts the network's rounds.
    """

    __table_args__ = (UniqueConstraint("network_id", "number"), UniqueConstraint("key"))

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    number: int
    state: RoundState = word(RoundState)
    key: str = Field(default_factory=new_key)
    first_day: date
    last_day: date
    begins: str  # "09:00"
    ends: str
    lunch: str = ""  # when it begins; "" for none
    length: int
    pause: int
    rooms: int = 1
    asked_by_id: int = Field(foreign_key="person.id")
    asked_at: datetime = moment()
    counted_by_id: int | None = Field(default=None, foreign_key="person.id")
    counted_at: datetime | None = moment(nullable=True)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = moment(nullable=True)
    slots: list[dict[str, Any]] = listed()
    information_id: int | None = None  # the information meeting before it


class RoundParty(SQLModel, table=True):
    """Which agency plays which part in a round."""

    __tablename__ = "round_party"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    part: Part = _key_word(Part)
    organisation_id: int = Field(foreign_key="organisation.id")


class RoundCount(SQLModel, table=True):
    """So many candidates are due for meeting `number` with that interpreter; "" is without one."""

    __tablename__ = "round_count"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    number: int = Field(primary_key=True)
    language: str = Field(primary_key=True)
    people: int


class BlockedDay(SQLModel, table=True):
    """A day on which an agency cannot come to a round."""

    __tablename__ = "blocked_day"

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    day: date = Field(primary_key=True)


class OutcomeCount(SQLModel, table=True):
    """What came of it in a year: a number, who entered it, and when."""

    __tablename__ = "outcome_count"

    network_id: int = Field(foreign_key="network.id", primary_key=True)
    year: int = Field(primary_key=True)
    kind: Outcome = _key_word(Outcome)
    people: int
    person_id: int = Field(foreign_key="person.id")
    entered_at: datetime = moment()


class ReferencePermission(SQLModel, table=True):
    """What must be written down before a network may keep references: both, and where they lie."""

    __tablename__ = "reference_permission"

    network_id: int = Field(foreign_key="network.id", primary_key=True)
    agreement_link: str = ""
    agreed_on: date
    assessment_link: str = ""
    assessed_on: date
    retention_months: int
    recorded_by_id: int = Field(foreign_key="person.id")
    recorded_at: datetime = moment()


class ReferenceConsent(SQLModel, table=True):
    """A party's contact has confirmed what is recorded; a new recording asks all of them again."""

    __tablename__ = "reference_consent"

    network_id: int = Field(foreign_key="network.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    confirmed_at: datetime = moment()


class Reference(SQLModel, table=True):
    """A code, milestone dates and a language: all there is, and all there is room for."""

    __table_args__ = (UniqueConstraint("network_id", "code"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    code: str
    language: str = ""
    began_on: date
    primary_ends_on: date | None = None
    secondary_began_on: date | None = None
    secondary_ends_on: date | None = None
    worry_on: date | None = None  # meet by then: progress is a worry
    finished_on: date | None = None


class ReferenceMeeting(SQLModel, table=True):
    """A meeting that the milestones ask for. One that was held stays; the others move with them."""

    __tablename__ = "reference_meeting"
    __table_args__ = (UniqueConstraint("reference_id", "number", "occurrence"),)

    id: int | None = key()
    reference_id: int = Field(foreign_key="reference.id")
    number: int
    occurrence: int
    due_on: date
    held_on: date | None = None
