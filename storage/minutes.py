"""Short minutes that were posted, and the objections to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.domain import deliveries
from bot.domain.deliveries import A_WEEK, WITHDRAWABLE, DeliveryState, Planned
from bot.domain.meetings import MeetingState
from bot.domain.minutes import Objected
from storage import deliveries as outbox
from storage import posted
from storage.once import insert_if_absent
from storage.tables import Delivery, Meeting, Objection, Person

MINUTES = "minutes"  # kinds of deliveries
OBJECTION = "objection"
SETTLED = "objection-settled"


def latest(session: Session, network_id: int) -> Meeting | None:
    """The last meeting whose minutes were posted."""
    return session.exec(
        select(Meeting)
        .where(Meeting.network_id == network_id, col(Meeting.minutes_posted_at).is_not(None))
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    ).first()


def beside(session: Session, row: Meeting, *, earlier: bool) -> int | None:
    """The meeting before this one (or after it) that has minutes."""
    starts = col(Meeting.starts_at)
    found = select(Meeting.id).where(
        Meeting.network_id == row.network_id,
        col(Meeting.minutes_posted_at).is_not(None),
        starts < row.starts_at if earlier else starts > row.starts_at,
    )
    return session.exec(found.order_by(starts.desc() if earlier else starts)).first()


def awaiting(session: Session, network_id: int) -> Sequence[Meeting]:
    """Meetings whose minutes are posted and not approved, held against whoever objects now."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.minutes_posted_at).is_not(None),
            col(Meeting.minutes_approved_on).is_(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(col(Meeting.id))
        .with_for_update(key_share=True)
    ).all()


def redraw(session: Session, meeting_id: int, now: datetime) -> None:
    """The posted minutes are shown as they are now."""
    posted.refresh(session, MINUTES, deliveries.subject("meeting", meeting_id), now)


# --- Objections ----------------------------------------------------------------------------------


def object_to(
    session: Session, meeting_id: int, person_id: int, text: str, now: datetime
) -> tuple[Objection, bool]:
    """Somebody's one objection to these minutes, and whether it is a new one to the host.

    One that is still open is only put in other words.
    """
    first = {"meeting_id": meeting_id, "person_id": person_id, "text": text, "raised_at": now}
    is_new = insert_if_absent(session, Objection, {**first, "answer": ""})
    row = objection_of(session, meeting_id, person_id)
    if row is None:
        raise LookupError("an objection was removed while it was written")
    if row.settled_at is not None:
        row.settled_at, row.raised_at, row.answer, is_new = None, now, "", True
    row.text = text
    session.add(row)
    session.flush()
    return row, is_new


def objection_of(session: Session, meeting_id: int, person_id: int) -> Objection | None:
    return session.exec(
        select(Objection).where(
            Objection.meeting_id == meeting_id, Objection.person_id == person_id
        )
    ).first()


def find_objection(session: Session, network_id: int, objection_id: int) -> Objection | None:
    """An objection to minutes of this network."""
    return session.exec(
        select(Objection)
        .join(Meeting, col(Meeting.id) == col(Objection.meeting_id))
        .where(Objection.id == objection_id, Meeting.network_id == network_id)
    ).first()


def unsettled(session: Session, meeting_id: int) -> Sequence[tuple[Objection, str]]:
    """The objections that the host has to look at, each with who raised it, the oldest first."""
    return session.exec(
        select(Objection, Person.name)
        .join(Person, col(Person.id) == col(Objection.person_id))
        .where(Objection.meeting_id == meeting_id, col(Objection.settled_at).is_(None))
        .order_by(col(Objection.raised_at), col(Objection.id))
    ).all()


def objections(session: Session, meeting_id: int) -> tuple[Objected, ...]:
    """For the rule of approval; those that were withdrawn count as never made."""
    rows = session.exec(
        select(Objection).where(Objection.meeting_id == meeting_id, Objection.text != "")
    ).all()
    return tuple(Objected(row.raised_at, row.settled_at) for row in rows)


def tell(
    session: Session, kind: str, row: Objection, network_id: int, audience: str, due_at: datetime
) -> None:
    """Tell one person about an objection, once for each time it is raised or settled.

    What has not been sent yet is not sent twice: it is moved, and built from what is true then.
    """
    subject = deliveries.subject("objection", row.id or 0)
    told = select(func.count()).where(
        col(Delivery.kind) == kind,
        col(Delivery.subject) == subject,
        col(Delivery.state).not_in((*WITHDRAWABLE, DeliveryState.CANCELLED)),
    )
    occurrence = session.exec(told).one()
    planned = Planned(kind, subject, audience, occurrence, due_at, due_at + A_WEEK)
    outbox.reconcile(session, network_id, (kind,), (planned,), {subject})


def redraw_objection(session: Session, row: Objection, now: datetime) -> None:
    """The host's card about it shows what became of it."""
    posted.refresh(session, OBJECTION, deliveries.subject("objection", row.id or 0), now)
