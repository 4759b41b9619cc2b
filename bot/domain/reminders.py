"""When somebody is reminded of a meeting's duties, and who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import WorkCalendar
from bot.domain.duties import Duty
from bot.domain.meetings import LIVE, Meeting


class Addressee(StrEnum):
    """Who is reminded. The agency as such is nobody."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """When somebody is reminded: days before the meeting, or working days after the first step.

    `unanswered_only`: one press on any of the duties is an answer, and this step falls silent.
    """

    addressee: Addressee
    days_before: int = 0
    workdays_later: int = 0
    unanswered_only: bool = True


REMINDER_STEPS = (
    ReminderStep(Addressee.CONTACT, days_before=21, unanswered_only=False),
    ReminderStep(Addressee.DEPUTY, workdays_later=2),
    ReminderStep(Addressee.CHANNEL, workdays_later=4),
    ReminderStep(Addressee.CONTACT, days_before=7, unanswered_only=False),
)
REMINDER_HOUR = time(9, 0)
# A first step that went out so long before its planned day was for an earlier date of the meeting.
ANOTHER_DATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that should go out, before anybody has looked up where to."""

    addressee: Addressee
    occurrence: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """Which time around the steps go: a meeting that moved well ahead is reminded of anew."""

    number: int
    first_sent: date | None

    def occurrence(self, reminder: Reminder) -> int:
        return self.number * len(REMINDER_STEPS) + reminder.occurrence


def current_round(meeting: Meeting, first_sent: Iterable[date], calendar: WorkCalendar) -> Round:
    """Where the reminders stand; `first_sent` are the days on which first steps went out."""
    planned, days = _planned_first(calendar.day_of(meeting.starts_at), calendar), sorted(first_sent)
    earlier = [day for day in days if planned - day > ANOTHER_DATE]
    current = days[len(earlier) :]
    return Round(len(earlier), current[0] if current else None)


def step_of(occurrence: int) -> ReminderStep:
    """The step that a sent reminder was, whichever round it belonged to."""
    return REMINDER_STEPS[occurrence % len(REMINDER_STEPS)]


def reminders(
    meeting: Meeting,
    duties: Iterable[Duty],
    calendar: WorkCalendar,
    *,
    today: date,
    first_sent: date | None,
) -> tuple[Reminder, ...]:
    """What should be sent about a meeting's duties: nothing for what is done, held or cancelled.

    `first_sent` is the day the first step went out. The next ones count from it, so that nobody is
    passed over because the bot, or the plan, was late.
    """
    listed = tuple(duties)
    if meeting.state not in LIVE or all(duty.done for duty in listed):
        return ()
    answered = any(duty.done for duty in listed)
    days = _days(calendar.day_of(meeting.starts_at), calendar, today, first_sent)
    return tuple(
        Reminder(step.addressee, number, calendar.at(day, REMINDER_HOUR), meeting.starts_at)
        for number, (step, day) in enumerate(zip(REMINDER_STEPS, days, strict=True))
        if day and not (answered and step.unanswered_only)
    )


def _planned_first(meeting_day: date, calendar: WorkCalendar) -> date:
    return calendar.on_or_before(meeting_day - timedelta(days=REMINDER_STEPS[0].days_before))


def _days(
    meeting_day: date, calendar: WorkCalendar, today: date, first_sent: date | None
) -> list[date | None]:
    """The day of each step; None for a step that would not come after the one before it."""
    planned = _planned_first(meeting_day, calendar)
    first = first_sent or (planned if planned >= today else calendar.on_or_after(today))
    days: list[date | None] = [first]
    for step in REMINDER_STEPS[1:]:
        if step.workdays_later:
            day = calendar.add_workdays(first, step.workdays_later)
        else:
            day = calendar.on_or_before(meeting_day - timedelta(days=step.days_before))
        latest = max(known for known in days if known)
        days.append(day if latest < day < meeting_day else None)
    return days
