"""What was sent to whom, as its readers and those who administer a network want to know it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.domain import deliveries
from bot.domain.deliveries import DeliveryState
from bot.domain.meetings import Meeting as Facts
from storage import meetings
from storage.posted import REFRESH
from storage.tables import Conversation, Delivery, Meeting, Membership, Person

_ENDED = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who may not have got what was sent. `last` is the newest that went wrong."""

    person: Person
    last: Delivery | None


def latest(session: Session, network_id: int, person_id: int, count: int) -> Sequence[Delivery]:
    """What somebody was told unasked, the newest first; cards drawn again are not news."""
    return session.exec(
        select(Delivery)
        .where(
            Delivery.network_id == network_id,
            Delivery.state == DeliveryState.SENT,
            Delivery.kind != REFRESH,
            or_(
                Delivery.audience == deliveries.person(person_id),
                Delivery.person_id == person_id,
            ),
        )
        .order_by(col(Delivery.sent_at).desc(), col(Delivery.id).desc())
        .limit(count)
    ).all()


def silent(session: Session, network_id: int, since: datetime) -> list[Silent]:
    """Those whose chat was refused, and those whose newest message since then did not arrive.

    In alphabetical order; in two queries.
    """
    members = session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.network_id == network_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    newest = _newest(session, network_id, since)
    found = (Silent(person, newest.get(deliveries.person(person.id or 0))) for person in members)
    return [one for one in found if one.person.unreachable or _went_wrong(one.last)]


def _newest(session: Session, network_id: int, since: datetime) -> dict[str, Delivery]:
    """The newest that came to an end, by audience; cards drawn again are not news."""
    rows = session.exec(
        select(Delivery)
        .where(
            Delivery.network_id == network_id,
            Delivery.kind != REFRESH,
            col(Delivery.state).in_(_ENDED),
            col(Delivery.due_at) >= since,
            col(Delivery.audience).startswith("person:"),
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
    )
    return {row.audience: row for row in rows}


def _went_wrong(last: Delivery | None) -> bool:
    return last is not None and last.state is not DeliveryState.SENT


def about(session: Session, network_id: int, meeting_ids: Collection[int]) -> dict[int, Facts]:
    """The meetings of this network that some messages are about, drafts too, by their ids."""
    rows = session.exec(
        select(Meeting).where(
            col(Meeting.id).in_(meeting_ids), col(Meeting.network_id) == network_id
        )
    )
    return {meeting.id: meeting for meeting in meetings.described(session, rows)}


def channels(session: Session, audiences: Collection[str]) -> dict[str, str]:
    """The names of channels, by audience."""
    ids = [deliveries.row_id(audience) for audience in audiences]
    rows = session.exec(
        select(Conversation.id, Conversation.name).where(col(Conversation.id).in_(ids))
    ).all()
    return {deliveries.conversation(number or 0): name for number, name in rows}
