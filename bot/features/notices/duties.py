"""Who gets an agency's duties when somebody turns their cards off: never nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.circle import Circle, Matter
from bot.domain.errors import mark
from bot.domain.people import Member, Post, RoleKind, Roster, appointed
from bot.domain.preferences import Preference
from bot.domain.typed import row_id
from cards import notices_handover
from cards.agency_people import Named
from cards.notices_handover import ConfirmNotices
from storage import changes, networks, people, preferences, roles, rosters


@dataclass(frozen=True, slots=True)
class Handover:
    """What a choice of `person_id` does to the duties of their agency.

    then: who is away afterwards, as storage/preferences.py has it. before, after: who gets the
    duties now and then.
    """

    roster: Roster
    person_id: int
    agency_id: int
    today: date
    then: Mapping[int, date]
    before: int | None
    after: int | None

    @property
    def moves(self) -> bool:
        return self.before == self.person_id and self.after not in {None, self.person_id}

    def colleagues(self) -> tuple[int, ...]:
        """Who may be made deputy: others of the agency who take cards, where it has no such one.

        Whoever is the deputy themselves keeps that role while they are away.
        """
        deputy = self.roster.holder(RoleKind.DEPUTY, self.agency_id)
        if deputy in {self.after, self.person_id}:
            return ()
        others = (p for p in self.roster.of_agency(self.agency_id) if p != self.person_id)
        return tuple(p for p in others if self.then.get(p, date.min) <= self.today)


def somebody_else(session: Session, member: Member, today: date) -> str | None:
    """The name of who gets the duties of the member's agency; None when it is the member."""
    if member.agency_id is None:
        return None
    roster = rosters.read(session, member.network_id)
    away = preferences.away(session, member.network_id)
    asked = _responsible(roster, away, member.agency_id, today)
    return None if asked == member.person_id else people.name_of(session, asked)


def _responsible(
    roster: Roster, away: Mapping[int, date], agency_id: int, today: date
) -> int | None:
    return Circle(roster, away).responsible(Matter(agency_id, today), today)


def _handover(
    session: Session, member: Member, roster: Roster, chosen: Preference, today: date
) -> Handover | None:
    """None for somebody who represents nobody."""
    if member.agency_id is None:
        return None
    now = preferences.away(session, member.network_id)
    then = {person: until for person, until in now.items() if person != member.person_id}
    if chosen.away_until is not None:
        then[member.person_id] = chosen.away_until
    return Handover(
        roster=roster,
        person_id=member.person_id,
        agency_id=member.agency_id,
        today=today,
        then=then,
        before=_responsible(roster, now, member.agency_id, today),
        after=_responsible(roster, then, member.agency_id, today),
    )


def question(deps: Deps, session: Session, turn: Turn, chosen: Preference) -> Reply | None:
    """Asked before the duties go to somebody else; None where they stay where they are."""
    roster = rosters.read(session, turn.known.network_id)
    today = deps.calendar.day_of(turn.now)
    handover = _handover(session, turn.known, roster, chosen, today)
    if handover is None or not handover.moves:
        return None
    until = chosen.paused_until.isoformat() if chosen.paused_until else ""
    action = ConfirmNotices(notices=chosen.notices, until=until)
    return _asked(session, turn, handover, action)


def _asked(
    session: Session, turn: Turn, handover: Handover, action: ConfirmNotices, problem: str = ""
) -> Reply:
    names, after = people.names(session, turn.known.network_id), handover.after or 0
    outside = handover.roster.members.get(after)
    elsewhere = outside != handover.agency_id
    view = notices_handover.View(
        agency=networks.name_of_agency(session, handover.agency_id) or "",
        addressee=Named(after, names[after]),
        confirm=action,
        outside=(networks.name_of_agency(session, outside) or "") if elsewhere else "",
        colleagues=tuple(Named(p, names[p]) for p in handover.colleagues()),
        problem=problem,
    )
    return Reply(notices_handover.build(view, turn.words), private=True)


def appoint(
    deps: Deps, session: Session, turn: Turn, chosen: Preference, action: ConfirmNotices
) -> Reply | None:
    """Make whoever was chosen the agency's deputy; asked again where that is not possible."""
    if not action.stand_in:
        return None
    roster = rosters.read_to_change(session, turn.known.network_id)
    today = deps.calendar.day_of(turn.now)
    handover = _handover(session, turn.known, roster, chosen, today)
    if handover is None or not handover.moves:
        return None
    stand_in = row_id(action.stand_in)
    if stand_in is None or stand_in not in handover.colleagues():
        problem = turn.words.text("Velg en person i lista.")
        return _asked(session, turn, handover, action, problem)
    _make_deputy(deps, session, turn, handover, stand_in)
    return None


def _make_deputy(
    deps: Deps, session: Session, turn: Turn, handover: Handover, stand_in: int
) -> None:
    network_id, agency_id = turn.known.network_id, handover.agency_id
    earlier = set(handover.roster.holders(RoleKind.DEPUTY, agency_id))
    changed = appointed(handover.roster, Post(stand_in, RoleKind.DEPUTY, agency_id))
    roles.changed(session, network_id, handover.roster, changed, turn.now, deps.calendar)
    change = changes.record(
        session,
        turn.known,
        turn.now,
        mark("{deputy} er vara for {agency}."),
        deputy=people.name_of(session, stand_in) or "",
        agency=networks.name_of_agency(session, agency_id) or "",
    )
    roles.tell(session, change, turn.now, lost=earlier, gained={stand_in})
