"""What the network does together: the activities and the life of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
