"""Who may be called on now, laid beside what is stored: the gate in front of `queue.claim`.

The rules are in bot/domain/budget.py. A delivery that calls on somebody is given its place once:
it leads a message, or goes along in one (`lead_id`), or is held (`held_until`). Whoever has a
message on its way is decided about when that has found its end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Update,
    and_,
    bindparam,
    literal,
    or_,
    union_all,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain import deliveries
from bot.domain.budget import (
    ALONE,
    ANSWERS,
    QUIET,
    Decision,
    Had,
    Slot,
    Times,
    Unsaid,
    Wish,
    decide,
    play,
)
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState
from bot.domain.hours import Hours
from bot.domain.preferences import Notices, Preference
from storage import preferences
from storage.tables import Delivery, Network, Person
from storage.types import UtcDateTime

ON_ITS_WAY = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)
ARRIVED = (DeliveryState.SENT, DeliveryState.UNKNOWN)
AT_ONCE = 100  # people decided about in one go
A_SUMMARY = 2 * QUIET  # a summary looks a week ahead, and is looked for in the week before it
MEETING = deliveries.subject("meeting", 0)[:-1]  # what the subjects of meetings begin with


@dataclass(frozen=True, slots=True)
class Coming:
    """A message to come, if nobody does anything meanwhile.

    to: the audience. ids: the deliveries in it, the leading one first. wished_at: when the leading
    one would go if there were no budget, no hours and no pause. unsaid: it will not be sent at all,
    and why.
    """

    at: datetime
    to: str
    person_id: int | None
    ids: tuple[int, ...]
    wished_at: datetime
    unsaid: Unsaid | None = None

    @property
    def held(self) -> bool:
        return self.at > self.wished_at


def allot(session: Session, now: datetime, calendar: WorkCalendar) -> list[Delivery]:
    """Give what is due its place in the budget of whom it calls on. What finds none is returned,
    settled as expired: it may be passed on to somebody else.
    """
    _free_what_was_left_behind(session)
    people = _locked(session, _with_something_due(session, now))
    if not people:
        return []
    told = _told(session, people, now)
    waiting = _waiting(session, [each for each in people if each not in told.busy], now)
    rules = _Rules.read(session, waiting, calendar)
    given_up: list[Delivery] = []
    for person_id, rows in waiting.items():
        wishes, times = map(rules.wish, rows), rules.times(person_id)
        given_up += _write(rows, decide(wishes, told.had[person_id], times, now), now)
    session.flush()
    return given_up


def forecast(
    session: Session, network_id: int, until: datetime, *, now: datetime, calendar: WorkCalendar
) -> list[Coming]:
    """What is pending of a network, played forward by the same rules; the earliest first.

    Somebody who belongs to several networks has one budget: what waits for them elsewhere is
    played along, and left out of the answer.
    """
    pending = session.exec(
        select(Delivery)
        .where(_pending(), Delivery.network_id == network_id, Delivery.expires_at > now)
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()
    placed = [row for row in pending if row.allotted_at is not None]
    free = [row for row in pending if not _draws(row) and row.due_at <= until]
    people = {row.person_id or 0 for row in pending if _draws(row)}
    coming = [
        *(_alone(row, now) for row in free),
        *_on_its_way(placed, now),
        *_played(session, people, now=now, until=until, calendar=calendar),
    ]
    shown = {row.id for row in pending}
    ours = (each for each in coming if shown.intersection(each.ids))
    return sorted(ours, key=lambda each: (each.at, each.ids))


def without_room(session: Session, people: Collection[int], now: datetime, today: date) -> set[int]:
    """Those of some people whom nobody may call on today: they had their message this week, have
    one on its way or due, or do not want to be disturbed. It is the same in all their networks.
    """
    told = _told(session, people, now)
    recently = {person_id for person_id, had in told.had.items() if had.latest is not None}
    due = session.exec(
        select(Delivery.person_id).where(
            col(Delivery.person_id).in_(people), _undecided(), Delivery.due_at <= now
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
        .where(col(Delivery.person_id).in_(people), _pending())
        .values(held_until=None)
    )


def may_go() -> ColumnElement[bool]:
    """Deliveries that wait for nothing but their time: they lead a message or are one alone."""
    has_its_place = or_(~_drawing(), col(Delivery.allotted_at).is_not(None))
    return and_(has_its_place, col(Delivery.lead_id).is_(None))


def awaited() -> ColumnElement[bool]:
    """Pending deliveries that somebody must look at when their time has come; what waits until a
    person's message has found its end is looked at then.
    """
    return and_(_pending(), or_(may_go(), and_(_undecided(), ~_has_one_on_its_way())))


def is_time(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Deliveries whose time has come; in a weekly summary that is before they are due.

    Each of the three is looked up in its own index; a single condition would read all that waits.
    """
    held, allotted = col(Delivery.held_until), col(Delivery.allotted_at)
    come = (
        and_(held.is_(None), col(Delivery.due_at) <= now),
        and_(held.is_not(None), held <= now),
        and_(allotted.is_not(None), allotted <= now),
    )
    return col(Delivery.id).in_(
        union_all(*(select(Delivery.id).where(_pending(), each) for each in come))
    )


def next_times(reached: ColumnElement[bool]) -> tuple[ScalarSelect[datetime], ...]:
    """When the next time comes for something that is `awaited`, each by its own index."""
    held, allotted = col(Delivery.held_until), col(Delivery.allotted_at)
    moments = (
        select(func.min(Delivery.due_at)).where(held.is_(None), allotted.is_(None)),
        select(func.min(held)).where(held.is_not(None)),
        select(func.min(allotted)).where(allotted.is_not(None)),
    )
    return tuple(first.where(awaited(), reached).scalar_subquery() for first in moments)


def _drawing() -> ColumnElement[bool]:
    """Deliveries that draw on the budget of the person they call on."""
    return and_(col(Delivery.person_id).is_not(None), col(Delivery.kind).not_in(list(ANSWERS)))


def _draws(row: Delivery) -> bool:
    return row.person_id is not None and row.kind not in ANSWERS


def _pending() -> ColumnElement[bool]:
    """Written out in the statement, for the sake of the index of what is pending."""
    return col(Delivery.state) == literal(DeliveryState.PENDING, literal_execute=True)


def _undecided() -> ColumnElement[bool]:
    return and_(_pending(), _drawing(), col(Delivery.allotted_at).is_(None))


# --- What is read --------------------------------------------------------------------------------


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
        .where(_pending(), col(Delivery.lead_id).is_not(None))  # nearly always none
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
        .where(_undecided(), or_(is_time(now), ahead), Delivery.expires_at > now)
        .where(~_has_one_on_its_way())
        .distinct()
        .limit(AT_ONCE)
    )


def _has_one_on_its_way() -> ColumnElement[bool]:
    """Whether the person of a delivery has been given a message that has no end yet."""
    other = aliased(Delivery)
    return (
        select(other.id)
        .where(other.person_id == Delivery.person_id, col(other.allotted_at).is_not(None))
        .where(col(other.lead_id).is_(None), col(other.state).in_(ON_ITS_WAY))
        .exists()
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What people have been told, by person id; busy: who has a message on its way."""

    had: Mapping[int, Had]
    busy: Collection[int]


def _told(session: Session, people: Collection[int], now: datetime) -> _Told:
    moment = func.coalesce(Delivery.sent_at, Delivery.allotted_at)
    recently = and_(col(Delivery.state).in_(ARRIVED), moment > now - QUIET)
    rows = session.exec(
        select(Delivery.person_id, Delivery.state, moment).where(
            col(Delivery.person_id).in_(people),
            col(Delivery.allotted_at).is_not(None),
            col(Delivery.lead_id).is_(None),
            or_(col(Delivery.state).in_(ON_ITS_WAY), recently),
        )
    ).all()
    latest: dict[int | None, datetime] = {}
    for person_id, _, at in rows:
        latest[person_id] = max(at, latest.get(person_id, at))
    times = _times_told(session, people)
    had = {person_id: Had(latest.get(person_id), times[person_id]) for person_id in people}
    return _Told(had, {person_id or 0 for person_id, state, _ in rows if state in ON_ITS_WAY})


def _times_told(session: Session, people: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """In how many messages each person was told of each meeting."""
    rows = session.exec(
        select(
            Delivery.person_id,
            Delivery.subject,
            func.count(func.coalesce(Delivery.lead_id, Delivery.id).distinct()),
        )
        .where(
            col(Delivery.person_id).in_(people),
            col(Delivery.allotted_at).is_not(None),
            col(Delivery.state).in_(ARRIVED),
            col(Delivery.subject).startswith(MEETING),
        )
        .group_by(col(Delivery.person_id), col(Delivery.subject))
    ).all()
    told: dict[int, dict[str, int]] = defaultdict(dict)
    for person_id, subject, count in rows:
        told[person_id or 0][subject] = count
    return told


def _waiting(
    session: Session, people: Collection[int], now: datetime
) -> Mapping[int, Sequence[Delivery]]:
    """What waits for each of these people and has no place yet; held against plans and workers."""
    rows = session.exec(
        select(Delivery)
        .where(_undecided(), col(Delivery.person_id).in_(people))
        .where(Delivery.expires_at > now)
        .order_by(col(Delivery.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    by_person: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id or 0].append(row)
    return by_person


@dataclass(frozen=True, slots=True)
class _Rules:
    """The hours of networks and the choices of people, by their ids."""

    calendar: WorkCalendar
    hours: Mapping[int | None, Hours]
    chosen: Mapping[int, Preference]

    @classmethod
    def read(
        cls, session: Session, waiting: Mapping[int, Sequence[Delivery]], calendar: WorkCalendar
    ) -> "_Rules":
        networks = {row.network_id for rows in waiting.values() for row in rows}
        found = session.exec(
            select(Network.id, Network.hours_from, Network.hours_to).where(
                col(Network.id).in_([number for number in networks if number is not None])
            )
        ).all()
        hours = {number: Hours.read(opens, closes) for number, opens, closes in found}
        return cls(calendar, hours, preferences.of_people(session, waiting))

    def times(self, person_id: int) -> Times:
        return Times(self.calendar, self.chosen.get(person_id, Preference()))

    def wish(self, row: Delivery) -> Wish:
        return Wish(
            id=row.id or 0,
            due_at=row.due_at,
            expires_at=row.expires_at,
            place=f"{row.network_id} {row.audience}",
            about=f"{row.kind} {row.subject}",
            hours=self.hours.get(row.network_id, Hours()),
            meeting=row.subject if row.subject.startswith(MEETING) else None,
            early=row.early,
            alone=row.kind in ALONE,
        )


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


# --- Played forward ------------------------------------------------------------------------------


def _played(
    session: Session,
    people: Collection[int],
    *,
    now: datetime,
    until: datetime,
    calendar: WorkCalendar,
) -> Iterator[Coming]:
    """Whoever has a message on its way is taken to get it now."""
    told, waiting = _told(session, people, now), _waiting(session, people, now)
    rules = _Rules.read(session, waiting, calendar)
    for person_id, rows in waiting.items():
        had = told.had[person_id]
        if person_id in told.busy:
            had = Had(now, had.of_meeting)
        slots, unsaid = play(map(rules.wish, rows), had, rules.times(person_id), now, until)
        by_id = {row.id or 0: row for row in rows}
        yield from (_message(slot, by_id) for slot in slots)
        for number, why in unsaid.items():
            if by_id[number].due_at <= until:
                yield _alone(by_id[number], now, why)


def _message(slot: Slot, rows: Mapping[int, Delivery]) -> Coming:
    lead = rows[slot.ids[0]]
    return Coming(slot.at, lead.audience, lead.person_id, slot.ids, lead.due_at)


def _alone(row: Delivery, now: datetime, unsaid: Unsaid | None = None) -> Coming:
    at = max(row.due_at, now)
    return Coming(at, row.audience, row.person_id, (row.id or 0,), row.due_at, unsaid)


def _on_its_way(rows: Iterable[Delivery], now: datetime) -> Iterator[Coming]:
    """Messages that have their place already, each with what goes along in it."""
    together: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        together[row.lead_id or row.id or 0].append(row)
    for lead_id, listed in together.items():
        first = next((row for row in listed if row.id == lead_id), listed[0])
        ids = (lead_id, *(row.id or 0 for row in listed if row.id != lead_id))
        yield Coming(now, first.audience, first.person_id, ids, first.due_at)
