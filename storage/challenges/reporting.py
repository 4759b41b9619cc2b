"""The status of a challenge, written once, comes up by itself where others should hear it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain import challenge_texts as texts
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.challenges import ChallengeState
from bot.domain.errors import mark
from bot.domain.meetings import Activity, BodyKind
from storage import agenda
from storage.challenges.solving import begun
from storage.tables import AgendaItem, Body, Challenge, Meeting, Solution

TITLE = mark("Status: {status}")
MINUTES = 5  # as proposed: an item without time hides when all after it begin
# Where it is heard, by the body that must exist for it; the network hears everything.
_HEARD_AT = {
    BodyKind.STEERING_GROUP: Activity.STEERING_GROUP,
    BodyKind.WORKING_GROUP: Activity.WORKING_GROUP,
}


def write(session: Session, row: Challenge, text: str, person_id: int, now: datetime) -> None:
    """What is written anew is told anew; what has not been heard yet is told in the new words."""
    found = begun(session, row.id or 0)
    found.status, found.status_by_id = text, person_id
    found.heard = {
        activity: item_id for activity, item_id in found.heard.items() if _unheard(session, item_id)
    }
    for activity, item_id in found.heard.items():
        item = session.get_one(AgendaItem, item_id)
        item.title, item.note = _title(text), _note(Activity(activity), text)
        _changed(session, item, now)
    session.add(found)
    session.flush()
    place(session, row, found, now)


def _unheard(session: Session, item_id: int) -> bool:
    item = session.get(AgendaItem, item_id)
    return item is not None and item.state in {ItemState.OPEN, ItemState.WAITING}


def _changed(session: Session, item: AgendaItem, now: datetime) -> None:
    session.add(item)
    session.flush()
    meeting = session.get(Meeting, item.meeting_id) if item.meeting_id else None
    if meeting is not None:
        agenda.changed(session, meeting, now)


def place_due(session: Session, now: datetime) -> None:
    """Tick: also where there was no next meeting when it was written."""
    told = (ChallengeState.SOLVING, ChallengeState.AGREED, ChallengeState.IN_USE)
    rows = session.exec(
        select(Challenge, Solution)
        .join(Solution, col(Solution.challenge_id) == col(Challenge.id))
        .where(col(Challenge.state).in_(told), Solution.status != "")
        .with_for_update()
    ).all()
    bodies = _bodies(session, {row.network_id for row, _ in rows})
    for row, found in rows:
        _place(session, row, found, bodies[row.network_id], now)


def place(session: Session, row: Challenge, found: Solution, now: datetime) -> None:
    """On the next agenda of each body that has not heard it. Once: a host who took it out is not
    given it again.
    """
    _place(session, row, found, _bodies(session, [row.network_id])[row.network_id], now)


def _place(
    session: Session, row: Challenge, found: Solution, bodies: Collection[BodyKind], now: datetime
) -> None:
    hear_it = (activity for kind, activity in _HEARD_AT.items() if kind in bodies)
    for activity in (Activity.NETWORK_MEETING, *hear_it):
        if activity in found.heard:
            continue
        meeting = agenda.coming(session, row.network_id, now, activity)
        if meeting is None:
            continue
        item = _item(row, found, activity, now)
        agenda.lay_standing(session, meeting, now)
        placed = agenda.place(session, item, meeting)
        found.heard = {**found.heard, activity.value: placed.id}
        session.add(found)
        agenda.changed(session, meeting, now)


def _bodies(session: Session, network_ids: Collection[int]) -> dict[int, set[BodyKind]]:
    """The bodies that there are, by network."""
    found: dict[int, set[BodyKind]] = {number: set() for number in network_ids}
    rows = select(Body.network_id, Body.kind).where(col(Body.network_id).in_(network_ids))
    for network_id, kind in session.exec(rows) if found else ():
        found[network_id].add(BodyKind(kind))
    return found


def _item(row: Challenge, found: Solution, activity: Activity, now: datetime) -> AgendaItem:
    """Whoever wrote it has proposed it: so it goes on to the next meeting, if this one does not
    reach it.
    """
    return AgendaItem(
        network_id=row.network_id,
        title=_title(found.status),
        kind=ItemKind.ORIENTATION,
        state=ItemState.OPEN,
        minutes=MINUTES,
        proposed_by_id=found.status_by_id,
        proposed_at=now,
        note=_note(activity, found.status),
    )


def _title(text: str) -> str:
    """One line; an agenda is the network's own, in bokmål as its people's words are."""
    return texts.agenda_title(TITLE.format(status=text))


def _note(activity: Activity, text: str) -> str:
    """The whole of it, where the title has no room for that; the steering group hears one line."""
    whole = _title(text) == TITLE.format(status=text)
    return "" if whole or activity is Activity.STEERING_GROUP else text


def withdraw(session: Session, found: Solution, removed: str, now: datetime) -> None:
    """The text is taken back: what nobody has heard is taken off, what was heard has no name."""
    for item_id in found.heard.values():
        item = session.get(AgendaItem, item_id)
        if item is None:
            continue
        if _unheard(session, item_id):
            agenda.withdraw(session, item)
        item.title, item.note = removed, ""
        _changed(session, item, now)
