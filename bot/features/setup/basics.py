"""Step 1: what the network is called, and the template that lays out its bodies."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.bodies import BODY_NAMES
from bot.domain.errors import mark
from bot.domain.networks import OUTLINES, Step, Template, checked_template
from bot.domain.typed import Form
from bot.features.setup import access, flow, forms, progress
from cards import setup_basics
from cards.setup_basics import LONGEST_NAME, SaveBasics
from cards.setup_parts import ShowBasics
from storage import bodies, changes
from storage.tables import Network


def show_basics(deps: Deps, turn: Turn, _action: ShowBasics) -> Reply:
    with deps.store.transaction() as session:
        return Reply(forms.basics(turn, access.network_to_change(session, turn)))


def save_basics(deps: Deps, turn: Turn, action: SaveBasics) -> Reply:
    """The template lays out its bodies; another one adds what it has more, and removes nothing."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        form = Form()
        name = form.read(
            "name", lambda: typed.line(action.name, longest=LONGEST_NAME, required=True)
        )
        template = form.read("template", lambda: checked_template(action.template))
        if name is None or template is None:
            view = setup_basics.View(action.name, action.template, turn.words.problems(form))
            return Reply(setup_basics.build(view, turn.words))
        before = progress.states_of(deps, session, turn, network)
        _record_basics(session, turn, network, name, template)
        network.name = network.short = name
        network.template = template
        network.skipped = _with_basics(network.skipped, template)
        for kind in OUTLINES[template].bodies:
            bodies.add(session, network.id or 0, kind, BODY_NAMES[kind])
        told = turn.words.text("Navn og modell er lagret")
        return flow.saved(deps, session, turn, network, before, Step.BASICS, told)


def _record_basics(
    session: Session, turn: Turn, network: Network, name: str, template: Template
) -> None:
    if name != network.name:
        what = mark("Nettverket heter nå {name}")
        changes.record(session, turn.known, turn.now, what, name=name)
    if template is not network.template:
        what = mark("Modellen er nå «{template}»")
        changes.record(session, turn.known, turn.now, what, template=template)


def _with_basics(skipped: list[str], template: Template) -> list[str]:
    """The empty template was chosen on purpose: that is remembered as a step left out."""
    rest = [step for step in skipped if step != Step.BASICS]
    return [*rest, Step.BASICS] if template is Template.EMPTY else rest
