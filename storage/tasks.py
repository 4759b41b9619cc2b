"""What agencies took upon themselves, and whether it is done."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import Select

from bot.domain import minutes as rules
from bot.domain.agenda import HAS_AGENDA, ItemKind, ItemState
from bot.domain.meetings import Activity
from bot.domain.minutes import FOLLOW_UP, FOLLOW_UP_MINUTES
from storage import agenda, networks
from storage.tables import AgendaItem, Meeting, Organisation, Person, Task


def of_meeting(session: Session, meeting_id: int) -> dict[int, tuple[rules.Task, ...]]:
    """The tasks that a meeting gave, by the item they came under."""
    found: dict[int, list[rules.Task]] = defaultdict(list)
    for row, agency, name in session.exec(_named().where(Task.meeting_id == meeting_id)).all():
        found[row.item_id or 0].append(_described(row, agency, name))
    return {item_id: tuple(tasks) for item_id, tasks in found.items()}


def of_items(session: Session, item_ids: Collection[int]) -> tuple[rules.Task, ...]:
    """The tasks that came under some items, at whatever meetings, in the order of their giving."""
    rows = session.exec(_named().where(col(Task.item_id).in_(item_ids))).all()
    return tuple(_described(*row) for row in rows)


def unfinished(
    session: Session, network_id: int, activity: Activity | None = None
) -> tuple[rules.Task, ...]:
    """What was promised (at meetings of this activity) and is not done, the oldest first."""
    wanted = _named().where(Task.network_id == network_id, col(Task.done_at).is_(None))
    if activity is not None:
        wanted = wanted.join(Meeting, col(Meeting.id) == col(Task.meeting_id))
        wanted = wanted.where(Meeting.activity == activity)
    return tuple(_described(*row) for row in session.exec(wanted).all())


def follow_up(session: Session, network_id: int, activity: Activity, after: datetime) -> None:
    """What is still open comes up by itself at the next such meeting that ends after a moment.

    Once: a host who took the item out is not given it again.
    """
    following = agenda.coming(session, network_id, after, activity)
    if following is None or not unfinished(session, network_id, activity):
        return
    if not _is_known(session, following):
        agenda.place(session, _item(network_id, after), following)
        agenda.changed(session, following, after)


def follow_up_all(session: Session, now: datetime) -> None:
    """Tick: also where there was no next meeting when the minutes were posted."""
    for network in networks.every(session):
        for activity in sorted(HAS_AGENDA):
            follow_up(session, network.id or 0, activity, now)


def _is_known(session: Session, meeting: Meeting) -> bool:
    """Whether the meeting has the item, or had it and its host took it out."""
    taken_out = (col(AgendaItem.state) == ItemState.WAITING) & (
        col(AgendaItem.body_id) == meeting.body_id
    )
    item = select(AgendaItem.id).where(
        AgendaItem.network_id == meeting.network_id,
        AgendaItem.standing == FOLLOW_UP,
        or_(col(AgendaItem.meeting_id) == meeting.id, taken_out),
    )
    return session.exec(item).first() is not None


def _item(network_id: int, now: datetime) -> AgendaItem:
    return AgendaItem(
        network_id=network_id,
        title=FOLLOW_UP,
        kind=ItemKind.DISCUSSION,
        state=ItemState.OPEN,
        standing=FOLLOW_UP,
        minutes=FOLLOW_UP_MINUTES,
        proposed_at=now,
    )


def find(session: Session, network_id: int, task_id: int) -> Task | None:
    """A task of this network; those of others do not exist here."""
    return session.exec(
        select(Task).where(Task.id == task_id, Task.network_id == network_id)
    ).first()


def described(session: Session, task_id: int) -> rules.Task:
    """A task as the rules and the cards see it. Raises NoResultFound."""
    return _described(*session.exec(_named().where(Task.id == task_id)).one())


def remove(session: Session, task_id: int) -> None:
    """It was never promised: whoever wrote it down takes it back."""
    session.delete(session.get_one(Task, task_id))
    session.flush()


def turn(session: Session, task_id: int, person_id: int, now: datetime, *, done: bool) -> bool:
    """Done, or open again. False when somebody else was first."""
    finished = col(Task.done_at)
    result = session.exec(
        update(Task)
        .where(col(Task.id) == task_id, finished.is_(None) if done else finished.is_not(None))
        .values(done_at=now if done else None, done_by_id=person_id if done else None)
    )
    return result.rowcount == 1


def _named() -> Select[Task, str, str]:
    """Tasks with the names of their agencies and of who did them, in the order of their giving."""
    return (
        select(Task, Organisation.name, Person.name)
        .join(Organisation, col(Organisation.id) == col(Task.organisation_id))
        .join(Person, col(Person.id) == col(Task.done_by_id), isouter=True)
        .order_by(col(Task.id))
    )


def _described(row: Task, agency: str, done_by: str | None) -> rules.Task:
    return rules.Task(
        id=row.id or 0,
        text=row.text,
        agency_id=row.organisation_id,
        agency=agency,
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=done_by,
    )
