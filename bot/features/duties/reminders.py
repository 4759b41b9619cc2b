"""The reminder that asks a named person to do what their agency has to do for a meeting."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.deps import Deps, Mention, Message
from bot.domain import deliveries
from bot.domain.circle import Matter
from bot.domain.duties import Duty, is_asked
from bot.domain.language import Language
from bot.domain.meetings import Meeting
from bot.domain.people import RoleKind
from bot.domain.reminders import Addressee, Occurrence, step_of
from cards import reminder
from cards.reminder import View
from cards.words import Words
from storage import meetings, people, planning, standing_in, tables
from storage.tables import Delivery, Person


def remind(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The reminder, built when it is sent; None when there is nothing to remind of any more."""
    view, asked = _view(deps, session, delivery)
    unsettled = [duty for duty in view.duties if not duty.done]
    begun = deps.now() >= view.meeting.starts_at
    if not unsettled or (begun and not any(duty.after for duty in unsettled)):
        return None
    return _message(deps, view, asked, delivery)


def reminder_now(
    deps: Deps, session: Session, delivery: Delivery, *, unfolded: bool = False
) -> Message:
    """The card of a reminder, sent or to be sent, as it should look at this moment."""
    view, asked = _view(deps, session, delivery, unfolded=unfolded)
    return _message(deps, view, asked, delivery)


def own_duties(deps: Deps, session: Session, delivery: Delivery) -> tuple[Duty, ...]:
    """What the person of a reminder is asked for at this moment, done or not."""
    return _view(deps, session, delivery)[0].duties


def _message(deps: Deps, view: View, asked: Person | None, delivery: Delivery) -> Message:
    """In a channel it rings only where the delivery calls on somebody; else it names them."""
    words = Words(_language(deps, None if view.in_channel else asked), deps.zone)
    rings = view.in_channel and asked is not None and delivery.person_id == asked.id
    mention = Mention(asked.teams_id, asked.name) if rings and asked else None
    return Message(reminder.build(view, words), reminder.summary(view, words), mention)


def _view(
    deps: Deps, session: Session, delivery: Delivery, *, unfolded: bool = False
) -> tuple[View, Person | None]:
    row = session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))
    (meeting,) = meetings.described(session, [row])
    asked = _asked(session, delivery, row)
    listed = meetings.duties(session, meeting.id)
    current = [duty for duty in listed if is_asked(duty.kind, meeting, deps.now())]
    own = _own(deps, session, delivery, asked, row, current)
    count, agencies = people.audience(session, row.network_id)
    view = View(
        meeting=meeting,
        today=deps.calendar.day_of(deps.now()),
        duties=own,
        person=asked.name if asked else "",
        agencies=agencies,
        people=count,
        for_deputy_of=_deputised(session, delivery, asked, own),
        in_channel=delivery.audience.startswith("conversation:"),
        unfolded=unfolded,
        has_it=None if any(not duty.done for duty in own) else _has_it(meeting, current),
        calendar_url=calendar_url(deps, meeting),
        over=not current and deps.now() >= meeting.ends_at,
    )
    return view, asked


def calendar_url(deps: Deps, meeting: Meeting) -> str:
    """The deadlines of a meeting as a calendar file; "" where nobody has said where we are."""
    return f"{deps.public_url}/d/{meeting.key}.ics" if deps.public_url else ""


def _asked(session: Session, delivery: Delivery, row: tables.Meeting) -> Person | None:
    """The named person: whom the chat belongs to, or in a channel whom the step is for."""
    if delivery.audience.startswith("person:"):
        return session.get_one(Person, deliveries.row_id(delivery.audience))
    named = session.get(Person, Occurrence.of(delivery.occurrence).person_id)
    return named or people.responsible(session, row.network_id, row.host_id)


def _own(
    deps: Deps,
    session: Session,
    delivery: Delivery,
    asked: Person | None,
    row: tables.Meeting,
    current: Sequence[Duty],
) -> tuple[Duty, ...]:
    """What the person is asked for: their agency's, and where they stand in for one, that one's.

    What the agency gave to somebody by name is theirs alone; others are not asked for it.
    """
    if asked is None:
        return ()
    belongs = people.membership(session, row.network_id, asked.id or 0)
    agency_id = belongs.organisation_id if belongs else None
    own = [duty for duty in current if agency_id is not None and duty.agency_id == agency_id]
    if own:
        return _given(session, row.network_id, asked, own)
    covers = standing_in.asked_by(session, delivery, asked.id or 0, row, deps.calendar)
    return tuple(duty for duty in current if covers(_matter(duty)))


def _matter(duty: Duty) -> Matter:
    return Matter(duty.agency_id or 0, duty.due_on, person_id=duty.person_id)


def _given(
    session: Session, network_id: int, asked: Person, own: Sequence[Duty]
) -> tuple[Duty, ...]:
    named = [duty for duty in own if duty.person_id == asked.id]
    unnamed = [duty for duty in own if duty.person_id is None or duty.done]
    if not named:
        return tuple(unnamed) or tuple(own)
    first = people.responsible(session, network_id, own[0].agency_id)
    is_first = first is not None and first.id == asked.id
    return tuple(duty for duty in own if duty in named or (is_first and duty in unnamed))


def _has_it(meeting: Meeting, current: Sequence[Duty]) -> str | None:
    """The agency that has what is still to be done; "" where the meeting waits for a host."""
    if meeting.host is None:
        return ""
    agencies = [duty.agency for duty in current if not duty.done]
    return next(iter(agencies), None) if meeting.host not in agencies else meeting.host


def _deputised(
    session: Session, delivery: Delivery, asked: Person | None, own: Sequence[Duty]
) -> str | None:
    """For whom the deputy is asked; in a channel nobody reads who did not answer."""
    in_chat = delivery.audience.startswith("person:")
    if step_of(delivery.occurrence).addressee is not Addressee.DEPUTY or not (own and in_chat):
        return None
    contact = people.holder(session, own[0].agency_id or 0, RoleKind.CONTACT)
    return contact.name if contact and contact != asked else None


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
