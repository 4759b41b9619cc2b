"""Before something the host wrote is taken out of an evaluation's form."""

from dataclasses import dataclass
from typing import Any

from bot.domain.evaluation_form import FIRST_PART
from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import button, card, context, eyebrow, heading, quote
from cards.evaluation_edit import ResetForm, part_name
from cards.evaluation_question import RemoveQuestion
from cards.meeting import name_and_day
from cards.openings import EditEvaluation
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """`question`: the text of the one that goes; "" where all of the host's own do."""

    meeting: Meeting
    part: int
    key: str = ""
    question: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    number, part = view.meeting.id, view.part
    if view.question:
        title = words.text("Skal vi slutte å spørre om dette?")
        told = quote(words, view.question)
        yes = button(
            words.text("Ta bort"),
            RemoveQuestion(meeting=number, part=part, key=view.key, sure=True),
        )
    else:
        title = words.text("Skal vi bruke de vanlige spørsmålene?")
        told = context(words.text("Det du har endret i denne delen, blir borte."))
        yes = button(
            words.text("Ja, bruk de vanlige"), ResetForm(meeting=number, part=part, sure=True)
        )
    keep = button(words.text("Behold"), EditEvaluation(meeting=number, part=part))
    top = eyebrow(name_and_day(view.meeting, words), part_name(part, words))
    return card(words, [top, heading(title), told], [yes, keep], fallback=title)


SAMPLES: dict[str, View] = {
    "question": View(samples.OPEN_DAY, FIRST_PART, "theme", "Hva bør neste fagdag handle om?"),
    "all": View(samples.OPEN_DAY, FIRST_PART),
    "longest": View(samples.MOVED, FIRST_PART, "q1", samples.LONGEST[:150]),
}
