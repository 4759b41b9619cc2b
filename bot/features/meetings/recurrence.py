"""Series: made from a form, shown, and changed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot import schools
from bot.deps import Deps, Reply, Turn
from bot.domain import series as rules
from bot.domain import typed
from bot.domain.errors import mark
from bot.domain.meetings import Activity
from bot.domain.series import MOST, MOST_EVERY, Repeats
from bot.domain.typed import Form
from bot.features.meetings import card
from bot.features.meetings.filled import Filled
from cards import series as series_card
from cards.meeting_form import CreateMeeting
from cards.meeting_ways import ShowSeries
from cards.series import TakeBackSeries
from storage import meetings, scheduling, tables
from storage import series as recurring
from storage.series import Closed, Days


@dataclass(frozen=True, slots=True)
class Recurring:
    """A pattern that can be taken: its rule with an end, and the days it gives."""

    rule: str
    days: Days


def read(
    deps: Deps, session: Session, turn: Turn, action: CreateMeeting, form: Form, first: date
) -> Recurring | None:
    """How often and how long; None where something was wrong, which `form` then says."""
    kind = Repeats(action.repeats)
    every = form.read("every", lambda: _every(action.every, kind))
    count = form.read("count", lambda: typed.optional_number(action.count, least=2, most=MOST))
    until = form.read("until", lambda: typed.optional_day(action.until))
    _check_end(action, form, until, first)
    if form.problems or every is None:
        return None
    months = tuple(number for number in typed.ids(action.months) if number in range(1, 13))
    pattern = rules.like(first, kind, every, months)
    rule = rules.counted(pattern, count) if count else rules.until(pattern, until or first)
    days = recurring.sorted_out(rule, first, closed(deps, session, turn))
    _check_number(action, form, days)
    return Recurring(rule, days)


def _every(value: str, kind: Repeats) -> int:
    """Chosen months come every year; the field is not shown there."""
    return 1 if kind is Repeats.CHOSEN else typed.number(value, least=1, most=MOST_EVERY)


def _check_end(action: CreateMeeting, form: Form, until: date | None, first: date) -> None:
    if not action.count.strip() and not action.until.strip():
        form.refuse("count", mark("Skriv hvor mange ganger, eller velg siste dag."))
    if action.count.strip() and action.until.strip():
        form.refuse("until", mark("Velg enten antall ganger eller siste dag."))
    if until is not None and until <= first:
        form.refuse("until", mark("Siste dag må komme etter den første."))


def _check_number(action: CreateMeeting, form: Form, days: Days) -> None:
    told_at = "until" if action.until.strip() else "count"
    if days.count > MOST:
        form.refuse(told_at, mark("Det blir flere enn {most} møter. Slutt tidligere."), most=MOST)
    elif len(days.open) == 1:
        form.refuse(told_at, mark("Det blir bare ett møte. La det vare lenger."))


def closed(deps: Deps, session: Session, turn: Turn) -> Closed:
    """Public holidays, and the school holidays of the network's county."""
    county = session.get_one(tables.Network, turn.known.network_id).county
    return lambda day: day in deps.calendar.holidays or day in schools.closed_days(county, day.year)


def store(
    session: Session,
    network_id: int,
    activity: Activity,
    facts: Filled,
    repeats: Recurring | None,
) -> tables.Series | None:
    """The series of a form; None where the meeting is not repeated."""
    if repeats is None:
        return None
    row = tables.Series(
        network_id=network_id,
        activity=activity,
        theme=facts.theme,
        first_day=facts.day,
        rule=repeats.rule,
        excluded=[day.isoformat() for day in repeats.days.closed],
        starts=f"{facts.starts:%H:%M}",
        ends=f"{facts.ends:%H:%M}",
        place=facts.place,
    )
    session.add(row)
    session.flush()
    return row


# --- The series as a card ------------------------------------------------------------------------


def show(deps: Deps, turn: Turn, action: ShowSeries) -> Reply:
    """All meetings of a series. Raises Refused for one that is not in this network."""
    with deps.store.transaction() as session:
        row = recurring.find(session, turn.known.network_id, action.series)
        if row is None:
            raise card.gone()
        return reply(deps, session, turn, row, page=action.page)


def made(deps: Deps, session: Session, turn: Turn, first: tables.Meeting) -> Reply:
    """The series that was just made, by its first meeting."""
    row = session.get_one(tables.Series, first.series_id)
    count = recurring.count(session, row)
    done = turn.words.plural("Ett møte står i planen", "{count} møter står i planen", count)
    return reply(deps, session, turn, row, done=done, key=first.key)


def reply(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Series,
    *,
    page: int = 0,
    done: str = "",
    key: str = "",
) -> Reply:
    rows, has_more = recurring.page(session, row, page)
    view = series_card.View(
        series=row.id or 0,
        activity=row.activity,
        pattern=rules.read(row.rule),
        meetings=meetings.described(session, rows),
        count=recurring.count(session, row),
        today=deps.calendar.day_of(turn.now),
        left_out=tuple(date.fromisoformat(day) for day in row.excluded),
        page=page,
        has_more=has_more,
        done=done,
        key=key,
    )
    return Reply(series_card.build(view, turn.words))


def just_made(session: Session, turn: Turn, action: TakeBackSeries) -> Sequence[tables.Meeting]:
    """All meetings of the series that `action` was written for; none when it is gone already."""
    first = scheduling.by_key(session, action.key)
    row = recurring.find(session, turn.known.network_id, action.series)
    if first is None or row is None or first.series_id != row.id:
        return ()
    return recurring.every(session, row)
