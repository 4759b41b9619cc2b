"""Step 1: what the network is called, the template that lays out its bodies, and its hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.bodies import BODY_NAMES
from bot.domain.errors import mark
from bot.domain.hours import Hours
from bot.domain.networks import OUTLINES, Step, Template, checked_template
from bot.domain.typed import Form
from bot.features.setup import access, flow, forms, progress
from cards import setup_basics
from cards.setup_basics import LONGEST_NAME, SaveBasics
from cards.setup_parts import ShowBasics
from storage import bodies, budget, changes, people
from storage.tables import Network

SHORTEST = timedelta(hours=1)  # in which there is time to send something


def show_basics(deps: Deps, turn: Turn, _action: ShowBasics) -> Reply:
    with deps.store.transaction() as session:
        return Reply(forms.basics(turn, access.network_to_change(session, turn)))


@dataclass(frozen=True, slots=True)
class Basics:
    """What was typed, once it can be taken."""

    name: str
    template: Template
    hours: Hours


def save_basics(deps: Deps, turn: Turn, action: SaveBasics) -> Reply:
    """The template lays out its bodies; another one adds what it has more, and removes nothing."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        form = Form()
        basics = _read(form, action, network)
        if basics is None:
            return _again(turn, action, network, form)
        before = progress.states_of(deps, session, turn, network)
        _record_basics(session, turn, network, basics)
        _change(session, network, basics)
        told = turn.words.text("Navn, modell og klokkeslett er lagret")
        return flow.saved(deps, session, turn, network, before, Step.BASICS, told)


def _read(form: Form, action: SaveBasics, network: Network) -> Basics | None:
    """None where something is wrong with the form. An older card has no hours: they stay."""
    name = form.read("name", lambda: typed.line(action.name, longest=LONGEST_NAME, required=True))
    template = form.read("template", lambda: checked_template(action.template))
    opens = form.read("hours_from", lambda: typed.clock(action.hours_from or network.hours_from))
    closes = form.read("hours_to", lambda: typed.clock(action.hours_to or network.hours_to))
    if opens and closes and _between(opens, closes) < SHORTEST:
        form.refuse("hours_to", mark("Velg et klokkeslett som er minst en time senere."))
    if form.problems or name is None or template is None or opens is None or closes is None:
        return None
    return Basics(name, template, Hours(opens, closes))


def _between(opens: time, closes: time) -> timedelta:
    """Negative where the second is the earlier one."""
    return datetime.combine(date.min, closes) - datetime.combine(date.min, opens)


def _again(turn: Turn, action: SaveBasics, network: Network, form: Form) -> Reply:
    """The form with everything that was typed."""
    view = setup_basics.View(
        action.name,
        action.template,
        action.hours_from or network.hours_from,
        action.hours_to or network.hours_to,
        turn.words.problems(form),
    )
    return Reply(setup_basics.build(view, turn.words))


def _change(session: Session, network: Network, basics: Basics) -> None:
    """A name that was chosen is kept when the Team is called something else; what waits for the
    hours is decided about again.
    """
    network.named_by_hand = network.named_by_hand or basics.name != network.name
    network.name = network.short = basics.name
    network.template = basics.template
    network.hours_from = f"{basics.hours.opens:%H:%M}"
    network.hours_to = f"{basics.hours.closes:%H:%M}"
    network.skipped = _with_basics(network.skipped, basics.template)
    budget.decide_anew(session, people.names(session, network.id or 0))
    for kind in OUTLINES[basics.template].bodies:
        bodies.add(session, network.id or 0, kind, BODY_NAMES[kind])


def _record_basics(session: Session, turn: Turn, network: Network, basics: Basics) -> None:
    if basics.name != network.name:
        what = mark("Nettverket heter nå {name}")
        changes.record(session, turn.known, turn.now, what, name=basics.name)
    if basics.template is not network.template:
        what = mark("Modellen er nå «{template}»")
        changes.record(session, turn.known, turn.now, what, template=basics.template)
    if basics.hours != Hours.read(network.hours_from, network.hours_to):
        what = mark("Meldinger sendes nå mellom {opens} og {closes}")
        opens, closes = f"{basics.hours.opens:%H.%M}", f"{basics.hours.closes:%H.%M}"
        changes.record(session, turn.known, turn.now, what, opens=opens, closes=closes)


def _with_basics(skipped: list[str], template: Template) -> list[str]:
    """The empty template was chosen on purpose: that is remembered as a step left out."""
    rest = [step for step in skipped if step != Step.BASICS]
    return [*rest, Step.BASICS] if template is Template.EMPTY else rest
