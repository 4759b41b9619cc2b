"""The one planner: what should be sent about a network's meetings, laid beside what is stored.

It reads everything at once, so that its cost does not grow with a query per meeting.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain import deliveries, escalation, fagdag, reminders
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import Planned
from bot.domain.reminders import Silence
from bot.domain.situation import Call, Situation
from storage import deliveries as outbox
from storage.planning.facts import (
    AGAIN,
    INVITATION,
    MINUTES_MISSING,
    REMINDER,
    Facts,
    circle,
    gathered,
    subjects,
)
from storage.tables import Meeting

__all__ = [
    "AGAIN",
    "INVITATION",
    "MINUTES_MISSING",
    "PLANNED_KINDS",
    "REMINDER",
    "Facts",
    "circle",
    "gathered",
    "plan",
    "preview",
    "replan",
]

PLANNED_KINDS = (REMINDER, AGAIN, MINUTES_MISSING, INVITATION)
ASKED_AFTER = timedelta(days=14)  # what comes after a meeting is not asked for later than that


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """Bring the unsent deliveries into line with the calendar. Doing it twice changes nothing."""
    outbox.one_planner(session, network_id)
    outbox.reconcile(
        session,
        network_id,
        kinds=PLANNED_KINDS,
        subjects=subjects(session, network_id, now),
        wanted=plan(gathered(session, network_id, now, calendar), now, calendar),
    )


def preview(
    session: Session,
    network_id: int,
    drafts: Sequence[Meeting],
    now: datetime,
    calendar: WorkCalendar,
) -> tuple[Planned, ...]:
    """What would be sent, were these drafts confirmed now: the network's other meetings included.

    In order of time. Nothing is stored.
    """
    facts = gathered(session, network_id, now, calendar, drafts)
    return tuple(sorted(plan(facts, now, calendar), key=lambda planned: planned.due_at))


def plan(facts: Facts, now: datetime, calendar: WorkCalendar) -> Iterator[Planned]:
    """Everything that should be sent about what is to come, and about what is missing after it."""
    today = calendar.day_of(now)
    for situation in facts.coming:
        for call in escalation.calls(situation, facts.circle, calendar, today):
            yield from _before(facts, situation, call, calendar)
    for situation in (*facts.coming, *facts.reports):
        yield from _invitation(facts, situation, now, calendar)
    for kind, rules, listed in (
        (MINUTES_MISSING, reminders.MINUTES, facts.minutes),
        (REMINDER, reminders.REPORT, facts.reports),
    ):
        for situation in listed:
            for call in escalation.calls_after(situation, rules, facts.circle, calendar):
                yield from _after(facts, kind, situation, call, calendar)


def _before(
    facts: Facts, situation: Situation, call: Call, calendar: WorkCalendar
) -> Iterator[Planned]:
    due_at, expires_at = calendar.at(call.day, reminders.REMINDER_HOUR), situation.meeting.starts_at
    audience = _audience(facts, call)
    if audience is not None and due_at < expires_at:
        kind = AGAIN if call.rule is reminders.AGAIN else REMINDER
        yield _planned(kind, situation, call, audience, (due_at, expires_at))


def _after(
    facts: Facts, kind: str, situation: Situation, call: Call, calendar: WorkCalendar
) -> Iterator[Planned]:
    due_at, audience = calendar.at(call.day, reminders.REMINDER_HOUR), _audience(facts, call)
    if audience is not None:
        yield _planned(kind, situation, call, audience, (due_at, due_at + ASKED_AFTER))


def _planned(
    kind: str,
    situation: Situation,
    call: Call,
    audience: str,
    between: tuple[datetime, datetime],
) -> Planned:
    """The post in the channel names somebody and calls on nobody."""
    return Planned(
        kind,
        deliveries.subject("meeting", situation.meeting.id),
        audience,
        call.occurrence,
        *between,
        person_id=None if call.rule is reminders.POST else call.person_id,
        early=call.rule.silenced_by is Silence.DONE,
    )


def _audience(facts: Facts, call: Call) -> str | None:
    """Where somebody is reached: 1:1 where it works, else by a mention in the channel.

    Then nothing is posted beside it: one message to one person, not two.
    """
    if call.rule is reminders.POST:
        return None if call.person_id in facts.unreachable else facts.channel
    if call.person_id in facts.unreachable:
        return facts.channel
    return deliveries.person(call.person_id)


def _invitation(
    facts: Facts, situation: Situation, now: datetime, calendar: WorkCalendar
) -> Iterator[Planned]:
    """Also when the day is over, as long as it can be answered."""
    meeting = situation.meeting
    planned = fagdag.window(meeting, calendar)
    if planned is None or facts.channel is None:
        return
    window = facts.opened.get(meeting.id, planned)
    if window.closes_at <= now:
        return
    yield Planned(
        kind=INVITATION,
        subject=deliveries.subject("meeting", meeting.id),
        audience=facts.channel,
        occurrence=1,
        due_at=window.opens_at,
        expires_at=window.closes_at,
    )
