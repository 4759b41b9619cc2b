"""The meeting calendar: what comes, and what was."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from cards import plan as plan_card
from cards.plan import ShowPlan
from storage import meetings
from storage.tables import Network


def plan(deps: Deps, turn: Turn) -> Reply:
    """`møteplan`: what comes next."""
    return turn_page(deps, turn, ShowPlan(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowPlan) -> Reply:
    """Earlier or later meetings; the real history lies behind today."""
    with deps.store.transaction() as session:
        listed, more = meetings.page(session, turn.known.network_id, turn.now, action.page)
        others = _anything_beyond(session, turn, action.page)
        network = session.get_one(Network, turn.known.network_id)
    ahead = action.page >= 0
    view = plan_card.View(
        network=network.name,
        today=deps.calendar.day_of(turn.now),
        meetings=listed,
        page=action.page,
        has_earlier=others if ahead else more,
        has_later=more if ahead else True,
    )
    return Reply(plan_card.build(view, turn.words))


def _anything_beyond(session: Session, turn: Turn, page: int) -> bool:
    """Whether the pages on the other side of today hold anything."""
    if page > 0:
        return True
    return bool(meetings.page(session, turn.known.network_id, turn.now, -1)[0])
