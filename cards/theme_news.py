"""To whoever voted for a theme: it is on a fagdag now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import button, card, context, eyebrow, heading, quote
from cards.meeting import when_and_where
from cards.openings import ShowFagdag
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    theme: str
    meeting: Meeting
    today: date


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    body = [
        eyebrow(words.activity(view.meeting.activity)),
        heading(title),
        quote(words, view.theme),
        when_and_where(view.meeting, view.today, words),
        context(words.text("Du får dette fordi du stemte på det.")),
    ]
    actions = [button(words.text("Vis fagdagen"), ShowFagdag(meeting=view.meeting.id))]
    return card(words, body, actions, fallback=title)


def summary(view: View, words: Words) -> str:
    day = words.short_day(words.day_of(view.meeting.starts_at), view.today)
    return words.text("Temaet du stemte på, er satt opp {day}", day=day)


SAMPLES: dict[str, View] = {
    "typical": View("Tolk på skjerm", samples.OPEN_DAY, samples.TODAY),
    "longest": View(samples.LONGEST[:120], samples.MOVED, samples.TODAY),
}
