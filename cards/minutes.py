"""The short minutes as they stand in the channel: what came of each item, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.meetings import Meeting, MeetingState
from bot.domain.minutes import LONGEST, LONGEST_TASK, MOST_TASKS, Outcome, Task
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    line,
    link,
    quote,
    section,
)
from cards.meeting import name_and_day
from cards.outcomes import item_title, task_line
from cards.words import Words


class ShowMinutes(CardAction):
    """The short minutes of a meeting; `page` where they need more than one card."""

    verb = "minutes/1"
    meeting: RowId
    page: int = Field(default=0, ge=0, le=1000)


class BeginObjection(CardAction):
    """«Innvend»: a field for the one who pressed."""

    verb = "minutes.object/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """A page of the short minutes.

    not_reached: titles of what goes on to the next meeting. present: so many agencies, where it was
    written down. approved_on: by silence; approves_on: will be, None while somebody objects.
    link: to the full minutes. earlier, later: meetings with minutes, for whoever looks back.
    """

    meeting: Meeting
    today: date
    outcomes: tuple[Outcome, ...]
    not_reached: tuple[str, ...] = ()
    present: int | None = None
    approves_on: date | None = None
    approved_on: date | None = None
    link: str = ""
    page: int = 0
    pages: int = 1
    earlier: int | None = None
    later: int | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    if view.meeting.state is MeetingState.CANCELLED:
        return _cancelled(view, words)
    standing = _standing(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Kort referat"), name_and_day(view.meeting, words, view.today)),
        heading(words.text("Dette ble vi enige om")),
        fact(standing, core=standing),
        *content(view.outcomes, view.today, words),
    ]
    if view.page == view.pages - 1:
        body += ending(view.not_reached, view.present, words)
    return card(words, body, _actions(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    name = name_and_day(view.meeting, words, view.today)
    return words.text("Kort referat: {meeting}", meeting=name)


def content(outcomes: Iterable[Outcome], today: date, words: Words) -> list[Checked]:
    """Each item with what was agreed: the same in the preview and in the channel."""
    return [part for outcome in outcomes for part in _told(outcome, today, words)]


def ending(not_reached: tuple[str, ...], present: int | None, words: Words) -> list[Checked]:
    """What stands below the items."""
    moved = words.text("Tas opp igjen på neste møte: {items}.", items=words.listing(not_reached))
    there = words.plural(
        "{count} etat var til stede.", "{count} etater var til stede.", present or 0
    )
    archive = words.text("Fullt referat ligger i hver etats eget arkiv, ikke her.")
    return [
        *([line(moved, spacing="medium")] if not_reached else []),
        context(there if present else "", archive),
    ]


def _told(outcome: Outcome, today: date, words: Words) -> list[Checked]:
    item = outcome.item
    text = "\n".join(written for written in (item.agreed, item.note) if written)
    tasks = [
        line(words.text("Oppgave: {task}", task=task_line(task, today, words)))
        for task in outcome.tasks
    ]
    quoted = [quote(words, text)] if text else []
    return [section(item_title(item)), *quoted, *tasks]


def _standing(view: View, words: Words) -> str:
    """Whether they are approved, as one reads it in the channel."""
    if view.approved_on is not None:
        return words.text("Godkjent {day}", day=words.short_day(view.approved_on, view.today))
    if view.approves_on is None:
        return words.text("Noen har innvendt noe. Verten ser på det.")
    day = words.short_day(view.approves_on, view.today)
    return words.text("Godkjennes {day} hvis ingen innvender noe", day=day)


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    number = view.meeting.id
    ways: list[tuple[bool, str, CardAction]] = [
        (view.page > 0, words.text("Forrige side"), _page(view, -1)),
        (view.page < view.pages - 1, words.text("Resten"), _page(view, 1)),
        (view.approved_on is None, words.text("Innvend"), BeginObjection(meeting=number)),
        (view.earlier is not None, words.text("Eldre referat"), _other(view.earlier)),
        (view.later is not None, words.text("Nyere referat"), _other(view.later)),
    ]
    full = [link(words.text("Fullt referat"), view.link)] if view.link else []
    return [*(button(title, action) for there, title, action in ways if there), *full]


def _page(view: View, step: int) -> ShowMinutes:
    return ShowMinutes(meeting=view.meeting.id, page=max(view.page + step, 0))


def _other(meeting_id: int | None) -> ShowMinutes:
    return ShowMinutes(meeting=meeting_id or 1)


def _cancelled(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Møtet er avlyst")
    body = [eyebrow(name_and_day(view.meeting, words, view.today)), heading(title)]
    return card(words, body, fallback=title)


_TASK = Task(5, "kaller inn rektorene", 2, "Karriere Agder Lyngdal", date(2027, 4, 1))
_TREATED = ItemState.TREATED
OUTCOMES = (
    Outcome(
        Item(
            2,
            "Ukentlig praksis og modulene",
            ItemKind.DECISION,
            _TREATED,
            agreed="Praksisen flyttes til uka før ferien, og brukes første gang i vinterferien.",
            note="NAV melder fra til arbeidsgiverne.",
        ),
        (_TASK, replace(_TASK, id=6, text="oppdaterer oversikten", agency="NAV", due_on=None)),
    ),
    Outcome(
        Item(
            3,
            "Tema for fagdagen i oktober",
            ItemKind.DISCUSSION,
            _TREATED,
            agreed="Læreplass for voksne.",
        )
    ),
)
LONGEST_OUTCOME = Outcome(
    Item(
        9,
        samples.TYPED,
        ItemKind.DECISION,
        _TREATED,
        agreed="*" * LONGEST,
        note="_" * LONGEST,
        year=2027,
        number=12,
    ),
    (replace(_TASK, text="[" * LONGEST_TASK, agency=samples.LONG_NAME),) * MOST_TASKS,
)
_POSTED = View(
    samples.NETWORK_MEETING,
    date(2027, 3, 19),
    OUTCOMES,
    not_reached=("Ressursgruppene våren 2027",),
    present=5,
    approves_on=date(2027, 4, 1),
    link="https://arkiv.example/referat/7",
)
SAMPLES: dict[str, View] = {
    "posted": _POSTED,
    "approved": replace(_POSTED, approved_on=date(2027, 4, 1), link="", earlier=4, later=9),
    "objected": replace(_POSTED, approves_on=None, not_reached=(), present=None),
    "longest": replace(
        _POSTED,
        meeting=samples.MOVED,
        outcomes=(LONGEST_OUTCOME,),
        page=1,
        pages=3,
        earlier=4,
        later=9,
    ),
    "cancelled": replace(_POSTED, meeting=samples.CANCELLED),
}
