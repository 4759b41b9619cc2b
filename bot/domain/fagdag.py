"""When a fagdag is evaluated."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import LIVE, Activity, Meeting

EVALUATED = frozenset({Activity.OPEN_DAY, Activity.COOPERATION_DAY})
BEFORE_THE_END = timedelta(minutes=15)
LONGEST_OPEN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when an evaluation can be answered, in UTC."""

    opens_at: datetime
    closes_at: datetime


def window(meeting: Meeting, calendar: WorkCalendar) -> Window | None:
    """Part 1 opens a quarter before the planned end and closes with the next day.

    None for what is not evaluated: other activities, and days that are not going to happen.
    """
    if meeting.activity not in EVALUATED or meeting.state not in LIVE:
        return None
    return Window(meeting.ends_at - BEFORE_THE_END, closing(meeting, calendar))


def may_open_now(meeting: Meeting, now: datetime, calendar: WorkCalendar) -> bool:
    """The host may open it from the morning of the day on, until it closes."""
    planned = window(meeting, calendar)
    today = calendar.day_of(now)
    return (
        planned is not None
        and today >= calendar.day_of(meeting.starts_at)
        and now < planned.closes_at
    )


def closing(meeting: Meeting, calendar: WorkCalendar) -> datetime:
    after = calendar.day_of(meeting.ends_at) + timedelta(days=2)
    return calendar.at(after, time(0, 0))
