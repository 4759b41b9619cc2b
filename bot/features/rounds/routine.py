"""`ressursgruppe`: the four meetings of the routine."""

from bot.deps import Deps, Reply, Turn
from bot.domain.duties import BUNDLES, DutyKind
from bot.domain.meetings import Activity
from bot.domain.resource_groups import MEETINGS
from bot.features.rounds.shown import usual_parties
from cards import round_meeting
from cards.round_meeting import ShowResourceMeeting
from storage import networks


def command(deps: Deps, turn: Turn) -> Reply:
    """`ressursgruppe`, or `ressursgruppe 3`."""
    wanted = turn.rest.strip()
    number = int(wanted) if wanted in {"1", "2", "3", "4"} else 1
    return show(deps, turn, ShowResourceMeeting(number=number))


def show(deps: Deps, turn: Turn, action: ShowResourceMeeting) -> Reply:
    with deps.store.transaction() as session:
        parties = usual_parties(deps, session, turn.known.network_id)
        listed = networks.agencies(session, turn.known.network_id)
        names = {agency.id: agency.name for agency in listed}
    view = round_meeting.View(
        number=action.number,
        agencies={part: names[number] for part, number in parties.items()},
        duties=_duties(action.number),
    )
    return Reply(round_meeting.build(view, turn.words))


def _duties(number: int) -> tuple[DutyKind, ...]:
    """What the responsible unit does; an interpreter only comes to the first three meetings."""
    kinds = (rule.kind for rule in BUNDLES[Activity.RESOURCE_GROUP])
    interprets = MEETINGS[number].takes_interpreter
    return tuple(kind for kind in kinds if interprets or kind is not DutyKind.INTERPRETER)
