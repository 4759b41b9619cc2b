"""What goes by the clock: for the scheduler's tick, and for a rehearsal of the days to come."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.calendar import WorkCalendar
from storage import (
    agenda,
    challenges,
    evaluation_plans,
    planning,
    results,
    scheduling,
    succession,
)
from storage.challenges import asking, fagdager, reporting, returning


def happen(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """What was to happen by now has happened, in all networks: where nothing was, in so many
    queries, however many networks there are.
    """
    challenges.lock_networks(session)
    scheduling.settle(session, now)
    succession.settle_recent(session, calendar.day_of(now), now)
    agenda.carry_over_due(session, now)
    challenges.post_due(session, now, calendar)
    fagdager.follow_due(session, now, calendar)
    returning.fail_due(session, now)
    challenges.place_due(session, now)
    reporting.place_due(session, now)
    asking.ask_due(session, now, calendar)
    results.settle(session, now, calendar)


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """The deliveries of a network agree with what has happened, in a number of queries that does
    not grow with its meetings.
    """
    planning.replan(session, network_id, now, calendar)
    challenges.replan_questions(session, network_id, now, calendar)
    evaluation_plans.replan(session, network_id, now, calendar)
