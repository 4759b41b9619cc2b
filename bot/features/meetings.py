"""A meeting and its duties: «Gjort», «Angre», and the reminder that asks for them."""

from sqlmodel import Session, col, update

from bot.deps import Deps, Mention, Message, Reply, Turn
from bot.domain import deliveries, fagdag
from bot.domain.duties import REMINDER_STEPS, Addressee, DutyState
from bot.domain.errors import Refused, mark
from bot.domain.language import Language
from bot.domain.meetings import LIVE
from bot.domain.people import RoleKind, may_act_for
from cards import meeting as meeting_card
from cards import reminder
from cards.meeting import MarkDuty, ReopenDuty, ShowMeeting
from cards.words import Words
from storage import meetings, people, planning, posted, tables
from storage.tables import Delivery, Person


def next_meeting(deps: Deps, turn: Turn) -> Reply:
    """`neste møte`. Raises Refused when nothing is planned."""
    with deps.store.transaction() as session:
        rows = meetings.upcoming(session, turn.known.network_id, turn.now)
        if not rows:
            raise Refused(mark("Det er ikke planlagt noe møte ennå."))
        return _meeting_card(deps, session, turn, rows[0])


def show(deps: Deps, turn: Turn, action: ShowMeeting) -> Reply:
    """A meeting with all its duties. Raises Refused for one that is not in this network."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        return _meeting_card(deps, session, turn, row)


def _meeting_card(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    """Where others read it, the card is the same for everybody: a press checks the right anyway."""
    (meeting,) = meetings.described(session, [row])
    mine = meeting.state in LIVE and (
        turn.read_by_others or may_act_for(turn.known, meeting.host_id)
    )
    view = meeting_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        duties=meetings.duties(session, meeting.id),
        may_act=mine,
        may_open_evaluation=mine and fagdag.may_open_now(meeting, turn.now, deps.calendar),
    )
    return Reply(meeting_card.build(view, turn.words))


def mark_done(deps: Deps, turn: Turn, action: MarkDuty) -> Reply:
    """«Gjort». Pressed twice, it stays done by the one who was first."""
    return _change(deps, turn, action.duty, done=True)


def reopen(deps: Deps, turn: Turn, action: ReopenDuty) -> Reply:
    """«Angre»."""
    return _change(deps, turn, action.duty, done=False)


def _change(deps: Deps, turn: Turn, duty_id: int, *, done: bool) -> Reply:
    with deps.store.transaction() as session:
        duty = _own_duty(session, turn, duty_id)
        if _turned(session, turn, duty, done=done):
            planning.replan(session, duty.network_id, turn.now, deps.calendar)
            subject = deliveries.subject("meeting", duty.meeting_id)
            posted.refresh(session, planning.REMINDER, subject, turn.now)
        return _where_it_was_pressed(deps, session, turn, duty)


def _own_duty(session: Session, turn: Turn, duty_id: int) -> tables.Duty:
    """Raises Refused for what is not in this network, and for the duty of another agency."""
    duty = meetings.find_duty(session, turn.known.network_id, duty_id)
    if duty is None:
        raise Refused(mark("Den oppgaven finnes ikke lenger."))
    if not may_act_for(turn.known, duty.organisation_id):
        raise Refused(mark("Oppgaven hører til en annen etat. Det er de som melder den som gjort."))
    return duty


def _turned(session: Session, turn: Turn, duty: tables.Duty, *, done: bool) -> bool:
    """Change the state unless somebody else just did. Whether this press was the one."""
    result = session.exec(
        update(tables.Duty)
        .where(
            col(tables.Duty.id) == duty.id,
            col(tables.Duty.state) == (DutyState.OPEN if done else DutyState.DONE),
        )
        .values(
            state=DutyState.DONE if done else DutyState.OPEN,
            done_at=turn.now if done else None,
            done_by_id=turn.known.person_id if done else None,
        )
    )
    return result.rowcount == 1


def _where_it_was_pressed(deps: Deps, session: Session, turn: Turn, duty: tables.Duty) -> Reply:
    """The present state in the shape of the card that was pressed: a reminder, or the meeting."""
    sent = posted.standing_at(session, duty.network_id, turn.card_activity_id)
    if sent is not None and sent.kind == planning.REMINDER:
        return Reply(reminder_now(deps, session, sent).card)
    return _meeting_card(deps, session, turn, session.get_one(tables.Meeting, duty.meeting_id))


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
    )
    mention = Mention(asked.teams_id, asked.name) if in_channel and asked else None
    return Message(reminder.build(view, words), reminder.summary(view, words), mention)


def _meeting_of(session: Session, delivery: Delivery) -> tables.Meeting:
    return session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))


def _asked(session: Session, delivery: Delivery, row: tables.Meeting) -> Person | None:
    """The named person: whom the chat belongs to, or in a channel whom the step is for."""
    if delivery.audience.startswith("person:"):
        return session.get_one(Person, deliveries.row_id(delivery.audience))
    for_deputy = REMINDER_STEPS[delivery.occurrence].addressee is Addressee.DEPUTY
    role = RoleKind.DEPUTY if for_deputy else RoleKind.CONTACT
    return people.holder(session, row.host_id or 0, role)


def _deputised(session: Session, delivery: Delivery, row: tables.Meeting) -> str | None:
    """For whom the deputy is asked."""
    if REMINDER_STEPS[delivery.occurrence].addressee is not Addressee.DEPUTY:
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
