"""Working through the agenda, one item on a card. Every press keeps what was typed."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import minutes
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.errors import Refused, mark
from bot.domain.minutes import Outcome
from bot.features.outcomes import reading
from bot.features.outcomes.meeting import to_write
from bot.features.outcomes.reading import Written
from cards import outcomes as outcome_card
from cards import outcomes_list
from cards.openings import WriteOutcomes
from cards.outcomes import ItemForm, SaveOutcome, Step, TakeTaskBack
from cards.outcomes_list import Open, TakeItemBack, TurnOutcomes, WriteItem
from storage import agenda, meetings, outcomes, tasks
from storage import minutes as minutes_store
from storage.tables import AgendaItem, Meeting, Task

PAGE = 8
MOST_FOLLOWED_UP = 8  # open tasks on a card; `oppfølging` has them all
_FINE: Mapping[str, str] = MappingProxyType({})


def begin(deps: Deps, turn: Turn, action: WriteOutcomes) -> Reply:
    """The first item that nobody has written about; all of them, where everything is written."""
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        agenda.lay_standing(session, row, turn.now)
        waiting = minutes.first_untreated(outcomes.of_meeting(session, action.meeting))
        if waiting is None or row.minutes_posted_at is not None:
            return _list(deps, session, turn, row)
        return _form(deps, session, turn, row, waiting)


def write_item(deps: Deps, turn: Turn, action: WriteItem) -> Reply:
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        return _form(deps, session, turn, row, _outcome(session, row, action.item))


def turn_page(deps: Deps, turn: Turn, action: TurnOutcomes) -> Reply:
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        return _list(deps, session, turn, row, action.page)


def save(deps: Deps, turn: Turn, action: SaveOutcome) -> Reply:
    """Keep what was typed, then go where the press leads. Sent twice, it is written once."""
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        outcome = _outcome(session, row, action.item)
        form, written = reading.read(deps, session, row, outcome, action)
        if form.problems:
            problems = turn.words.problems(form)
            return _form(deps, session, turn, row, outcome, action, problems)
        listed = outcomes.of_meeting(session, action.meeting)
        following = minutes.first_untreated(listed, after=action.item)
        _keep(session, turn, row, outcome, written, action.step)
        if action.step is Step.TASK:
            return _form(deps, session, turn, row, _outcome(session, row, action.item))
        if action.step is Step.LIST or following is None:
            return _list(deps, session, turn, row)
        return _form(deps, session, turn, row, following)


def take_task_back(deps: Deps, turn: Turn, action: TakeTaskBack) -> Reply:
    """«Endre» for a task: it goes back into the fields, unless another one stands there."""
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        outcome = _outcome(session, row, action.item)
        if action.task.strip():
            problem = {"task": turn.words.text("Lagre denne først: trykk «Én oppgave til».")}
            return _form(deps, session, turn, row, outcome, action, problem)
        task = next((t for t in outcome.tasks if t.id == action.task_id), None)
        if task is None:
            raise Refused(mark("Den oppgaven finnes ikke lenger."))
        tasks.remove(session, task.id)
        _note_change(session, turn, row)
        without = _outcome(session, row, action.item)
        return _form(deps, session, turn, row, without, _with_task(action, task))


def _with_task(action: ItemForm, task: minutes.Task) -> ItemForm:
    due = task.due_on.isoformat() if task.due_on else ""
    values = {"task": task.text, "agency": str(task.agency_id), "due": due}
    return action.model_copy(update=values)


def take_item_back(deps: Deps, turn: Turn, action: TakeItemBack) -> Reply:
    """«Angre» for «Ikke nådd»."""
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        if action.item not in {item.id for item in outcomes.moved_on(session, action.meeting)}:
            raise Refused(mark("Saken er allerede behandlet på et senere møte."))
        outcomes.take_back(session, session.get_one(AgendaItem, action.item), row, turn.now)
        _note_change(session, turn, row)
        return _list(deps, session, turn, row)


# --- Keeping -------------------------------------------------------------------------------------


def _outcome(session: Session, row: Meeting, item_id: int) -> Outcome:
    """Raises Refused for an item that is not, or not any more, on this meeting's agenda."""
    for outcome in outcomes.of_meeting(session, row.id or 0):
        if outcome.item.id == item_id:
            return outcome
    raise Refused(mark("Saken står ikke på sakslista lenger."))


def _keep(
    session: Session, turn: Turn, row: Meeting, outcome: Outcome, written: Written, step: Step
) -> None:
    item = session.get_one(AgendaItem, outcome.item.id)
    if not written.stands(outcome):
        item.note, item.agreed = written.note, written.agreed
        _add_task(session, row, outcome, written)
        _note_change(session, turn, row)
    if step is Step.NOT_REACHED:
        _move_on(session, turn, row, item)
    elif step is Step.NEXT or _is_treated(outcome, written):
        item.state = ItemState.TREATED
    session.add(item)
    session.flush()


def _add_task(session: Session, row: Meeting, outcome: Outcome, written: Written) -> None:
    known = any((t.text, t.agency_id) == (written.task, written.agency_id) for t in outcome.tasks)
    if known or written.agency_id is None:
        return
    task = Task(
        network_id=row.network_id,
        meeting_id=row.id or 0,
        item_id=outcome.item.id,
        organisation_id=written.agency_id,
        text=written.task,
        due_on=written.due_on,
    )
    session.add(task)


def _move_on(session: Session, turn: Turn, row: Meeting, item: AgendaItem) -> None:
    """What comes anew to each meeting by itself is only passed over."""
    item.state = ItemState.OPEN
    if not item.standing and item.kind is not ItemKind.ROUND:
        agenda.move_on(session, item, row, turn.now)
        _note_change(session, turn, row)


def _is_treated(outcome: Outcome, written: Written) -> bool:
    has_tasks = bool(outcome.tasks or written.task)
    return minutes.is_treated(outcome.item.kind, written.note, written.agreed, has_tasks=has_tasks)


def _note_change(session: Session, turn: Turn, row: Meeting) -> None:
    """Posted minutes that change are shown as they are, and the days of approval run again."""
    if row.minutes_posted_at is not None:
        row.minutes_posted_at = turn.now
        session.add(row)
        minutes_store.redraw(session, row.id or 0, turn.now)


# --- Showing -------------------------------------------------------------------------------------


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    outcome: Outcome,
    fields: ItemForm | None = None,
    problems: Mapping[str, str] = _FINE,
) -> Reply:
    """The form of one item; `fields` come back from a press, with the stamp of what stands now."""
    (meeting,) = meetings.described(session, [row])
    ids = [listed.item.id for listed in outcomes.of_meeting(session, meeting.id)]
    fields = fields or _stored(row, outcome)
    view = outcome_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        outcome=outcome,
        place=ids.index(outcome.item.id) + 1,
        count=len(ids),
        agencies=reading.choices(deps, session, row.network_id),
        typed=fields.model_copy(update={"seen": outcome.stamp}),
        unfinished=_unfinished(session, row, outcome),
        problems=problems,
    )
    return Reply(outcome_card.build(view, turn.words), private=True)


def _stored(row: Meeting, outcome: Outcome) -> ItemForm:
    item = outcome.item
    return ItemForm(meeting=row.id or 0, item=item.id, note=item.note, agreed=item.agreed)


def _unfinished(session: Session, row: Meeting, outcome: Outcome) -> tuple[minutes.Task, ...]:
    if not minutes.follows_up(outcome.item):
        return ()
    earlier = tasks.unfinished(session, row.network_id, row.activity)
    own = {task.id for given in tasks.of_meeting(session, row.id or 0).values() for task in given}
    return tuple(task for task in earlier if task.id not in own)[:MOST_FOLLOWED_UP]


def _list(deps: Deps, session: Session, turn: Turn, row: Meeting, page: int = 0) -> Reply:
    (meeting,) = meetings.described(session, [row])
    listed = outcomes.of_meeting(session, meeting.id)
    objections = minutes_store.unsettled(session, meeting.id)
    has_more = len(listed) > (page + 1) * PAGE
    view = outcomes_list.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        outcomes=listed[page * PAGE : (page + 1) * PAGE],
        moved=() if has_more else outcomes.moved_on(session, meeting.id),
        treated=sum(outcome.treated for outcome in listed),
        count=len(listed),
        page=page,
        has_more=has_more,
        may_post=any(outcome.written for outcome in listed),
        posted=row.minutes_posted_at is not None,
        objections=tuple(Open(o.id or 0, name, o.text) for o, name in objections),
    )
    return Reply(outcomes_list.build(view, turn.words), private=True)
