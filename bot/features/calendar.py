"""The meeting calendar: what comes, what was, whose turn it is."""

from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.meetings import Activity, Meeting
from bot.domain.people import Member
from bot.domain.turns import Rotation, Standing
from cards import plan as plan_card
from cards import turns as turns_card
from cards.plan import ShowPlan
from storage import meetings, networks
from storage.tables import Network

A_YEAR = timedelta(days=365)


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


def turns(deps: Deps, turn: Turn) -> Reply:
    """`ansvar`: who hosts the network meetings of the coming year, and why it is their turn."""
    with deps.store.transaction() as session:
        lines = _queue(deps, session, turn.known, turn)
        own_id = None if turn.read_by_others else turn.known.agency_id
        own = networks.name_of_agency(session, own_id)
    view = turns_card.View(today=deps.calendar.day_of(turn.now), lines=lines, own_agency=own)
    return Reply(turns_card.build(view, turn.words))


def _queue(
    deps: Deps, session: Session, member: Member, turn: Turn
) -> tuple[turns_card.TurnLine, ...]:
    """Each coming meeting with its host, as the history stands when its turn comes."""
    activity = Activity.NETWORK_MEETING
    history = meetings.hosted(session, member.network_id, activity, turn.now)
    rotation = Rotation(networks.agencies(session, member.network_id), history)
    lines = []
    rows = [
        row
        for row in meetings.upcoming(session, member.network_id, turn.now)
        if row.activity is activity and row.host_id and row.starts_at < turn.now + A_YEAR
    ]
    for meeting in meetings.described(session, rows):
        day = deps.calendar.day_of(meeting.starts_at)
        standing = _standing(rotation, meeting)
        lines.append(
            turns_card.TurnLine(
                agency=meeting.host or "",
                meeting=meeting,
                last_hosted=standing.last if standing else None,
                times_hosted=standing.turns if standing else 0,
            )
        )
        rotation.take(meeting.host_id or 0, day)
    return tuple(lines)


def _standing(rotation: Rotation, meeting: Meeting) -> Standing | None:
    """How the host stood on the day before; None for a host that has no turns."""
    day = (meeting.starts_at - timedelta(days=1)).date()
    return next((s for s in rotation.standings(day) if s.agency.id == meeting.host_id), None)
