"""What is done by itself: planning what is to be sent, and forgetting what has had its time."""

from bot.deps import Deps
from storage import agenda, heard, planning, references, scheduling, succession


def plan(deps: Deps) -> None:
    """Tick: what goes by the clock has happened, and the deliveries agree with it."""
    with deps.store.transaction() as session:
        scheduling.settle(session, deps.now())
        succession.settle_recent(session, deps.calendar.day_of(deps.now()), deps.now())
        agenda.carry_over_due(session, deps.now())
        planning.replan_all(session, deps.now(), deps.calendar)


def forget(deps: Deps) -> None:
    """Tick: messages that Teams will not repeat any more, and references that had their time."""
    today = deps.calendar.day_of(deps.now())
    with deps.store.transaction() as session:
        heard.forget_old(session, today)
        references.forget_finished(session, today)
