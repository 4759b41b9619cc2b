"""What follows a step: the next one that is missing, or the overview."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Card, Deps, Reply, Turn
from bot.domain.networks import Step, StepState, next_step
from bot.features.setup import access, forms, progress
from bot.features.setup.progress import States
from cards import setup_channels, setup_county, setup_overview
from storage.tables import Network


def overview(deps: Deps, session: Session, turn: Turn, network: Network, told: str = "") -> Reply:
    facts = progress.facts(deps, session, turn, network)
    view = setup_overview.View(
        network=network.name,
        steps=progress.lines(facts, turn.words),
        next=next_step(progress.states(facts)),
        may_change=access.may_set_up(turn, network),
        admins=access.admin_names(session, network.id or 0),
        told=told,
    )
    return Reply(setup_overview.build(view, turn.words))


def saved(
    deps: Deps,
    session: Session,
    turn: Turn,
    network: Network,
    before: States,
    step: Step,
    told: str,
) -> Reply:
    """The first time a step is done it leads on to the next; later one only changed something."""
    upcoming = next_step(progress.states_of(deps, session, turn, network))
    first_time = before[step] is not StepState.DONE
    form = _form(deps, session, turn, network, upcoming, told) if first_time else None
    return Reply(form) if form else overview(deps, session, turn, network, told)


def _form(
    deps: Deps, session: Session, turn: Turn, network: Network, step: Step | None, told: str
) -> Card | None:
    """The card of a step; None where the overview is the better place to go on from."""
    match step:
        case Step.AGENCIES:
            today = deps.calendar.day_of(turn.now)
            return forms.new_agencies(session, turn, network, today, told)
        case Step.CHANNELS:
            view = replace(forms.channels_view(session, turn, network), told=told)
            return setup_channels.build(view, turn.words)
        case Step.BODIES:
            return forms.bodies_card(session, turn, network, None, told)
        case Step.COUNTY:
            form = replace(forms.county_view(deps, session, network), told=told)
            return setup_county.build(form, turn.words)
    return None
