"""Step 4: the bodies of the network, and who sits in them."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Card, Deps, Reply, Turn
from bot.domain import typed
from bot.domain.bodies import BODY_NAMES, STANDING_BODIES, holders, seated, shared
from bot.domain.errors import Refused, mark
from bot.domain.meetings import BodyKind
from bot.domain.networks import Step, StepState, next_step
from bot.domain.people import RoleKind
from bot.domain.typed import Form, ids
from bot.features.setup import access, forms, progress
from cards import setup_body, setup_seat
from cards.setup_bodies import SEATS, AddBody, ChooseSeat, ShowBody
from cards.setup_body import LONGEST_NAME, RemoveBody, RemoveBodySurely, SaveBody
from cards.setup_parts import ShowBodies
from cards.setup_seat import NOBODY, SaveSeat
from storage import bodies, changes, people, rosters
from storage.tables import Body, Network


def show(deps: Deps, turn: Turn, _action: ShowBodies) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        return Reply(_all(deps, session, turn, network))


def _all(deps: Deps, session: Session, turn: Turn, network: Network, told: str = "") -> Card:
    states = progress.states_of(deps, session, turn, network)
    county_is_missing = states[Step.COUNTY] is StepState.MISSING
    upcoming = next_step(states) if county_is_missing else None
    return forms.bodies_card(session, turn, network, upcoming, told)


def add(deps: Deps, turn: Turn, action: AddBody) -> Reply:
    """A body of a kind that the network does not have; pressed twice it is one."""
    if action.kind not in set(STANDING_BODIES):
        raise Refused(mark("Den slags gruppe finnes ikke."))
    with deps.store.transaction() as session:
        network, kind = access.network_to_change(session, turn), BodyKind(action.kind)
        if bodies.add(session, network.id or 0, kind, BODY_NAMES[kind]):
            what = mark("Ny gruppe: {name}")
            changes.record(session, turn.known, turn.now, what, name=BODY_NAMES[kind])
        told = turn.words.text("Ny gruppe: {name}", name=BODY_NAMES[kind])
        return Reply(_all(deps, session, turn, network, told))


def show_one(deps: Deps, turn: Turn, action: ShowBody) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        view = _view(session, _found(session, network, action.body))
    return Reply(setup_body.build(view, turn.words))


def _found(session: Session, network: Network, body_id: int) -> Body:
    row = bodies.find(session, network.id or 0, body_id)
    if row is None:
        raise Refused(mark("Den gruppa finnes ikke lenger."))
    return row


def _view(session: Session, row: Body, told: str = "") -> setup_body.View:
    roster = rosters.read(session, row.network_id)
    line = forms.body_line(row, roster, people.names(session, row.network_id))
    return setup_body.View(line, row.name, told=told)


def save(deps: Deps, turn: Turn, action: SaveBody) -> Reply:
    """Another name."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = _found(session, network, action.body), Form()
        name = form.read(
            "name", lambda: typed.line(action.name, longest=LONGEST_NAME, required=True)
        )
        if name is None:
            view = replace(_view(session, row), name=action.name)
            told = replace(view, problems=turn.words.problems(form))
            return Reply(setup_body.build(told, turn.words))
        if name != row.name:
            what = mark("{old} heter nå {name}")
            changes.record(session, turn.known, turn.now, what, old=row.name, name=name)
            row.name = name
        return Reply(setup_body.build(_view(session, row, turn.words.text("Lagret")), turn.words))


def remove(deps: Deps, turn: Turn, action: RemoveBody) -> Reply:
    """«Fjern gruppa»: asks first where meetings belong to it."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row = _found(session, network, action.body)
        meetings = bodies.meetings(session, row)
        sure = isinstance(action, RemoveBodySurely)
        if meetings and not sure:
            view = replace(_view(session, row), asking=meetings)
            return Reply(setup_body.build(view, turn.words))
        bodies.remove(session, row)
        changes.record(session, turn.known, turn.now, mark("{name} er fjernet"), name=row.name)
        told = turn.words.text("{name} er fjernet", name=row.name)
        return Reply(_all(deps, session, turn, network, told))


# --- Who sits there ------------------------------------------------------------------------------


def choose_seat(deps: Deps, turn: Turn, action: ChooseSeat) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        view = _seat_view(session, network, _kind(action.kind, action.body), action.body)
    return Reply(setup_seat.build(view, turn.words))


def _kind(value: str, body_id: int | None) -> RoleKind:
    """A role of a body, or of the network. Raises Refused for those of agencies, and for others."""
    kinds = {str(kind): kind for kind in SEATS}
    of_network = value in (RoleKind.COORDINATOR, RoleKind.RESEARCHER)
    if value not in kinds or of_network != (body_id is None):
        raise Refused(mark("Den rollen finnes ikke."))
    return kinds[value]


def _seat_view(
    session: Session, network: Network, kind: RoleKind, body_id: int | None
) -> setup_seat.View:
    number = network.id or 0
    where = _found(session, network, body_id).name if body_id is not None else network.name
    return setup_seat.View(
        kind=kind,
        where=where,
        body_id=body_id,
        people=tuple(people.names(session, number).items()),
        chosen=holders(rosters.read(session, number), kind, body_id),
    )


def save_seat(deps: Deps, turn: Turn, action: SaveSeat) -> Reply:
    """Those who were chosen have the role from now on, and nobody else."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        kind, form = _kind(action.kind, action.body), Form()
        view = _seat_view(session, network, kind, action.body)
        chosen = form.read("people", lambda: _people(action.people, view))
        if chosen is None:
            told = replace(view, problems=turn.words.problems(form))
            return Reply(setup_seat.build(told, turn.words))
        before = rosters.read_to_change(session, network.id or 0)
        after = seated(before, kind, action.body, chosen)
        rosters.save(session, network.id or 0, before, after)
        if before != after:
            _record_seat(session, turn, view, chosen)
        if action.body is None:
            return Reply(_all(deps, session, turn, network, turn.words.text("Lagret")))
        row = _found(session, network, action.body)
        return Reply(setup_body.build(_view(session, row, turn.words.text("Lagret")), turn.words))


def _people(value: str, view: setup_seat.View) -> tuple[int, ...]:
    """Members of the network; several only where several may. Raises Refused for anybody else."""
    chosen = () if value == NOBODY else ids(value)
    if not {*chosen} <= {number for number, _ in view.people}:
        raise Refused(mark("Velg noen fra lista."))
    if len(chosen) > 1 and not shared(view.kind):
        raise Refused(mark("Velg bare én."))
    return chosen


def _record_seat(
    session: Session, turn: Turn, view: setup_seat.View, chosen: tuple[int, ...]
) -> None:
    names = [name for number, name in view.people if number in chosen]
    what = mark("{role} i {where}: {names}") if names else mark("{role} i {where}: ingen")
    changes.record(
        session,
        turn.known,
        turn.now,
        what,
        role=turn.words.text(SEATS[view.kind]),
        where=view.where,
        names=turn.words.listing(names),
    )
