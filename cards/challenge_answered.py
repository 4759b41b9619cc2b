"""Told to the sender who gave a name: somebody answered."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cards import samples
from cards.elements import card, context, eyebrow, heading, quote, section
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    text: str
    answer: str
    answered_by: str
    answered_at: datetime
    withdrawn: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    if view.withdrawn:
        gone = context(words.text("Teksten er fjernet."))
        body = [eyebrow(words.text("Utfordringen din")), heading(title), gone]
        return card(words, body, fallback=title)
    body = [
        eyebrow(words.text("Utfordringen din"), words.moment(view.answered_at)),
        heading(title),
        quote(words, view.answer),
        section(words.text("Du skrev")),
        quote(words, view.text),
    ]
    return card(words, body, fallback=title)


def summary(view: View, words: Words) -> str:
    if view.withdrawn:
        return words.text("Innlegget er trukket tilbake")
    return words.text("{name} har svart deg", name=view.answered_by)


_AT = datetime(2027, 2, 15, 9, 12, tzinfo=UTC)
SAMPLES: dict[str, View] = {
    "typical": View("Vi mister deltakere i begge ender.", "Vi tar det i mars.", "Nils Hansen", _AT),
    "longest": View(samples.LONGEST, samples.LONGEST, samples.LONG_NAME, _AT),
    "withdrawn": View("", "", "", _AT, withdrawn=True),
}
