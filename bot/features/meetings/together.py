"""A change to several meetings of a series at once: this and the following, or all to come.

Everything is reckoned and shown before anything is changed. What was changed for one meeting alone
stays as it is: a value is only replaced where it is the one that the changed meeting had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import series as rules
from bot.domain import versions as version_rules
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.domain.series import Pattern, Scope
from bot.domain.versions import Version
from bot.features.meetings import recurrence
from bot.features.meetings.cancelling import not_all_yours
from bot.features.meetings.filled import Filled
from storage import planning, tables, versions
from storage import series as recurring
from storage.series import Closed

SHARED = ("place", "link", "theme", "open_to_all", "host_id")  # papers belong to one meeting


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What was typed for one meeting, and for which others it is meant."""

    row: tables.Meeting
    old: Version
    new: Version
    facts: Filled
    scope: Scope


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one meeting. slot: its day by the new rule, kept though it is a holiday.

    stays: the slot is a holiday, so the meeting does not move there.
    """

    row: tables.Meeting
    slot: date
    stays: bool
    version: Version

    @property
    def is_change(self) -> bool:
        return self.version != versions.of(self.row)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a change would do, meeting by meeting, and the pattern of the series from then on."""

    pattern: Pattern
    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.is_change)


def plan(deps: Deps, session: Session, turn: Turn, change: SeriesChange) -> Planned:
    """Raises Refused where some of the meetings are not the reader's, or would lie in the past."""
    series = session.get_one(tables.Series, change.row.series_id)
    rows = _rows(session, turn, series, change)
    pattern, slots = _slots(deps, rules.read(series.rule), change, rows)
    is_closed = recurrence.closed(deps, session, turn)
    steps = (_step(deps, turn, change, row, slots[_slot(deps, row)], is_closed) for row in rows)
    planned = Planned(pattern, tuple(steps))
    if any(step.version.starts_at <= turn.now for step in planned.changes):
        raise Refused(mark("Da ville noen av møtene ligge i fortida. Velg «Bare dette møtet»."))
    return planned


def _rows(
    session: Session, turn: Turn, series: tables.Series, change: SeriesChange
) -> Sequence[tables.Meeting]:
    since = change.row.series_day if change.scope is Scope.FOLLOWING else None
    rows = recurring.to_come(session, series, turn.now, since)
    if change.row not in rows:
        raise Refused(mark("Møtet har begynt. Velg «Bare dette møtet»."))
    if not all(may_change(turn.known, row.host_id) for row in rows):
        raise not_all_yours()
    return rows


def _slot(deps: Deps, row: tables.Meeting) -> date:
    """The day that the rule gave a meeting."""
    return row.series_day or deps.calendar.day_of(row.starts_at)


def _slots(
    deps: Deps, pattern: Pattern, change: SeriesChange, rows: Sequence[tables.Meeting]
) -> tuple[Pattern, Mapping[date, date]]:
    """The new pattern, and the new day for every day that the old one gave."""
    old = [_slot(deps, row) for row in rows]
    if change.facts.day == deps.calendar.day_of(change.old.starts_at):
        return pattern, dict(zip(old, old, strict=True))
    day = _slot(deps, change.row)
    moved = rules.moved(pattern, day, change.facts.day)
    begins = rules.begins(moved, old[0], day, change.facts.day)
    given = takewhile(lambda found: found <= old[-1], recurring.days(pattern.rule, old[0]))
    pairs = dict(zip(given, recurring.days(moved.rule, begins), strict=False))
    return moved, {slot: slot for slot in old} | pairs | {day: change.facts.day}


def _step(
    deps: Deps,
    turn: Turn,
    change: SeriesChange,
    row: tables.Meeting,
    slot: date,
    is_closed: Closed,
) -> Step:
    if row is change.row:
        return Step(row, slot, stays=False, version=change.new)
    own = deps.calendar.day_of(row.starts_at)
    moved_alone = own != _slot(deps, row)
    stays = not moved_alone and slot != own and is_closed(slot)
    version = _version(deps, turn, change, row, own if moved_alone or stays else slot)
    return Step(row, slot, stays, version)


def _version(
    deps: Deps, turn: Turn, change: SeriesChange, row: tables.Meeting, day: date
) -> Version:
    """Another meeting of the series with what was changed, on that day at the same wall time."""
    base, calendar = versions.of(row), deps.calendar
    hours = [calendar.local(moment).time() for moment in (base.starts_at, base.ends_at)]
    old = [calendar.local(moment).time() for moment in (change.old.starts_at, change.old.ends_at)]
    starts, ends = (change.facts.starts, change.facts.ends) if hours == old else hours
    moved = version_rules.moved(
        base, calendar.at(day, starts), calendar.at(day, ends), calendar.day_of(turn.now)
    )
    alike = (name for name in SHARED if getattr(base, name) == getattr(change.old, name))
    return version_rules.with_facts(moved, change.new, alike)


def carry_out(
    deps: Deps, session: Session, turn: Turn, change: SeriesChange, planned: Planned
) -> Reply:
    """All at once: the series is split before the first of them, and each meeting changed."""
    count = len(planned.changes)
    series = session.get_one(tables.Series, change.row.series_id)
    rest = recurring.split(session, series, _slot(deps, planned.steps[0].row))
    _rewrite(rest, change, planned)
    for step in planned.steps:
        step.row.series_id, step.row.series_day = rest.id, step.slot
        session.add(step.row)
        versions.change(session, step.row, step.version, turn.now, deps.calendar)
    planning.replan(session, change.row.network_id, turn.now, deps.calendar)
    done = turn.words.plural("Ett møte er endret", "{count} møter er endret", count)
    return recurrence.reply(deps, session, turn, rest, done=done)


def _rewrite(series: tables.Series, change: SeriesChange, planned: Planned) -> None:
    """What the series is from now on."""
    slots = [step.slot for step in planned.steps]
    is_same = planned.pattern == rules.read(series.rule)
    stays = [step.slot.isoformat() for step in planned.steps if step.stays]
    series.excluded = series.excluded if is_same else stays
    series.first_day, series.rule = slots[0], rules.until(planned.pattern, slots[-1])
    series.starts, series.ends = f"{change.facts.starts:%H:%M}", f"{change.facts.ends:%H:%M}"
    series.theme, series.place = change.facts.theme, change.facts.place
