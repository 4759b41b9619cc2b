"""Several things in one message: each opens in its place, and there is a way back to the list.

What a thing looks like is its own kind's business; `Drawn` (bot/kinds.py) asks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlmodel import Session

from bot.deps import Deps, Message, Outgoing, Reply, Turn
from bot.domain import deliveries
from bot.domain.errors import Refused, mark
from bot.domain.preferences import Notices
from cards import gathered
from cards.gathered import Item, ShowAllGathered, ShowGathered
from cards.words import Words
from storage import posted
from storage.tables import Delivery, Network, Person

GONE = mark("Den lista finnes ikke lenger.")


@dataclass(frozen=True, slots=True)
class Now:
    """What a delivery says at this moment. over: nothing more is to be said about it."""

    message: Message
    over: bool = False


class Drawn(Protocol):
    """Raises nothing for a thing that is over: its card says so."""

    def __call__(self, deps: Deps, session: Session, delivery: Delivery) -> Now | None: ...


def together(deps: Deps, session: Session, pieces: Sequence[tuple[Delivery, Outgoing]]) -> Outgoing:
    """One message of several; it stands where the first of them would."""
    lead, outgoing = pieces[0]
    found = [(row, Now(each.message)) for row, each in pieces]
    mention = next((each.message.mention for _, each in pieces if each.message.mention), None)
    message = _message(deps, session, lead, found)
    return replace(outgoing, message=replace(message, mention=mention))


def redrawn(deps: Deps, session: Session, lead: Delivery, drawn: Drawn) -> Message | None:
    """The message that `lead` leads as it should look now; None when it went out alone."""
    along = posted.gone_along(session, lead.id or 0)
    return (
        _message(deps, session, lead, _found(deps, session, [lead, *along], drawn))
        if along
        else None
    )


def show(deps: Deps, turn: Turn, action: ShowGathered, *, drawn: Drawn) -> Reply:
    """«Vis»: the thing's own card; the way back is put on every card that answers in a list."""
    with deps.store.transaction() as session:
        row = _readable(session, turn, action.delivery)
        now = drawn(deps, session, row)
        if now is None:
            raise Refused(mark("Det er ikke mer å gjøre med dette."))
        lead_id = row.lead_id or row.id or 0
    card = gathered.with_way_to_all(now.message.card, lead_id, turn.words)
    return Reply(card, private=True)


def show_all(deps: Deps, turn: Turn, action: ShowAllGathered, *, drawn: Drawn) -> Reply:
    """The list, with a tick at what is over."""
    with deps.store.transaction() as session:
        lead = _readable(session, turn, action.delivery)
        rows = [lead, *posted.gone_along(session, action.delivery)]
        found = _found(deps, session, rows, drawn)
        view = replace(_view(session, lead, found), page=action.page)
    return Reply(gathered.build(view, turn.words), private=True)


def with_way_back(turn: Turn, reply: Reply) -> Reply:
    """A press on a card that was opened from a list: its answer leads back to the list, too."""
    if turn.list_id is None:
        return reply
    return replace(reply, card=gathered.with_way_to_all(reply.card, turn.list_id, turn.words))


def _readable(session: Session, turn: Turn, delivery_id: int) -> Delivery:
    """What was sent to the reader, or to a channel of theirs. Raises Refused for the rest."""
    row = posted.find(session, turn.known.network_id, delivery_id)
    if row is None or deliveries.called_on(row.audience) not in {None, turn.known.person_id}:
        raise Refused(GONE)
    return row


def _found(
    deps: Deps, session: Session, rows: Sequence[Delivery], drawn: Drawn
) -> list[tuple[Delivery, Now]]:
    """What has no card of its own any more is left out."""
    drawings = ((row, drawn(deps, session, row)) for row in rows)
    return [(row, now) for row, now in drawings if now is not None]


def _message(
    deps: Deps, session: Session, lead: Delivery, found: Sequence[tuple[Delivery, Now]]
) -> Message:
    view = _view(session, lead, found)
    person = session.get(Person, lead.person_id) if lead.person_id else None
    own = person.language if person and not view.name else None
    words = Words(own or deps.language, deps.zone)
    return Message(gathered.build(view, words), gathered.summary(view, words))


def _view(session: Session, lead: Delivery, found: Sequence[tuple[Delivery, Now]]) -> gathered.View:
    """Whoever leads stays first, so that the pages keep their list."""
    person = session.get(Person, lead.person_id) if lead.person_id else None
    in_chat = deliveries.called_on(lead.audience) is not None
    network = session.get(Network, lead.network_id) if lead.network_id else None
    return gathered.View(
        lead=lead.id or 0,
        items=tuple(Item(row.id or 0, now.message.summary, now.over) for row, now in found),
        network=network.name if network else "",
        name=person.name if person and not in_chat else "",
        weekly=in_chat and person is not None and person.notices is Notices.SUMMARY,
    )
