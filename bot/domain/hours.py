"""The wall times between which a network's members are told anything unasked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.calendar import WorkCalendar

_NEXT_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` until just before `closes`, on working days."""

    opens: time = time(8)
    closes: time = time(15, 30)

    @classmethod
    def read(cls, opens: str, closes: str) -> "Hours":
        """As they are stored, "08:00". Hours that never open are the usual ones instead: nobody
        would be told anything for ever.
        """
        first, last = time.fromisoformat(opens), time.fromisoformat(closes)
        return cls(first, last) if first < last else cls()

    def next_open(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The first moment within the hours that is not earlier. UTC."""
        day = calendar.day_of(moment)
        while (found := self._within(day, moment, calendar)) is None:
            day += _NEXT_DAY
        return found

    def next_summary(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The same on a day for weekly summaries: the first working day of a week."""
        monday = calendar.day_of(moment)
        monday -= timedelta(days=monday.weekday())
        while (found := self._within(_first_of_week(monday, calendar), moment, calendar)) is None:
            monday += _A_WEEK
        return found

    def summary_of(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """When the summary of that moment's week may go, unless it comes too late for it."""
        day = calendar.day_of(moment)
        monday = day - timedelta(days=day.weekday())
        return calendar.at(_first_of_week(monday, calendar), self.opens)

    def _within(self, day: date, moment: datetime, calendar: WorkCalendar) -> datetime | None:
        """The first moment of that day's hours that is not earlier; None when there is none."""
        opens, closes = calendar.at(day, self.opens), calendar.at(day, self.closes)
        first = max(opens, moment)
        return first if calendar.is_workday(day) and first < closes else None


def _first_of_week(monday: date, calendar: WorkCalendar) -> date:
    """In a week without any working day it is a day of the next one, which has the same first."""
    return calendar.on_or_after(monday)
