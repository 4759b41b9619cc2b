"""The evaluations of a meeting, made when they are needed, and their times."""

from datetime import date

from sqlmodel import Session

from bot import schools
from bot.deps import Deps, Turn
from bot.domain import evaluation_times, fagdag
from bot.domain.errors import Refused, mark
from bot.domain.evaluation_form import FIRST_PART, SECOND_PART
from bot.domain.fagdag import Window
from bot.domain.meetings import Meeting, may_change
from storage import evaluation_rows, meetings, tables
from storage.tables import Evaluation


def of_day(deps: Deps, session: Session, row: tables.Meeting, part: int) -> Evaluation | None:
    """That part of a fagdag's evaluation; None for what is not evaluated, and for a day of long ago
    that never was.
    """
    (meeting,) = meetings.described(session, [row])
    window = fagdag.window(meeting, deps.calendar)
    if window is None:
        return None
    stored = evaluation_rows.of_meeting(session, meeting.id, part)
    if part == SECOND_PART:
        weeks = stored.weeks if stored else evaluation_times.USUAL_WEEKS
        window = second_window(deps, session, row.network_id, meeting, weeks)
    if stored is None and window.closes_at <= deps.now():
        return None
    return evaluation_rows.prepared(session, deps.keys, row, part, window)


def second_window(
    deps: Deps, session: Session, network_id: int, meeting: Meeting, weeks: int
) -> Window:
    """When part 2 can be answered: on days on which the schools of the county are open."""
    county = session.get_one(tables.Network, network_id).county

    def at_work(day: date) -> bool:
        closed = schools.closed_days(county, day.year)
        return deps.calendar.is_workday(day) and day not in closed

    held = deps.calendar.day_of(meeting.ends_at)
    return evaluation_times.second_window(held, weeks, deps.calendar, at_work)


def opened(deps: Deps, session: Session, row: tables.Meeting) -> Evaluation | None:
    """Part 1, open from now on unless it already was; None for what is not evaluated."""
    evaluation = of_day(deps, session, row, FIRST_PART)
    if evaluation is not None:
        begin(deps, session, row, evaluation)
    return evaluation


def begin(deps: Deps, session: Session, row: tables.Meeting, evaluation: Evaluation) -> None:
    """People are asked from now on. Part 2 is made with part 1, so that it can be told of."""
    evaluation_rows.open_now(evaluation, deps.now())
    if evaluation.part == FIRST_PART:
        of_day(deps, session, row, SECOND_PART)


def described(session: Session, evaluation: Evaluation) -> tuple[tables.Meeting, Meeting]:
    """The meeting of an evaluation, as stored and as the cards see it."""
    row = session.get_one(tables.Meeting, evaluation.meeting_id)
    return row, meetings.described(session, [row])[0]


def of_host(
    deps: Deps, session: Session, turn: Turn, meeting_id: int, part: int
) -> tuple[tables.Meeting, Evaluation]:
    """What the host prepares. Raises Refused for everybody else, and for what is not there."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    if not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er verten som kan gjøre det, eller den som styrer nettverket."))
    evaluation = of_day(deps, session, row, part)
    if evaluation is None:
        raise Refused(mark("Det møtet blir ikke evaluert."))
    return row, evaluation
