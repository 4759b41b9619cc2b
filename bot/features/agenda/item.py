"""One item of an agenda, opened by the host: its words, its minutes, its place, or out."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agenda import Item, ItemKind, ItemState, comes_anew, stamp
from bot.domain.agenda_form import checked_kind, checked_minutes, checked_title
from bot.domain.errors import Refused, mark
from bot.features.agenda import reading
from cards import agenda_item
from cards.agenda import PutBack
from cards.agenda_item import PutOff, SaveItem, StrikeOut
from cards.agenda_list import OpenItem
from cards.agenda_rows import about, history
from storage import agenda, meetings
from storage.tables import AgendaItem, Meeting


def open_item(deps: Deps, turn: Turn, action: OpenItem) -> Reply:
    """One item of the agenda, to change it."""
    with deps.store.transaction() as session:
        row, item = _own_item(deps, session, turn, action.item)
        as_it_is = SaveItem(
            item=item.id,
            seen=stamp([item]),
            title=item.title,
            minutes="" if item.minutes is None else str(item.minutes),
            kind=item.kind,
            place=str(_place(session, row, item)),
            noted="true" if item.noted else "false",
        )
        return _item_form(deps, session, turn, row, item, as_it_is)


def save_item(deps: Deps, turn: Turn, action: SaveItem) -> Reply:
    """The item as it was typed; a form that cannot be taken comes back with all of it."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row, item = _own_item(deps, session, turn, action.item)
        if stamp([item]) != action.seen:
            form.refuse(
                "title",
                mark("Noen endret saken mens du skrev. Lagre igjen om dette gjelder."),
            )
            return _item_form(deps, session, turn, row, item, action, form)
        title = form.read("title", lambda: checked_title(action.title))
        minutes = form.read("minutes", lambda: checked_minutes(action.minutes))
        kind = form.read("kind", lambda: checked_kind(action.kind))
        if form.problems or title is None or kind is None:
            return _item_form(deps, session, turn, row, item, action, form)
        _write(session, item, title, minutes, kind, noted=action.noted == "true")
        _put_in_place(session, row, item, action.place)
        agenda.changed(session, row, turn.now)
        return reading.reply(deps, session, turn, row)


def _write(
    session: Session, item: Item, title: str, minutes: int | None, kind: ItemKind, *, noted: bool
) -> None:
    row = session.get_one(AgendaItem, item.id)
    row.title, row.minutes, row.kind, row.noted = title, minutes, kind, noted
    session.add(row)
    session.flush()


def _put_in_place(session: Session, row: Meeting, item: Item, place: str) -> None:
    """Anything that is no place on this list leaves the order as it is."""
    ordered = list(agenda.rows(session, row.id or 0))
    if not place.isascii() or not place.isdigit() or not 1 <= int(place) <= len(ordered):
        return
    moved = next(other for other in ordered if other.id == item.id)
    ordered.remove(moved)
    ordered.insert(int(place) - 1, moved)
    agenda.arrange(session, row, ordered)


def _item_form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    item: Item,
    filled: SaveItem,
    form: typed.Form | None = None,
) -> Reply:
    (meeting,) = meetings.described(session, [row])
    others = [i.title for i in reading.open_items(session, meeting.id) if i.id != item.id]
    told = (about(item, turn.words), history(item, turn.words))
    view = agenda_item.View(
        item=item.id,
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        seen=stamp([item]),
        title=filled.title,
        minutes=filled.minutes,
        kind=filled.kind,
        noted=filled.noted == "true",
        place=_place(session, row, item),
        others=tuple(others),
        about=" · ".join(part for part in told if part),
        can_wait=not comes_anew(item),
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(agenda_item.build(view, turn.words))


def _place(session: Session, row: Meeting, item: Item) -> int:
    return [i.id for i in reading.open_items(session, row.id or 0)].index(item.id) + 1


def put_off(deps: Deps, turn: Turn, action: PutOff) -> Reply:
    """«Utsett»: it waits for a later meeting, which can be undone."""
    with deps.store.transaction() as session:
        row, item = _own_item(deps, session, turn, action.item)
        agenda.wait(session, session.get_one(AgendaItem, item.id))
        agenda.changed(session, row, turn.now)
        told = turn.words.text("«{title}» er utsatt til et senere møte.", title=item.title)
        return reading.reply(deps, session, turn, row, told=told, undo=item.id)


def strike_out(deps: Deps, turn: Turn, action: StrikeOut) -> Reply:
    """«Stryk»: it is not treated at all, which can be undone."""
    with deps.store.transaction() as session:
        row, item = _own_item(deps, session, turn, action.item)
        agenda.withdraw(session, session.get_one(AgendaItem, item.id))
        agenda.changed(session, row, turn.now)
        told = turn.words.text("«{title}» er strøket.", title=item.title)
        return reading.reply(deps, session, turn, row, told=told, undo=item.id)


def put_back(deps: Deps, turn: Turn, action: PutBack) -> Reply:
    """«Angre»: what was taken out comes back, last on the list. Pressed twice, it is there once."""
    with deps.store.transaction() as session:
        row = reading.own(deps, session, turn, action.meeting)
        item = agenda.find(session, turn.known.network_id, action.item)
        if item is not None and _was_taken_out(item, row):
            agenda.place(session, item, row)
            agenda.changed(session, row, turn.now)
        return reading.reply(deps, session, turn, row)


def _was_taken_out(item: AgendaItem, row: Meeting) -> bool:
    withdrawn_here = item.state is ItemState.WITHDRAWN and item.meeting_id == row.id
    return item.state is ItemState.WAITING or withdrawn_here


def _own_item(deps: Deps, session: Session, turn: Turn, item_id: int) -> tuple[Meeting, Item]:
    """An item on the agenda of such a meeting. Raises Refused for any other."""
    row = agenda.find(session, turn.known.network_id, item_id)
    if row is None or row.meeting_id is None or row.state is not ItemState.OPEN:
        raise Refused(mark("Saken står ikke på lista lenger."))
    meeting = reading.own(deps, session, turn, row.meeting_id)
    return meeting, agenda.described(session, item_id)
