"""Who is asked for an agency that they do not represent: the end of its chain, or whoever is left
when everybody before them is away or out of reach. What they are asked for, they may do.
"""

from collections.abc import Callable

from sqlmodel import Session, col, select

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.circle import Matter
from bot.domain.deliveries import DeliveryState
from bot.domain.people import chain
from bot.domain.reminders import Addressee, step_of
from storage import planning, rosters
from storage.tables import Delivery, Duty, Meeting

Covers = Callable[[Matter], bool]


def asked_by(
    session: Session, reminder: Delivery, person_id: int, row: Meeting, calendar: WorkCalendar
) -> Covers:
    """What a reminder asks of somebody beyond their own agency. The planner chose them on the day
    for which it was planned.
    """
    if step_of(reminder.occurrence).addressee is Addressee.LAST:
        roster = rosters.read(session, row.network_id)
        return lambda matter: person_id in chain(roster, matter.agency_id, row.host_id)
    circle, day = planning.circle(session, row.network_id), calendar.day_of(reminder.due_at)
    return lambda matter: circle.responsible(matter, day) == person_id


def may_do(session: Session, duty: Duty, person_id: int, calendar: WorkCalendar) -> bool:
    """Whether a reminder that somebody got asks them for a duty of an agency not their own."""
    row = session.get_one(Meeting, duty.meeting_id)
    reminded = select(Delivery).where(
        Delivery.subject == deliveries.subject("meeting", duty.meeting_id),
        col(Delivery.kind).in_((planning.REMINDER, planning.AGAIN)),
        Delivery.person_id == person_id,
        Delivery.state == DeliveryState.SENT,
    )
    matter = Matter(duty.organisation_id, duty.due_on, person_id=duty.person_id)
    return any(
        asked_by(session, reminder, person_id, row, calendar)(matter)
        for reminder in session.exec(reminded)
    )
