"""The days to come, lived through and undone: what will be sent if nobody presses anything.

The planner, the budget and all that goes by the clock are the real ones, on a private copy of the
tables. So nothing is said of the future that will not be so, and nobody waits meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.meetings import LIVE
from storage import budget, passing, people, ticking
from storage import deliveries as outbox
from storage.budget import Coming
from storage.copies import private_copy
from storage.store import Store
from storage.tables import Delivery, Meeting

MOST_MOMENTS = 500  # at which something happens; a network has some thirty in a month
LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A message as it will be, and what is in it, the leading one first."""

    coming: Coming
    things: tuple[Planned, ...]


def rehearse(
    store: Store, network_id: int, now: datetime, until: datetime, calendar: WorkCalendar
) -> list[Rehearsed]:
    """Every message of a network until then, in order of time. Nothing is changed."""
    with private_copy(store) as session:
        return list(_lived(session, network_id, now, until, calendar))


def waiting(
    session: Session, network_id: int, now: datetime, until: datetime, calendar: WorkCalendar
) -> list[Rehearsed]:
    """What is planned already, without living through the days: quick, for the next one only."""
    coming = budget.forecast(session, network_id, until, now=now, calendar=calendar)
    return [Rehearsed(each, _things(session, each)) for each in coming]


def _lived(
    session: Session, network_id: int, now: datetime, until: datetime, calendar: WorkCalendar
) -> Iterator[Rehearsed]:
    """From one moment at which something happens to the next."""
    beside = people.networks_beside(session, network_id)
    for _ in range(MOST_MOMENTS):
        ticking.happen(session, now, calendar)
        for number in (network_id, *beside):
            ticking.replan(session, number, now, calendar)
        coming = budget.forecast(session, network_id, until, now=now, calendar=calendar)
        moments = [each.at for each in coming] + _next_end(session, network_id, now)
        now = min(moments, default=until + LATER)
        if now > until:
            return
        for each in coming:
            if each.at == now:
                yield Rehearsed(each, _things(session, each))
                _settle(session, each)
                _pass_on(session, each, now)


def _next_end(session: Session, network_id: int, now: datetime) -> list[datetime]:
    """When the next meeting is over, if any: some things are only asked for then."""
    ends: datetime | None = session.exec(
        select(func.min(Meeting.ends_at)).where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
        )
    ).one()
    return [ends] if ends else []


def _things(session: Session, coming: Coming) -> tuple[Planned, ...]:
    rows = session.exec(select(Delivery).where(col(Delivery.id).in_(coming.ids)))
    planned = {row.id: outbox.planned_of(row) for row in rows}
    return tuple(planned[number] for number in coming.ids)


def _settle(session: Session, coming: Coming) -> None:
    """It was sent, or was given up."""
    state = DeliveryState.SENT if coming.unsaid is None else DeliveryState.EXPIRED
    at = coming.at
    lead, along = coming.ids[0], coming.ids[1:]
    values = {"state": state, "sent_at": at, "allotted_at": at, "activity_id": f"rehearsed-{lead}"}
    session.exec(update(Delivery).where(col(Delivery.id) == lead).values(**values))
    session.exec(
        update(Delivery)
        .where(col(Delivery.id).in_(along))
        .values(state=state, sent_at=at, allotted_at=at, lead_id=lead)
    )


def _pass_on(session: Session, coming: Coming, now: datetime) -> None:
    """What there is no room for is asked of the next, as the sender does it."""
    if coming.unsaid is not None:
        given_up = session.get_one(Delivery, coming.ids[0], populate_existing=True)
        passing.pass_on(session, given_up, now)
