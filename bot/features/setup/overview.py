"""`oppsett`: where the set-up stands, and what is left out of it on purpose."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.networks import Step
from bot.features.setup import access, flow, progress
from cards.setup_parts import STEPS, LeaveOut
from storage import changes, networks
from storage.tables import Network


def show(deps: Deps, turn: Turn) -> Reply:
    """`oppsett`: where it stands. Whoever asks first, where nobody is known to have added the bot,
    is the one who sets the network up.
    """
    with deps.store.transaction() as session:
        network = session.get_one(Network, turn.known.network_id)
        if network.owner_id is None:
            network = _taken_over(session, turn)
        return flow.overview(deps, session, turn, network)


def _taken_over(session: Session, turn: Turn) -> Network:
    network = networks.locked(session, turn.known.network_id)
    if network.owner_id is None:
        network.owner_id = turn.known.person_id
        what = mark("{name} setter opp nettverket")
        changes.record(session, turn.known, turn.now, what, name=turn.known.name)
    return network


def leave_out(deps: Deps, turn: Turn, action: LeaveOut) -> Reply:
    """«Hopp over»: the step is not asked for any more; its row stands in the overview."""
    if action.step not in set(Step):
        raise Refused(mark("Det steget finnes ikke."))
    step = Step(action.step)
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        before = progress.states_of(deps, session, turn, network)
        network.skipped = [*{*network.skipped, step}]
        told = turn.words.text("Hoppet over: {step}", step=turn.words.text(STEPS[step]).lower())
        return flow.saved(deps, session, turn, network, before, step, told)
