"""What is done by itself: planning what is to be sent, and forgetting what has had its time."""

from bot.deps import Deps
from storage import heard, planning


def plan(deps: Deps) -> None:
    """Tick: the calendar and the deliveries agree, whatever happened in between."""
    with deps.store.transaction() as session:
        planning.replan_all(session, deps.now(), deps.calendar)


def forget(deps: Deps) -> None:
    """Tick: messages that Teams will not repeat any more."""
    with deps.store.transaction() as session:
        heard.forget_old(session, deps.calendar.day_of(deps.now()))
