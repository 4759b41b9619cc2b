"""The host orders and times the items: all at once as lines, or one of them opened.

Whoever changes a list has seen it: one that somebody else changed meanwhile is shown as it became.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import agenda_lines, guard, typed
from bot.domain.agenda import (
    MOST_ITEMS,
    Item,
    ItemState,
    comes_anew,
    stamp,
)
from bot.domain.agenda_lines import Arrangement, arranged, kind_of, written
from bot.domain.errors import mark
from bot.features.agenda import reading
from cards import agenda_order
from cards.agenda import OrderAgenda
from cards.agenda_order import SaveOrder
from storage import agenda, meetings
from storage.tables import AgendaItem, Meeting


def begin(deps: Deps, turn: Turn, action: OrderAgenda) -> Reply:
    """«Ordne»: the items as lines, and what waits for a meeting like this."""
    with deps.store.transaction() as session:
        row = reading.own(deps, session, turn, action.meeting)
        listed = reading.open_items(session, action.meeting)
        as_it_is = SaveOrder(meeting=action.meeting, seen="", lines=written(listed))
        return _form(deps, session, turn, row, as_it_is)


def save(deps: Deps, turn: Turn, action: SaveOrder) -> Reply:
    """The lines become the agenda. What no line speaks of any more waits, or is gone."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = reading.own(deps, session, turn, action.meeting)
        listed = reading.open_items(session, action.meeting)
        if stamp(listed) != action.seen:
            form.refuse("lines", mark("Lista er endret mens du skrev. Slik er den nå:"))
            return _form(deps, session, turn, row, action, form, now=written(listed))
        wanted = form.read("lines", lambda: _arrangement(action.lines, listed))
        if wanted is None:
            return _form(deps, session, turn, row, action, form)
        _rearrange(session, turn, row, wanted)
        _take_in(session, row, typed.ids(action.take))
        agenda.changed(session, row, turn.now)
        return reading.reply(deps, session, turn, row, told=_told_out(turn, wanted.taken_out))


def _arrangement(lines: str, listed: Sequence[Item]) -> Arrangement:
    clean = guard.text(lines, longest=agenda_lines.LONGEST)
    return arranged(agenda_lines.read(clean), listed)


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    filled: SaveOrder,
    form: typed.Form | None = None,
    now: str = "",
) -> Reply:
    """The form as it was filled in. `now`: the agenda as it became meanwhile."""
    (meeting,) = meetings.described(session, [row])
    view = agenda_order.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        seen=stamp(reading.open_items(session, meeting.id)),
        lines=filled.lines,
        waiting=agenda.waiting(session, row),
        take=filled.take,
        problem=turn.words.problems(form).get("lines", "") if form else "",
        now=now,
    )
    return Reply(agenda_order.build(view, turn.words))


def _rearrange(session: Session, turn: Turn, row: Meeting, wanted: Arrangement) -> None:
    known = {item.id: item for item in agenda.rows(session, row.id or 0)}
    ordered = []
    for placed in wanted.placed:
        item = known[placed.item.id] if placed.item else _new(session, turn, row, placed.line.title)
        item.title, item.minutes = placed.line.title, placed.line.minutes
        ordered.append(item)
    for gone in wanted.taken_out:
        _put_aside(session, known[gone.id], gone)
    agenda.arrange(session, row, ordered)


def _new(session: Session, turn: Turn, row: Meeting, title: str) -> AgendaItem:
    """A line of the host's own belongs to the meeting, and is proposed by nobody."""
    item = AgendaItem(
        network_id=row.network_id,
        title=title,
        kind=kind_of(title),
        state=ItemState.OPEN,
        proposed_at=turn.now,
    )
    return agenda.add(session, item, row)


def _put_aside(session: Session, row: AgendaItem, item: Item) -> None:
    """Off the agenda: to wait for a later meeting, unless it belongs to this one only."""
    if comes_anew(item):
        agenda.withdraw(session, row)
    else:
        agenda.wait(session, row)


def _take_in(session: Session, row: Meeting, ids: Iterable[int]) -> None:
    """What waits comes last on the agenda, as long as there is room."""
    offered = {item.id for item in agenda.waiting(session, row)}
    room = MOST_ITEMS - len(agenda.rows(session, row.id or 0))
    for number in [i for i in ids if i in offered][: max(room, 0)]:
        agenda.place(session, session.get_one(AgendaItem, number), row)


def _told_out(turn: Turn, taken_out: Sequence[Item]) -> str:
    waits = [f"«{item.title}»" for item in taken_out if not comes_anew(item)]
    if not waits:
        return ""
    titles = turn.words.listing(waits)
    return turn.words.text("Tatt ut: {titles}. Du finner det igjen under «Ordne».", titles=titles)
