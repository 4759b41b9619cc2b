"""The one person who should answer a challenge, and is asked twice at most."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain import challenge_times as times
from bot.domain import challenges as rules
from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.meetings import Activity, BodyKind
from storage import agenda, confidential, people
from storage import deliveries as outbox
from storage.challenges.kinds import UNANSWERED, subject
from storage.tables import Body, Challenge, Delivery, Person


def replan_questions(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> None:
    """The one person who should answer is asked twice at most, as long as nobody has answered."""
    rows = session.exec(
        select(Challenge).where(
            Challenge.network_id == network_id, col(Challenge.state).in_(rules.POSTED)
        )
    ).all()
    open_ones = [r for r in rows if r.state in rules.UNSETTLED and not r.answer]
    listed = answerers(session, network_id, now) if open_ones else ()
    gone = _asked(session, open_ones)
    wanted = [p for row in open_ones for p in _questions(row, listed, gone, calendar)]
    subjects = {subject(row) for row in rows}
    outbox.reconcile(session, network_id, (UNANSWERED,), wanted, subjects)


def _questions(
    row: Challenge,
    listed: Iterable[Person],
    gone: Collection[tuple[str, int]],
    calendar: WorkCalendar,
) -> Iterator[Planned]:
    """To the first who did not raise it. Whoever has the task now is not asked what has been asked
    of the one before.
    """
    audience = confidential.audience(p for p in listed if p.id != row.raised_by_id)
    if row.raised_on is None or audience is None:
        return
    for number, due_at in enumerate(times.asked_at(row.raised_on, calendar), start=1):
        if (subject(row), number) not in gone:
            expires = due_at + deliveries.A_WEEK
            yield Planned(UNANSWERED, subject(row), audience, number, due_at, expires, early=False)


def _asked(session: Session, rows: Collection[Challenge]) -> frozenset[tuple[str, int]]:
    """What was asked about these challenges, and which time it was."""
    if not rows:
        return frozenset()
    sent = session.exec(
        select(Delivery.subject, Delivery.occurrence).where(
            Delivery.kind == UNANSWERED,
            col(Delivery.subject).in_([subject(row) for row in rows]),
            Delivery.state == DeliveryState.SENT,
        )
    ).all()
    return frozenset(sent)


def answerers(session: Session, network_id: int, now: datetime) -> tuple[Person, ...]:
    """Who answers a challenge: the coordinator, else whoever hosts the next meeting of the body."""
    host_id = host_of_next(session, network_id, now)
    return people.responsible_chain(session, network_id, None, host_id)


def host_of_next(session: Session, network_id: int, now: datetime) -> int | None:
    """The agency that hosts the next meeting of the body that treats challenges."""
    meeting = agenda.coming(session, network_id, now, treated_by(session, network_id))
    return meeting.host_id if meeting else None


def treated_by(session: Session, network_id: int) -> Activity:
    """The working group, in a network that has one; else the network itself."""
    group = session.exec(
        select(Body.id).where(Body.network_id == network_id, Body.kind == BodyKind.WORKING_GROUP)
    ).first()
    return Activity.NETWORK_MEETING if group is None else Activity.WORKING_GROUP
