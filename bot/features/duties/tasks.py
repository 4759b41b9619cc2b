"""`oppfølging`: what was promised and is not done, and «Gjort»."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import minutes
from bot.domain.errors import Refused, mark
from bot.domain.people import may_act_for
from bot.features.duties.agencies import with_task
from cards import tasks as tasks_card
from cards.duty_actions import Shown
from cards.tasks import FinishTask, ReopenTask, ShowTasks, TaskRow
from storage import networks, tasks
from storage.tables import Network

PAGE = 8


def follow_up(deps: Deps, turn: Turn) -> Reply:
    """`oppfølging`: one's own agency first, then the others', the oldest first."""
    return turn_page(deps, turn, ShowTasks(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowTasks) -> Reply:
    with deps.store.transaction() as session:
        return _listed(deps, session, turn, action.page)


def finish(deps: Deps, turn: Turn, action: FinishTask) -> Reply:
    """«Gjort». Pressed twice, it stays done by the one who was first."""
    return _change(deps, turn, action, done=True)


def reopen(deps: Deps, turn: Turn, action: ReopenTask) -> Reply:
    """«Angre»."""
    return _change(deps, turn, action, done=False)


def _change(deps: Deps, turn: Turn, action: FinishTask | ReopenTask, *, done: bool) -> Reply:
    task_id = action.task
    with deps.store.transaction() as session:
        task = tasks.find(session, turn.known.network_id, task_id)
        if task is None:
            raise Refused(mark("Den oppgaven finnes ikke lenger."))
        if not may_act_for(turn.known, _heir(deps, session, turn, task.organisation_id)):
            raise Refused(
                mark("Oppgaven hører til en annen etat. Det er de som melder den som gjort.")
            )
        tasks.turn(session, task_id, turn.known.person_id, turn.now, done=done)
        session.refresh(task)
        just = tasks.described(session, task_id)
        if action.shown is Shown.AGENCY:
            return with_task(deps, session, turn, just, action.page)
        return _listed(deps, session, turn, action.page, just=just)


def _heir(deps: Deps, session: Session, turn: Turn, agency_id: int) -> int:
    agencies = networks.agencies(session, turn.known.network_id)
    return minutes.heir(agencies, agency_id, deps.calendar.day_of(turn.now))


def _listed(
    deps: Deps, session: Session, turn: Turn, page: int, just: minutes.Task | None = None
) -> Reply:
    """A page of what is open; what was just finished keeps its place on it."""
    unfinished = tasks.unfinished(session, turn.known.network_id)
    shown = {task.id: task for task in (*unfinished, *([just] if just else []))}
    rows = _rows(deps, session, turn, [shown[task_id] for task_id in sorted(shown)])
    view = tasks_card.View(
        network=session.get_one(Network, turn.known.network_id).name,
        today=deps.calendar.day_of(turn.now),
        tasks=tuple(rows[page * PAGE : (page + 1) * PAGE]),
        count=len(unfinished),
        page=page,
        has_more=len(rows) > (page + 1) * PAGE,
    )
    return Reply(tasks_card.build(view, turn.words))


def _rows(deps: Deps, session: Session, turn: Turn, listed: list[minutes.Task]) -> list[TaskRow]:
    """Where others read it, the card is the same for everybody: a press checks the right anyway."""
    agencies = networks.agencies(session, turn.known.network_id)
    today = deps.calendar.day_of(turn.now)
    mine = {
        task.id: may_act_for(turn.known, minutes.heir(agencies, task.agency_id, today))
        for task in listed
    }
    if turn.read_by_others:
        return [TaskRow(task) for task in listed]
    own_first = sorted(listed, key=lambda task: not mine[task.id])
    return [TaskRow(task, may_act=mine[task.id]) for task in own_first]
