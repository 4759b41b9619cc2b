"""An agency leaves: first what will happen, in plain words, then that it happens."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agencies import checked_last_day
from bot.domain.errors import mark
from bot.domain.typed import Form
from bot.features.setup import access
from bot.features.setup.agencies import carry_out, going_on, listed
from cards import setup_leave
from cards.setup_agency import BeginLeave
from cards.setup_leave import CheckLeave, Leave, PassedOn
from storage import changes, succession
from storage.networks import agency as described
from storage.tables import Organisation


def begin_leave(deps: Deps, turn: Turn, action: BeginLeave) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row = going_on(session, network, action.agency)
        return Reply(setup_leave.build(_leave_view(deps, turn, row, ""), turn.words))


def check_leave(deps: Deps, turn: Turn, action: CheckLeave) -> Reply:
    """«Se hva som skjer»: tried out and taken back, so that it says exactly what would happen."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = going_on(session, network, action.agency), Form()
        day = _last_day(deps, turn, row, action, form)
        view = _leave_view(deps, turn, row, action.day)
        if day is None:
            view = replace(view, problems=turn.words.problems(form))
        else:
            view = replace(view, consequences=_foreseen(deps, session, turn, row, day))
    return Reply(setup_leave.build(view, turn.words))


def leave(deps: Deps, turn: Turn, action: Leave) -> Reply:
    """«Ja, de slutter»: the turns go on at once, the people are let go after the last day."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = going_on(session, network, action.agency), Form()
        day = _last_day(deps, turn, row, action, form)
        if day is None:
            view = _leave_view(deps, turn, row, action.day)
            told = replace(view, problems=turn.words.problems(form))
            return Reply(setup_leave.build(told, turn.words))
        row.valid_to = day
        session.add(row)
        succession.free_turns(session, row, turn.now, deps.calendar)
        what, last = mark("{name} slutter, siste dag er {day}"), f"{day:%d.%m.%Y}"
        changes.record(session, turn.known, turn.now, what, name=row.name, day=last)
        carry_out(deps, session, turn, network)
        done = turn.words.text("Lagret: {name} slutter", name=row.name)
        return Reply(listed(deps, session, turn, network, told=done))


def _leave_view(deps: Deps, turn: Turn, row: Organisation, day: str) -> setup_leave.View:
    today = deps.calendar.day_of(turn.now)
    return setup_leave.View(agency_id=row.id or 0, agency=row.name, today=today, day=day)


def _last_day(
    deps: Deps, turn: Turn, row: Organisation, action: CheckLeave, form: Form
) -> date | None:
    today = deps.calendar.day_of(turn.now)
    return form.read("day", lambda: checked_last_day(action.day, described(row), today))


def _foreseen(
    deps: Deps, session: Session, turn: Turn, row: Organisation, day: date
) -> setup_leave.Consequences:
    hangs = succession.hanging(session, row.network_id, [row.id or 0], turn.now)
    hosts = succession.foreseen(session, row, day, turn.now, deps.calendar)
    return setup_leave.Consequences(
        day=day,
        meetings=tuple(PassedOn(each.starts_at, each.host) for each in hosts),
        members=hangs.members,
        tasks=hangs.tasks,
        at_once=day < deps.calendar.day_of(turn.now),
    )
