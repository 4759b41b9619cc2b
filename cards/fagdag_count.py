"""How many came to a fagdag, told by its host."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.fagdag import MOST_PARTICIPANTS, SignedUp
from bot.domain.meetings import Meeting
from cards import fagdag, samples
from cards.actions import CardAction, RowId
from cards.elements import (
    button,
    card,
    context,
    eyebrow,
    heading,
    number_input,
    with_problems,
)
from cards.fagdag import back, how_many
from cards.meeting import name_and_day
from cards.words import Words


class SaveParticipants(CardAction):
    """An empty field takes the number away again."""

    verb = "fagdag.count-save/1"
    meeting: RowId
    participants: str = ""


@dataclass(frozen=True, slots=True)
class View:
    meeting: Meeting
    signed_up: tuple[SignedUp, ...] = ()
    participants: int | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvor mange kom?")
    asked = number_input(
        "participants",
        words.text("Antall som kom"),
        value=view.participants,
        most=MOST_PARTICIPANTS,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST_PARTICIPANTS),
    )
    body = [
        eyebrow(name_and_day(view.meeting, words)),
        heading(title),
        context(_signed_up(view, words), words.text("Tallet brukes i årsmeldingen.")),
        *with_problems([asked], view.problems),
    ]
    save = SaveParticipants(meeting=view.meeting.id)
    actions = [
        button(words.text("Lagre"), save, with_inputs=True),
        back(view.meeting.id, words),
    ]
    return card(words, body, actions, fallback=title)


def _signed_up(view: View, words: Words) -> str:
    if not view.signed_up:
        return ""
    return words.text("{people} var påmeldt.", people=how_many(view.signed_up, words))


SAMPLES: dict[str, View] = {
    "typical": View(samples.OPEN_DAY, fagdag.SIGNED_UP),
    "counted": View(samples.OPEN_DAY, fagdag.SIGNED_UP, 31),
    "problem": View(samples.OPEN_DAY, (), problems={"participants": "Skriv et helt tall."}),
}
