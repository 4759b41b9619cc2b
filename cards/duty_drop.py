"""«Ikke aktuelt»: why a duty is not needed this time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import Meeting
from cards import samples
from cards.duty_actions import DropDuty, ShowDuty, Shown
from cards.elements import button, card, context, eyebrow, heading, line_input, with_problems
from cards.meeting import name_and_day
from cards.words import Words

LONGEST = 200


@dataclass(frozen=True, slots=True)
class View:
    meeting: Meeting
    duty: Duty
    today: date
    reason: str = ""
    shown: Shown = Shown.PRESSED
    page: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvorfor trengs det ikke denne gangen?")
    reason = line_input(
        "reason",
        words.text("Grunnen"),
        value=view.reason,
        longest=LONGEST,
        error=words.text("Skriv en kort setning."),
        placeholder=words.text("For eksempel: Vi møtes på nett"),
        required=True,
    )
    place = {"duty": view.duty.id, "shown": view.shown, "page": view.page}
    body = [
        eyebrow(words.duty(view.duty.kind), name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(words.text("Alle i nettverket kan lese det. Skriv ikke om kandidater.")),
        *with_problems([reason], view.problems),
    ]
    actions = [
        button(words.text("Ikke aktuelt"), DropDuty.model_validate(place), with_inputs=True),
        button(words.text("Tilbake"), ShowDuty.model_validate(place)),
    ]
    return card(words, body, actions, fallback=title)


_EMPTY = View(samples.NETWORK_MEETING, samples.OPEN_DUTIES[1], samples.TODAY)
SAMPLES: dict[str, View] = {
    "empty": _EMPTY,
    "problem": replace(
        _EMPTY,
        reason=samples.LONGEST[:300],
        problems={"reason": "Dette er 300 tegn. Kort det ned til 200."},
    ),
}
