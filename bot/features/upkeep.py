"""What is done by itself: planning what is to be sent, and forgetting what has had its time."""

from bot.deps import Deps
from storage import bundles, challenges, heard, networks, references, ticking
from storage.challenges import archive


def follow_rules(deps: Deps) -> None:
    """Tick: what is asked for a meeting is what this version asks for."""
    with deps.store.transaction() as session:
        bundles.follow_all(session, deps.now(), deps.calendar)


def plan(deps: Deps) -> None:
    """Tick: what goes by the clock has happened, and the deliveries agree with it.

    A transaction for each network, so that nobody's answer waits for all the others.
    """
    now, calendar = deps.now(), deps.calendar
    with deps.store.transaction() as session:
        ticking.happen(session, now, calendar)
        every = networks.ids(session)
    for network_id in every:
        with deps.store.transaction() as session:
            ticking.replan(session, network_id, now, calendar)


def forget(deps: Deps) -> None:
    """Tick: messages that Teams will not repeat any more, and what has had its time."""
    today = deps.calendar.day_of(deps.now())
    with deps.store.transaction() as session:
        heard.forget_old(session, today)
        challenges.forget_drafts(session, today)
        archive.forget_settled(session, today)
        references.forget_finished(session, today)
