"""The agenda is posted as agreed before the meeting; what changes later is told on that card."""

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.agenda import stamp
from bot.domain.deliveries import Planned
from bot.domain.duties import DutyKind
from bot.domain.errors import Refused, mark
from bot.features.agenda import reading
from cards import agenda as agenda_card
from cards import agenda_preview
from cards.agenda import PreviewAgenda
from cards.agenda_preview import PostAgenda
from cards.words import Words
from storage import agenda, duties, people, places
from storage import deliveries as outbox
from storage.tables import Conversation, Delivery, Meeting


def preview(deps: Deps, turn: Turn, action: PreviewAgenda) -> Reply:
    """Exactly what would be posted; where it is posted already, how it stands."""
    with deps.store.transaction() as session:
        row = reading.own(deps, session, turn, action.meeting)
        if row.agenda_posted_at is not None:
            return reading.reply(deps, session, turn, row)
        return _preview(deps, session, turn, row)


def post(deps: Deps, turn: Turn, action: PostAgenda) -> Reply:
    """The host has seen it and says yes. Pressed twice, or by two, it is posted once."""
    with deps.store.transaction() as session:
        row = reading.own(deps, session, turn, action.meeting)
        if row.agenda_posted_at is not None:
            return reading.reply(deps, session, turn, row)
        if stamp(agenda.numbered(session, row)) != action.seen:
            problem = turn.words.text("Lista er endret siden du så den. Slik er den nå.")
            return _preview(deps, session, turn, row, problem)
        channel = places.told_in(session, row.network_id)
        agenda.give_numbers(session, row)
        agenda.mark_posted(session, row, turn.now)
        outbox.add(session, row.network_id, _planned(row, channel, turn))
        duties.mark_done(session, row, DutyKind.AGENDA, turn.known, turn.now, deps.calendar)
        told = turn.words.text("Sakslista legges ut i «{channel}» nå.", channel=channel.name)
        return reading.reply(deps, session, turn, row, told=told)


def _planned(row: Meeting, channel: Conversation, turn: Turn) -> Planned:
    return Planned(
        agenda.POSTED,
        deliveries.subject("meeting", row.id or 0),
        deliveries.conversation(channel.id or 0),
        0,
        turn.now,
        row.ends_at,
    )


def _preview(deps: Deps, session: Session, turn: Turn, row: Meeting, problem: str = "") -> Reply:
    listed = agenda.numbered(session, row)
    if not listed:
        raise Refused(mark("Det er ingen saker å legge ut ennå."))
    view = agenda_preview.View(
        agenda=reading.view(deps, session, row, listed=listed),
        seen=stamp(listed),
        channel=places.told_in(session, row.network_id).name,
        readers=people.audience(session, row.network_id),
        problem=problem,
    )
    return Reply(agenda_preview.build(view, turn.words))


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The post; None when the meeting is cancelled or over by then."""
    row = _meeting(session, delivery)
    return standing(deps, session, delivery) if reading.is_live(row, deps) else None


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The posted agenda as it should look now, with what changed since."""
    words = Words(deps.language, deps.zone)
    view = reading.view(deps, session, _meeting(session, delivery))
    return Message(agenda_card.build(view, words), agenda_card.summary(view, words))


def _meeting(session: Session, delivery: Delivery) -> Meeting:
    return session.get_one(Meeting, deliveries.row_id(delivery.subject))
