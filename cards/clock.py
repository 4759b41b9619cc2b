"""The demo's clock was wound forward."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cards.elements import card, context, eyebrow, heading
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """The new time, and how many messages are on their way.

    `for_evaluation`: it stopped early, because a fagdag is to be evaluated.
    """

    now: datetime
    due: int
    for_evaluation: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    day = words.day(words.day_of(view.now))
    title = words.text("Nå er det {day} {clock}", day=day, clock=words.clock(view.now))
    body = [
        eyebrow(words.text("Bare i demoen")),
        heading(title),
        context(*_told(view, words)),
    ]
    return card(words, body, fallback=title)


def _told(view: View, words: Words) -> tuple[str, ...]:
    arriving = _on_their_way(view.due, words)
    if not view.for_evaluation:
        return (arriving,)
    return (arriving, words.text("Jeg stoppet her, for nå skal fagdagen evalueres."))


def _on_their_way(due: int, words: Words) -> str:
    if due == 0:
        return words.text("Ingen meldinger er på vei.")
    return words.plural(
        "{count} melding er på vei, hit eller i kanalene.",
        "{count} meldinger er på vei, hit eller i kanalene.",
        due,
    )


_NOW = datetime(2027, 3, 11, 8, 0, tzinfo=UTC)
SAMPLES: dict[str, View] = {
    "nothing": View(_NOW, 0),
    "one": View(_NOW, 1),
    "several": View(_NOW, 7),
    "evaluation": View(_NOW, 2, for_evaluation=True),
}
