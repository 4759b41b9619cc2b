"""What came of the items of a meeting, and who may write it down."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.agenda import Item, ItemState
from bot.domain.minutes import Outcome
from bot.domain.people import Member, RoleKind
from storage import agenda, tasks
from storage.tables import AgendaItem, Meeting, Role

_CHAIRS = (RoleKind.CHAIR, RoleKind.DEPUTY_CHAIR)


def chairs(session: Session, member: Member, body_id: int | None) -> bool:
    """Whether somebody is chair or deputy chair of the body that meets."""
    if body_id is None:
        return False
    role = select(Role.id).where(
        Role.network_id == member.network_id,
        Role.person_id == member.person_id,
        Role.body_id == body_id,
        col(Role.kind).in_(_CHAIRS),
    )
    return session.exec(role).first() is not None


def of_meeting(session: Session, meeting_id: int) -> tuple[Outcome, ...]:
    """The meeting's items in their order, each with what has been written so far."""
    given = tasks.of_meeting(session, meeting_id)
    items = agenda.items(session, meeting_id)
    return tuple(Outcome(item, given.get(item.id, ())) for item in items)


def moved_on(session: Session, meeting_id: int) -> tuple[Item, ...]:
    """What was moved on from this meeting and has not been treated since, wherever it waits."""
    rows = session.exec(
        select(AgendaItem.id)
        .where(
            AgendaItem.moved_from_id == meeting_id,
            col(AgendaItem.state).in_((ItemState.OPEN, ItemState.WAITING)),
        )
        .order_by(col(AgendaItem.id))
    ).all()
    return tuple(agenda.described(session, item_id or 0) for item_id in rows)


def take_back(session: Session, item: AgendaItem, meeting: Meeting, now: datetime) -> None:
    """«Angre» for «ikke nådd»: an item that was moved on comes back, and its text with it."""
    following = session.get(Meeting, item.meeting_id) if item.meeting_id else None
    item.moved_from_id, item.times_moved = None, item.times_moved - 1
    agenda.place(session, item, meeting)
    if following is not None:
        agenda.changed(session, following, now)
