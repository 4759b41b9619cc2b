"""The bot comes to a place, greets once, and forgets the place when it is sent away.

What Teams tells about a Team's channels on other occasions is learnt here, too.
"""

from sqlmodel import Session

from bot.deps import ChannelGone, Deps, Left, Message, PlaceKind, TeamRenamed
from bot.domain import deliveries
from bot.domain.deliveries import Planned
from bot.domain.networks import TeamChannel
from bot.domain.people import Member
from cards import welcome
from cards.setup_basics import LONGEST_NAME
from cards.words import Words
from storage import channels, networks, people, places
from storage import deliveries as outbox
from storage.tables import Conversation, Delivery, Network, Person

GREETING = "greeting"
TO_TRY = ("møteplan", "ansvar", "meld utfordring")  # three things to type first; commands


def arrive(deps: Deps, number: int) -> None:
    """Greet once per chat and once per Team, however many events Teams sends about them. The place
    is told by its id.
    """
    planned = Planned(
        GREETING,
        deliveries.subject("conversation", number),
        deliveries.conversation(number),
        0,
        deps.now(),
        deps.now() + deliveries.A_WEEK,
    )
    with deps.store.transaction() as session:
        place = session.get_one(Conversation, number)
        if not places.knows_team_otherwise(session, place):
            outbox.add(session, place.network_id, planned)


def leave(deps: Deps, left: Left) -> None:
    with deps.store.transaction() as session:
        places.forget(session, left.place.tenant_id, left.place.conversation_id)


def forget_channel(deps: Deps, gone: ChannelGone) -> None:
    """A channel was deleted: nothing is posted there any more."""
    with deps.store.transaction() as session:
        places.forget(session, gone.place.tenant_id, gone.place.channel_id or "")


def follow_team_name(deps: Deps, renamed: TeamRenamed) -> None:
    """The network is called what its Team is called, unless somebody has given it another name."""
    place = renamed.place
    if not place.team_id or not place.team_name:
        return
    with deps.store.transaction() as session:
        network = networks.of_team(session, place.tenant_id, place.team_id)
        if network is not None and not network.named_by_hand:
            network.name = network.short = place.team_name.strip()[:LONGEST_NAME] or network.name


def network_of(deps: Deps, member: Member) -> Network:
    with deps.store.transaction() as session:
        return session.get_one(Network, member.network_id)


def learn_channels(deps: Deps, network: Network, told: tuple[TeamChannel, ...]) -> None:
    """What Teams told of the network's Team is known from now on."""
    with deps.store.transaction() as session:
        channels.learn(session, network, told)


def greet(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The greeting: who the bot is, and three things to type."""
    place = session.get_one(Conversation, deliveries.row_id(delivery.audience))
    person = session.get(Person, place.person_id) if place.person_id else None
    network = _network(session, place)
    tenant = networks.tenant(session, place.tenant_id)
    words = Words((person.language if person else None) or deps.language, deps.zone)
    view = welcome.View(
        bot_name=tenant.bot_name if tenant else "Rundebord",
        network=network.name if network else None,
        in_channel=place.kind != PlaceKind.PERSONAL,
        phrases=TO_TRY if network and networks.agencies(session, network.id or 0) else (),
    )
    return Message(welcome.build(view, words), welcome.summary(view, words))


def _network(session: Session, place: Conversation) -> Network | None:
    """A chat belongs to no network, but the person in it does."""
    number = place.network_id
    if number is None and place.person_id is not None:
        number = next(iter(people.networks_of(session, place.person_id)), None)
    return session.get(Network, number) if number is not None else None
