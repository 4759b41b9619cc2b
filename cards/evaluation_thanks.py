"""What the sender sees after an answer."""

from dataclasses import dataclass
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import Mark, card, eyebrow, state
from cards.meeting import name_and_day
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """After an answer. `again`: the person had answered before, and this one was not kept."""

    meeting: Meeting
    again: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title, detail = _told(view, words)
    body = [eyebrow(name_and_day(view.meeting, words)), state(Mark.DONE, title, detail)]
    return card(words, body, fallback=f"{title}. {detail}")


def _told(view: View, words: Words) -> tuple[str, str]:
    if view.again:
        return (
            words.text("Du har alt svart"),
            words.text("Vi beholder det første svaret ditt. Takk for at du tok deg tid."),
        )
    return words.text("Takk for svaret"), words.text("Det er lagret uten navn og tidspunkt.")


SAMPLES: dict[str, View] = {
    "first": View(samples.OPEN_DAY),
    "again": View(samples.OPEN_DAY, again=True),
}
