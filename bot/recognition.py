"""Who is it, where, and have we heard it before? What Teams told on the way is remembered."""

from typing import NamedTuple

from sqlalchemy import Connection
from sqlmodel import Session

from bot.deps import Arrived, Chosen, Deps, Incoming, PlaceKind, Pressed, Said, Turn
from bot.domain import receipts
from bot.domain.errors import mark
from bot.domain.language import choose
from bot.domain.people import Member
from bot.routes import COMMANDS, typed
from cards.words import Words
from storage import acquaintance, heard, networks, people, places, posted
from storage.acquaintance import Known, KnownPerson
from storage.tables import Conversation, Network, Person

Recognised = tuple[Turn, int, bool]  # the place by its id; whether we hear it first

NAMELESS = mark("Nettverket vårt")  # of a Team whose name nobody told; the set-up asks for one


def recognise(deps: Deps, incoming: Incoming) -> Recognised:
    """Who, where, and whether it is new. Rights are looked up anew in every turn; what Teams tells
    us on the way is written down only where it is news.
    """
    with deps.store.reading() as connection:
        seen = _seen(connection, incoming)
    if seen is None or _is_news(incoming, seen.known):
        with deps.store.transaction() as session:
            _remember(session, incoming)
            seen = _seen(session.connection(), incoming)
    if seen is None:
        raise LookupError("somebody was removed while they were remembered")
    known, member, undecided = seen
    words = Words(choose(known.person.language, incoming.locale, deps.language), deps.zone)
    listed = known.lists.get(member.network_id) if member else None
    turn = Turn(incoming, member, words, deps.now(), undecided=undecided, list_id=listed)
    return turn, known.place.id, _is_new(deps, incoming)


class _Seen(NamedTuple):
    """`member`: in the network that is spoken about; `undecided`: that is only a guess."""

    known: Known
    member: Member | None
    undecided: bool


def _seen(connection: Connection, incoming: Incoming) -> _Seen | None:
    """None where the person or the place is new."""
    sender = incoming.sender
    card = incoming.card_activity_id if isinstance(incoming, Pressed) else None
    place_id = _place_id(incoming)
    known = acquaintance.look(connection, sender.tenant_id, sender.object_id, place_id, card)
    if known is None:
        return None
    network_id, undecided = _meant(connection, incoming, known, card)
    return _Seen(known, known.members.get(network_id or 0), undecided)


def _is_news(incoming: Incoming, known: Known) -> bool:
    """Whether what Teams tells differs from what we know. What it leaves out tells nothing."""
    tenant = (incoming.service_url, incoming.bot_id, incoming.bot_name)
    return (
        isinstance(incoming, Arrived)
        or known.tenant != tenant
        or _is_other_person(incoming, known.person)
        or _is_other_place(incoming, known)
        or (_takes_part(incoming) and known.place.network_id not in {None, *known.members})
    )


def _is_other_person(incoming: Incoming, person: KnownPerson) -> bool:
    sender = incoming.sender
    renamed = sender.name not in {"", person.name} or sender.teams_id not in {"", person.teams_id}
    return renamed or (person.unreachable and _is_reached(incoming))


def _is_other_place(incoming: Incoming, known: Known) -> bool:
    told, place = incoming.place, known.place
    return (
        place.gone
        or told.team_id not in {None, place.team_id}
        or told.team_id not in {None, place.network_team_id}
        or told.channel_name not in {None, "", place.name}
        or (told.kind is PlaceKind.PERSONAL and place.person_id != known.person.id)
    )


def _remember(session: Session, incoming: Incoming) -> None:
    _remember_tenant(session, incoming)
    person = _remember_person(session, incoming)
    place = _remember_place(session, incoming, person)
    if place.network_id is not None and _takes_part(incoming):
        people.join(session, place.network_id, person.id or 0)
    session.flush()


def _remember_tenant(session: Session, incoming: Incoming) -> None:
    networks.remember_tenant(
        session,
        tenant_id=incoming.place.tenant_id,
        service_url=incoming.service_url,
        bot_id=incoming.bot_id,
        bot_name=incoming.bot_name,
    )


def _place_id(incoming: Incoming) -> str:
    """Of a channel, not of the thread in it."""
    return incoming.place.channel_id or incoming.place.conversation_id


def _remember_person(session: Session, incoming: Incoming) -> Person:
    sender = incoming.sender
    person = people.remember(
        session,
        tenant_id=sender.tenant_id,
        object_id=sender.object_id,
        teams_id=sender.teams_id,
        name=sender.name,
    )
    person.unreachable = person.unreachable and not _is_reached(incoming)
    return person


def _is_reached(incoming: Incoming) -> bool:
    """Whoever writes in our chat has opened it again; what they do in a channel proves nothing."""
    return isinstance(incoming, Said) and incoming.place.kind is PlaceKind.PERSONAL


def _remember_place(session: Session, incoming: Incoming, person: Person) -> Conversation:
    place = incoming.place
    network = _network(session, incoming, person)
    personal = place.kind is PlaceKind.PERSONAL
    told = Conversation(
        tenant_id=place.tenant_id,
        conversation_id=_place_id(incoming),
        kind=place.kind,
        network_id=network.id if network else None,
        person_id=person.id if personal else None,
        team_id=place.team_id,
        name=place.channel_name or "",
    )
    return places.remember(session, told)


def _network(session: Session, incoming: Incoming, person: Person) -> Network | None:
    """The network of the Team in which it happened: a Team that speaks with us has one.

    Whoever added the bot sets it up. Teams may tell of that without saying who it was; then it is
    whoever opens the set-up first.
    """
    place = incoming.place
    if place.team_id is None:
        return None
    if not isinstance(incoming, Said | Arrived):
        return networks.of_team(session, place.tenant_id, place.team_id)
    name = place.team_name or NAMELESS
    network = networks.founded(session, place.tenant_id, place.team_id, name)
    arrived = isinstance(incoming, Arrived) and _is_somebody(incoming)
    if arrived and network.owner_id is None:
        network.owner_id = person.id
    return network


def _meant(
    connection: Connection, incoming: Incoming, known: Known, card: str | None
) -> tuple[int | None, bool]:
    """The network that is spoken about, and whether that is only a guess.

    A Team decides it. In somebody's own chat it is the one of the pressed card, where we sent that
    unasked; else the one they have chosen; else the one they have been in longest.
    """
    if known.place.network_id is not None:
        return known.place.network_id, False
    belongs = list(known.members) if known.place.person_id else []
    if len(belongs) <= 1:
        return next(iter(belongs), None), False
    sent_about = posted.network_of(connection, belongs, _place_id(incoming), card)
    named = next((n for n in (sent_about, known.person.chosen) if n in belongs), None)
    return named or belongs[0], named is None


def _takes_part(incoming: Incoming) -> bool:
    """Whoever writes, presses or lets the bot in. Teams' own events may tell of others."""
    acts = isinstance(incoming, Said | Pressed | Chosen | Arrived)
    return acts and _is_somebody(incoming)


def _is_somebody(incoming: Incoming) -> bool:
    """Whether Teams said who it was; else there is only an id of Teams' own."""
    return incoming.sender.object_id != incoming.sender.teams_id


def _is_new(deps: Deps, incoming: Incoming) -> bool:
    """Only what is typed is remembered: pressing twice is harmless by itself. So is asking for the
    form of a challenge, or for one by its code; of them nothing is kept: it may be anonymous.
    """
    if not isinstance(incoming, Said) or not incoming.activity_id:
        return True
    if receipts.ends_with_code(incoming.text) or typed(deps, incoming.text) is COMMANDS["raise"]:
        return True
    today = deps.calendar.day_of(deps.now())
    place = incoming.place.conversation_id
    with deps.store.writing(whole=True) as connection:
        return heard.first_time(connection, place, incoming.activity_id, today)
