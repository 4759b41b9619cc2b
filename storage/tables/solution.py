"""What a løsningsgruppe does about a challenge: who, when, what was agreed, what parties said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.solution_group import Invitation
from bot.domain.solving import Said, SolvingStep
from storage.tables.columns import key, listed, moment, record, word


class Solution(SQLModel, table=True):
    """The work on one challenge; there is a row as soon as a group was asked.

    weighed: how many times the alternative agreed on was changed; what parties said of practice
    belongs to one of them. failed: it was in use, and was taken up again. version: of the outcome
    that is in force, 0 while none is; a challenge that is taken up again has none. use_asked,
    holds_asked: the version for which parties were asked. heard: the agenda item by which a body
    hears the status, by activity; emptied when a new status is written. A sender's own word has no
    time and no name: it may be anonymous. sender_why: why it does not hold, until that is told to
    the network.
    """

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    alternatives: list[str] = listed()
    chosen: str = ""
    weighed: int = 0
    version: int = 0
    status: str = ""
    status_by_id: int | None = Field(default=None, foreign_key="person.id")
    heard: dict[str, Any] = record()
    agreed_on: date | None = None
    used_on: date | None = None
    failed: bool = False
    use_asked: int = 0
    holds_asked: int = 0
    sender_said: Said | None = word(Said, nullable=True)
    sender_why: str = ""


class SolutionMember(SQLModel, table=True):
    """Somebody who was asked to be in the group; the agency is the one they had then."""

    __tablename__ = "solution_member"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    invitation: Invitation = word(Invitation)


class SolutionMeeting(SQLModel, table=True):
    """A meeting of the group; `item_id` is the challenge on its agenda."""

    __tablename__ = "solution_meeting"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id")


class SolutionOutcome(SQLModel, table=True):
    """What was agreed, in one version: what, who, from when. Earlier versions are kept."""

    __tablename__ = "solution_outcome"

    challenge_id: int = Field(foreign_key="challenge.id", primary_key=True)
    version: int = Field(primary_key=True)
    what: str
    who: str
    starts_on: date
    written_by_id: int = Field(foreign_key="person.id")
    written_at: datetime = moment()


class PartyAnswer(SQLModel, table=True):
    """What a party said: to practice (`version` is Solution.weighed), or to an outcome."""

    __tablename__ = "party_answer"

    __table_args__ = (UniqueConstraint("challenge_id", "step", "version", "organisation_id"),)

    id: int | None = key()
    challenge_id: int = Field(foreign_key="challenge.id")
    step: SolvingStep = word(SolvingStep)
    version: int
    organisation_id: int = Field(foreign_key="organisation.id")
    said: Said = word(Said)
    comment: str = ""
    person_id: int = Field(foreign_key="person.id")
    said_at: datetime = moment()
