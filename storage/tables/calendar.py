"""The meeting calendar: what was agreed, meetings and series, duties, turns, sign-ups."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.agreements import AgreementState, ConsentAnswer
from bot.domain.duties import DutyKind, DutyState
from bot.domain.duty_moves import Move
from bot.domain.meetings import Activity, MeetingState
from bot.domain.offers import OfferState
from storage.tables.columns import index_where, key, listed, moment, record, word


def new_key() -> str:
    """128 random bits, for what must not be guessed."""
    return secrets.token_urlsafe(16)


class Agreement(SQLModel, table=True):
    """What the parties agreed to do in a year. `terms`: see bot/domain/agreements.py.

    A network has at most one that is in force and one that is proposed; the others are history.
    """

    __table_args__ = (UniqueConstraint("network_id", "version"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    version: int
    state: AgreementState = word(AgreementState)
    terms: list[dict[str, Any]] = listed()
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)


class Consent(SQLModel, table=True):
    """What one party answered to a proposed agreement; a row for each party that is asked."""

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    answer: ConsentAnswer = word(ConsentAnswer)
    comment: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = moment(nullable=True)


class Series(SQLModel, table=True):
    """A recurring meeting. `rule` is an RRULE of RFC 5545 over days; the hours are wall time."""

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id", index=True)
    activity: Activity = word(Activity)
    theme: str = ""
    first_day: date
    rule: str
    excluded: list[str] = listed()  # ISO days
    starts: str  # "09:00"
    ends: str
    place: str = ""


class Meeting(SQLModel, table=True):
    """A meeting of any kind. `theme` is its title, where it has one.

    `key` is random and never changes: it is the calendar's UID, and the address of the public
    pages of this one meeting (sign-up, calendar file).
    """

    __table_args__ = (
        Index("ix_meeting_network_starts", "network_id", "starts_at"),
        Index("ix_meeting_state_ends", "state", "ends_at"),
        UniqueConstraint("key"),
    )

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    body_id: int | None = Field(default=None, foreign_key="body.id")
    activity: Activity = word(Activity)
    state: MeetingState = word(MeetingState)
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    whole_day: bool = False  # only the dates are known, as in the history of 2017-2020
    host_id: int | None = Field(default=None, foreign_key="organisation.id")
    place: str = ""
    theme: str = ""
    participants: int | None = None  # the number who came
    key: str = Field(default_factory=new_key)
    link: str = ""  # to take part from elsewhere, as somebody pasted it
    open_to_all: bool = False
    papers: list[dict[str, str]] = listed()  # [{"title": …, "url": …}]
    reason: str = ""  # why it was cancelled
    moved_on: date | None = None
    sequence: int = 0  # iCalendar's: one more for each change of time, place or state
    changed_at: datetime | None = moment(nullable=True)
    series_id: int | None = Field(default=None, foreign_key="series.id", index=True)
    series_day: date | None = None  # the day that the series' rule gave it
    wished_day: date | None = None  # where the agreement would have had it, were that day free
    presenter_id: int | None = Field(default=None, foreign_key="organisation.id")
    programme: list[dict[str, str]] = listed()  # [{"at": "09:15", "title": …, "who": …}]
    case: str = ""  # discussed in groups; never about a real person
    invitation: str = ""  # to forward to those outside the Team
    extra_meals: int = 0  # ordered beyond those who signed up
    agenda_posted_at: datetime | None = moment(nullable=True)
    agenda_posted: list[dict[str, Any]] = listed()  # as it was posted: [{"item": …, "title": …, …}]
    minutes_posted_at: datetime | None = moment(nullable=True)
    minutes_approved_on: date | None = None
    minutes_link: str = ""  # to the full minutes in an agency's own archive


class MeetingVersion(SQLModel, table=True):
    """A meeting as it was before a change: for «Angre», and for the notice that tells what was.

    `sequence` is the one it had. `changed` names the facts that the change was about.
    `delivery_id` is the notice, where others are told of it.
    """

    __tablename__ = "meeting_version"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    sequence: int = Field(primary_key=True)
    facts: dict[str, Any] = record()  # see bot/domain/versions.py
    changed: list[str] = listed()
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", index=True)


class Duty(SQLModel, table=True):
    """One thing an agency does for a meeting.

    person_id: the member to whom the agency gave it by name. offered_to_id: the agency that was
    asked to take it over. taken_over: another agency did, so it does not follow the host any more.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "kind"),)

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    meeting_id: int = Field(foreign_key="meeting.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    kind: DutyKind = word(DutyKind)
    state: DutyState = word(DutyState)
    due_on: date
    done_at: datetime | None = moment(nullable=True)
    done_by_id: int | None = Field(default=None, foreign_key="person.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    offered_to_id: int | None = Field(default=None, foreign_key="organisation.id")
    taken_over: bool = False
    reason: str = ""  # why it is not needed


class DutyMove(SQLModel, table=True):
    """What somebody made of a duty, and when. `before`: what it was, for «Angre».

    agency_id: whom they represented. to: the person or agency that it was given or offered to.
    """

    __tablename__ = "duty_move"

    id: int | None = key()
    duty_id: int = Field(foreign_key="duty.id", index=True)
    move: Move = word(Move)
    person_id: int = Field(foreign_key="person.id")
    agency_id: int | None = Field(default=None, foreign_key="organisation.id")
    at: datetime = moment()
    to: str = ""
    before: dict[str, Any] = record()


class TurnOffer(SQLModel, table=True):
    """An agency asks another (or all) to host a meeting in its place."""

    __tablename__ = "turn_offer"
    __table_args__ = (
        index_where("ix_turn_offer_open", "meeting_id", "state = 'open'", unique=True),
        Index("ix_turn_offer_network_state", "network_id", "state"),
    )

    id: int | None = key()
    network_id: int = Field(foreign_key="network.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    to_id: int | None = Field(default=None, foreign_key="organisation.id")  # None: to all
    state: OfferState = word(OfferState)
    comment: str = ""
    offered_by_id: int = Field(foreign_key="person.id")
    offered_at: datetime = moment()
    taken_by_id: int | None = Field(default=None, foreign_key="organisation.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")  # who pressed
    closed_at: datetime | None = moment(nullable=True)


class SignUp(SQLModel, table=True):
    """So many come from an agency: a number and a name of an agency, nothing about people.

    `secret` is the hash of what lets whoever signed up on the web change or withdraw it.
    """

    __tablename__ = "sign_up"
    __table_args__ = (UniqueConstraint("secret"),)

    id: int | None = key()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    agency: str  # as it was written, for those that are not in the network
    people: int
    secret: str | None = None


class CalendarFeed(SQLModel, table=True):
    """A person's secret calendar address; only its hash is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("secret"),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    secret: str
    made_on: date
