"""Step 3: which channels the bot posts in."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.networks import Step
from bot.domain.typed import Form
from bot.features.setup import access, flow, forms, progress
from cards import setup_channels
from cards.setup_channels import NO_CHANNEL, SaveChannels
from cards.setup_parts import ShowChannels
from storage import changes, channels, planning
from storage.tables import Conversation, Network


def show_channels(deps: Deps, turn: Turn, _action: ShowChannels) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        view = forms.channels_view(session, turn, network)
    return Reply(setup_channels.build(view, turn.words))


def save_channels(deps: Deps, turn: Turn, action: SaveChannels) -> Reply:
    """From now on it is posted there; what is planned already goes to the new channel."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        usable = _usable(session, network)
        form = Form()
        reminders = form.read("reminders", lambda: _checked(action.reminders, usable))
        solutions = form.read("solutions", lambda: _optional(action.solutions, usable))
        if form.problems or reminders is None:
            view = forms.channels_view(session, turn, network)
            typed_in = replace(view, reminders=action.reminders, solutions=action.solutions)
            told = replace(typed_in, problems=turn.words.problems(form))
            return Reply(setup_channels.build(told, turn.words))
        before = progress.states_of(deps, session, turn, network)
        channels.use(session, network.id or 0, reminders.id, solutions.id if solutions else None)
        _record_channels(session, turn, reminders, solutions)
        planning.replan(session, network.id or 0, turn.now, deps.calendar)
        told_it = turn.words.text("Kanalene er lagret")
        return flow.saved(deps, session, turn, network, before, Step.CHANNELS, told_it)


def _usable(session: Session, network: Network) -> dict[str, Conversation]:
    """The channels in which a bot may write, by the value of the form."""
    listed = channels.of(session, network.id or 0)
    return {str(row.id): row for row in listed if row.channel_type != "private"}


def _checked(value: str, usable: dict[str, Conversation]) -> Conversation:
    if value not in usable:
        raise Refused(mark("Velg en kanal jeg kan skrive i."))
    return usable[value]


def _optional(value: str, usable: dict[str, Conversation]) -> Conversation | None:
    return None if value in ("", NO_CHANNEL) else _checked(value, usable)


def _record_channels(
    session: Session, turn: Turn, reminders: Conversation, solutions: Conversation | None
) -> None:
    what = mark("Påminnelser legges ut i {channel}, utfordringer i {other}")
    if solutions is None:
        what = mark("Påminnelser legges ut i {channel}, utfordringer ingen steder ennå")
    other = solutions.name if solutions else ""
    changes.record(session, turn.known, turn.now, what, channel=reminders.name, other=other)
