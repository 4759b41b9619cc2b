"""What is pending, played forward by the rules of the budget."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.budget import Had, Slot, Unsaid, play
from bot.domain.calendar import WorkCalendar
from storage.budget.conditions import draws, is_pending
from storage.budget.reading import Rules, told_to, waiting_for
from storage.tables import Delivery


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


def forecast(
    session: Session, network_id: int, until: datetime, *, now: datetime, calendar: WorkCalendar
) -> list[Coming]:
    """What is pending of a network, played forward by the same rules; the earliest first.

    Somebody who belongs to several networks has one budget: what waits for them elsewhere is
    played along, and left out of the answer.
    """
    pending = session.exec(
        select(Delivery)
        .where(is_pending(), Delivery.network_id == network_id, Delivery.expires_at > now)
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()
    placed = [row for row in pending if row.allotted_at is not None]
    free = [row for row in pending if not draws(row) and row.due_at <= until]
    people = {row.person_id or 0 for row in pending if draws(row)}
    coming = [
        *(_alone(row, now) for row in free),
        *_on_its_way(placed, now),
        *_played(session, people, now=now, until=until, calendar=calendar),
    ]
    shown = {row.id for row in pending}
    ours = (each for each in coming if shown.intersection(each.ids))
    return sorted(ours, key=lambda each: (each.at, each.ids))


def _played(
    session: Session,
    people: Collection[int],
    *,
    now: datetime,
    until: datetime,
    calendar: WorkCalendar,
) -> Iterator[Coming]:
    """Whoever has a message on its way is taken to get it now."""
    told, waiting = told_to(session, people, now), waiting_for(session, people, now)
    rules = Rules.read(session, waiting, calendar)
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
