"""The one planner: what should be sent about a network's meetings, laid beside what is stored.

It reads everything at once, so that its cost does not grow with a query per meeting.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain import deliveries, fagdag, reminders
from bot.domain import meetings as meeting_rules
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.duties import Duty
from bot.domain.fagdag import Window
from bot.domain.people import RoleKind, Roster, chain
from bot.domain.reminders import Addressee
from storage import deliveries as outbox
from storage import meetings, networks, people, places, rosters
from storage.places import Purpose
from storage.tables import Delivery, Evaluation, Meeting

REMINDER = "duty-reminder"
INVITATION = "evaluation-invitation"
PLANNED_KINDS = (REMINDER, INVITATION)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan is made of, by meeting id where it belongs to one.

    first_sent: the days on which a first reminder of a meeting went out.
    opened: evaluations that exist already. channel: where the network is mentioned.
    unreachable: people whose chat was refused.
    """

    meetings: tuple[meeting_rules.Meeting, ...]
    duties: Mapping[int, tuple[Duty, ...]]
    first_sent: Mapping[int, Sequence[date]]
    opened: Mapping[int, Window]
    roster: Roster
    unreachable: Collection[int]
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
        roster=rosters.read(session, network_id),
        unreachable=people.unreachable(session, network_id),
        channel=deliveries.conversation(channel.id or 0) if channel else None,
    )


def _subjects(session: Session, network_id: int, now: datetime) -> set[str]:
    """Every meeting that is not over, cancelled ones too: theirs is what must be withdrawn."""
    ids = session.exec(
        select(Meeting.id).where(Meeting.network_id == network_id, col(Meeting.ends_at) > now)
    ).all()
    return {deliveries.subject("meeting", meeting_id or 0) for meeting_id in ids}


def _first_sent(session: Session, ids: list[int], calendar: WorkCalendar) -> dict[int, list[date]]:
    rows = session.exec(
        select(Delivery).where(
            Delivery.kind == REMINDER,
            col(Delivery.subject).in_([deliveries.subject("meeting", number) for number in ids]),
            Delivery.state == DeliveryState.SENT,
        )
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        if row.sent_at and reminders.step_of(row.occurrence) is reminders.REMINDER_STEPS[0]:
            found[deliveries.row_id(row.subject)].append(calendar.day_of(row.sent_at))
    return found


def _opened(session: Session, ids: list[int]) -> dict[int, Window]:
    rows = session.exec(
        select(Evaluation).where(col(Evaluation.meeting_id).in_(ids), Evaluation.part == 1)
    )
    return {row.meeting_id: Window(row.opens_at, row.closes_at) for row in rows}


def _reminders(
    facts: Facts, meeting: meeting_rules.Meeting, now: datetime, calendar: WorkCalendar
) -> Iterator[Planned]:
    current = reminders.current_round(meeting, facts.first_sent.get(meeting.id, ()), calendar)
    steps = reminders.reminders(
        meeting,
        facts.duties.get(meeting.id, ()),
        calendar,
        today=calendar.day_of(now),
        first_sent=current.first_sent,
    )
    subject = deliveries.subject("meeting", meeting.id)
    for step in steps:
        audience = _audience(facts, meeting.host_id, step.addressee)
        if audience is not None:
            number = current.occurrence(step)
            yield Planned(REMINDER, subject, audience, number, step.due_at, step.expires_at)


def _audience(facts: Facts, host_id: int | None, addressee: Addressee) -> str | None:
    """Where a step goes: 1:1 where it works, else a mention in the network's channel.

    Where the agency has no contact, it is the next in its chain who is asked: the first step always
    reaches a named person. An agency without another person as deputy skips that step.
    """
    asked = chain(facts.roster, host_id)
    match addressee:
        case Addressee.CONTACT:
            return _reached(facts, asked)
        case Addressee.DEPUTY:
            deputy = facts.roster.holder(RoleKind.DEPUTY, host_id)
            return _reached(facts, [p for p in asked[1:] if p == deputy])
        case Addressee.CHANNEL:
            return facts.channel


def _reached(facts: Facts, people_ids: Sequence[int]) -> str | None:
    """The first of them, 1:1 or by a mention; without a channel the first who can be reached."""
    if facts.channel is not None:
        people_ids = people_ids[:1]
    reachable = next((p for p in people_ids if p not in facts.unreachable), None)
    if reachable is not None:
        return deliveries.person(reachable)
    return facts.channel if people_ids else None


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
