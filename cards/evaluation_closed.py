"""An evaluation that takes no more answers."""

from dataclasses import dataclass
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import card, context, eyebrow, heading
from cards.meeting import name_and_day
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    meeting: Meeting


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Evalueringen er avsluttet")
    body = [
        eyebrow(name_and_day(view.meeting, words)),
        heading(title),
        context(words.text("Den tar ikke imot flere svar. Takk til alle som svarte.")),
    ]
    return card(words, body, fallback=title)


SAMPLES: dict[str, View] = {"typical": View(samples.OPEN_DAY), "history": View(samples.HELD)}
