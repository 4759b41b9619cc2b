"""`endringer`: the log of who changed what in the set-up."""

from bot.deps import Deps, Reply, Turn
from cards import setup_changes
from cards.setup_changes import ChangeLine, ShowChanges
from storage import changes
from storage.tables import Network


def show(deps: Deps, turn: Turn) -> Reply:
    return turn_page(deps, turn, ShowChanges(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowChanges) -> Reply:
    """Every member may read it: it is about what all of them agreed to use."""
    with deps.store.transaction() as session:
        network = session.get_one(Network, turn.known.network_id)
        rows, more = changes.page(session, turn.known.network_id, action.page)
    view = setup_changes.View(
        network=network.name,
        today=deps.calendar.day_of(turn.now),
        lines=tuple(
            ChangeLine(turn.words.text(row.what, **row.values), name, row.at) for row, name in rows
        ),
        page=action.page,
        has_older=more,
    )
    return Reply(setup_changes.build(view, turn.words))
