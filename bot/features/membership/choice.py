"""`nettverk`: which of several networks is meant in the personal chat."""

from dataclasses import replace

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from cards import networks as networks_card
from cards.networks import LONGEST, ChooseNetwork, NetworkLine
from storage import people
from storage.tables import Person


def show(deps: Deps, turn: Turn) -> Reply:
    """The choice, with the present one marked. In a channel the Team has decided."""
    return ask(deps, turn, command="")


def ask(deps: Deps, turn: Turn, command: str) -> Reply:
    """The choice, before what was asked for can be answered; the answer follows the press."""
    with deps.store.transaction() as session:
        person = session.get_one(Person, turn.known.person_id)
        belongs = people.networks_named(session, turn.known.person_id)
    view = networks_card.View(
        networks=tuple(NetworkLine(*line) for line in belongs),
        current=None if turn.undecided else person.network_id,
        command=command,
        rest=turn.rest[:LONGEST],
    )
    return Reply(networks_card.build(view, turn.words), private=True)


def choose(deps: Deps, turn: Turn, action: ChooseNetwork) -> tuple[Turn, Reply]:
    """Remember the choice; the turn goes on in that network, with what was asked for before.

    Raises Refused for a network the person does not belong to, as if there were none.
    """
    with deps.store.transaction() as session:
        person = session.get_one(Person, turn.known.person_id)
        belongs = {
            number: name for number, name, _ in people.networks_named(session, person.id or 0)
        }
        member = people.member(session, action.network, person)
        if member is None:
            raise Refused(mark("Det nettverket finnes ikke lenger."))
        people.choose_network(session, turn.known.person_id, action.network)
    view = networks_card.View((), chosen=belongs[action.network])
    goes_on = replace(turn, member=member, rest=action.rest, undecided=False)
    return goes_on, Reply(networks_card.build(view, turn.words), private=True)
