"""`ny hos oss`: the newcomer's welcome, from the facts of this moment."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agreements import Term
from bot.domain.handover import NOTHING
from bot.domain.meetings import Meeting
from bot.domain.people import chain
from cards import newcomer
from cards.newcomer import Adviser
from cards.words import Words
from storage import agreements, handover, meetings, networks, people, rosters
from storage.tables import Network


def show(deps: Deps, turn: Turn) -> Reply:
    """The same for everybody of an agency; what one agency promised is not for a channel."""
    member, today = turn.known, deps.calendar.day_of(turn.now)
    with deps.store.transaction() as session:
        own = member.agency_id
        agencies = [a for a in networks.agencies(session, member.network_id) if a.valid_on(today)]
        coming = _next_meeting(session, turn)
        view = newcomer.View(
            network=session.get_one(Network, member.network_id).name,
            today=today,
            agencies=tuple(agency.name for agency in agencies if not agency.observer),
            own=networks.name_of_agency(session, own),
            promises=handover.promises(session, member.network_id, own, turn.now)
            if own
            else NOTHING,
            responsibilities=_responsibilities(session, member.network_id, own, turn.words),
            next_meeting=coming,
            advisers=_advisers(session, turn, coming),
        )
    return Reply(newcomer.build(view, turn.words), private=True)


def _next_meeting(session: Session, turn: Turn) -> Meeting | None:
    rows = meetings.upcoming(session, turn.known.network_id, turn.now)[:1]
    return next(iter(meetings.described(session, rows)), None)


def _responsibilities(
    session: Session, network_id: int, own: int | None, words: Words
) -> tuple[str, ...]:
    """What the agreement makes this agency responsible for, by rule and not by turn."""
    terms: tuple[Term, ...] = agreements.terms(session, network_id)
    return tuple(words.activity(t.activity) for t in terms if own and t.responsible == own)


def _advisers(session: Session, turn: Turn, coming: Meeting | None) -> tuple[Adviser, ...]:
    """The contact of one's own agency, and who does a coordinator's tasks; never oneself."""
    member = turn.known
    roster = rosters.read(session, member.network_id)
    asked = [
        *chain(roster, member.agency_id)[:1],
        *chain(roster, None, coming.host_id if coming else None)[:1],
    ]
    named = people.by_id(session, asked)
    agencies = {a.id: a.name for a in networks.agencies(session, member.network_id)}
    return tuple(
        Adviser(named[person_id].name, agencies.get(roster.members[person_id] or 0))
        for person_id in dict.fromkeys(asked)
        if person_id != member.person_id
    )
