"""An evaluation's form exactly as the participants will see it.

The inputs are real, so that it looks the same; nothing that is typed into them goes anywhere.
"""

from dataclasses import dataclass
from typing import Any

from cards import evaluation_form
from cards.elements import button, card, context, eyebrow
from cards.evaluation_form import View as FormView
from cards.openings import EditEvaluation
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    form: FormView


def build(view: View, words: Words) -> dict[str, Any]:
    return card(
        words,
        [
            eyebrow(words.text("Slik blir det"), words.text("ingenting er sendt")),
            context(words.text("Dette er bare for deg. Det du fyller ut her, blir ikke lagret.")),
            *evaluation_form.body(view.form, words),
        ],
        [
            button(
                words.text("Tilbake"),
                EditEvaluation(meeting=view.form.meeting.id, part=view.form.part),
            )
        ],
        fallback=words.text("Slik blir det"),
    )


SAMPLES: dict[str, View] = {
    name: View(evaluation_form.SAMPLES[name]) for name in ("empty", "second", "own-questions")
}
