"""The reminder that asks the host to do what there is to do before a meeting."""

from sqlmodel import Session

from bot.deps import Deps, Mention, Message
from bot.domain import deliveries
from bot.domain.language import Language
from bot.domain.meetings import LIVE
from bot.domain.people import RoleKind
from bot.domain.reminders import Addressee, step_of
from cards import reminder
from cards.words import Words
from storage import meetings, people, places, planning, tables
from storage.places import Purpose
from storage.tables import Delivery, Person


def remind(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The reminder, built when it is sent; None when there is nothing to remind of any more."""
    row = _meeting_of(session, delivery)
    open_duties = [duty for duty in meetings.duties(session, row.id or 0) if not duty.done]
    if row.state not in LIVE or not open_duties or row.starts_at <= deps.now():
        return None
    return reminder_now(deps, session, delivery)


def reminder_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The card of a reminder, sent or to be sent, as it should look at this moment."""
    row = _meeting_of(session, delivery)
    (meeting,) = meetings.described(session, [row])
    asked = _asked(session, delivery, row)
    in_channel = delivery.audience.startswith("conversation:")
    words = Words(_language(deps, None if in_channel else asked), deps.zone)
    count, agencies = people.audience(session, row.network_id)
    view = reminder.View(
        meeting=meeting,
        today=deps.calendar.day_of(deps.now()),
        duties=meetings.duties(session, meeting.id),
        person=asked.name if asked else "",
        agencies=agencies,
        people=count,
        for_deputy_of=_deputised(session, delivery, row),
        in_channel=in_channel,
        passed_on=not in_channel and not _is_asked(session, row, asked),
    )
    mention = Mention(asked.teams_id, asked.name) if in_channel and asked else None
    return Message(reminder.build(view, words), reminder.summary(view, words), mention)


def _meeting_of(session: Session, delivery: Delivery) -> tables.Meeting:
    return session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))


def _asked(session: Session, delivery: Delivery, row: tables.Meeting) -> Person | None:
    """The named person: whom the chat belongs to, or in a channel whom the step is for."""
    if delivery.audience.startswith("person:"):
        return session.get_one(Person, deliveries.row_id(delivery.audience))
    if step_of(delivery.occurrence).addressee is Addressee.DEPUTY:
        return people.holder(session, row.host_id or 0, RoleKind.DEPUTY)
    return people.responsible(session, row.network_id, row.host_id)


def _is_asked(session: Session, row: tables.Meeting, person: Person | None) -> bool:
    """Whether this is still the person's matter: the turn may have changed hands since.

    It is for who represents the host, and for who stands in where that agency has nobody.
    """
    if person is None or row.host_id is None:
        return False
    belongs = people.membership(session, row.network_id, person.id or 0)
    if belongs is not None and belongs.organisation_id == row.host_id:
        return True
    chain = people.responsible_chain(session, row.network_id, row.host_id)
    in_channel = places.channel(session, row.network_id, Purpose.REMINDERS) is not None
    return person in (chain[:1] if in_channel else chain)


def _deputised(session: Session, delivery: Delivery, row: tables.Meeting) -> str | None:
    """For whom the deputy is asked."""
    if step_of(delivery.occurrence).addressee is not Addressee.DEPUTY:
        return None
    contact = people.holder(session, row.host_id or 0, RoleKind.CONTACT)
    return contact.name if contact else None


def _language(deps: Deps, person: Person | None) -> Language:
    return (person.language if person else None) or deps.language


def unreachable(deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """A 1:1 was refused: from now on this person is mentioned in the channel, this time too."""
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    person.unreachable = True
    session.add(person)
    session.flush()
    if delivery.network_id is not None:
        planning.replan(session, delivery.network_id, deps.now(), deps.calendar)
