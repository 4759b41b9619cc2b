"""The one planner: what should be sent about a network's meetings, laid beside what is stored.

It reads everything at once, so that its cost does not grow with a query per meeting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain import deliveries, duties, fagdag
from bot.domain import meetings as meeting_rules
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.duties import Addressee, Duty
from bot.domain.fagdag import Window
from bot.domain.people import RoleKind
from storage import deliveries as outbox
from storage import meetings, networks, people, places
from storage.places import Purpose
from storage.tables import Delivery, Evaluation, Meeting, Person

REMINDER = "duty-reminder"
INVITATION = "evaluation-invitation"
PLANNED_KINDS = (REMINDER, INVITATION)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan is made of, by meeting id where it belongs to one.

    first_sent: the day on which the first reminder of a meeting went out.
    opened: evaluations that exist already. channel: where the network is mentioned.
    """

    meetings: tuple[meeting_rules.Meeting, ...]
    duties: Mapping[int, tuple[Duty, ...]]
    first_sent: Mapping[int, date]
    opened: Mapping[int, Window]
    holders: Mapping[tuple[int, RoleKind], Person]
    channel: str | None


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """Bring the unsent deliveries into line with the calendar. Doing it twice changes nothing."""
    outbox.reconcile(
        session,
        network_id,
        kinds=PLANNED_KINDS,
        subjects=_subjects(session, network_id, now),
        wanted=plan(gathered(session, network_id, now, calendar), now, calendar),
    )


def replan_all(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    for network in networks.every(session):
        replan(session, network.id or 0, now, calendar)


def plan(facts: Facts, now: datetime, calendar: WorkCalendar) -> Iterator[Planned]:
    """Everything that should be sent about what is still to come."""
    for meeting in facts.meetings:
        yield from _reminders(facts, meeting, now, calendar)
        yield from _invitations(facts, meeting, calendar)


def gathered(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> Facts:
    coming = meetings.described(session, meetings.upcoming(session, network_id, now))
    ids = [meeting.id for meeting in coming]
    channel = places.channel(session, network_id, Purpose.REMINDERS)
    return Facts(
        meetings=coming,
        duties=meetings.duties_of(session, ids),
        first_sent=_first_sent(session, ids, calendar),
        opened=_opened(session, ids),
        holders=people.holders(session, network_id),
        channel=deliveries.conversation(channel.id or 0) if channel else None,
    )


def _subjects(session: Session, network_id: int, now: datetime) -> set[str]:
    """Every meeting that is not over, cancelled ones too: theirs is what must be withdrawn."""
    ids = session.exec(
        select(Meeting.id).where(Meeting.network_id == network_id, col(Meeting.ends_at) > now)
    ).all()
    return {deliveries.subject("meeting", meeting_id or 0) for meeting_id in ids}


def _first_sent(session: Session, ids: list[int], calendar: WorkCalendar) -> dict[int, date]:
    rows = session.exec(
        select(Delivery.subject, Delivery.sent_at).where(
            Delivery.kind == REMINDER,
            col(Delivery.subject).in_([deliveries.subject("meeting", number) for number in ids]),
            Delivery.occurrence == 0,
            Delivery.state == DeliveryState.SENT,
        )
    )
    return {deliveries.row_id(subject): calendar.day_of(sent) for subject, sent in rows if sent}


def _opened(session: Session, ids: list[int]) -> dict[int, Window]:
    rows = session.exec(
        select(Evaluation).where(col(Evaluation.meeting_id).in_(ids), Evaluation.part == 1)
    )
    return {row.meeting_id: Window(row.opens_at, row.closes_at) for row in rows}


def _reminders(
    facts: Facts, meeting: meeting_rules.Meeting, now: datetime, calendar: WorkCalendar
) -> Iterator[Planned]:
    steps = duties.reminders(
        meeting,
        facts.duties.get(meeting.id, ()),
        calendar,
        today=calendar.day_of(now),
        first_sent=facts.first_sent.get(meeting.id),
    )
    subject = deliveries.subject("meeting", meeting.id)
    for step in steps:
        audience = _audience(facts, meeting.host_id, step.addressee)
        if audience is not None:
            yield Planned(
                REMINDER, subject, audience, step.occurrence, step.due_at, step.expires_at
            )


def _audience(facts: Facts, host_id: int | None, addressee: Addressee) -> str | None:
    """Where a step goes: 1:1 where it works, else a mention in the network's channel.

    An agency without a deputy skips that step; one without a contact is asked in the channel.
    """
    role = _ROLES.get(addressee)
    if role is None:
        return facts.channel
    person = facts.holders.get((host_id or 0, role))
    if person is None:
        return facts.channel if addressee is Addressee.CONTACT else None
    return facts.channel if person.unreachable else deliveries.person(person.id or 0)


_ROLES = {Addressee.CONTACT: RoleKind.CONTACT, Addressee.DEPUTY: RoleKind.DEPUTY}


def _invitations(
    facts: Facts, meeting: meeting_rules.Meeting, calendar: WorkCalendar
) -> Iterator[Planned]:
    planned = fagdag.window(meeting, calendar)
    if planned is None or facts.channel is None:
        return
    window = facts.opened.get(meeting.id, planned)
    yield Planned(
        kind=INVITATION,
        subject=deliveries.subject("meeting", meeting.id),
        audience=facts.channel,
        occurrence=1,
        due_at=window.opens_at,
        expires_at=window.closes_at,
    )
