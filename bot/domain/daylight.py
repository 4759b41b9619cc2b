"""When a zone changes its clocks, said as the yearly rules that a calendar file carries.

RFC 5545, 3.6.5: each change begins at the wall time that was shown until then.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

HALF_HOUR = timedelta(minutes=30)
A_DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clocks. `onset` is wall time before it, without a zone; `name` is "CEST".

    `ordinal`: which of its weekday in the month, -1 for the last one.
    """

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def forward(self) -> bool:
        return self.after > self.before

    @property
    def ordinal(self) -> int:
        _, days = monthrange(self.onset.year, self.onset.month)
        return -1 if self.onset.day + WEEK > days else (self.onset.day - 1) // WEEK + 1


def changes(zone: tzinfo, year: int) -> tuple[Change, ...]:
    """The changes of one year in UTC, in order of time; none where the clocks stay as they are."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + A_DAY * number for number in range(366)]
    return tuple(_within(day, zone) for day in days if _offset(day, zone) != _tomorrow(day, zone))


def offset(zone: tzinfo, year: int) -> timedelta:
    """What the clocks show beside UTC when the year begins."""
    return _offset(datetime(year, 1, 1, tzinfo=UTC), zone)


def _within(day: datetime, zone: tzinfo) -> Change:
    """The change of that day, which falls on a whole or half hour."""
    moment, before = day, _offset(day, zone)
    while _offset(moment, zone) == before:
        moment += HALF_HOUR
    wall = (moment + before).replace(tzinfo=None)
    return Change(wall, before, _offset(moment, zone), moment.astimezone(zone).tzname() or "")


def _tomorrow(day: datetime, zone: tzinfo) -> timedelta:
    return _offset(day + A_DAY, zone)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
