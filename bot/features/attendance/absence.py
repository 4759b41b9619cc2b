"""An agency that was missing several times is asked, kindly, whether the meetings suit it badly.

Its contact is, or its deputy, 1:1; nobody else ever sees it, and it is asked once per stretch.
"""

from datetime import datetime

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain import deliveries, reminders
from bot.domain.agencies import active
from bot.domain.attendance import missed_since
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.people import RoleKind
from cards import absence
from cards.words import Words
from storage import attendance, confidential, meetings, networks, people, reach
from storage import deliveries as outbox
from storage.tables import Delivery, Meeting, Organisation, Person


def notice(deps: Deps, session: Session, row: Meeting, now: datetime) -> None:
    """Ask the agencies for which this was one missed meeting too many.

    On the next working day: whoever writes down who was there may still correct it.
    """
    today = deps.calendar.day_of(now)
    for agency in active(networks.agencies(session, row.network_id), today):
        stretch = missed_since(attendance.history(session, agency.id, row.activity))
        asked = [
            person for person in attendance.asked(session, agency.id) if not person.unreachable
        ]
        audience = confidential.audience([reach.first_with_room(session, asked, now, today)])
        if stretch and audience and not attendance.is_asked(session, agency.id, stretch):
            outbox.add(session, row.network_id, _planned(deps, now, agency.id, audience, stretch))


def _planned(deps: Deps, now: datetime, agency_id: int, audience: str, stretch: int) -> Planned:
    due_at = reminders.moment(reminders.ABSENCE, deps.calendar.day_of(now), deps.calendar)
    subject = deliveries.subject("organisation", agency_id)
    return Planned(attendance.ABSENCE, subject, audience, stretch, due_at, due_at + A_WEEK)


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The question; None when the host has corrected who was there, or the agency is gone."""
    agency = session.get_one(Organisation, deliveries.row_id(delivery.subject))
    first = session.get_one(Meeting, delivery.occurrence)
    today = deps.calendar.day_of(deps.now())
    ended = agency.valid_to is not None and agency.valid_to < today
    stretch = missed_since(attendance.history(session, agency.id or 0, first.activity))
    if ended or stretch != first.id:
        return None
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    view = _view(deps, session, agency, first)
    return Message(absence.build(view, words), absence.summary(view, words))


def _view(deps: Deps, session: Session, agency: Organisation, first: Meeting) -> absence.View:
    coming = [
        row
        for row in meetings.upcoming(session, first.network_id, deps.now())
        if row.activity is first.activity and row.host_id not in (None, agency.id)
    ]
    host = people.holder(session, coming[0].host_id or 0, RoleKind.CONTACT) if coming else None
    return absence.View(
        agency=agency.name,
        activity=first.activity,
        host=networks.name_of_agency(session, coming[0].host_id) if coming else None,
        ask=host.name if host else None,
    )


def unreachable(_deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """The contact refused a 1:1: the deputy is asked, or nobody is."""
    asked = attendance.asked(session, deliveries.row_id(delivery.subject))
    confidential.pass_on(session, delivery, asked)
