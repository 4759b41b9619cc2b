"""`evalueringer`: the evaluations that have closed, and, for research, their files."""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    heading,
    link,
    row,
)
from cards.evaluation_summary import ShowSummary
from cards.results_words import which
from cards.words import Words


class ShowEvaluations(CardAction):
    """Another page of what has closed."""

    verb = "evaluations/1"
    page: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class Closed:
    evaluation_id: int
    meeting: Meeting
    part: int
    answered: int


@dataclass(frozen=True, slots=True)
class View:
    """csv, json: addresses of the files for whoever may have them; else ""."""

    network: str
    evaluations: tuple[Closed, ...]
    page: int = 0
    has_more: bool = False
    csv: str = ""
    json: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Evalueringer av fagdagene")
    if not view.evaluations:
        title = words.text("Ingen evaluering er avsluttet ennå")
    body: list[Checked] = [
        eyebrow(view.network, words.text("evalueringer")),
        heading(title),
        *_hint(view, words),
        *(_row(closed, words) for closed in view.evaluations),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _hint(view: View, words: Words) -> list[Checked]:
    if not view.evaluations:
        return [context(words.text("Resultatet kommer hit når en fagdag er evaluert."))]
    if view.csv:
        return [context(words.text("Filene har alt som kan vises. Lenkene virker i en time."))]
    return []


def _row(closed: Closed, words: Words) -> Checked:
    name, part = which(closed.meeting, closed.part, words)
    answers = words.plural("{count} svar", "{count} svar", closed.answered)
    shows = button(words.text("Vis"), ShowSummary(evaluation=closed.evaluation_id))
    return row(Mark.DONE, name, f"{part}. {answers}", button=shows)


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    ways = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    pages = [button(title, ShowEvaluations(page=page)) for there, title, page in ways if there]
    files = [("CSV", view.csv), ("JSON", view.json)]
    return [*pages, *(link(name, address) for name, address in files if address)]


_TYPICAL = View(
    "Kvalifiseringsnettverket i Lindesnes",
    (
        Closed(7, samples.OPEN_DAY, 2, 12),
        Closed(6, samples.OPEN_DAY, 1, 31),
        Closed(2, samples.HELD, 1, 4),
    ),
)
_FILE = "https://rundebord.example.no/resultater/evalueringer"
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "research": replace(_TYPICAL, csv=f"{_FILE}.csv?tegn=abc", json=f"{_FILE}.json?tegn=abc"),
    "empty": replace(_TYPICAL, evaluations=()),
    "longest": replace(
        _TYPICAL,
        network=samples.LONG_NAME,
        evaluations=(Closed(2, samples.MOVED, 1, 80),) * 8,
        page=1,
        has_more=True,
        csv=f"{_FILE}.csv?tegn=abc",
        json=f"{_FILE}.json?tegn=abc",
    ),
}
