"""Agenda items: what a meeting is about, and what waits for a later one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from bot.domain.agenda import HAS_AGENDA, MEETS_AS, Item, ItemState
from bot.domain.agreements import StandingItem
from bot.domain.meetings import LIVE, Activity, MeetingState, body_of
from storage import agreements
from storage.tables import AgendaItem, Body, Meeting, Person

PAGE = 6  # of what waits
_ON_THE_AGENDA = (ItemState.OPEN, ItemState.TREATED)
_TAKES_PLACE = (*LIVE, MeetingState.HELD, MeetingState.FINISHED)


# --- Reading -------------------------------------------------------------------------------------


def items(session: Session, meeting_id: int) -> tuple[Item, ...]:
    """A meeting's agenda in its order."""
    rows = _described().where(
        AgendaItem.meeting_id == meeting_id, col(AgendaItem.state).in_(_ON_THE_AGENDA)
    )
    return tuple(_item(*row) for row in session.exec(rows).all())


def titles(session: Session, meeting_id: int) -> tuple[str, ...]:
    """What a meeting is about, a line for each item."""
    return titles_of(session, [meeting_id]).get(meeting_id, ())


def titles_of(session: Session, meeting_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What each of several meetings is about, by meeting; one without items is left out."""
    rows = session.exec(
        select(AgendaItem.meeting_id, AgendaItem.title)
        .where(
            col(AgendaItem.meeting_id).in_(list(meeting_ids)),
            col(AgendaItem.state).in_(_ON_THE_AGENDA),
        )
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    ).all()
    found: dict[int, tuple[str, ...]] = {}
    for meeting_id, title in rows:
        found[meeting_id or 0] = (*found.get(meeting_id or 0, ()), title)
    return found


def find(session: Session, network_id: int, item_id: int) -> AgendaItem | None:
    """An item of this network; those of others do not exist here."""
    return session.exec(
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.network_id == network_id)
        .execution_options(populate_existing=True)
    ).first()


def described(session: Session, item_id: int) -> Item:
    """An item as the rules and the cards see it. Raises NoResultFound."""
    return _item(*session.exec(_described().where(AgendaItem.id == item_id)).one())


def waiting(session: Session, meeting: Meeting) -> tuple[Item, ...]:
    """What waits for a meeting such as this one, the longest waiting first; a page of it."""
    body = body_for(session, meeting)
    if MEETS_AS[body_of(meeting.activity)] is not meeting.activity:
        return ()
    rows = _described().where(
        AgendaItem.network_id == meeting.network_id,
        AgendaItem.state == ItemState.WAITING,
        col(AgendaItem.body_id) == (body.id if body else None),
    )
    oldest_first = rows.order_by(None).order_by(col(AgendaItem.proposed_at), col(AgendaItem.id))
    return tuple(_item(*row) for row in session.exec(oldest_first.limit(PAGE)).all())


def _described() -> Select[AgendaItem, str, datetime]:
    """Items with the name of whoever proposed them, and when they were not reached, in order."""
    return (
        select(AgendaItem, Person.name, Meeting.starts_at)
        .join(Person, col(Person.id) == col(AgendaItem.proposed_by_id), isouter=True)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.moved_from_id), isouter=True)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )


def _item(row: AgendaItem, proposed_by: str | None, moved_from: datetime | None) -> Item:
    return Item(
        id=row.id or 0,
        title=row.title,
        kind=row.kind,
        state=row.state,
        minutes=row.minutes,
        noted=row.noted,
        standing=row.standing,
        year=row.year,
        number=row.number,
        proposed_by_id=row.proposed_by_id,
        proposed_by=proposed_by,
        moved_from=moved_from,
        times_moved=row.times_moved,
        note=row.note,
        agreed=row.agreed,
    )


# --- Meetings and bodies -------------------------------------------------------------------------


def coming(
    session: Session, network_id: int, now: datetime, activity: Activity | None = None
) -> Meeting | None:
    """The next meeting that is not over: of that activity, or of any that has an agenda."""
    wanted = HAS_AGENDA if activity is None else {activity}
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.activity).in_(wanted),
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).first()


def body_for(session: Session, meeting: Meeting) -> Body | None:
    """Whose meeting it is; None in a network that never named its bodies."""
    if meeting.body_id is not None:
        return session.get(Body, meeting.body_id)
    return session.exec(
        select(Body).where(
            Body.network_id == meeting.network_id, Body.kind == body_of(meeting.activity)
        )
    ).first()


def earlier_days(session: Session, meeting: Meeting) -> Sequence[datetime]:
    """When the meetings of this activity before it are or were, for who opens the round."""
    return session.exec(
        select(Meeting.starts_at).where(
            Meeting.network_id == meeting.network_id,
            Meeting.activity == meeting.activity,
            col(Meeting.state).in_(_TAKES_PLACE),
            col(Meeting.starts_at) < meeting.starts_at,
        )
    ).all()


# --- Writing -------------------------------------------------------------------------------------


def add(session: Session, item: AgendaItem, meeting: Meeting | None) -> AgendaItem:
    """A new item: last on the agenda of a meeting, or waiting for a later one."""
    if meeting is None:
        item.state = ItemState.WAITING
        session.add(item)
        session.flush()
        return item
    return place(session, item, meeting)


def place(session: Session, item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """Put an item last on the agenda of a meeting."""
    body = body_for(session, meeting)
    item.state, item.meeting_id = ItemState.OPEN, meeting.id
    item.body_id = body.id if body else None
    item.position = _last_position(session, meeting) + 1
    session.add(item)
    session.flush()
    return item


def same(session: Session, item: AgendaItem, meeting: Meeting | None) -> AgendaItem | None:
    """What the same person has proposed in the same words for the same meeting, and not taken back.

    A form that is sent twice finds itself here.
    """
    return session.exec(
        select(AgendaItem).where(
            AgendaItem.network_id == item.network_id,
            AgendaItem.state == item.state,
            col(AgendaItem.meeting_id) == (meeting.id if meeting else None),
            AgendaItem.proposed_by_id == item.proposed_by_id,
            AgendaItem.title == item.title,
        )
    ).first()


def withdraw(session: Session, item: AgendaItem) -> None:
    """Not to be treated at all. Where it stood is remembered, so that it can come back."""
    item.state = ItemState.WITHDRAWN
    session.add(item)
    session.flush()


def wait(session: Session, item: AgendaItem) -> None:
    """Take an item out, to be offered for a later meeting."""
    item.state, item.meeting_id, item.position = ItemState.WAITING, None, 0
    session.add(item)
    session.flush()


def arrange(session: Session, meeting: Meeting, ordered: Iterable[AgendaItem]) -> None:
    """Let the open items of a meeting stand in this order, the treated ones before them."""
    first = _last_position(session, meeting, state=ItemState.TREATED) + 1
    for position, item in enumerate(ordered, start=first):
        item.position = position
        session.add(item)
    session.flush()


def rows(session: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """The open items of a meeting in their order, to be changed."""
    return session.exec(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.state == ItemState.OPEN)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
        .execution_options(populate_existing=True)
    ).all()


def lay_standing(session: Session, meeting: Meeting, now: datetime) -> None:
    """The standing items of the agreement, those that were not on this agenda before.

    Doing it twice changes nothing, and one that the host took out stays out. What is posted, or
    over, stays as it is.
    """
    if meeting.state not in LIVE or meeting.agenda_posted_at or meeting.ends_at < now:
        return
    known = session.exec(
        select(AgendaItem.standing).where(AgendaItem.meeting_id == meeting.id)
    ).all()
    for standing in agreements.standing_items(session, meeting.network_id, meeting.activity):
        if standing.title not in known:
            place(session, _row(standing, meeting, now), meeting)


def _row(standing: StandingItem, meeting: Meeting, now: datetime) -> AgendaItem:
    return AgendaItem(
        network_id=meeting.network_id,
        title=standing.title,
        kind=standing.kind,
        state=ItemState.OPEN,
        minutes=standing.minutes,
        standing=standing.title,
        proposed_at=now,
    )


def _last_position(session: Session, meeting: Meeting, state: ItemState | None = None) -> int:
    statement = select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
    if state is not None:
        statement = statement.where(AgendaItem.state == state)
    return session.exec(statement).one() or 0
