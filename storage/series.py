"""Recurring meetings: the days of their rules, and the rows that belong together.

`dateutil` reckons the days, as RFC 5545 says; the rules are written by bot/domain/series.py.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr
from sqlmodel import Session, col, delete, func, select

from bot.domain import series as series_rules
from bot.domain.meetings import LIVE
from bot.domain.series import MOST
from storage.tables import Meeting, Series

PAGE = 8
Closed = Callable[[date], bool]  # whether nobody meets on that day


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a series meets, and those of its rule that were left out."""

    open: tuple[date, ...]
    closed: tuple[date, ...]

    @property
    def count(self) -> int:
        return len(self.open) + len(self.closed)


def days(rule: str, first: date) -> Iterator[date]:
    """The days that a rule gives from `first` on, for ever where it has no end."""
    return (found.date() for found in rrulestr(rule, dtstart=datetime.combine(first, time())))


def sorted_out(rule: str, first: date, closed: Closed) -> Days:
    """A rule's days, holidays left out; the first stays, because somebody chose that very day.

    One more than MOST at most, so that the caller can tell.
    """
    listed = tuple(islice(days(rule, first), MOST + 1))
    left_out = tuple(day for day in listed if day != first and closed(day))
    return Days(tuple(day for day in listed if day not in left_out), left_out)


def find(session: Session, network_id: int, series_id: int | None) -> Series | None:
    """A series of this network; those of others do not exist here."""
    return session.exec(
        select(Series).where(Series.id == series_id, Series.network_id == network_id)
    ).first()


def to_come(
    session: Session, series: Series, now: datetime, since: date | None = None
) -> Sequence[Meeting]:
    """The meetings of a series that are still going to happen, from the day `since` of its rule.

    Locked, in their order: who changes them all must not meet somebody who changes one.
    """
    rows = session.exec(
        select(Meeting)
        .where(
            Meeting.series_id == series.id,
            col(Meeting.state).in_(LIVE),
            col(Meeting.starts_at) > now,
        )
        .order_by(col(Meeting.series_day), col(Meeting.id))
        .with_for_update(key_share=True)
    ).all()
    return [row for row in rows if since is None or (row.series_day or since) >= since]


def page(session: Session, series: Series, number: int) -> tuple[Sequence[Meeting], bool]:
    """A page of all the meetings of a series in order of time, and whether there are more."""
    rows = session.exec(
        select(Meeting)
        .where(Meeting.series_id == series.id)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return rows[:PAGE], len(rows) > PAGE


def every(session: Session, series: Series) -> Sequence[Meeting]:
    """All meetings of a series, locked."""
    return session.exec(
        select(Meeting)
        .where(Meeting.series_id == series.id)
        .order_by(col(Meeting.id))
        .with_for_update(key_share=True)
    ).all()


def count(session: Session, series: Series) -> int:
    return session.exec(
        select(func.count()).select_from(Meeting).where(col(Meeting.series_id) == series.id)
    ).one()


def forget(session: Session, series_id: int) -> None:
    """A series whose meetings were taken away, as if it had never been."""
    session.exec(delete(Series).where(col(Series.id) == series_id))


def split(session: Session, series: Series, since: date) -> Series:
    """End a series before a day of its rule; the one that goes on from there, without meetings yet.

    One that would keep nothing goes on itself.
    """
    last = session.exec(
        select(Meeting)
        .where(Meeting.series_id == series.id, col(Meeting.series_day) < since)
        .order_by(col(Meeting.series_day).desc())
    ).first()
    if last is None or last.series_day is None:
        return series
    rest = Series(**series.model_dump(exclude={"id"}))
    series.rule = series_rules.until(series_rules.read(series.rule), last.series_day)
    series.excluded = [day for day in series.excluded if day < since.isoformat()]
    session.add_all([series, rest])
    session.flush()
    return rest
