"""`meld sak`: anybody proposes an item, sees where it ended up, and can take it back."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agenda import MEETS_AS, MOST_ITEMS, ItemKind, ItemState
from bot.domain.agenda_form import checked_kind, checked_minutes, checked_title
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Activity, BodyKind, may_change
from bot.features.agenda import reading
from cards import agenda_receipt, propose_item
from cards.agenda_receipt import RestoreItem, WithdrawItem
from cards.openings import ProposeItem
from cards.propose_item import SubmitItem, When
from cards.words import capital
from storage import agenda, bodies, meetings, versions
from storage.tables import AgendaItem, Body, Meeting


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that can be taken."""

    title: str
    kind: ItemKind
    minutes: int | None
    noted: bool
    when: When
    body: Body | None


def begin(deps: Deps, turn: Turn) -> Reply:
    """`meld sak Tema for fagdagen`: the form, with what was typed after the command."""
    with deps.store.transaction() as session:
        return _form(deps, session, turn, SubmitItem(title=capital(turn.rest)))


def begin_for(deps: Deps, turn: Turn, action: ProposeItem) -> Reply:
    """The form, for one meeting."""
    with deps.store.transaction() as session:
        reading.found(session, turn, action.meeting)
        return _form(deps, session, turn, SubmitItem(meeting=action.meeting))


def submit(deps: Deps, turn: Turn, action: SubmitItem) -> Reply:
    """The item is on an agenda, or waits. The same form, sent twice, is one item."""
    form = typed.Form()
    with deps.store.transaction() as session:
        filled = _read(session, turn, action, form)
        if filled is None:
            return _form(deps, session, turn, action, form)
        meeting = _treated_in(deps, session, turn, action, filled)
        row = _proposed(turn, filled, meeting)
        before = agenda.same(session, row, meeting)
        if before is None:
            _add(session, turn, row, meeting)
        return _receipt(deps, session, turn, before or row)


def _read(session: Session, turn: Turn, action: SubmitItem, form: typed.Form) -> Typed | None:
    title = form.read("title", lambda: checked_title(action.title))
    minutes = form.read("minutes", lambda: checked_minutes(action.minutes))
    kind = form.read("kind", lambda: checked_kind(action.kind))
    when = form.read("when", lambda: _when(action.when))
    body = form.read("body", lambda: _body(session, turn, action.body))
    if form.problems or title is None or kind is None or when is None:
        return None
    return Typed(title, kind, minutes, action.noted == "true", when, body)


def _when(value: str) -> When:
    if value not in set(When):
        raise Refused(mark("Velg ett av svarene."))
    return When(value)


def _body(session: Session, turn: Turn, value: str) -> Body | None:
    """The chosen body; the network itself where there is nothing to choose. Raises Refused."""
    listed = _bodies(session, turn)
    if len(listed) > 1 and value:
        chosen = next((body for body in listed if str(body.id) == value), None)
        if chosen is None:
            raise Refused(mark("Velg ett av svarene."))
        return chosen
    return next(iter(listed), None)


def _bodies(session: Session, turn: Turn) -> list[Body]:
    return [b for b in bodies.of(session, turn.known.network_id) if b.kind in MEETS_AS]


def _treated_in(
    deps: Deps, session: Session, turn: Turn, action: SubmitItem, filled: Typed
) -> Meeting | None:
    """The meeting it was proposed for, or the next one; None for later, or where none is planned.

    Raises Refused where its agenda is full.
    """
    network_id, activity = turn.known.network_id, _activity(filled.body)
    if action.meeting is not None:
        asked = reading.found(session, turn, action.meeting)
        activity = asked.activity
        if filled.when is When.NEXT and reading.is_live(asked, deps):
            return _with_room(session, asked)
    if filled.when is When.LATER:
        return None
    following = agenda.coming(session, network_id, turn.now, activity)
    return (
        _with_room(session, reading.found(session, turn, following.id or 0)) if following else None
    )


def _activity(body: Body | None) -> Activity:
    return MEETS_AS[body.kind if body else BodyKind.NETWORK]


def _with_room(session: Session, meeting: Meeting) -> Meeting:
    if len(agenda.titles(session, meeting.id or 0)) >= MOST_ITEMS:
        raise Refused(mark("Sakslista er full. Meld saken til et senere møte."))
    return meeting


def _proposed(turn: Turn, filled: Typed, meeting: Meeting | None) -> AgendaItem:
    return AgendaItem(
        network_id=turn.known.network_id,
        body_id=filled.body.id if filled.body else None,
        title=filled.title,
        kind=filled.kind,
        state=ItemState.OPEN if meeting else ItemState.WAITING,
        minutes=filled.minutes,
        noted=filled.noted,
        proposed_by_id=turn.known.person_id,
        proposed_at=turn.now,
    )


def _add(session: Session, turn: Turn, row: AgendaItem, meeting: Meeting | None) -> None:
    agenda.add(session, row, meeting)
    _changed(session, turn, meeting)


def _form(
    deps: Deps, session: Session, turn: Turn, action: SubmitItem, form: typed.Form | None = None
) -> Reply:
    listed = _bodies(session, turn) if action.meeting is None else []
    several = listed if len(listed) > 1 else []
    row = None if several else _asked(deps, session, turn, action, listed)
    view = propose_item.View(
        today=deps.calendar.day_of(turn.now),
        meeting=meetings.described(session, [row])[0] if row else None,
        for_this=action.meeting is not None,
        bodies=tuple((body.id or 0, body.name) for body in several),
        title=action.title,
        kind=action.kind or ItemKind.DISCUSSION,
        minutes=action.minutes,
        noted=action.noted == "true",
        when=action.when or When.NEXT,
        body=action.body,
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(propose_item.build(view, turn.words))


def _asked(
    deps: Deps, session: Session, turn: Turn, action: SubmitItem, listed: list[Body]
) -> Meeting | None:
    """The meeting that the form names: the one it was opened from, or the next one."""
    if action.meeting is not None:
        row = reading.found(session, turn, action.meeting)
        if reading.is_live(row, deps):
            return row
    activity = _activity(next(iter(listed), None))
    return agenda.coming(session, turn.known.network_id, turn.now, activity)


def withdraw(deps: Deps, turn: Turn, action: WithdrawItem) -> Reply:
    """Whoever proposed it takes it back; so may the host. Pressed twice, it is gone once."""
    with deps.store.transaction() as session:
        row, meeting = _own(session, turn, action.item)
        if row.state in _ALIVE:
            agenda.withdraw(session, row)
            _changed(session, turn, meeting)
        return _receipt(deps, session, turn, row)


def restore(deps: Deps, turn: Turn, action: RestoreItem) -> Reply:
    """«Angre»: back where it was, or to wait, where that meeting is over."""
    with deps.store.transaction() as session:
        row, meeting = _own(session, turn, action.item)
        if row.state is ItemState.WITHDRAWN and meeting and reading.is_live(meeting, deps):
            row.state = ItemState.OPEN
            session.add(row)
            _changed(session, turn, meeting)
        elif row.state is ItemState.WITHDRAWN:
            agenda.wait(session, row)
        return _receipt(deps, session, turn, row)


_ALIVE = (ItemState.OPEN, ItemState.WAITING)


def _changed(session: Session, turn: Turn, meeting: Meeting | None) -> None:
    if meeting is not None:
        agenda.changed(session, meeting, turn.now)


def _own(session: Session, turn: Turn, item_id: int) -> tuple[AgendaItem, Meeting | None]:
    """An item that this member may withdraw, and its meeting. Raises Refused for all others."""
    row = agenda.find(session, turn.known.network_id, item_id)
    if row is None:
        raise Refused(mark("Den saken finnes ikke lenger."))
    meeting = versions.locked(session, row.network_id, row.meeting_id) if row.meeting_id else None
    prepares = may_change(turn.known, meeting.host_id if meeting else None)
    if row.proposed_by_id != turn.known.person_id and not prepares:
        raise Refused(mark("Det er den som meldte saken, eller verten, som kan trekke den."))
    return row, meeting


def _receipt(deps: Deps, session: Session, turn: Turn, row: AgendaItem) -> Reply:
    meeting = session.get_one(Meeting, row.meeting_id) if row.meeting_id else None
    item = agenda.described(session, row.id or 0)
    order = [other.id for other in agenda.items(session, meeting.id or 0)] if meeting else []
    body = bodies.find(session, row.network_id, row.body_id) if row.body_id else None
    following = agenda.coming(session, row.network_id, turn.now, _activity(body))
    view = agenda_receipt.View(
        item=item,
        today=deps.calendar.day_of(turn.now),
        meeting=meetings.described(session, [meeting])[0] if meeting else None,
        place=order.index(item.id) + 1 if item.id in order else 0,
        planned=following is not None,
    )
    return Reply(agenda_receipt.build(view, turn.words))
