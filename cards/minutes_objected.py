"""To the host: somebody does not agree with the short minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.minutes import LONGEST
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    state,
    text_input,
    with_problems,
)
from cards.meeting import name_and_day
from cards.openings import WriteOutcomes
from cards.words import Words


class ShowObjection(CardAction):
    verb = "objection/1"
    objection: RowId


class SettleObjection(CardAction):
    """«Avklart»: the minutes were changed, or the reply says why not."""

    verb = "objection.settle/1"
    objection: RowId
    answer: str = ""


class ReopenObjection(CardAction):
    """«Angre»."""

    verb = "objection.undo/1"
    objection: RowId


@dataclass(frozen=True, slots=True)
class View:
    """An objection by `name`. `withdrawn`: its text is gone. `answer` is what stands in the field,
    or what was replied.
    """

    objection_id: int
    meeting: Meeting
    today: date
    name: str
    text: str
    settled: bool = False
    withdrawn: bool = False
    answer: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.withdrawn or view.settled:
        return _over(view, words)
    title = words.text("{name} innvender noe", name=view.name)
    asked = text_input(
        "answer",
        words.text("Svar til {name} (valgfritt)", name=view.name),
        value=view.answer,
        longest=LONGEST,
        error=words.text("Kort ned svaret."),
    )
    body = [
        _eyebrow(view, words),
        heading(title),
        quote(words, view.text),
        context(
            words.text("Rett referatet, eller svar kort."),
            words.text("Referatet godkjennes ikke før du trykker «Avklart»."),
        ),
        *with_problems([asked], view.problems),
    ]
    settle = SettleObjection(objection=view.objection_id)
    actions = [
        button(words.text("Avklart"), settle, with_inputs=True),
        button(words.text("Rett referatet"), WriteOutcomes(meeting=view.meeting.id)),
    ]
    return card(words, body, actions, fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    name = name_and_day(view.meeting, words, view.today)
    return words.text("Noen har innvendt noe til referatet: {meeting}", meeting=name)


def _eyebrow(view: View, words: Words) -> Checked:
    return eyebrow(words.text("Kort referat"), name_and_day(view.meeting, words, view.today))


def _over(view: View, words: Words) -> dict[str, Any]:
    if view.withdrawn:
        title = words.text("Innvendingen er trukket tilbake")
        nothing = context(words.text("Du trenger ikke å gjøre noe."))
        return card(words, [_eyebrow(view, words), heading(title), nothing], fallback=title)
    title = words.text("Innvendingen er avklart")
    told = words.text("{name} får beskjed. Fristen for å innvende løper på nytt.", name=view.name)
    answer = [quote(words, view.answer)] if view.answer else []
    undo = button(words.text("Angre"), ReopenObjection(objection=view.objection_id))
    body = [_eyebrow(view, words), state(Mark.DONE, title, told), *answer]
    return card(words, body, [undo], fallback=title)


_TYPICAL = View(
    4,
    samples.NETWORK_MEETING,
    date(2027, 3, 22),
    "Siri Lie",
    "Vi ble ikke enige om uka før ferien, bare om å prøve det.",
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "problem": replace(
        _TYPICAL,
        answer="Ring 912 34 567",
        problems={
            "answer": "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
        },
    ),
    "longest": replace(
        _TYPICAL, meeting=samples.MOVED, name=samples.LONG_NAME, text=samples.LONGEST
    ),
    "settled": replace(
        _TYPICAL, settled=True, answer="Det har du rett i. Nå står det at vi prøver."
    ),
    "withdrawn": replace(_TYPICAL, withdrawn=True, text=""),
}
