"""What people wrote on a form, a page at a time, in an order that means nothing."""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from bot.domain.evaluation_form import Text
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Execute, button, card, context, eyebrow, heading, quote
from cards.evaluation_fields import said
from cards.results_words import which
from cards.words import Words

MOST_ORDERS = 2**31


class ShowTexts(CardAction):
    """`order`: the chance that decided the order of this view, kept while one turns its pages."""

    verb = "evaluation.texts/1"
    evaluation: RowId
    page: int = Field(default=0, ge=0, le=10_000)
    order: int = Field(default=0, ge=0, lt=MOST_ORDERS)


@dataclass(frozen=True, slots=True)
class View:
    """A page of the answers to one question."""

    evaluation_id: int
    meeting: Meeting
    part: int
    question: Text
    texts: tuple[str, ...]
    page: int = 0
    order: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = said(view.question, words)
    body = [
        eyebrow(*which(view.meeting, view.part, words)),
        heading(title),
        context(words.text("Rekkefølgen er tilfeldig.")),
        *(quote(words, text) for text in view.texts),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _actions(view: View, words: Words) -> list[Execute]:
    ways = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    return [
        button(title, ShowTexts(evaluation=view.evaluation_id, page=page, order=view.order))
        for there, title, page in ways
        if there
    ]


_TYPICAL = View(
    5,
    samples.OPEN_DAY,
    1,
    Text("Hva trenger du å vite mer om?"),
    ("Mer tid til hvert tema", "Hva de andre gjør i hverdagen", samples.TYPED),
    order=42,
    has_more=True,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "one": replace(_TYPICAL, texts=_TYPICAL.texts[:1], page=2, has_more=False),
    "longest": replace(_TYPICAL, texts=(samples.LONGEST[:1000],) * 4, page=1),
}
