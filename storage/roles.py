"""Roles change hands: written back, logged, planned for anew, and told once to those concerned.

Call these within the transaction of the change.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import WITHDRAWABLE, DeliveryState, Planned
from bot.domain.people import Roster
from storage import deliveries as outbox
from storage import people, planning, rosters
from storage.tables import Change, Delivery

ROLE_TAKEN = "role-taken"  # the kind of the news
GATHERED = timedelta(minutes=5)  # as long as it can be regretted without anybody hearing of it
LOST, GAINED = 0, 1  # the occurrence of the news says which of the two it is


def changed(
    session: Session,
    network_id: int,
    before: Roster,
    after: Roster,
    now: datetime,
    calendar: WorkCalendar,
) -> None:
    """Write what differs, and ask the right people from now on."""
    rosters.save(session, network_id, before, after)
    planning.replan(session, network_id, now, calendar)


def tell(
    session: Session, change: Change, now: datetime, *, lost: Iterable[int], gained: Iterable[int]
) -> None:
    """News for those who lost or gained a role by somebody else's hand.

    Whoever cannot be reached 1:1 is not told: a mention would be read by everybody.
    """
    told = {**dict.fromkeys(lost, LOST), **dict.fromkeys(gained, GAINED)}
    told.pop(change.person_id or 0, None)
    reachable = people.by_id(session, told)
    for person_id, what in told.items():
        if not reachable[person_id].unreachable and not _evened_out(
            session, change, person_id, what
        ):
            outbox.add(session, change.network_id, _news(change, person_id, what, now))


def _news(change: Change, person_id: int, what: int, now: datetime) -> Planned:
    due = now + GATHERED
    return Planned(
        ROLE_TAKEN,
        deliveries.subject("change", change.id or 0),
        deliveries.person(person_id),
        what,
        due,
        due + deliveries.A_WEEK,
    )


def _evened_out(session: Session, change: Change, person_id: int, what: int) -> bool:
    """Lost and regained before anybody was told: both pieces of news fall away."""
    opposite = select(Delivery.id).where(
        Delivery.kind == ROLE_TAKEN,
        Delivery.network_id == change.network_id,
        Delivery.audience == deliveries.person(person_id),
        Delivery.occurrence == (LOST if what == GAINED else GAINED),
    )
    return _cancelled(session, col(Delivery.id).in_(opposite))


def withdraw(session: Session, change: Change) -> None:
    """The change was taken back before everybody had been told."""
    subject = deliveries.subject("change", change.id or 0)
    _cancelled(session, (col(Delivery.kind) == ROLE_TAKEN) & (col(Delivery.subject) == subject))


def _cancelled(session: Session, which: ColumnElement[bool]) -> bool:
    result = session.exec(
        update(Delivery)
        .where(which, col(Delivery.state).in_(WITHDRAWABLE))
        .values(state=DeliveryState.CANCELLED, owner=None, lease_until=None)
    )
    return result.rowcount > 0
