"""The host orders and times a whole agenda at once: a line for each item, minutes in front."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.agenda import Item
from bot.domain.agenda_lines import LONGEST, written
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_rows import about, history
from cards.agenda_samples import NVK_ITEMS, NVK_MEETING
from cards.elements import (
    Checked,
    Input,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    problem,
    quote,
    text_input,
)
from cards.meeting import name_and_day
from cards.openings import ShowAgenda
from cards.words import Words


class SaveOrder(CardAction):
    """The lines as they were typed. `seen` tells whether the agenda changed meanwhile.

    `take` is a comma list of waiting items that come last on the agenda.
    """

    verb = "agenda.save/1"
    meeting: RowId
    seen: str
    lines: str = ""
    take: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`lines`: what stands in the field. `now`: the agenda as it became while somebody typed.

    waiting: items that can be taken in, of which `take` are ticked.
    """

    meeting: Meeting
    today: date
    seen: str
    lines: str
    waiting: tuple[Item, ...] = ()
    take: str = ""
    problem: str = ""
    now: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva tar dere, og i hvilken rekkefølge?")
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(
            words.text("Én sak på hver linje, med minuttene foran."),
            words.text("Flytt linjer, skriv nye, eller ta noen bort."),
        ),
        *_problem(view, words),
        *_inputs(view, words),
    ]
    save = SaveOrder(meeting=view.meeting.id, seen=view.seen)
    actions = [
        button(words.text("Lagre"), save, with_inputs=True),
        button(words.text("Avbryt"), ShowAgenda(meeting=view.meeting.id)),
    ]
    return card(words, body, actions, fallback=title)


def _problem(view: View, words: Words) -> list[Checked]:
    if not view.problem:
        return []
    return [problem(view.problem), *([quote(words, view.now)] if view.now else [])]


def _inputs(view: View, words: Words) -> list[Input]:
    lines = text_input(
        "lines",
        words.text("Sakene"),
        value=view.lines,
        longest=LONGEST,
        error=words.text("Skriv minst én sak, én på hver linje."),
        required=True,
    )
    return [lines, *([_waiting(view, words)] if view.waiting else [])]


def _waiting(view: View, words: Words) -> Input:
    return choice_input(
        "take",
        words.text("Disse venter på et møte. Ta med (valgfritt):"),
        [(str(item.id), _waits(item, words)) for item in view.waiting],
        value=view.take,
        several=True,
        error=words.text("Velg saker fra lista."),
    )


def _waits(item: Item, words: Words) -> str:
    told = " · ".join(part for part in (about(item, words), history(item, words)) if part)
    return f"{item.title} ({told})"


_LONGEST = "\n".join("25 Fra deltaker til fagarbeider i kommunen" for _ in range(30))
SAMPLES: dict[str, View] = {
    "nvk": View(NVK_MEETING, samples.TODAY, "s-1", written(NVK_ITEMS), NVK_ITEMS[5:7]),
    "first-lines": View(samples.NETWORK_MEETING, samples.TODAY, "s-1", ""),
    "stale": View(
        NVK_MEETING,
        samples.TODAY,
        "s-2",
        written(NVK_ITEMS[:3]),
        take="6",
        waiting=NVK_ITEMS[5:6],
        problem="Lista er endret mens du skrev. Slik er den nå:",
        now=written(NVK_ITEMS[:4]),
    ),
    "longest": View(samples.MOVED, samples.TODAY, "s-1", _LONGEST, NVK_ITEMS),
}
