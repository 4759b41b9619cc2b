"""`kontakter`: who speaks for each agency. Each has one contact and one deputy, or none."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agencies import Agency
from bot.domain.errors import Refused, mark
from bot.domain.people import Post, RoleKind, Roster, appointed, chain, may_appoint, relieved
from bot.domain.typed import Form, row_id
from cards import agency_people, holders_preview
from cards import people as people_card
from cards.agency_people import NOBODY, Named, SetHolders, ShowAgencyPeople
from cards.holders_preview import ConfirmHolders
from cards.people import PAGE, AgencyLine, ShowPeople
from storage import changes, networks, people, roles, rosters
from storage.tables import Network


@dataclass(frozen=True, slots=True)
class Holders:
    """The contact and the deputy of an agency, by id; None for nobody."""

    contact: int | None
    deputy: int | None

    @classmethod
    def of(cls, roster: Roster, agency_id: int) -> "Holders":
        return cls(
            roster.holder(RoleKind.CONTACT, agency_id), roster.holder(RoleKind.DEPUTY, agency_id)
        )

    def lost(self, after: "Holders") -> set[int]:
        """Who has less to say afterwards: a deputy who becomes the contact has not."""
        lost = {self.contact} - {after.contact} | {self.deputy} - {after.deputy, after.contact}
        return {person_id for person_id in lost if person_id is not None}

    def gained(self, after: "Holders") -> set[int]:
        gained = {after.contact} - {self.contact} | {after.deputy} - {self.deputy, self.contact}
        return {person_id for person_id in gained if person_id is not None}


# --- To read -------------------------------------------------------------------------------------


def show(deps: Deps, turn: Turn) -> Reply:
    """`kontakter`, `hvem er hvem`."""
    return turn_page(deps, turn, ShowPeople(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowPeople) -> Reply:
    """A page of the agencies of today; in a channel the same for everybody."""
    today, first = deps.calendar.day_of(turn.now), action.page * PAGE
    with deps.store.transaction() as session:
        network = session.get_one(Network, turn.known.network_id)
        listed = [a for a in networks.agencies(session, turn.known.network_id) if a.valid_on(today)]
        roster = rosters.read(session, turn.known.network_id)
        names = people.names(session, turn.known.network_id)
    view = people_card.View(
        network=network.name,
        agencies=tuple(_line(agency, roster, names) for agency in listed[first : first + PAGE]),
        page=action.page,
        more=len(listed) > first + PAGE,
        unsaid=list(roster.members.values()).count(None),
        may_ask=turn.known.administers and not turn.read_by_others,
    )
    return Reply(people_card.build(view, turn.words))


def _line(agency: Agency, roster: Roster, names: dict[int, str]) -> AgencyLine:
    now = Holders.of(roster, agency.id)
    stands_in = next(iter(chain(roster, agency.id)), None)
    return AgencyLine(
        id=agency.id,
        name=agency.name,
        contact=names.get(now.contact or 0),
        deputy=names.get(now.deputy or 0),
        stands_in=names.get(stands_in or 0),
    )


def show_agency(deps: Deps, turn: Turn, action: ShowAgencyPeople) -> Reply:
    with deps.store.transaction() as session:
        agency = agency_of(session, turn, action.agency)
        roster = rosters.read(session, turn.known.network_id)
        return _agency_card(session, turn, agency, roster)


def agency_of(session: Session, turn: Turn, agency_id: int) -> Agency:
    """An agency of this network. Raises Refused for those of others, as if there were none."""
    listed = networks.agencies(session, turn.known.network_id)
    found = next((agency for agency in listed if agency.id == agency_id), None)
    if found is None:
        raise Refused(mark("Den etaten finnes ikke lenger."))
    return found


def _agency_card(
    session: Session, turn: Turn, agency: Agency, roster: Roster, *, saved: bool = False
) -> Reply:
    view = replace(_agency_view(session, turn, agency, roster), saved=saved)
    return Reply(agency_people.build(view, turn.words))


def _agency_view(
    session: Session, turn: Turn, agency: Agency, roster: Roster
) -> agency_people.View:
    names, now = people.names(session, turn.known.network_id), Holders.of(roster, agency.id)
    own = set(roster.of_agency(agency.id))
    stands_in = next(iter(chain(roster, agency.id)), None)
    return agency_people.View(
        agency_id=agency.id,
        agency=agency.name,
        people=tuple(Named(number, name) for number, name in names.items() if number in own),
        contact=str(now.contact or NOBODY),
        deputy=str(now.deputy or NOBODY),
        stands_in=names.get(stands_in or 0, ""),
        may_change=may_appoint(turn.known, agency.id) and not turn.read_by_others,
    )


# --- To change -----------------------------------------------------------------------------------


def set_holders(deps: Deps, turn: Turn, action: SetHolders) -> Reply:
    """«Lagre». Whoever takes a role from somebody is asked first."""
    with deps.store.transaction() as session:
        agency = _own(session, turn, action.agency)
        roster = rosters.read_to_change(session, turn.known.network_id)
        form, after = _read(action, roster)
        if after is None or form.problems:
            view = replace(
                _agency_view(session, turn, agency, roster),
                contact=action.contact,
                deputy=action.deputy,
                problems=turn.words.problems(form),
            )
            return Reply(agency_people.build(view, turn.words))
        return propose(deps, session, turn, agency, roster, after)


def _own(session: Session, turn: Turn, agency_id: int) -> Agency:
    """Raises Refused for an agency that the person may not speak for."""
    agency = agency_of(session, turn, agency_id)
    if not may_appoint(turn.known, agency_id):
        raise Refused(mark("Det er etaten selv som velger kontaktperson og vara."))
    return agency


def _read(action: SetHolders, roster: Roster) -> tuple[Form, Holders | None]:
    form, own = Form(), set(roster.of_agency(action.agency))
    after = Holders(
        form.read("contact", lambda: _person(action.contact, own)),
        form.read("deputy", lambda: _person(action.deputy, own)),
    )
    if after.contact is not None and after.contact == after.deputy:
        form.refuse("deputy", mark("Velg en annen enn kontaktpersonen, eller ingen."))
    return form, after


def _person(value: str, own: set[int]) -> int | None:
    if value == NOBODY:
        return None
    chosen = row_id(value)
    if chosen is None or chosen not in own:
        raise Refused(mark("Velg en person i lista."))
    return chosen


def propose(
    deps: Deps, session: Session, turn: Turn, agency: Agency, roster: Roster, after: Holders
) -> Reply:
    """Change it at once, or ask first where somebody else loses a role by it."""
    now = Holders.of(roster, agency.id)
    others = now.lost(after) - {turn.known.person_id}
    if not others:
        return _saved(deps, session, turn, agency, roster, after)
    names = people.names(session, turn.known.network_id)
    silent = people.unreachable(session, turn.known.network_id)
    view = holders_preview.View(
        agency=agency.name,
        confirm=ConfirmHolders(
            agency=agency.id,
            contact=after.contact,
            deputy=after.deputy,
            instead_of_contact=now.contact,
            instead_of_deputy=now.deputy,
        ),
        contact=names.get(after.contact or 0),
        deputy=names.get(after.deputy or 0),
        relieved=tuple(name for number, name in names.items() if number in others),
        unreached=tuple(name for number, name in names.items() if number in others & silent),
    )
    return Reply(holders_preview.build(view, turn.words), private=True)


def confirm(deps: Deps, turn: Turn, action: ConfirmHolders) -> Reply:
    """«Ja, bytt». If something has changed since it was shown, it is shown as it is now."""
    with deps.store.transaction() as session:
        agency = _own(session, turn, action.agency)
        roster = rosters.read_to_change(session, turn.known.network_id)
        shown = Holders(action.instead_of_contact, action.instead_of_deputy)
        after = Holders(action.contact, action.deputy)
        present = {after.contact, after.deputy} - {None} <= set(roster.of_agency(agency.id))
        if shown != Holders.of(roster, agency.id) or not present:
            return _agency_card(session, turn, agency, roster)
        return _saved(deps, session, turn, agency, roster, after)


def _saved(
    deps: Deps, session: Session, turn: Turn, agency: Agency, roster: Roster, after: Holders
) -> Reply:
    changed = save(deps, session, turn, agency, roster, after)
    return _agency_card(session, turn, agency, changed, saved=True)


def save(
    deps: Deps, session: Session, turn: Turn, agency: Agency, roster: Roster, after: Holders
) -> Roster:
    """Write it, log it, ask the right people from now on, and tell those it concerns."""
    before, changed = Holders.of(roster, agency.id), _with(roster, agency.id, after)
    if before != after:
        network_id = turn.known.network_id
        roles.changed(session, network_id, roster, changed, turn.now, deps.calendar)
        names = people.names(session, network_id)
        values = {
            "agency": agency.name,
            "contact": names.get(after.contact or 0, ""),
            "deputy": names.get(after.deputy or 0, ""),
        }
        change = changes.record(session, turn.known, turn.now, _told(after), **values)
        roles.tell(session, change, turn.now, lost=before.lost(after), gained=before.gained(after))
    return changed


def _with(roster: Roster, agency_id: int, after: Holders) -> Roster:
    for kind, person_id in (
        (RoleKind.CONTACT, after.contact),
        (RoleKind.DEPUTY, after.deputy),
    ):
        roster = relieved(roster, kind, agency_id)
        if person_id is not None:
            roster = appointed(roster, Post(person_id, kind, agency_id))
    return roster


def _told(after: Holders) -> str:
    """The log's line."""
    match after.contact, after.deputy:
        case None, None:
            return mark("{agency} har verken kontaktperson eller vara.")
        case None, _:
            return mark("{agency} har ingen kontaktperson. {deputy} er vara.")
        case _, None:
            return mark("{contact} er kontaktperson for {agency}. Ingen er vara.")
        case _:
            return mark("{contact} er kontaktperson for {agency}, og {deputy} er vara.")
