"""The question to everybody: which agency do you represent? It stands in a channel and counts."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.deliveries import Planned
from bot.domain.errors import Refused, mark
from cards import representation, representation_preview
from cards.representation import Agency, AskRepresentation
from cards.representation_preview import PostRepresentation
from cards.words import Words
from storage import deliveries as outbox
from storage import networks, people, places, posted
from storage.places import Purpose
from storage.tables import Conversation, Delivery, Network

QUESTION = "representation"  # the kind of the shared card
# Many answers are one update, and nobody's own view of the card is drawn over while they use it.
GATHERED = timedelta(minutes=2)


def ask(deps: Deps, turn: Turn, _action: AskRepresentation) -> Reply:
    """What would be posted, where, and who reads it; or how it goes where it stands already."""
    with deps.store.transaction() as session:
        channel = _channel(session, turn)
        stands = outbox.known(session, _planned(turn, channel))
        return _preview(session, turn, channel, stands=stands)


def post(deps: Deps, turn: Turn, _action: PostRepresentation) -> Reply:
    """«Legg ut». Pressed twice, it is posted once."""
    with deps.store.transaction() as session:
        channel = _channel(session, turn)
        outbox.add(session, turn.known.network_id, _planned(turn, channel))
        return _preview(session, turn, channel, stands=True)


def _channel(session: Session, turn: Turn) -> Conversation:
    """Where it is asked. Raises Refused for who may not ask, and before there is a channel."""
    if not turn.known.administers:
        raise Refused(mark("Det er den som setter opp nettverket, som spør alle."))
    channel = places.channel(session, turn.known.network_id, Purpose.REMINDERS)
    if channel is None:
        raise Refused(mark("Velg først en kanal for påminnelser. Skriv «oppsett»."))
    return channel


def _planned(turn: Turn, channel: Conversation) -> Planned:
    return Planned(
        QUESTION,
        deliveries.subject("network", turn.known.network_id),
        deliveries.conversation(channel.id or 0),
        0,
        turn.now,
        turn.now + deliveries.A_WEEK,
    )


def _preview(session: Session, turn: Turn, channel: Conversation, *, stands: bool) -> Reply:
    counted = people.represented(session, turn.known.network_id)
    view = representation_preview.View(
        channel=channel.name,
        readers=channel.readers,
        answered=sum(counted.values()),
        posted=stands,
    )
    return Reply(representation_preview.build(view, turn.words), private=True)


def redraw(session: Session, network_id: int, now: datetime) -> None:
    """Somebody answered: the shared card counts anew, in a while."""
    posted.refresh(session, QUESTION, deliveries.subject("network", network_id), now + GATHERED)


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The shared card as it should look now. It never says who answered what."""
    network = session.get_one(Network, deliveries.row_id(delivery.subject))
    channel = session.get_one(Conversation, deliveries.row_id(delivery.audience))
    counted = people.represented(session, network.id or 0)
    today = deps.calendar.day_of(deps.now())
    view = representation.View(
        network=network.name,
        agencies=tuple(
            Agency(agency.id, agency.name, counted.get(agency.id, 0))
            for agency in networks.agencies(session, network.id or 0)
            if agency.valid_on(today)
        ),
        readers=channel.readers,
    )
    words = Words(deps.language, deps.zone)
    return Message(representation.build(view, words), representation.summary(view, words))
