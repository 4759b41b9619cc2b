"""«Minn meg igjen»: in three days, or on a chosen day before the meeting. Only for oneself.

It counts as an answer: the deputy is left in peace.
"""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE
from cards import snooze
from cards.duty_actions import SnoozeDuties
from cards.snooze import ChooseDay, EndSnooze
from storage import meetings, planning, snoozes, tables

LATER = timedelta(days=3)


def begin(deps: Deps, turn: Turn, action: SnoozeDuties) -> Reply:
    """In three days; sooner where the meeting is so near."""
    with deps.store.transaction() as session:
        row = _own_meeting(deps, session, turn, action.meeting)
        until = _in_three_days(deps, turn, row)
        return _saved(deps, session, turn, row, until)


def choose(deps: Deps, turn: Turn, action: ChooseDay) -> Reply:
    form = typed.Form()
    with deps.store.transaction() as session:
        row = _own_meeting(deps, session, turn, action.meeting)
        until = form.read("day", lambda: _checked(deps, turn, row, action.day))
        if until is None:
            view = _view(deps, session, turn, row)
            view = replace(view, typed=action.day, problems=turn.words.problems(form))
            return Reply(snooze.build(view, turn.words), private=True)
        return _saved(deps, session, turn, row, until)


def end(deps: Deps, turn: Turn, action: EndSnooze) -> Reply:
    """«Angre»: everything goes as if they had not asked."""
    with deps.store.transaction() as session:
        row = _own_meeting(deps, session, turn, action.meeting)
        snoozes.clear(session, row.id or 0, turn.known.person_id)
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        return _shown(deps, session, turn, row)


def _own_meeting(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """A meeting to come. Raises Refused where the member's agency has nothing left to do for it."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None or row.state not in LIVE or row.starts_at <= turn.now:
        raise Refused(mark("Det møtet er over, flyttet bort eller avlyst."))
    duties = meetings.duties(session, row.id or 0)
    if not any(turn.known.represents(duty.agency_id) and not duty.done for duty in duties):
        raise Refused(mark("Dere har ingen oppgaver igjen til dette møtet."))
    return row


def _in_three_days(deps: Deps, turn: Turn, row: tables.Meeting) -> date:
    """Raises Refused when no working day lies between today and the meeting."""
    calendar = deps.calendar
    today, day = calendar.day_of(turn.now), calendar.day_of(row.starts_at)
    last = calendar.on_or_before(day - timedelta(days=1))
    until = min(calendar.on_or_after(today + LATER), last)
    if until <= today:
        raise Refused(mark("Møtet er så nær at jeg ikke kan vente til en annen dag."))
    return until


def _checked(deps: Deps, turn: Turn, row: tables.Meeting, said: str) -> date:
    """The working day to be reminded on. Raises Refused unless it lies before the meeting."""
    until = deps.calendar.on_or_after(typed.day(said))
    if not deps.calendar.day_of(turn.now) < until < deps.calendar.day_of(row.starts_at):
        raise Refused(mark("Velg en arbeidsdag som kommer, og før møtet."))
    return until


def _saved(deps: Deps, session: Session, turn: Turn, row: tables.Meeting, until: date) -> Reply:
    snoozes.set_until(session, row.id or 0, turn.known.person_id, until)
    planning.replan(session, row.network_id, turn.now, deps.calendar)
    return _shown(deps, session, turn, row)


def _shown(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    return Reply(snooze.build(_view(deps, session, turn, row), turn.words), private=True)


def _view(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> snooze.View:
    (meeting,) = meetings.described(session, [row])
    return snooze.View(
        meeting,
        deps.calendar.day_of(turn.now),
        snoozes.of_person(session, meeting.id, turn.known.person_id),
    )
