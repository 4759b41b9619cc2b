"""What the responsible agency does for a meeting.

The bundles are tables: the cooperation model says who is responsible, the routine says what is
done, and practice adds the days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import Activity


class DutyKind(StrEnum):
    CALL_IN = "call-in"
    ROOM = "room"
    AGENDA = "agenda"
    PROGRAMME = "programme"
    CATERING = "catering"


class DutyState(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A duty is due so many days before the meeting, or on the last working day before that."""

    kind: DutyKind
    days_before: int


_MEETING = (
    DutyRule(DutyKind.CALL_IN, 14),
    DutyRule(DutyKind.ROOM, 14),
    DutyRule(DutyKind.AGENDA, 7),
)
_DAY = (
    DutyRule(DutyKind.CALL_IN, 21),
    DutyRule(DutyKind.ROOM, 21),
    DutyRule(DutyKind.PROGRAMME, 14),
    DutyRule(DutyKind.CATERING, 7),
)
BUNDLES: dict[Activity, tuple[DutyRule, ...]] = {
    Activity.NETWORK_MEETING: _MEETING,
    Activity.STEERING_GROUP: _MEETING,
    Activity.WORKING_GROUP: _MEETING,
    Activity.SOLUTION_GROUP: _MEETING,
    Activity.INFORMATION_MEETING: _MEETING,
    Activity.OPEN_DAY: _DAY,
    Activity.COOPERATION_DAY: _DAY,
    Activity.RESOURCE_GROUP: (DutyRule(DutyKind.CALL_IN, 14), DutyRule(DutyKind.ROOM, 14)),
    Activity.WEBINAR: (),
}


def due_days(activity: Activity, meeting_day: date, calendar: WorkCalendar) -> dict[DutyKind, date]:
    """The deadlines of a meeting's duties, planned backwards from its day."""
    return {
        rule.kind: calendar.on_or_before(meeting_day - timedelta(days=rule.days_before))
        for rule in BUNDLES[activity]
    }


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do, as the rules and the cards see it. Done by whom and when, or open."""

    id: int
    kind: DutyKind
    due_on: date
    done_at: datetime | None = None
    done_by: str | None = None

    @property
    def done(self) -> bool:
        return self.done_at is not None
