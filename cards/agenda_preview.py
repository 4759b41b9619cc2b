"""Before the agenda is posted: the exact text, the exact place, the exact readers."""

from dataclasses import dataclass
from typing import Any

from cards.actions import CardAction, RowId
from cards.agenda import sample
from cards.agenda_list import View as AgendaView
from cards.agenda_list import content
from cards.agenda_samples import NVK_ITEMS, SPEAKERS
from cards.elements import TextBlock, button, card, eyebrow, fact, heading, problem
from cards.openings import ShowAgenda
from cards.words import Words


class PostAgenda(CardAction):
    """The host has seen it and says yes. `seen` tells whether it changed meanwhile."""

    verb = "agenda.post/1"
    meeting: RowId
    seen: str


@dataclass(frozen=True, slots=True)
class View:
    """`readers`: how many people, from how many agencies, can read the channel."""

    agenda: AgendaView
    seen: str
    channel: str
    readers: tuple[int, int]
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body = [
        eyebrow(words.text("Før noe legges ut")),
        heading(title),
        *([problem(view.problem)] if view.problem else []),
        _readers(view, words),
        *content(view.agenda, words),
    ]
    number = view.agenda.meeting.id
    actions = [
        button(words.text("Legg ut"), PostAgenda(meeting=number, seen=view.seen)),
        button(words.text("Ikke ennå"), ShowAgenda(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


def _readers(view: View, words: Words) -> TextBlock:
    count, agencies = view.readers
    core = words.text(
        "{people} fra {agencies}",
        people=words.plural("{count} person", "{count} personer", count),
        agencies=words.plural("{count} etat", "{count} etater", agencies),
    )
    return fact(words.text("{readers} kan lese kanalen.", readers=core), core=core)


SAMPLES: dict[str, View] = {
    "nvk": View(sample(NVK_ITEMS, speakers=SPEAKERS), "s-1", "Generelt", (31, 6)),
    "changed-meanwhile": View(
        sample(NVK_ITEMS[:3]),
        "s-2",
        "Generelt",
        (1, 1),
        problem="Lista er endret siden du så den. Slik er den nå.",
    ),
}
