"""What came of one item: the note, what was agreed, a task. One item a card, then the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.meetings import Meeting
from bot.domain.minutes import LONGEST, LONGEST_TASK, MOST_TASKS, Outcome, Task
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_rows import KINDS
from cards.challenge_form import AgencyChoice
from cards.elements import (
    ActionSet,
    Checked,
    Execute,
    Input,
    Mark,
    button,
    card,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    line,
    line_input,
    row,
    section,
    text_input,
    with_problems,
)
from cards.meeting import name_and_day
from cards.words import Words


class Step(StrEnum):
    """Where a press leads; what was typed is kept on every way."""

    NEXT = "next"
    TASK = "task"  # stay, for another task
    NOT_REACHED = "not-reached"
    LIST = "list"


class ItemForm(CardAction):
    """What stands in the fields of one item. `seen`: the stamp of what was written before.

    due: ISO text. agency: an id as text.
    """

    meeting: RowId
    item: RowId
    seen: str = ""
    note: str = ""
    agreed: str = ""
    task: str = ""
    agency: str = ""
    due: str = ""


class SaveOutcome(ItemForm):
    verb = "outcomes.save/1"
    step: Step = Step.NEXT


class TakeTaskBack(ItemForm):
    """«Endre» for a task: it goes back into the fields, and is kept when they are saved."""

    verb = "outcomes.task-back/1"
    task_id: RowId


@dataclass(frozen=True, slots=True)
class View:
    """The form of one item, the `place`-th of `count`. `typed` is what stands in its fields.

    unfinished: what is still open from earlier meetings, under the item that follows it up.
    """

    meeting: Meeting
    today: date
    outcome: Outcome
    place: int
    count: int
    agencies: tuple[AgencyChoice, ...]
    typed: ItemForm
    unfinished: tuple[Task, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = item_title(view.outcome.item)
    where = words.text("Sak {place} av {count}", place=view.place, count=view.count)
    body: list[Checked] = [
        eyebrow(where, words.text(KINDS[view.outcome.item.kind]), _meeting(view, words)),
        heading(title),
        *_unfinished(view, words),
        *with_problems(_texts(view, words), view.problems),
        *_given(view, words),
        *with_problems(_task_fields(view, words), view.problems),
        ActionSet(actions=[_button(words.text("Én oppgave til"), view, Step.TASK)]),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def item_title(item: Item) -> str:
    """ "12/27 Ukentlig praksis", with the number where cases have one."""
    return f"{item.case} {item.title}".strip()


def task_line(task: Task, today: date, words: Words) -> str:
    """ "Karriere Agder: sender ut oversikten, innen 1. april"."""
    told = words.text("{agency}: {task}", agency=task.agency, task=task.text)
    if task.due_on is None:
        return told
    return words.text("{task}, innen {day}", task=told, day=words.short_day(task.due_on, today))


def _meeting(view: View, words: Words) -> str:
    return name_and_day(view.meeting, words, view.today)


def _unfinished(view: View, words: Words) -> list[Checked]:
    if not view.unfinished:
        return []
    shown = [line(task_line(task, view.today, words)) for task in view.unfinished]
    return [section(words.text("Ikke gjort ennå")), *shown]


def _texts(view: View, words: Words) -> list[Input]:
    decision = view.outcome.item.kind is ItemKind.DECISION
    agreed = words.text("Hva ble avgjort?") if decision else words.text("Hva ble dere enige om?")
    return [
        text_input(
            "agreed",
            agreed if decision else words.text("{label} (valgfritt)", label=agreed),
            value=view.typed.agreed,
            longest=LONGEST,
            error=words.text("Skriv det så kort du kan."),
        ),
        text_input(
            "note",
            words.text("Notat (valgfritt)"),
            value=view.typed.note,
            longest=LONGEST,
            error=words.text("Skriv det så kort du kan."),
        ),
    ]


def _given(view: View, words: Words) -> list[Checked]:
    return [
        row(
            Mark.DONE if task.done_at else Mark.OPEN,
            task.text,
            _detail(task, view.today, words),
            button=button(words.text("Endre"), _take_back(view, task), with_inputs=True),
        )
        for task in view.outcome.tasks
    ]


def _take_back(view: View, task: Task) -> TakeTaskBack:
    typed = view.typed
    return TakeTaskBack(meeting=typed.meeting, item=typed.item, seen=typed.seen, task_id=task.id)


def _detail(task: Task, today: date, words: Words) -> str:
    if task.due_on is None:
        return task.agency
    return words.text(
        "{agency}, innen {day}", agency=task.agency, day=words.short_day(task.due_on, today)
    )


def _task_fields(view: View, words: Words) -> list[Input]:
    return [
        line_input(
            "task",
            words.text("Oppgave (valgfritt)"),
            value=view.typed.task,
            longest=LONGEST_TASK,
            error=words.text("Skriv hva som skal gjøres."),
        ),
        dropdown_input(
            "agency",
            words.text("Hvem gjør det?"),
            [(str(agency.id), agency.name) for agency in view.agencies],
            value=view.typed.agency,
            error=words.text("Velg hvem som gjør det."),
        ),
        date_input(
            words,
            "due",
            words.text("Innen (valgfritt)"),
            value=view.typed.due,
            error=words.text("Velg en dag."),
        ),
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    last = view.place == view.count
    titles = {
        Step.NEXT: words.text("Ferdig") if last else words.text("Neste sak"),
        Step.NOT_REACHED: words.text("Ikke nådd"),
        Step.LIST: words.text("Alle sakene"),
    }
    return [_button(title, view, step) for step, title in titles.items()]


def _button(title: str, view: View, step: Step) -> Execute:
    typed = view.typed
    save = SaveOutcome(meeting=typed.meeting, item=typed.item, step=step, seen=typed.seen)
    return button(title, save, with_inputs=True)


_ITEM = Item(21, "Ukentlig praksis og modulene", ItemKind.DECISION)
_TASK = Task(5, "kaller inn rektorene", 2, "Karriere Agder Lyngdal", date(2027, 4, 1))
_AGENCIES = (
    AgencyChoice(1, "NAV Lindesnes"),
    AgencyChoice(2, "Karriere Agder Lyngdal"),
    AgencyChoice(3, samples.LONG_NAME),
)
_EMPTY = View(
    samples.NETWORK_MEETING,
    date(2027, 3, 18),
    Outcome(_ITEM),
    place=3,
    count=8,
    agencies=_AGENCIES,
    typed=ItemForm(meeting=7, item=21, seen="a1"),
)
SAMPLES: dict[str, View] = {
    "empty": _EMPTY,
    "with-task": replace(
        _EMPTY,
        outcome=Outcome(replace(_ITEM, kind=ItemKind.DISCUSSION), (_TASK,)),
        typed=ItemForm(
            meeting=7, item=21, seen="a1", agreed="Praksisen flyttes til uka før ferien."
        ),
    ),
    "last-follow-up": replace(
        _EMPTY,
        outcome=Outcome(Item(28, "Oppfølging fra sist", ItemKind.ORIENTATION)),
        place=8,
        unfinished=(_TASK, replace(_TASK, id=6, due_on=None)),
    ),
    "problem": replace(
        _EMPTY,
        typed=ItemForm(
            meeting=7, item=21, seen="a1", note="", task="ring", due="31.02.2027", agency="99"
        ),
        problems={
            "agreed": "Skriv hva som ble avgjort. Ble det ikke det, skriv hvorfor i notatet.",
            "agency": "Velg hvem som gjør det.",
            "due": "Den datoen finnes ikke. Velg en dag i kalenderen.",
        },
    ),
    "longest": replace(
        _EMPTY,
        agencies=tuple(AgencyChoice(number, samples.LONG_NAME) for number in range(1, 21)),
        outcome=Outcome(
            replace(_ITEM, title=samples.TYPED, state=ItemState.TREATED, year=2027, number=12),
            (replace(_TASK, text=samples.LONGEST[:LONGEST_TASK], agency=samples.LONG_NAME),)
            * MOST_TASKS,
        ),
        typed=ItemForm(
            meeting=7,
            item=21,
            seen="a1",
            note=samples.LONGEST[:LONGEST],
            agreed=samples.LONGEST[:LONGEST],
        ),
    ),
}
