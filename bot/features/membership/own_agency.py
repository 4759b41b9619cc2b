"""`hvem er jeg`: whom one represents, and as what. Everybody says it themselves."""

from collections.abc import Mapping

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import agencies as agency_rules
from bot.domain.errors import Refused, mark
from bot.domain.people import RoleKind, Roster, chain, representing
from bot.domain.typed import Form
from bot.features.membership import holders, question
from bot.features.membership.holders import Holders
from cards import agency_change, own_agency
from cards.agency_change import ChangeAgency
from cards.agency_people import NOBODY
from cards.own_agency import EditOwnAgency, TakeRole
from cards.representation import Agency, ChooseAgency
from storage import networks, people, roles, rosters
from storage.tables import Network


def show(deps: Deps, turn: Turn) -> Reply:
    with deps.store.transaction() as session:
        roster = rosters.read(session, turn.known.network_id)
        return _card(deps, session, turn, roster)


def edit(deps: Deps, turn: Turn, _action: EditOwnAgency) -> Reply:
    """«Bytt etat»."""
    with deps.store.transaction() as session:
        roster = rosters.read(session, turn.known.network_id)
        return _card(deps, session, turn, roster, editing=True)


def choose(deps: Deps, turn: Turn, action: ChooseAgency) -> Reply:
    """The answer, on the shared card or on one's own. Whoever would lose a role is asked first."""
    with deps.store.transaction() as session:
        roster = rosters.read_to_change(session, turn.known.network_id)
        form = Form()
        chosen = form.read("agency", lambda: _chosen(deps, session, turn, action.agency))
        if chosen is None:
            problems = turn.words.problems(form)
            return _card(deps, session, turn, roster, editing=True, problems=problems)
        if _role(roster, turn) and chosen.id != turn.known.agency_id:
            return _before_change(session, turn, roster, chosen)
        return _represent(deps, session, turn, roster, chosen.id)


def change(deps: Deps, turn: Turn, action: ChangeAgency) -> Reply:
    """«Ja, bytt», although a role for the present agency ends."""
    with deps.store.transaction() as session:
        roster = rosters.read_to_change(session, turn.known.network_id)
        chosen = _chosen(deps, session, turn, str(action.agency))
        return _represent(deps, session, turn, roster, chosen.id)


def take(deps: Deps, turn: Turn, action: TakeRole) -> Reply:
    """«Kontaktperson», «Vara» or «Ingen av delene», for one's own agency."""
    with deps.store.transaction() as session:
        roster = rosters.read_to_change(session, turn.known.network_id)
        agency = holders.agency_of(session, turn, action.agency)
        if not turn.known.represents(agency.id):
            raise Refused(mark("Du representerer en annen etat nå. Skriv «hvem er jeg»."))
        now = Holders.of(roster, agency.id)
        after = _with_role(now, turn.known.person_id, action.role)
        if now.lost(after) - {turn.known.person_id}:
            return holders.propose(deps, session, turn, agency, roster, after)
        changed = holders.save(deps, session, turn, agency, roster, after)
        return _card(deps, session, turn, changed)


def _with_role(now: Holders, person_id: int, role: str) -> Holders:
    """Raises Refused for a role that no button of ours names."""
    contact = None if now.contact == person_id else now.contact
    deputy = None if now.deputy == person_id else now.deputy
    match role:
        case RoleKind.CONTACT:
            return Holders(person_id, deputy)
        case RoleKind.DEPUTY:
            return Holders(contact, person_id)
        case own if own == NOBODY:
            return Holders(contact, deputy)
    raise Refused(mark("Velg ett av svarene i lista."))


def _chosen(deps: Deps, session: Session, turn: Turn, value: str) -> agency_rules.Agency:
    """An agency of today, observers too. Raises Refused for anything else."""
    listed = _agencies(deps, session, turn)
    found = next((agency for agency in listed if str(agency.id) == value), None)
    if found is None:
        raise Refused(mark("Velg etaten din i lista."))
    return found


def _agencies(deps: Deps, session: Session, turn: Turn) -> list[agency_rules.Agency]:
    today = deps.calendar.day_of(turn.now)
    return [a for a in networks.agencies(session, turn.known.network_id) if a.valid_on(today)]


def _role(roster: Roster, turn: Turn) -> RoleKind | None:
    """Contact or deputy of one's own agency, or neither."""
    person_id, agency_id = turn.known.person_id, roster.members.get(turn.known.person_id)
    if agency_id is None:
        return None
    now = Holders.of(roster, agency_id)
    if person_id == now.contact:
        return RoleKind.CONTACT
    return RoleKind.DEPUTY if person_id == now.deputy else None


def _before_change(
    session: Session, turn: Turn, roster: Roster, chosen: agency_rules.Agency
) -> Reply:
    after = representing(roster, turn.known.person_id, chosen.id)
    asked = next(iter(chain(after, turn.known.agency_id)), None)
    view = agency_change.View(
        old=networks.name_of_agency(session, turn.known.agency_id) or "",
        role=_role(roster, turn) or RoleKind.CONTACT,
        new_id=chosen.id,
        new=chosen.name,
        stands_in=people.name_of(session, asked),
    )
    return Reply(agency_change.build(view, turn.words), private=True)


def _represent(deps: Deps, session: Session, turn: Turn, roster: Roster, agency_id: int) -> Reply:
    if roster.members.get(turn.known.person_id) == agency_id:
        return _card(deps, session, turn, roster)
    after = representing(roster, turn.known.person_id, agency_id)
    roles.changed(session, turn.known.network_id, roster, after, turn.now, deps.calendar)
    question.redraw(session, turn.known.network_id, turn.now)
    return _card(deps, session, turn, after, asking=True)


def _card(
    deps: Deps,
    session: Session,
    turn: Turn,
    roster: Roster,
    *,
    editing: bool = False,
    asking: bool = False,
    problems: Mapping[str, str] | None = None,
) -> Reply:
    own_id = roster.members.get(turn.known.person_id)
    now, names = Holders.of(roster, own_id or 0), people.names(session, turn.known.network_id)
    listed = tuple(Agency(a.id, a.name) for a in _agencies(deps, session, turn))
    helper = next(iter(chain(roster, None)), None)
    view = own_agency.View(
        network=session.get_one(Network, turn.known.network_id).name,
        agencies=listed,
        own=_own(session, own_id),
        role=_role(roster, turn),
        contact=names.get(now.contact or 0),
        deputy=names.get(now.deputy or 0),
        editing=editing,
        asking=asking,
        helper=names.get(roster.owner_id or helper or 0, ""),
        problems=problems or {},
    )
    noted = turn.words.text("Takk, det er notert.")
    return Reply(own_agency.build(view, turn.words), private=True, aloud=noted if asking else "")


def _own(session: Session, agency_id: int | None) -> Agency | None:
    name = networks.name_of_agency(session, agency_id)
    return Agency(agency_id, name) if agency_id is not None and name is not None else None
