"""When a challenge is posted, and when the one who should answer it is asked."""

from datetime import date, datetime, time

from bot.domain.calendar import WorkCalendar

ANSWERED_WITHIN = 5  # working days
ASKED_AFTER = (2, ANSWERED_WITHIN)  # working days; one person, and not more often than that
TOLD_AT = time(9)  # wall time of what is not told at once


def posted_at(now: datetime, calendar: WorkCalendar, *, anonymous: bool) -> datetime:
    """When a confirmed challenge is posted: at once, but an anonymous one on the next working day.

    Somebody who saw or stored when the sender spoke with the bot must not find the same hour in
    the channel: all that was said since the day before comes at nine.
    """
    if not anonymous:
        return now
    return calendar.at(calendar.add_workdays(calendar.day_of(now), 1), TOLD_AT)


def asked_at(raised_on: date, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """When the one person who should answer is asked."""
    return tuple(calendar.at(calendar.add_workdays(raised_on, n), TOLD_AT) for n in ASKED_AFTER)


def answer_due(raised_on: date, calendar: WorkCalendar) -> date:
    return calendar.add_workdays(raised_on, ANSWERED_WITHIN)
