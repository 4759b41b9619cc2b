"""To whoever does not agree with the short minutes: the form, the receipt, and the host's reply."""

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
    section,
    state,
    text_input,
    with_problems,
)
from cards.meeting import name_and_day
from cards.minutes import BeginObjection, ShowMinutes
from cards.words import Words


class SubmitObjection(CardAction):
    verb = "minutes.objection/1"
    meeting: RowId
    text: str = ""


class WithdrawObjection(CardAction):
    verb = "minutes.objection-withdraw/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """Somebody's own objection. The form, until it is `sent`; then what became of it."""

    meeting: Meeting
    today: date
    text: str = ""
    sent: bool = False
    withdrawn: bool = False
    settled: bool = False
    answer: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.settled:
        return _settled(view, words)
    if view.withdrawn:
        return _gone(view, words)
    if view.sent:
        return _sent(view, words)
    title = words.text("Hva stemmer ikke?")
    asked = text_input(
        "text",
        words.text("Innvendingen din"),
        value=view.text,
        longest=LONGEST,
        error=words.text("Skriv hva som bør rettes."),
        required=True,
    )
    body = [
        _eyebrow(view, words),
        heading(title),
        context(
            words.text("Den som er vert, leser den. De andre ser bare at noen har innvendt noe."),
            words.text("Referatet godkjennes ikke før det er avklart."),
        ),
        *with_problems([asked], view.problems),
    ]
    number = view.meeting.id
    actions = [
        button(words.text("Send"), SubmitObjection(meeting=number), with_inputs=True),
        button(words.text("Avbryt"), ShowMinutes(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen, when the host has replied."""
    name = name_and_day(view.meeting, words, view.today)
    return words.text("Innvendingen din er avklart: {meeting}", meeting=name)


def _eyebrow(view: View, words: Words) -> Checked:
    return eyebrow(words.text("Kort referat"), name_and_day(view.meeting, words, view.today))


def _sent(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Takk, verten får se det")
    told = words.text("Du får beskjed når det er avklart.")
    body = [_eyebrow(view, words), state(Mark.DONE, title, told), quote(words, view.text)]
    number = view.meeting.id
    actions = [
        button(words.text("Endre"), BeginObjection(meeting=number)),
        button(words.text("Trekk tilbake"), WithdrawObjection(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


def _gone(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Innvendingen er trukket tilbake")
    told = context(words.text("Teksten er slettet."))
    back = button(words.text("Til referatet"), ShowMinutes(meeting=view.meeting.id))
    return card(words, [_eyebrow(view, words), heading(title), told], [back], fallback=title)


def _settled(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Innvendingen din er avklart")
    answer = [section(words.text("Verten svarer")), quote(words, view.answer)]
    body = [
        _eyebrow(view, words),
        heading(title),
        quote(words, view.text),
        *(answer if view.answer else []),
    ]
    number = view.meeting.id
    actions = [
        button(words.text("Til referatet"), ShowMinutes(meeting=number)),
        button(words.text("Innvend igjen"), BeginObjection(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


_TYPICAL = View(samples.NETWORK_MEETING, date(2027, 3, 22))
_TEXT = "Vi ble ikke enige om uka før ferien, bare om å prøve det."
SAMPLES: dict[str, View] = {
    "form": _TYPICAL,
    "problem": replace(_TYPICAL, problems={"text": "Skriv noe her."}),
    "sent": replace(_TYPICAL, text=_TEXT, sent=True),
    "sent-longest": replace(_TYPICAL, meeting=samples.MOVED, text=samples.LONGEST, sent=True),
    "withdrawn": replace(_TYPICAL, withdrawn=True),
    "settled": replace(_TYPICAL, text=_TEXT, settled=True),
    "settled-with-answer": replace(
        _TYPICAL, text=_TEXT, settled=True, answer="Det har du rett i. Nå står det at vi prøver."
    ),
}
