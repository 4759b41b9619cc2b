"""How the figures of an evaluation are said, on cards, on the page and in files."""

from bot.domain.errors import mark
from bot.domain.evaluation_form import FIRST_PART, SECOND_PART
from bot.domain.meetings import Meeting
from bot.domain.notes import NoteKind
from bot.domain.results import Bar, Chart, Comparison
from cards.elements import shortened
from cards.evaluation_fields import said
from cards.meeting import name_and_day
from cards.words import Words

KINDS = {
    NoteKind.CHALLENGE: mark("Utfordring"),
    NoteKind.OPPORTUNITY: mark("Mulighet"),
    NoteKind.THEME: mark("Tema"),
}
PARTS = {FIRST_PART: mark("Del 1, samme dag"), SECOND_PART: mark("Del 2, etter noen uker")}

LONGEST_NAME = 60  # characters


def which(meeting: Meeting, part: int, words: Words) -> tuple[str, str]:
    """ "Fagdag for alle 22. april 2027", "Del 1, samme dag"."""
    return name_and_day(meeting, words), words.text(PARTS[part])


def bar_name(bar: Bar, words: Words) -> str:
    """As long as there is room for beside a bar."""
    return shortened(said(bar.label, words), LONGEST_NAME)


def figures(chart: Chart, words: Words) -> str:
    """All of a chart in one sentence: "I stor grad 18, i noen grad 4."""
    return ", ".join(f"{bar_name(bar, words)} {bar.count}" for bar in chart.bars)


def chart_title(chart: Chart, words: Words) -> str:
    title = said(chart.title, words)
    if not chart.items:
        return title
    return words.text("{question} I stor eller noen grad:", question=title)


def upper(chart: Chart, words: Words) -> tuple[str, str]:
    """ "29 av 31 svarte i stor eller noen grad.", and its core."""
    core = words.text("{upper} av {answered}", upper=chart.upper, answered=chart.answered)
    return words.text("{share} svarte i stor eller noen grad.", share=core), core


def compared(comparison: Comparison, words: Words) -> str:
    """ "Det er 94 %. På fagdagen i oktober 2026 var det 81 %."""
    month, here, there = words.month(comparison.day), comparison.here, comparison.there
    if comparison.part == FIRST_PART:
        return words.text(
            "Det er {here} %. På fagdagen i {month} var det {there} %.",
            here=here,
            month=month,
            there=there,
        )
    return words.text(
        "Det er {here} %. I del 2, om fagdagen i {month}, var det {there} %.",
        here=here,
        month=month,
        there=there,
    )
