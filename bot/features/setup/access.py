"""Who may change the set-up, and how those who may not are told whom to ask."""

from sqlmodel import Session

from bot.deps import Turn
from bot.domain.errors import Refused, mark
from bot.domain.people import RoleKind
from storage import networks, people, rosters
from storage.tables import Network


def admin_names(session: Session, network_id: int) -> tuple[str, ...]:
    """Who added the bot, and the coordinator, as far as they are members."""
    roster, names = rosters.read(session, network_id), people.names(session, network_id)
    admins = dict.fromkeys([roster.owner_id, *roster.holders(RoleKind.COORDINATOR)])
    return tuple(names[number] for number in admins if number in names)


def may_set_up(turn: Turn, network: Network) -> bool:
    return turn.known.administers or network.owner_id == turn.known.person_id


def network_to_change(session: Session, turn: Turn) -> Network:
    """The member's network, locked until the change is committed.

    Raises Refused for everybody who does not set it up, with the names of those who do.
    """
    network = networks.locked(session, turn.known.network_id)
    if may_set_up(turn, network):
        return network
    names = admin_names(session, turn.known.network_id)
    if not names:
        raise Refused(mark("Skriv «oppsett» først, så er det du som setter opp nettverket."))
    raise Refused(mark("Det er {names} som kan endre oppsettet."), names=turn.words.listing(names))
