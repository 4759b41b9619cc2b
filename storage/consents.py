"""The parties are asked about a change of the agreement, and its proposer hears how it ended."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.domain import deliveries, reminders
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from storage import deliveries as outbox
from storage import people, posted, reach
from storage.tables import Agreement, Consent, Person

ASKED = "consent"
REMINDED = "consent-reminder"
SETTLED = "agreement-settled"


def subject(agreement: Agreement) -> str:
    return deliveries.subject("agreement", agreement.id or 0)


def ask(
    session: Session,
    agreement: Agreement,
    asked: Iterable[Consent],
    now: datetime,
    calendar: WorkCalendar,
) -> None:
    """Ask each party once now and once more later. The occurrence is the agency's id."""
    remind_at = reminders.moment(reminders.CONSENT, calendar.day_of(now), calendar)
    for consent in asked:
        agency_id = consent.organisation_id
        person = people.responsible(session, agreement.network_id, agency_id)
        audience = reach.audience(session, agreement.network_id, person)
        if audience is None:
            continue
        for kind, due in ((ASKED, now), (REMINDED, remind_at)):
            planned = Planned(
                kind,
                subject(agreement),
                audience,
                agency_id,
                due,
                due + A_WEEK,
                person_id=person.id if person else None,
                early=kind == ASKED,
            )
            outbox.add(session, agreement.network_id, planned)


def redraw(session: Session, agreement: Agreement, now: datetime) -> None:
    """Every posted question shows how it stands."""
    for kind in (ASKED, REMINDED):
        posted.refresh(session, kind, subject(agreement), now)


def tell_proposer(session: Session, agreement: Agreement, now: datetime) -> None:
    """How it ended, once."""
    person = session.get(Person, agreement.proposed_by_id) if agreement.proposed_by_id else None
    audience = reach.audience(session, agreement.network_id, person) if person else None
    if audience is not None:
        planned = Planned(
            SETTLED,
            subject(agreement),
            audience,
            0,
            now,
            now + A_WEEK,
            person_id=agreement.proposed_by_id,
        )
        outbox.add(session, agreement.network_id, planned)
