"""All items of a meeting with what has been written so far, and the way to the short minutes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.meetings import Meeting
from bot.domain.minutes import Outcome, Task
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    row,
)
from cards.meeting import name_and_day
from cards.minutes import ShowMinutes
from cards.minutes_objected import ShowObjection
from cards.minutes_preview import PreviewMinutes
from cards.openings import ProposeItem
from cards.outcomes import item_title
from cards.words import Words

SHORT = 120  # characters of what was agreed


class WriteItem(CardAction):
    """The form of one item."""

    verb = "outcomes.item/1"
    meeting: RowId
    item: RowId


class TurnOutcomes(CardAction):
    """Another page of the items."""

    verb = "outcomes.page/1"
    meeting: RowId
    page: int = Field(ge=0, le=1000)


class TakeItemBack(CardAction):
    """«Angre» for «Ikke nådd»."""

    verb = "outcomes.undo/1"
    meeting: RowId
    item: RowId


@dataclass(frozen=True, slots=True)
class Open:
    """An objection that waits for the host."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """A page of the items. treated, count: of all of them. posted: the short minutes are out.

    moved: what was not reached, and stands on a later agenda now. may_post: there is something to
    post.
    """

    meeting: Meeting
    today: date
    outcomes: tuple[Outcome, ...]
    moved: tuple[Item, ...] = ()
    treated: int = 0
    count: int = 0
    page: int = 0
    has_more: bool = False
    may_post: bool = False
    posted: bool = False
    objections: tuple[Open, ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Hva dere ble enige om"), name_and_day(view.meeting, words, view.today)),
        heading(title),
        *([context(_hint(view, words))] if _hint(view, words) else []),
        *(_row(outcome, view, words) for outcome in view.outcomes),
        *(_moved(item, view, words) for item in view.moved),
        *(quote(words, told.text, told.name) for told in view.objections),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Møtet har ingen saker")
    if view.treated == view.count:
        return words.text("Alle sakene er behandlet")
    return words.text("{done} av {count} saker er behandlet", done=view.treated, count=view.count)


def _hint(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Legg til en sak, så kan dere skrive hva dere ble enige om.")
    if view.posted:
        return words.text("Referatet er lagt ut. Endrer du noe her, endres det der også.")
    if view.treated < view.count:
        return words.text("Det dere ikke rakk, tas opp igjen på neste møte.")
    return ""


def _row(outcome: Outcome, view: View, words: Words) -> Checked:
    action = WriteItem(meeting=view.meeting.id, item=outcome.item.id)
    title = words.text("Endre") if outcome.treated else words.text("Skriv")
    return row(
        Mark.DONE if outcome.treated else Mark.OPEN,
        item_title(outcome.item),
        _detail(outcome, words),
        button=button(title, action),
    )


def _moved(item: Item, view: View, words: Words) -> Checked:
    undo = TakeItemBack(meeting=view.meeting.id, item=item.id)
    return row(
        Mark.OPEN,
        item_title(item),
        words.text("Ikke nådd. Tas opp igjen på neste møte."),
        button=button(words.text("Angre"), undo),
    )


def _detail(outcome: Outcome, words: Words) -> str:
    if not outcome.treated:
        return words.text("Ikke behandlet")
    item = outcome.item
    told = " ".join((item.agreed or item.note or words.text("Behandlet")).split())
    tasks = words.plural("{count} oppgave", "{count} oppgaver", len(outcome.tasks))
    shown = told if len(told) <= SHORT else f"{told[:SHORT].rstrip()} …"
    return f"{shown} · {tasks}" if outcome.tasks else shown


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.meeting.id
    ways: list[tuple[bool, str, CardAction]] = [
        (not view.count, words.text("Meld sak"), ProposeItem(meeting=number)),
        (
            view.may_post and not view.posted,
            words.text("Kort referat"),
            PreviewMinutes(meeting=number),
        ),
        (view.posted, words.text("Referatet"), ShowMinutes(meeting=number)),
        (view.posted, words.text("Fullt referat"), PreviewMinutes(meeting=number)),
        *(
            (True, words.text("Svar"), ShowObjection(objection=told.id))
            for told in view.objections[:1]
        ),
        (view.page > 0, words.text("Forrige side"), _page(view, -1)),
        (view.has_more, words.text("Neste side"), _page(view, 1)),
    ]
    return [button(title, action) for there, title, action in ways if there]


def _page(view: View, step: int) -> TurnOutcomes:
    return TurnOutcomes(meeting=view.meeting.id, page=max(view.page + step, 0))


def _sample_items() -> tuple[Outcome, ...]:
    treated, task = ItemState.TREATED, Task(5, "kaller inn", 2, "NAV", date(2027, 4, 1))
    return (
        Outcome(Item(1, "Velkommen og runde rundt bordet", ItemKind.ROUND, treated)),
        Outcome(
            Item(
                2,
                "Ukentlig praksis og modulene",
                ItemKind.DECISION,
                treated,
                agreed="Praksisen flyttes til uka før ferien.",
            ),
            (task, task),
        ),
        Outcome(Item(3, "Ressursgruppene våren 2027", ItemKind.DISCUSSION)),
    )


_HALF = View(
    samples.NETWORK_MEETING, date(2027, 3, 18), _sample_items(), treated=2, count=3, may_post=True
)
SAMPLES: dict[str, View] = {
    "half-way": _HALF,
    "moved-on": replace(
        _HALF, outcomes=_sample_items()[:2], count=2, moved=(_sample_items()[2].item,)
    ),
    "all-done": replace(_HALF, outcomes=_sample_items()[:2], count=2),
    "posted": replace(
        _HALF,
        posted=True,
        objections=(Open(4, "Siri Lie", "Vi ble ikke enige om uka før ferien."),),
    ),
    "empty": replace(_HALF, outcomes=(), treated=0, count=0, may_post=False),
    "longest": replace(
        _HALF,
        outcomes=tuple(
            Outcome(
                Item(
                    number,
                    samples.LONGEST[:120],
                    ItemKind.DECISION,
                    ItemState.TREATED,
                    agreed=samples.LONGEST[:500],
                )
            )
            for number in range(1, 9)
        ),
        treated=8,
        count=24,
        page=1,
        has_more=True,
    ),
}
