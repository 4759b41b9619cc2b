"""«Sperrede dager»: each agency says itself on which days it cannot."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.typed import Form
from bot.features.rounds.shown import (
    Facts,
    as_it_stands,
    found,
    gathered,
    require_open,
    unable,
)
from cards import round_blocked
from cards.round_blocked import BeginBlocked, SaveBlocked
from storage import rounds
from storage.tables import Round


def begin(deps: Deps, turn: Turn, action: BeginBlocked) -> Reply:
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        require_open(row)
        agency, facts = _own(deps, session, turn, row)
        view = _view(deps, session, turn, agency, facts)
    return Reply(round_blocked.build(view, turn.words), private=True)


def save(deps: Deps, turn: Turn, action: SaveBlocked) -> Reply:
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        require_open(row)
        agency, facts = _own(deps, session, turn, row)
        form, possible = Form(), _possible(deps, row)
        days = form.read("days", lambda: _days(action.days, possible))
        if days is None:
            view = _view(deps, session, turn, agency, facts)
            told = replace(view, problems=turn.words.problems(form))
            return Reply(round_blocked.build(told, turn.words), private=True)
        rounds.set_blocked(session, agency, row.first_day, row.last_day, days)
        return as_it_stands(deps, session, turn, row)


def _own(deps: Deps, session: Session, turn: Turn, row: Round) -> tuple[int, Facts]:
    """The member's agency, when it takes part. Raises Refused otherwise."""
    facts, own = gathered(deps, session, row), turn.known.agency_id
    if own is None or own not in facts.names:
        raise Refused(mark("Det er etatene som møter i runden, som sier hvilke dager de ikke kan."))
    return own, facts


def _possible(deps: Deps, row: Round) -> tuple[date, ...]:
    every = range((row.last_day - row.first_day).days + 1)
    days = (row.first_day + timedelta(days=n) for n in every)
    return tuple(day for day in days if deps.calendar.is_workday(day))


def _days(value: str, possible: tuple[date, ...]) -> frozenset[date]:
    """Raises Refused for anything that is not one of the days in the list."""
    days = frozenset(typed.day(part) for part in value.split(",") if part.strip())
    if not days <= set(possible):
        raise Refused(mark("Kryss av for dager i lista."))
    return days


def _view(
    deps: Deps, session: Session, turn: Turn, agency: int, facts: Facts
) -> round_blocked.View:
    own = facts.names[agency]
    told = unable(session, facts)
    return round_blocked.View(
        round=facts.row.id or 0,
        number=facts.row.number,
        agency=own,
        today=deps.calendar.day_of(turn.now),
        possible=_possible(deps, facts.row),
        chosen=frozenset(told.get(own, ())),
        others={name: days for name, days in told.items() if name != own},
    )
