"""What an agency has promised, and what becomes of a leaver's traces in the network.

Call what changes something within the transaction of the leaving.
"""

from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, delete, func, select, update

from bot.domain import deliveries
from bot.domain.agreements import AgreementState
from bot.domain.deliveries import WITHDRAWABLE, DeliveryState
from bot.domain.duties import UNSETTLED
from bot.domain.handover import Departure, Hosting, Promises
from bot.domain.meetings import LIVE
from bot.domain.offers import OfferState
from storage import meetings
from storage.tables import (
    Agreement,
    Attendance,
    CalendarFeed,
    Change,
    Delivery,
    Duty,
    Meeting,
    Membership,
    Task,
    TurnOffer,
)


def promises(session: Session, network_id: int, organisation_id: int, now: datetime) -> Promises:
    """The coming meetings that the agency hosts or has duties for, and its open tasks."""
    tasks = session.exec(
        select(Task.text)
        .where(Task.organisation_id == organisation_id, col(Task.done_at).is_(None))
        .order_by(col(Task.due_on).is_(None), col(Task.due_on), col(Task.id))
    ).all()
    return Promises(_hosting(session, network_id, organisation_id, now), tuple(tasks))


def _hosting(
    session: Session, network_id: int, organisation_id: int, now: datetime
) -> tuple[Hosting, ...]:
    open_duties = dict(
        session.exec(
            select(Duty.meeting_id, func.count())
            .where(Duty.organisation_id == organisation_id, col(Duty.state).in_(UNSETTLED))
            .group_by(col(Duty.meeting_id))
        ).all()
    )
    rows = session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
            (col(Meeting.host_id) == organisation_id) | col(Meeting.id).in_(open_duties),
        )
        .order_by(col(Meeting.starts_at))
    ).all()
    coming = meetings.described(session, rows)
    return tuple(Hosting(meeting, open_duties.get(meeting.id, 0)) for meeting in coming)


def settle(
    session: Session, network_id: int, person_id: int, heir_id: int | None, now: datetime
) -> None:
    """What else was tied to the leaver: taken over by the heir, or forgotten."""
    if heir_id is not None:
        _pass_on(session, network_id, person_id, heir_id)
    _give_back_duties(session, network_id, person_id)
    _forget_answers(session, network_id, person_id, now)


def forget_address(session: Session, person_id: int) -> None:
    """The secret calendar address of somebody who belongs to no network any more shows nothing."""
    belongs = select(Membership.id).where(Membership.person_id == person_id)
    if session.exec(belongs).first() is None:
        session.exec(delete(CalendarFeed).where(col(CalendarFeed.person_id) == person_id))


def _pass_on(session: Session, network_id: int, person_id: int, heir_id: int) -> None:
    """What somebody waits for an answer to: the answer must reach a person who is there."""
    session.exec(
        update(TurnOffer)
        .where(
            col(TurnOffer.network_id) == network_id,
            col(TurnOffer.state) == OfferState.OPEN,
            col(TurnOffer.offered_by_id) == person_id,
        )
        .values(offered_by_id=heir_id)
    )
    session.exec(
        update(Agreement)
        .where(
            col(Agreement.network_id) == network_id,
            col(Agreement.state) == AgreementState.PROPOSED,
            col(Agreement.proposed_by_id) == person_id,
        )
        .values(proposed_by_id=heir_id)
    )


def _give_back_duties(session: Session, network_id: int, person_id: int) -> None:
    """What the agency had given the leaver by name is its contact's again."""
    session.exec(
        update(Duty)
        .where(
            col(Duty.network_id) == network_id,
            col(Duty.person_id) == person_id,
            col(Duty.state).in_(UNSETTLED),
        )
        .values(person_id=None)
    )


def withdraw_messages(session: Session, network_id: int, person_id: int) -> None:
    """Nothing more is sent about this network.

    After everything is planned anew: a plan takes its rows in an order, and would wait for ever for
    another one that waits for one of these.
    """
    session.exec(
        update(Delivery)
        .where(
            col(Delivery.network_id) == network_id,
            col(Delivery.state).in_(WITHDRAWABLE),
            col(Delivery.audience) == deliveries.person(person_id),
        )
        .values(state=DeliveryState.CANCELLED, owner=None, lease_until=None)
    )


def _forget_answers(session: Session, network_id: int, person_id: int, now: datetime) -> None:
    """They do not come to what is still to be: nobody should count on it."""
    coming = select(Meeting.id).where(Meeting.network_id == network_id, col(Meeting.ends_at) > now)
    session.exec(
        delete(Attendance).where(
            col(Attendance.person_id) == person_id, col(Attendance.meeting_id).in_(coming)
        )
    )


# --- The day on which it can be taken back -------------------------------------------------------

_DEPARTURE = "departure"  # beside the values that the log shows
_WRITTEN = TypeAdapter(Departure)


def remember(session: Session, change: Change, gone: Departure) -> None:
    """Keep in the log's own line what it takes to give everything back."""
    change.values = {**change.values, _DEPARTURE: _WRITTEN.dump_json(gone).decode()}
    session.add(change)


def forget(session: Session, change: Change) -> None:
    """It was taken back."""
    change.values = {name: told for name, told in change.values.items() if name != _DEPARTURE}
    session.add(change)


def remembered(change: Change) -> Departure | None:
    """None for a change that is no leaving, or was taken back already."""
    text = change.values.get(_DEPARTURE)
    return None if text is None else _WRITTEN.validate_json(text)
