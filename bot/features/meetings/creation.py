"""`nytt møte`: one meeting, or a whole series; taken back as long as nobody has heard of it."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Activity, MeetingState, body_of, may_change
from bot.domain.series import Repeats
from bot.domain.turns import Rotation
from bot.domain.typed import Form
from bot.features.meetings import cancelling, card, filled, recurrence
from bot.features.meetings.filled import Filled
from cards import meeting_form, notice
from cards.meeting_form import BY_TURN, CreateMeeting
from cards.meeting_ways import TakeBackMeeting
from cards.series import TakeBackSeries
from storage import networks, planning, scheduling, series, tables, turns, versions


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form that can be taken. `host`: an agency id, BY_TURN, or "" where there is no agency."""

    activity: Activity
    facts: Filled
    host: str
    repeats: recurrence.Recurring | None


def begin(deps: Deps, turn: Turn) -> Reply:
    """`nytt møte`: the form, for one person alone. Raises Refused for who may not make meetings."""
    with deps.store.transaction() as session:
        allowed = _allowed(deps, session, turn)
        own = str(turn.known.agency_id)
        first = BY_TURN if turn.known.administers else own
        empty = CreateMeeting(
            submission=secrets.token_urlsafe(16),
            activity=Activity.NETWORK_MEETING,
            starts="09:00",
            ends="11:30",
            host=first if allowed else "",
        )
        return _form(deps, session, turn, empty, Form())


def _allowed(deps: Deps, session: Session, turn: Turn) -> filled.Hosts:
    allowed = filled.hosts(deps, session, turn, by_turn=True)
    if not allowed and not turn.known.administers:
        raise Refused(mark("Det er etatene i nettverket som legger inn møter."))
    return allowed


def _form(deps: Deps, session: Session, turn: Turn, action: CreateMeeting, form: Form) -> Reply:
    view = meeting_form.View(
        typed=action,
        activities=filled.activities(session, turn.known.network_id),
        hosts=_allowed(deps, session, turn),
        problems=turn.words.problems(form),
    )
    return Reply(meeting_form.build(view, turn.words), private=True)


def create(deps: Deps, turn: Turn, action: CreateMeeting) -> Reply:
    """The meeting is in the plan, and its host is reminded in time. Sent twice it is one."""
    form = Form()
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)  # the same form, sent twice at once
        there = scheduling.by_key(session, action.submission)
        if there is None:
            wanted = _read(deps, session, turn, action, form)
            if wanted is None:
                return _form(deps, session, turn, action, form)
            there = _add(deps, session, turn, wanted, action.submission)
            planning.replan(session, there.network_id, turn.now, deps.calendar)
        if there.network_id != turn.known.network_id:
            raise card.gone()
        return _made(deps, session, turn, there)


def _read(
    deps: Deps, session: Session, turn: Turn, action: CreateMeeting, form: Form
) -> Wanted | None:
    listed = filled.activities(session, turn.known.network_id)
    activity = form.read("activity", lambda: filled.activity(action.activity, listed))
    facts = filled.read(deps, turn, action, form)
    if facts is None or activity is None:
        return None
    allowed = _allowed(deps, session, turn)
    host = form.read(
        "host", lambda: filled.host(deps, session, turn, action.host, allowed, facts.day)
    )
    repeated = None
    if action.repeats in set(Repeats):
        repeated = recurrence.read(deps, session, turn, action, form, facts.day)
    if form.problems or host is None:
        return None
    return Wanted(activity, facts, host, repeated)


def _add(deps: Deps, session: Session, turn: Turn, wanted: Wanted, key: str) -> tables.Meeting:
    """One meeting, or all of a series; the first of them gets the key."""
    network_id, repeats = turn.known.network_id, wanted.repeats
    recurring = recurrence.store(session, network_id, wanted.activity, wanted.facts, repeats)
    rotation = turns.rotation(session, network_id, wanted.activity, deps.calendar)
    body_id = scheduling.body_id(session, network_id, body_of(wanted.activity))
    rows = []
    for day in repeats.days.open if repeats else (wanted.facts.day,):
        row = _row(deps, wanted, day, network_id)
        row.body_id, row.host_id = body_id, _host(rotation, wanted.host, day)
        if recurring is not None:
            row.series_id, row.series_day = recurring.id, day
        rows.append(row)
    rows[0].key = key
    scheduling.add(session, rows, deps.calendar)
    return rows[0]


def _row(deps: Deps, wanted: Wanted, day: date, network_id: int) -> tables.Meeting:
    """The meeting of one day, before it is said whose it is."""
    facts = wanted.facts
    return tables.Meeting(
        network_id=network_id,
        activity=wanted.activity,
        state=MeetingState.PLANNED,
        starts_at=deps.calendar.at(day, facts.starts),
        ends_at=deps.calendar.at(day, facts.ends),
        place=facts.place,
        theme=facts.theme,
        link=facts.link,
        open_to_all=facts.open_to_all,
    )


def _host(rotation: Rotation, chosen: str, day: date) -> int | None:
    """The chosen agency, or the one whose turn it is, which is then counted."""
    if chosen != BY_TURN:
        return int(chosen) if chosen else None
    standing = rotation.next(day)
    if standing is None:
        return None
    rotation.take(standing.agency.id, day)
    return standing.agency.id


def _made(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    if row.series_id is not None:
        return recurrence.made(deps, session, turn, row)
    return card.reply(
        deps,
        session,
        turn,
        row,
        done=turn.words.text("Møtet står i planen"),
        note=turn.words.text("Ingenting er sendt ennå."),
        undo=TakeBackMeeting(meeting=row.id or 0, key=row.key),
    )


def take_back(deps: Deps, turn: Turn, action: TakeBackMeeting) -> Reply:
    """«Angre». Once others have heard of the meeting it must be cancelled, with a reason."""
    with deps.store.transaction() as session:
        row = versions.locked(session, turn.known.network_id, action.meeting)
        if row is None or row.key != action.key:
            return _taken_back(turn)
        if not may_change(turn.known, row.host_id):
            raise card.not_yours()
        if not scheduling.may_remove(session, [row]):
            return cancelling.asked(deps, session, turn, row)
        scheduling.remove(session, [row])
        planning.replan(session, turn.known.network_id, turn.now, deps.calendar)
    return _taken_back(turn)


def take_back_series(deps: Deps, turn: Turn, action: TakeBackSeries) -> Reply:
    """«Angre» for all of a series. Raises Refused once others have heard of one of its meetings."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        rows = recurrence.just_made(session, turn, action)
        if not rows:
            return _taken_back(turn)
        if not all(may_change(turn.known, row.host_id) for row in rows):
            raise card.not_yours()
        if not scheduling.may_remove(session, rows):
            raise Refused(mark("Noen har fått vite om møtene. Åpne et av dem, og avlys det der."))
        scheduling.remove(session, rows)
        series.forget(session, action.series)
        planning.replan(session, turn.known.network_id, turn.now, deps.calendar)
    return _taken_back(turn)


def _taken_back(turn: Turn) -> Reply:
    view = notice.View(
        turn.words.text("Det er tatt ut av planen"), turn.words.text("Ingen har fått vite om det.")
    )
    return Reply(notice.build(view, turn.words))
