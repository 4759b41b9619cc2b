"""What members answered to a call-in, and which agencies were there."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select, update

from bot.domain import deliveries
from bot.domain.attendance import Coming, Invited, Noted
from bot.domain.deliveries import DeliveryState
from bot.domain.meetings import Activity, MeetingState
from bot.domain.people import RoleKind
from storage import people, posted
from storage.once import insert_if_absent
from storage.tables import Attendance, Delivery, Meeting, Membership, Person, Presence

CALL_IN = "call-in"  # kinds of deliveries
ABSENCE = "absence"
ASKED = (RoleKind.CONTACT, RoleKind.DEPUTY)  # whom an agency that was missing is asked through


def call_in(session: Session, row: Meeting) -> bool:
    """The meeting is called in. False when it already was, or is not planned any more."""
    result = session.exec(
        update(Meeting)
        .where(col(Meeting.id) == row.id, col(Meeting.state) == MeetingState.PLANNED)
        .values(state=MeetingState.CALLED)
    )
    session.refresh(row)
    return result.rowcount == 1


def redraw_call_in(session: Session, meeting_id: int, now: datetime) -> None:
    """Everybody's card shows the meeting, and the numbers, as they are now."""
    posted.refresh(session, CALL_IN, deliveries.subject("meeting", meeting_id), now)


def next_called(session: Session, network_id: int, now: datetime) -> Meeting | None:
    """The next meeting to which people are invited."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            Meeting.state == MeetingState.CALLED,
            col(Meeting.ends_at) > now,
        )
        .order_by(col(Meeting.starts_at))
    ).first()


def invited(session: Session, network_id: int, meeting_id: int) -> tuple[Invited, ...]:
    """Every member of the network by name, with the answer to this call-in, if any."""
    return invited_to(session, network_id, [meeting_id])[meeting_id]


def invited_to(
    session: Session, network_id: int, meeting_ids: Collection[int]
) -> dict[int, tuple[Invited, ...]]:
    """The same for several meetings, by their ids; in two queries."""
    members = session.exec(
        select(Person.id, Person.name, Membership.organisation_id)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.network_id == network_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    rows = session.exec(select(Attendance).where(col(Attendance.meeting_id).in_(meeting_ids)))
    given = {(row.meeting_id, row.person_id): row.answer for row in rows}
    return {
        meeting_id: tuple(
            Invited(person or 0, name, agency, given.get((meeting_id, person or 0)))
            for person, name, agency in members
        )
        for meeting_id in meeting_ids
    }


def answer(
    session: Session, meeting_id: int, person_id: int, coming: Coming, now: datetime
) -> bool:
    """Write down what somebody answers. False when it is what they had answered before."""
    values = {"meeting_id": meeting_id, "person_id": person_id}
    first = {**values, "answer": coming, "answered_at": now}
    if insert_if_absent(session, Attendance, first):
        return True
    result = session.exec(
        update(Attendance)
        .where(
            col(Attendance.meeting_id) == meeting_id,
            col(Attendance.person_id) == person_id,
            col(Attendance.answer) != coming,
        )
        .values(answer=coming, answered_at=now)
    )
    return result.rowcount == 1


def present(session: Session, meeting_id: int) -> frozenset[int] | None:
    """The agencies that were there; None until the host has written it down."""
    return present_at(session, [meeting_id]).get(meeting_id)


def present_at(session: Session, meeting_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The same for those of several meetings of which it is written down, by their ids."""
    rows = session.exec(select(Presence).where(col(Presence.meeting_id).in_(meeting_ids)))
    there: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        there[row.meeting_id].update([row.organisation_id] if row.present else [])
    return {meeting_id: frozenset(agencies) for meeting_id, agencies in there.items()}


def note_presence(
    session: Session, meeting_id: int, there: Collection[int], asked: Collection[int]
) -> None:
    """Which of the agencies that were `asked` for were there; written down anew each time."""
    for agency_id in sorted(asked):
        row = Presence(meeting_id=meeting_id, organisation_id=agency_id, present=agency_id in there)
        session.merge(row)
    session.flush()


def history(session: Session, organisation_id: int, activity: Activity) -> list[Noted]:
    """At which meetings of an activity an agency was, the newest first."""
    rows = session.exec(
        select(Presence.meeting_id, Presence.present)
        .join(Meeting, col(Meeting.id) == col(Presence.meeting_id))
        .where(
            Presence.organisation_id == organisation_id,
            Meeting.activity == activity,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(col(Meeting.starts_at).desc())
    ).all()
    return [Noted(meeting_id, present) for meeting_id, present in rows]


def asked(session: Session, organisation_id: int) -> list[Person]:
    """Who may be asked whether the meetings suit an agency: its contact, then its deputy."""
    found = (people.holder(session, organisation_id, kind) for kind in ASKED)
    return [person for person in found if person is not None]


def is_asked(session: Session, organisation_id: int, stretch: int) -> bool:
    """Whether somebody of the agency is, or will be, asked about this stretch of absences."""
    asked = select(Delivery.id).where(
        Delivery.kind == ABSENCE,
        Delivery.subject == deliveries.subject("organisation", organisation_id),
        Delivery.occurrence == stretch,
        col(Delivery.state).not_in((DeliveryState.FAILED, DeliveryState.CANCELLED)),
    )
    return session.exec(asked).first() is not None
