"""`ansvar`: who hosts what in the coming year, and why it is their turn."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.meetings import Activity, Meeting
from bot.domain.turns import Rotation, explained
from cards import turns as turns_card
from cards.turns import PAGE, ShowTurns, TurnLine
from storage import meetings, offers
from storage import turns as history

A_YEAR = timedelta(days=365)


def show(deps: Deps, turn: Turn) -> Reply:
    return turn_page(deps, turn, ShowTurns(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowTurns) -> Reply:
    """The queue; who reads it alone is told of their own next turn first."""
    with deps.store.transaction() as session:
        lines = _lines(deps, session, turn)
    first = action.page * PAGE
    own_id = None if turn.read_by_others else turn.known.agency_id
    own = next((line.meeting for line in lines if line.meeting.host_id == own_id), None)
    view = turns_card.View(
        today=deps.calendar.day_of(turn.now),
        lines=lines[first : first + PAGE],
        own=own if own_id is not None else None,
        page=action.page,
        has_more=len(lines) > first + PAGE,
    )
    return Reply(turns_card.build(view, turn.words))


def _lines(deps: Deps, session: Session, turn: Turn) -> tuple[TurnLine, ...]:
    network_id = turn.known.network_id
    rotations = history.rotations(session, network_id, deps.calendar, turn.now)
    upcoming = meetings.upcoming(session, network_id, turn.now)
    rows = [row for row in upcoming if row.starts_at < turn.now + A_YEAR]
    coming = meetings.described(session, rows)
    after = offers.taken_over(session, [meeting.id for meeting in coming])
    return tuple(_queue(deps, coming, rotations, after))


def _queue(
    deps: Deps,
    coming: tuple[Meeting, ...],
    rotations: Mapping[Activity, Rotation],
    after: Mapping[int, str],
) -> Iterator[TurnLine]:
    """Each coming meeting as the history stands when its turn comes."""
    for meeting in coming:
        day = deps.calendar.day_of(meeting.starts_at)
        standings = rotations[meeting.activity].standings(day)
        host_id = meeting.host_id or (standings[0].agency.id if standings else None)
        if host_id is None:
            continue
        taken_over = after.get(meeting.id, "")
        because, last = explained(standings, host_id, taken_over=bool(taken_over))
        agency = meeting.host or standings[0].agency.name
        proposed = meeting.host_id is None
        yield TurnLine(agency, meeting, because, last, taken_over, proposed)
        rotations[meeting.activity].take(host_id, day)
