"""How long the network keeps what it has settled."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import mark
from bot.domain.networks import FEWEST_YEARS, MOST_YEARS
from bot.domain.typed import Form, number
from bot.features.setup import access, flow
from cards import setup_keeping
from cards.setup_keeping import SaveKeeping
from cards.setup_parts import ShowKeeping
from storage import changes
from storage.challenges import archive
from storage.tables import Network


def show(deps: Deps, turn: Turn, _action: ShowKeeping) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        return _form(deps, session, turn, network, str(network.challenge_years), Form())


def save(deps: Deps, turn: Turn, action: SaveKeeping) -> Reply:
    """What is older by the new number is forgotten by the next tick that tidies, not before."""
    form = Form()
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        years = form.read(
            "years", lambda: number(action.years, least=FEWEST_YEARS, most=MOST_YEARS)
        )
        if years is None:
            return _form(deps, session, turn, network, action.years, form)
        if network.challenge_years != years:
            network.challenge_years = years
            what = mark("Løste utfordringer blir liggende i {years} år")
            changes.record(session, turn.known, turn.now, what, years=str(years))
        told = turn.words.text("Oppbevaringen er lagret")
        return flow.overview(deps, session, turn, network, told)


def _years(typed: str) -> int:
    return number(typed, least=FEWEST_YEARS, most=MOST_YEARS)


def _form(
    deps: Deps, session: Session, turn: Turn, network: Network, years: str, form: Form
) -> Reply:
    view = setup_keeping.View(
        years=years,
        waiting=archive.not_exported(session, network.id or 0),
        files=bool(deps.public_url) and turn.known.agency_id is not None,
        problems=turn.words.problems(form),
    )
    return Reply(setup_keeping.build(view, turn.words))
