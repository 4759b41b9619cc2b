"""Step 2: the agencies. Added, renamed, observers or not; what nobody uses yet may go again."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.deps import Card, Deps, Reply, Turn
from bot.domain.agencies import checked_name, current, new_names
from bot.domain.errors import Refused, mark
from bot.domain.networks import OUTLINES, Step, StepState, next_step
from bot.domain.typed import Form, ids
from bot.features.setup import access, flow, forms, progress
from cards import setup_agencies, setup_agency, setup_agency_new
from cards.setup_agencies import PAGE, AgencyLine, ShowAgency, ShowNewAgencies
from cards.setup_agency import RemoveAgency, SaveAgency, StayOn
from cards.setup_agency_new import AddAgencies
from cards.setup_parts import ShowAgencies
from storage import agencies, changes, networks, planning, succession
from storage.tables import Network, Organisation

GONE = mark("Den etaten finnes ikke lenger.")


def show(deps: Deps, turn: Turn, action: ShowAgencies) -> Reply:
    """The agencies, a page at a time; the form for new ones where there is none."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        return Reply(listed(deps, session, turn, network, page=action.page))


def listed(
    deps: Deps, session: Session, turn: Turn, network: Network, *, page: int = 0, told: str = ""
) -> Card:
    session.flush()
    today = deps.calendar.day_of(turn.now)
    lines = forms.agency_lines(session, network.id or 0, today)
    if not lines:
        return forms.new_agencies(session, turn, network, today, told)
    everybody = networks.agencies(session, network.id or 0)
    states = progress.states_of(deps, session, turn, network)
    view = setup_agencies.View(
        today=today,
        agencies=lines[page * PAGE : (page + 1) * PAGE],
        count=len(lines),
        page=page,
        ended=len(everybody) - len(lines),
        next=next_step(states) if states[Step.CHANNELS] is StepState.MISSING else None,
        told=told,
    )
    return setup_agencies.build(view, turn.words)


def show_new(deps: Deps, turn: Turn, _action: ShowNewAgencies) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        today = deps.calendar.day_of(turn.now)
        return Reply(forms.new_agencies(session, turn, network, today, ""))


def add(deps: Deps, turn: Turn, action: AddAgencies) -> Reply:
    """«Legg til»: those ticked and those typed, from today on."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        today, form = deps.calendar.day_of(turn.now), Form()
        names = form.read("names", lambda: _names(session, network, action, today))
        if names is None:
            view = setup_agency_new.View(
                forms.proposals(session, network, today),
                ids(action.ticked),
                action.names,
                turn.words.problems(form),
            )
            return Reply(setup_agency_new.build(view, turn.words))
        before = progress.states_of(deps, session, turn, network)
        for name in names:
            agencies.add(session, network.id or 0, name, today)
        what = mark("Nye etater: {names}")
        changes.record(session, turn.known, turn.now, what, names=", ".join(names))
        told = turn.words.plural(
            "{count} etat er lagt til", "{count} etater er lagt til", len(names)
        )
        if before[Step.AGENCIES] is StepState.DONE:
            return Reply(listed(deps, session, turn, network, told=told))
        return flow.saved(deps, session, turn, network, before, Step.AGENCIES, told)


def _names(session: Session, network: Network, action: AddAgencies, today: date) -> tuple[str, ...]:
    """Raises Refused as `new_names` does."""
    there = current(networks.agencies(session, network.id or 0), today)
    usual = OUTLINES[network.template].agencies
    ticked = [usual[place] for place in ids(action.ticked) if place < len(usual)]
    return new_names(ticked, action.names, there)


def show_one(deps: Deps, turn: Turn, action: ShowAgency) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        view = _view(deps, session, turn, found(session, network, action.agency))
    return Reply(setup_agency.build(replace(view, more=action.more), turn.words))


def found(session: Session, network: Network, agency_id: int) -> Organisation:
    """An agency of the network. Raises Refused for every other id."""
    row = agencies.find(session, network.id or 0, agency_id)
    if row is None:
        raise Refused(GONE)
    return row


def going_on(session: Session, network: Network, agency_id: int) -> Organisation:
    """An agency whose end is not known. Raises Refused, also for one that ends already."""
    row = found(session, network, agency_id)
    if row.valid_to is not None:
        raise Refused(mark("{name} slutter alt. Angre det først."), name=row.name)
    return row


def _view(
    deps: Deps, session: Session, turn: Turn, row: Organisation, told: str = ""
) -> setup_agency.View:
    """Raises Refused for an agency that has ended: it is history."""
    today = deps.calendar.day_of(turn.now)
    return setup_agency.View(
        agency=_line(session, row, today),
        today=today,
        name=row.name,
        observer=row.observer,
        unused=agencies.is_unused(session, row),
        told=told,
    )


def _line(session: Session, row: Organisation, today: date) -> AgencyLine:
    lines = forms.agency_lines(session, row.network_id, today)
    line = next((line for line in lines if line.id == row.id), None)
    if line is None:
        raise Refused(GONE)
    return line


def save(deps: Deps, turn: Turn, action: SaveAgency) -> Reply:
    """A new name, or observer or not. The history stays with the agency, whatever it is called."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = going_on(session, network, action.agency), Form()
        observer = action.observer == "true"
        name = form.read("name", lambda: _renamed(deps, session, turn, row, action.name))
        form.read("observer", lambda: _may_look_on(session, turn, row, observer=observer))
        if form.problems or name is None:
            view = _view(deps, session, turn, row)
            typed = replace(view, name=action.name, observer=observer)
            told = replace(typed, problems=turn.words.problems(form))
            return Reply(setup_agency.build(told, turn.words))
        _record(session, turn, row, name, observer=observer)
        row.name, row.observer = name, observer
        session.flush()
        view = _view(deps, session, turn, row, turn.words.text("Lagret"))
        return Reply(setup_agency.build(view, turn.words))


def _renamed(deps: Deps, session: Session, turn: Turn, row: Organisation, value: str) -> str:
    today = deps.calendar.day_of(turn.now)
    there = current(networks.agencies(session, row.network_id), today)
    return checked_name(value, (agency for agency in there if agency.id != row.id))


def _may_look_on(session: Session, turn: Turn, row: Organisation, *, observer: bool) -> None:
    """An observer hosts nothing. Raises Refused as long as it still would."""
    hosting = succession.hanging(session, row.network_id, [row.id or 0], turn.now).meetings
    if observer and not row.observer and hosting:
        raise Refused(
            mark("{name} er vert for {count} møter som kommer. Bytt vertskap først."),
            name=row.name,
            count=hosting,
        )


def _record(session: Session, turn: Turn, row: Organisation, name: str, *, observer: bool) -> None:
    if name != row.name:
        what = mark("{old} heter nå {name}")
        changes.record(session, turn.known, turn.now, what, old=row.name, name=name)
    if observer != row.observer:
        what = mark("{name} er observatør") if observer else mark("{name} er ikke observatør")
        changes.record(session, turn.known, turn.now, what, name=name)


def remove(deps: Deps, turn: Turn, action: RemoveAgency) -> Reply:
    """«Fjern»: an agency that nothing hangs on. It can be added again as it was."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row = found(session, network, action.agency)
        if not agencies.is_unused(session, row):
            raise Refused(mark("{name} har historie her. La den slutte i stedet."), name=row.name)
        name = row.name
        agencies.remove(session, row)
        changes.record(session, turn.known, turn.now, mark("{name} er fjernet"), name=name)
        told = turn.words.text("{name} er fjernet", name=name)
        return Reply(listed(deps, session, turn, network, told=told))


def stay_on(deps: Deps, turn: Turn, action: StayOn) -> Reply:
    """«Angre»: the end of an agency is taken back as long as it is still to come."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row = found(session, network, action.agency)
        today = deps.calendar.day_of(turn.now)
        if row.valid_to is not None and row.valid_to < today:
            raise Refused(mark("{name} er alt ute av nettverket."), name=row.name)
        if row.valid_to is not None:
            _take_back(session, turn, row)
            planning.replan(session, network.id or 0, turn.now, deps.calendar)
        return Reply(listed(deps, session, turn, network, told=_stays(turn, row)))


def _stays(turn: Turn, row: Organisation) -> str:
    return turn.words.text("{name} er med videre", name=row.name)


def _take_back(session: Session, turn: Turn, row: Organisation) -> None:
    going_on_as_before = [row]
    if row.successor_id is None:
        row.valid_to = None
        session.add(row)
    else:
        going_on_as_before = list(agencies.unmerge(session, row))
    names = turn.words.listing(each.name for each in going_on_as_before)
    changes.record(session, turn.known, turn.now, mark("{names} er med videre"), names=names)


def carry_out(deps: Deps, session: Session, turn: Turn, network: Network) -> None:
    """What has ended passes on now; what ends later waits for the tick."""
    succession.settle(session, deps.calendar.day_of(turn.now), turn.now)
    planning.replan(session, network.id or 0, turn.now, deps.calendar)
