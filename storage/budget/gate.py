"""The gate in front of the claim: who may be called on now, decided about and written down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, and_, bindparam, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.budget import QUIET, Decision, Slot, decide
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState
from bot.domain.preferences import Notices
from storage import preferences
from storage.budget.conditions import (
    ON_ITS_WAY,
    has_one_on_its_way,
    is_pending,
    is_time,
    is_undecided,
)
from storage.budget.reading import Rules, told_to, waiting_for
from storage.tables import Delivery, Person
from storage.types import UtcDateTime

AT_ONCE = 100  # people decided about in one go
A_SUMMARY = 2 * QUIET  # a summary looks a week ahead, and is looked for in the week before it


def allot(session: Session, now: datetime, calendar: WorkCalendar) -> list[Delivery]:
    """Give what is due its place in the budget of whom it calls on. What finds none is returned,
    settled as expired: it may be passed on to somebody else.
    """
    _free_what_was_left_behind(session)
    due = _with_something_due(session, now)
    people = _locked(session, due) if due else []
    if not people:
        return []
    told = told_to(session, people, now)
    waiting = waiting_for(session, [each for each in people if each not in told.busy], now)
    rules = Rules.read(session, waiting, calendar)
    given_up: list[Delivery] = []
    for person_id, rows in waiting.items():
        wishes, times = map(rules.wish, rows), rules.times(person_id)
        given_up += _write(rows, decide(wishes, told.had[person_id], times, now), now)
    session.flush()
    return given_up


def without_room(session: Session, people: Collection[int], now: datetime, today: date) -> set[int]:
    """Those of some people whom nobody may call on today: they had their message this week, have
    one on its way or due, or do not want to be disturbed. It is the same in all their networks.
    """
    told = told_to(session, people, now)
    recently = {person_id for person_id, had in told.had.items() if had.latest is not None}
    due = session.exec(
        select(Delivery.person_id).where(
            col(Delivery.person_id).in_(people), is_undecided(), Delivery.due_at <= now
        )
    ).all()
    chosen = preferences.of_people(session, people)
    away = {person_id for person_id, each in chosen.items() if not each.takes_cards(today)}
    return recently | {person_id or 0 for person_id in due} | away


def decide_anew(session: Session, people: Collection[int]) -> None:
    """Something changed for these people, such as their pause: what is held for them is decided
    about again.
    """
    session.exec(
        update(Delivery)
        .where(col(Delivery.person_id).in_(people), is_pending())
        .values(held_until=None)
    )


def _free_what_was_left_behind(session: Session) -> None:
    """What was to go along in a message that will not be sent is on its own again."""
    session.exec(_freeing())


# The gate is passed before every claim, so its two looks are written once.
@cache
def _freeing() -> Update:
    lead = aliased(Delivery)
    live = select(lead.id).where(
        col(lead.state).in_(ON_ITS_WAY), col(lead.allotted_at).is_not(None)
    )
    return (
        update(Delivery)
        .where(is_pending(), col(Delivery.lead_id).is_not(None))  # nearly always none
        .where(col(Delivery.lead_id).not_in(live))
        .values(lead_id=None, allotted_at=None, held_until=None)
        .execution_options(synchronize_session=False)
    )


def _with_something_due(session: Session, now: datetime) -> Sequence[int | None]:
    asked = {"now": now, "summarised": now + A_SUMMARY}
    return session.exec(_people_with_something_due(), params=asked).all()


@cache
def _people_with_something_due() -> SelectOfScalar[Any]:
    now = bindparam("now", type_=UtcDateTime())
    ahead = and_(
        col(Delivery.held_until).is_(None),
        col(Delivery.early).is_(True),
        col(Delivery.due_at) < bindparam("summarised", type_=UtcDateTime()),
        col(Person.notices) == Notices.SUMMARY,
    )
    return (
        select(Delivery.person_id)
        .join(Person, col(Person.id) == col(Delivery.person_id))
        .where(is_undecided(), or_(is_time(now), ahead), Delivery.expires_at > now)
        .where(~has_one_on_its_way())
        .distinct()
        .limit(AT_ONCE)
    )


def _locked(session: Session, people: Iterable[int | None]) -> list[int]:
    """Two processes never decide about one person at the same time."""
    statement = (
        select(Person.id)
        .where(col(Person.id).in_(list(people)))
        .order_by(col(Person.id))
        .with_for_update(skip_locked=True, key_share=True)
    )
    return [person_id or 0 for person_id in session.exec(statement)]


# --- What is written down ------------------------------------------------------------------------


def _write(rows: Sequence[Delivery], decision: Decision, now: datetime) -> list[Delivery]:
    """Lead, go along, be held, or be given up: those that are given up."""
    if decision.slot is not None and decision.slot.at <= now:
        _give_places({row.id: row for row in rows}, decision.slot, now)
    else:
        _hold(rows, decision, now)
    given_up = [row for row in rows if row.due_at <= now and row.id in decision.unsaid]
    for row in given_up:
        row.state, row.error = DeliveryState.EXPIRED, decision.unsaid[row.id or 0]
        row.held_until = None
    return given_up


def _hold(rows: Sequence[Delivery], decision: Decision, now: datetime) -> None:
    """Until the next message; what is not due by then until it may go by itself."""
    next_at = decision.slot.at if decision.slot else None
    for row in rows:
        later = None if row.due_at <= now else decision.later.get(row.id or 0)
        row.held_until = later or next_at


def _give_places(rows: Mapping[int | None, Delivery], slot: Slot, now: datetime) -> None:
    lead, *others = slot.ids
    for number in slot.ids:
        rows[number].allotted_at, rows[number].held_until = now, None
    for number in others:
        rows[number].lead_id = lead
