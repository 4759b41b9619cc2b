"""What was promised at meetings and is not done: one's own agency first, the oldest first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.minutes import Task
from cards import samples
from cards.actions import CardAction, RowId
from cards.duty_actions import Shown
from cards.duty_words import SOON
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    row,
)
from cards.words import NEAR, Words


class ShowTasks(CardAction):
    """Another page of what is open."""

    verb = "tasks/1"
    page: int = Field(ge=0, le=1000)


class FinishTask(CardAction):
    """«Gjort». shown: on which list, to answer with the same one; PRESSED is `oppfølging`."""

    verb = "task.done/1"
    task: RowId
    shown: Shown = Shown.PRESSED
    page: int = Field(default=0, ge=0, le=1000)


class ReopenTask(CardAction):
    """«Angre»."""

    verb = "task.undo/1"
    task: RowId
    shown: Shown = Shown.PRESSED
    page: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`may_act`: the reader can say that it is done, or that it is not after all."""

    task: Task
    may_act: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """A page of the open tasks, and what was just finished. count: all that are open."""

    network: str
    today: date
    tasks: tuple[TaskRow, ...]
    count: int
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(view.network, words.text("oppfølging")),
        heading(title),
        *([] if view.count else [context(words.text("Nye oppgaver kommer fra neste møte."))]),
        *(task_row(listed, view.today, words, page=view.page) for listed in view.tasks),
    ]
    return card(words, body, _pages(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Alt vi har lovet, er gjort")
    return words.plural(
        "Én ting gjenstår av det vi har lovet",
        "{number} ting gjenstår av det vi har lovet",
        view.count,
        number=words.number(view.count).capitalize(),
    )


def task_row(
    listed: TaskRow, today: date, words: Words, shown: Shown = Shown.PRESSED, page: int = 0
) -> Checked:
    """One task: what, of which agency, until when."""
    task, mark = listed.task, _mark(listed.task, today)
    place = {"task": task.id, "shown": shown, "page": page}
    pressed, title = FinishTask.model_validate(place), words.text("Gjort")
    if task.done_at is not None:
        return row(
            mark,
            task.text,
            _detail(task, today, words),
            button=_button(words.text("Angre"), ReopenTask.model_validate(place), listed, words),
        )
    return row(
        mark,
        task.text,
        _detail(task, today, words),
        strong=mark is Mark.SOON,
        button=_button(title, pressed, listed, words),
    )


def _button(title: str, pressed: CardAction, listed: TaskRow, words: Words) -> Execute | None:
    """Which of several it is, is for screen readers."""
    about = words.text("{title}: {duty}", title=title, duty=listed.task.text)
    return button(title, pressed, tooltip=about) if listed.may_act else None


def _mark(task: Task, today: date) -> Mark:
    if task.done_at is not None:
        return Mark.DONE
    near = task.due_on is not None and (task.due_on - today).days <= SOON
    return Mark.SOON if near else Mark.OPEN


def _detail(task: Task, today: date, words: Words) -> str:
    if task.done_at is not None:
        when = words.moment(task.done_at, today)
        return words.text("Gjort av {name}, {when}", name=task.done_by, when=when)
    if task.due_on is None:
        return task.agency
    day, distance = words.short_day(task.due_on, today), (task.due_on - today).days
    if distance in NEAR:
        day = words.text(NEAR[distance])
    if distance < 0:
        return words.text("{agency}, fristen var {day}", agency=task.agency, day=day)
    return words.text("{agency}, frist {day}", agency=task.agency, day=day)


def _pages(view: View, words: Words) -> list[Execute]:
    ways = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    return [button(title, ShowTasks(page=page)) for there, title, page in ways if there]


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
_TASK = Task(5, "Kaller inn rektorene", 2, "Karriere Agder Lyngdal", date(2027, 4, 1))
_DONE = samples.SOME_DUTIES[0]
_OPEN = View(
    _NETWORK,
    samples.TODAY,
    (
        TaskRow(replace(_TASK, id=3, text="Sender ut oversikten", due_on=date(2027, 2, 20))),
        TaskRow(_TASK),
        TaskRow(
            replace(_TASK, id=6, text="Finner lokale", agency="NAV Lindesnes", due_on=None),
            may_act=False,
        ),
    ),
    count=3,
)
SAMPLES: dict[str, View] = {
    "open": _OPEN,
    "one-done": replace(
        _OPEN,
        tasks=(
            TaskRow(replace(_TASK, done_at=_DONE.done_at, done_by=_DONE.done_by)),
            *_OPEN.tasks[1:],
        ),
        count=2,
    ),
    "last": replace(_OPEN, tasks=_OPEN.tasks[1:2], count=1),
    "empty": replace(_OPEN, tasks=(), count=0),
    "longest": replace(
        _OPEN,
        tasks=(TaskRow(replace(_TASK, text=samples.LONGEST[:200], agency=samples.LONG_NAME)),) * 8,
        count=21,
        page=1,
        has_more=True,
    ),
}
