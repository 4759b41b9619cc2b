"""The parties are asked about a change of the agreement, and its proposer hears how it ended."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.reminders import REMINDER_HOUR
from storage import deliveries as outbox
from storage import people, posted, reach
from storage.tables import Agreement, Consent, Person

ASKED = "consent"
REMINDED = "consent-reminder"
SETTLED = "agreement-settled"
PATIENCE = 5  # working days without an answer, before the one reminder


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
    later = calendar.add_workdays(calendar.day_of(now), PATIENCE)
    remind_at = calendar.at(later, REMINDER_HOUR)
    for consent in asked:
        agency_id = consent.organisation_id
        person = people.responsible(session, agreement.network_id, agency_id)
        audience = reach.audience(session, agreement.network_id, person)
        if audience is None:
            continue
        for kind, due in ((ASKED, now), (REMINDED, remind_at)):
            planned = Planned(kind, subject(agreement), audience, agency_id, due, due + A_WEEK)
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
        planned = Planned(SETTLED, subject(agreement), audience, 0, now, now + A_WEEK)
        outbox.add(session, agreement.network_id, planned)
