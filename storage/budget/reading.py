"""What is looked at before somebody is decided about: what they were told, what waits for them, and
by which hours and wishes.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from bot.domain import deliveries
from bot.domain.budget import ALONE, QUIET, Had, Times, Wish
from bot.domain.calendar import WorkCalendar
from bot.domain.hours import Hours
from bot.domain.preferences import Preference
from storage import preferences
from storage.budget.conditions import ARRIVED, ON_ITS_WAY, is_undecided
from storage.tables import Delivery, Network

MEETING = deliveries.subject("meeting", 0)[:-1]  # what the subjects of meetings begin with


@dataclass(frozen=True, slots=True)
class Told:
    """What people have been told, by person id; busy: who has a message on its way."""

    had: Mapping[int, Had]
    busy: Collection[int]


def told_to(session: Session, people: Collection[int], now: datetime) -> Told:
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
    return Told(had, {person_id or 0 for person_id, state, _ in rows if state in ON_ITS_WAY})


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


def waiting_for(
    session: Session, people: Collection[int], now: datetime
) -> Mapping[int, Sequence[Delivery]]:
    """What waits for each of these people and has no place yet; held against plans and workers."""
    rows = session.exec(
        select(Delivery)
        .where(is_undecided(), col(Delivery.person_id).in_(people))
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
class Rules:
    """The hours of networks and the choices of people, by their ids."""

    calendar: WorkCalendar
    hours: Mapping[int | None, Hours]
    chosen: Mapping[int, Preference]

    @classmethod
    def read(
        cls, session: Session, waiting: Mapping[int, Sequence[Delivery]], calendar: WorkCalendar
    ) -> "Rules":
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
