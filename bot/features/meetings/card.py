"""The meeting card, from which everything about a meeting is reached: `neste møte`."""

from typing import Any

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import fagdag, series
from bot.domain.duties import is_asked
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.domain.people import may_act_for
from bot.domain.ways import ways
from cards import meeting as meeting_card
from cards.meeting import ShowMeeting
from storage import agenda, meetings, tables, versions
from storage import series as recurring


def next_meeting(deps: Deps, turn: Turn) -> Reply:
    """`neste møte`. Raises Refused when nothing is planned."""
    with deps.store.transaction() as session:
        rows = meetings.upcoming(session, turn.known.network_id, turn.now)
        if not rows:
            raise Refused(mark("Det er ikke planlagt noe møte ennå."))
        return reply(deps, session, turn, rows[0])


def show(deps: Deps, turn: Turn, action: ShowMeeting) -> Reply:
    """A meeting with all its duties. Raises Refused for one that is not in this network."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None:
            raise gone()
        return reply(deps, session, turn, row, unfolded=action.more)


def gone() -> Refused:
    """For a meeting that was taken away, and in the same words for those of other networks."""
    return Refused(mark("Det møtet finnes ikke lenger."))


def not_yours() -> Refused:
    return Refused(mark("Det er verten som kan gjøre det, eller den som styrer nettverket."))


def reply(deps: Deps, session: Session, turn: Turn, row: tables.Meeting, **said: Any) -> Reply:
    """The card as it stands. `said`: what was just done, as `cards.meeting.View` tells it.

    Where others read it, it is the same for everybody: a press checks the right anyway.
    """
    (meeting,) = meetings.described(session, [row])
    everybody = turn.read_by_others
    opens = fagdag.may_open_now(meeting, turn.now, deps.calendar)
    may_act = everybody or may_act_for(turn.known, meeting.host_id)
    listed = meetings.duties(session, meeting.id)
    view = meeting_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        duties=tuple(d for d in listed if d.done or is_asked(d.kind, meeting, turn.now)),
        agenda=agenda.titles(session, meeting.id),
        own=frozenset(
            duty.id
            for duty in listed
            if is_asked(duty.kind, meeting, turn.now)
            and (everybody or may_act_for(turn.known, duty.agency_id))
        ),
        ways=ways(
            meeting,
            turn.now,
            may_act=everybody or may_change(turn.known, meeting.host_id),
            may_open_evaluation=may_act and opens,
        ),
        rhythm=_rhythm(session, row),
        **said,
    )
    return Reply(meeting_card.build(view, turn.words))


def told(session: Session, turn: Turn, row: tables.Meeting) -> str:
    """Who gets to know of the change that was just made."""
    if not versions.is_told(session, row):
        return ""
    return turn.words.text("Kanalen får vite det om fem minutter. Endrer du mer, samles det.")


def _rhythm(session: Session, row: tables.Meeting) -> series.Pattern | None:
    found = recurring.find(session, row.network_id, row.series_id) if row.series_id else None
    return series.read(found.rule) if found else None
