"""Wall time in the network's zone, and the days on which its members work."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Refused, mark

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A zone and its public holidays, given from outside so that the rules need no library."""

    zone: ZoneInfo
    holidays: Container[date]

    def is_workday(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def on_or_before(self, day: date) -> date:
        """The nearest working day that is not later: a reminder comes early rather than late."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after `day` (before it, when count is negative)."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        return self.local(moment).date()

    def at(self, day: date, wall: time) -> datetime:
        """That wall time on that day, in UTC.

        In the hour that spring skips this is the first minute after it; in the hour that autumn
        repeats it is the first of the two.
        """
        wished = datetime.combine(day, wall, self.zone)
        moment = wished.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wished.replace(tzinfo=None):
            return moment
        return _end_of_gap(wished)

    def exact(self, day: date, wall: time) -> datetime:
        """That wall time on that day, in UTC, as somebody typed it.

        Raises Refused in the hour that spring skips; in the one that autumn repeats it is the
        first of the two.
        """
        moment = self.at(day, wall)
        if self.local(moment).time() != wall:
            raise Refused(
                mark("Klokka stilles fram denne natta, så {clock} finnes ikke. Velg en annen tid."),
                clock=f"{wall:%H.%M}",
            )
        return moment


def _end_of_gap(wished: datetime) -> datetime:
    """A wall time that does not exist: the moment at which the clock jumped over it."""
    before = wished.replace(fold=1).utcoffset() or timedelta()
    after = wished.replace(fold=0).utcoffset() or timedelta()
    low = wished.replace(tzinfo=UTC) - max(before, after)
    zone = wished.tzinfo
    while low.astimezone(zone).replace(tzinfo=None) < wished.replace(tzinfo=None):
        low += timedelta(minutes=1)
    return low.replace(second=0, microsecond=0)
