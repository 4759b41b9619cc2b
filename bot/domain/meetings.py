"""What the network does together: the activities and the life of a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.people import Member, may_act_for


class Activity(StrEnum):
    """The recurring activities of the cooperation model, and those kept beside it."""

    NETWORK_MEETING = "network-meeting"
    OPEN_DAY = "open-day"
    COOPERATION_DAY = "cooperation-day"
    INFORMATION_MEETING = "information-meeting"
    STEERING_GROUP = "steering-group"
    WORKING_GROUP = "working-group"
    SOLUTION_GROUP = "solution-group"
    RESOURCE_GROUP = "resource-group"
    WEBINAR = "webinar"


class MeetingState(StrEnum):
    """draft: nothing is sent. planned: its reminders live. called: people are invited."""

    DRAFT = "draft"
    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    FINISHED = "finished"
    CANCELLED = "cancelled"


LIVE = frozenset({MeetingState.PLANNED, MeetingState.CALLED})


class BodyKind(StrEnum):
    """Who meets: one body today; three in the project years 2017-2020."""

    NETWORK = "network"
    STEERING_GROUP = "steering-group"
    WORKING_GROUP = "working-group"
    SOLUTION_GROUP = "solution-group"


# Activities that have a body of their own; all others are the network's.
BODY_OF: Mapping[Activity, BodyKind] = MappingProxyType(
    {
        Activity.STEERING_GROUP: BodyKind.STEERING_GROUP,
        Activity.WORKING_GROUP: BodyKind.WORKING_GROUP,
        Activity.SOLUTION_GROUP: BodyKind.SOLUTION_GROUP,
    }
)


def body_of(activity: Activity) -> BodyKind:
    return BODY_OF.get(activity, BodyKind.NETWORK)


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to read before a meeting; it lies elsewhere, and `url` leads there."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as the rules and the cards see it; times are aware, in any zone.

    `whole_day` says that only the dates are known, as for the history of 2017-2020.
    """

    id: int
    activity: Activity
    starts_at: datetime
    ends_at: datetime
    state: MeetingState = MeetingState.PLANNED
    host_id: int | None = None
    host: str | None = None
    place: str = ""
    theme: str = ""
    whole_day: bool = False
    moved_on: date | None = None
    link: str = ""
    open_to_all: bool = False
    reason: str = ""
    key: str = ""
    sequence: int = 0
    series_id: int | None = None
    papers: tuple[Paper, ...] = ()


def may_change(member: Member, host_id: int | None) -> bool:
    """A meeting is changed by the agency that hosts it, and by whoever administers the network."""
    return member.administers or may_act_for(member, host_id)
