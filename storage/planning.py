"""The one planner: what should be sent about a network's meetings, laid beside what is stored."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain import deliveries, duties, fagdag
from bot.domain import meetings as meeting_rules
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.duties import Addressee
from bot.domain.people import RoleKind
from storage import deliveries as outbox
from storage import meetings, networks, people, places
from storage.places import Purpose
from storage.tables import Delivery, Evaluation, Meeting, Person

REMINDER = "duty-reminder"
INVITATION = "evaluation-invitation"
PLANNED_KINDS = (REMINDER, INVITATION)


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """Bring the unsent deliveries into line with the calendar. Doing it twice changes nothing."""
    outbox.reconcile(
        session,
        network_id,
        kinds=PLANNED_KINDS,
        subjects=_subjects(session, network_id, now),
        wanted=plan(session, network_id, now, calendar),
    )


def _subjects(session: Session, network_id: int, now: datetime) -> set[str]:
    """Every meeting that is not over, cancelled ones too: theirs is what must be withdrawn."""
    ids = session.exec(
        select(Meeting.id).where(Meeting.network_id == network_id, col(Meeting.ends_at) > now)
    ).all()
    return {deliveries.subject("meeting", meeting_id or 0) for meeting_id in ids}


def replan_all(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    for network in networks.every(session):
        replan(session, network.id or 0, now, calendar)


def plan(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> Iterator[Planned]:
    """Everything that should be sent about what is still to come."""
    rows = meetings.upcoming(session, network_id, now)
    for meeting in meetings.described(session, rows):
        yield from _reminders(session, network_id, meeting, now, calendar)
        yield from _invitations(session, network_id, meeting, calendar)


def _reminders(
    session: Session,
    network_id: int,
    meeting: meeting_rules.Meeting,
    now: datetime,
    calendar: WorkCalendar,
) -> Iterator[Planned]:
    subject = deliveries.subject("meeting", meeting.id)
    steps = duties.reminders(
        meeting,
        meetings.duties(session, meeting.id),
        calendar,
        today=calendar.day_of(now),
        first_sent=_first_sent(session, subject, calendar),
    )
    for step in steps:
        audience = _audience(session, network_id, meeting.host_id, step.addressee)
        if audience is not None:
            yield Planned(
                REMINDER, subject, audience, step.occurrence, step.due_at, step.expires_at
            )


def _first_sent(session: Session, subject: str, calendar: WorkCalendar) -> date | None:
    sent_at = session.exec(
        select(Delivery.sent_at).where(
            Delivery.kind == REMINDER,
            Delivery.subject == subject,
            Delivery.occurrence == 0,
            Delivery.state == DeliveryState.SENT,
        )
    ).first()
    return calendar.day_of(sent_at) if sent_at else None


def _audience(
    session: Session, network_id: int, host_id: int | None, addressee: Addressee
) -> str | None:
    """Where a step goes: 1:1 where it works, else a mention in the network's channel."""
    if addressee is not Addressee.CHANNEL:
        person = _holder(session, host_id, addressee)
        if person is None and addressee is Addressee.DEPUTY:
            return None
        if person is not None and not person.unreachable:
            return deliveries.person(person.id or 0)
    channel = places.channel(session, network_id, Purpose.REMINDERS)
    return deliveries.conversation(channel.id or 0) if channel else None


def _holder(session: Session, host_id: int | None, addressee: Addressee) -> Person | None:
    role = RoleKind.CONTACT if addressee is Addressee.CONTACT else RoleKind.DEPUTY
    return people.holder(session, host_id, role) if host_id else None


def _invitations(
    session: Session, network_id: int, meeting: meeting_rules.Meeting, calendar: WorkCalendar
) -> Iterator[Planned]:
    window = fagdag.window(meeting, calendar)
    channel = places.channel(session, network_id, Purpose.REMINDERS)
    if window is None or channel is None:
        return
    opened = session.exec(
        select(Evaluation).where(Evaluation.meeting_id == meeting.id, Evaluation.part == 1)
    ).first()
    yield Planned(
        kind=INVITATION,
        subject=deliveries.subject("meeting", meeting.id),
        audience=deliveries.conversation(channel.id or 0),
        occurrence=1,
        due_at=opened.opens_at if opened else window.opens_at,
        expires_at=opened.closes_at if opened else window.closes_at,
    )
