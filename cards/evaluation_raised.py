"""Challenges and opportunities that came up on a fagdag: each can be taken up in the network."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from bot.domain.notes import NoteKind
from cards import samples
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
    shortened,
)
from cards.evaluation_summary import ShowRaised
from cards.meeting import name_and_day
from cards.openings import BeginChallenge
from cards.results_words import KINDS
from cards.words import Words

SHOWN = 300  # characters of a line; the form shows the whole
SENT_ON = mark("Fra evalueringen")


@dataclass(frozen=True, slots=True)
class Raised:
    """`source` and `key`: what `BeginChallenge` finds the text by. kind: as it was noted, if so."""

    source: str
    key: str
    text: str
    kind: NoteKind | None = None


@dataclass(frozen=True, slots=True)
class View:
    meeting: Meeting
    lines: tuple[Raised, ...]
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva vil du ta opp?")
    told = words.text("Du ser hva som legges ut, og hvem som leser det, før noe blir sendt.")
    if not view.lines:
        title = words.text("Ingen utfordringer er skrevet ned")
        told = words.text("Skriv «meld utfordring» for å ta opp noe annet.")
    body: list[Checked] = [
        eyebrow(name_and_day(view.meeting, words)),
        heading(title),
        context(told),
        *(_row(raised, words) for raised in view.lines),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _row(raised: Raised, words: Words) -> Checked:
    about = words.text(KINDS[raised.kind] if raised.kind else SENT_ON)
    begin = button(words.text("Ta opp"), BeginChallenge(source=raised.source, key=raised.key))
    return row(Mark.OPEN, shortened(raised.text, SHOWN), about, button=begin)


def _actions(view: View, words: Words) -> list[Execute]:
    ways = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    meeting = view.meeting.id
    return [button(t, ShowRaised(meeting=meeting, page=p)) for there, t, p in ways if there]


_TYPICAL = View(
    samples.OPEN_DAY,
    (
        Raised("note", "4", "Ukentlig praksis kolliderer med undervisningen.", NoteKind.CHALLENGE),
        Raised("note", "5", "Bedriftene vil gjerne ha flere på praksis.", NoteKind.OPPORTUNITY),
        Raised("evaluation", "a" * 32, "Ingen vet hvem som bestiller tolk."),
    ),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, lines=()),
    "longest": replace(
        _TYPICAL,
        lines=(Raised("evaluation", "a" * 32, samples.LONGEST),) * 8,
        page=1,
        has_more=True,
    ),
}
