"""To the next in an agency's chain: a colleague needs help with something for a meeting."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty, DutyState
from bot.domain.meetings import Meeting
from cards import samples
from cards.duty_actions import ShowDuty, TakeDuty
from cards.duty_words import deadline, done_button, settled_sentence, standing, the_meeting
from cards.elements import Checked, Mark, button, card, context, eyebrow, heading, state
from cards.meeting import name_and_day, when_and_where
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """asking: who needs help. person: who is asked, by name where others read it, too.

    over: nobody has to do anything any more, whatever became of the duty.
    """

    meeting: Meeting
    duty: Duty
    today: date
    asking: str
    person: str = ""
    in_channel: bool = False
    over: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.duty.done or view.over or view.duty.state is not DutyState.HELP:
        return _answered(view, words)
    title = _question(view, words)
    until = words.text("{sentence}.", sentence=deadline(view.duty, view.today, words))
    whom = words.text("Til {name}.", name=view.person) if view.in_channel else ""
    body: list[Checked] = [
        eyebrow(words.duty(view.duty.kind), view.duty.agency),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(whom, until),
    ]
    actions = [
        button(words.text("Jeg tar den"), TakeDuty(duty=view.duty.id)),
        done_button(view.duty, words),
        button(words.text("Mer"), ShowDuty(duty=view.duty.id)),
    ]
    return card(words, body, actions, fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    return _question(view, words)


def _question(view: View, words: Words) -> str:
    return words.text(
        "Kan du hjelpe {name} med {duty} til {meeting}?",
        name=view.asking,
        duty=words.duty(view.duty.kind).lower(),
        meeting=the_meeting(view.meeting, view.today, words),
    )


def _answered(view: View, words: Words) -> dict[str, Any]:
    duty = view.duty
    title = words.text("{duty}: det er i orden nå", duty=words.duty(duty.kind))
    how = settled_sentence(duty, view.today, words) or standing(duty, words)
    nothing = words.text("Du trenger ikke å gjøre noe.")
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        state(Mark.DONE, title, "" if view.over else how),
        context(nothing),
    ]
    more = button(words.text("Mer"), ShowDuty(duty=duty.id))
    return card(words, body, [] if view.over else [more], fallback=title)


_ASKED = View(
    samples.NETWORK_MEETING,
    replace(samples.OPEN_DUTIES[1], agency="NAV Lindesnes", state=DutyState.HELP),
    samples.TODAY,
    asking="Nils Hansen",
    person="Siri Lie",
)
SAMPLES: dict[str, View] = {
    "asked": _ASKED,
    "channel": replace(_ASKED, in_channel=True),
    "taken": replace(
        _ASKED, duty=replace(_ASKED.duty, state=DutyState.OPEN, person_id=5, person="Siri Lie")
    ),
    "done": replace(_ASKED, duty=samples.DONE_DUTIES[1]),
    "over": replace(_ASKED, over=True),
    "longest": replace(_ASKED, meeting=samples.MOVED, asking=samples.LONG_NAME),
}
