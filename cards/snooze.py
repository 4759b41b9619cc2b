"""«Minn meg igjen»: three days from now, or on a day of one's own choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.duty_actions import SnoozeDuties
from cards.elements import (
    Checked,
    DateInput,
    Mark,
    button,
    card,
    context,
    date_input,
    eyebrow,
    heading,
    state,
    with_problems,
)
from cards.meeting import ShowMeeting, name_and_day, when_and_where
from cards.words import Words


class ChooseDay(CardAction):
    """Be reminded on another day than that."""

    verb = "duties.snooze-until/1"
    meeting: RowId
    day: str = ""


class EndSnooze(CardAction):
    """«Angre»."""

    verb = "duties.snooze-end/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """until: the day of the reminder; None when it was taken back. typed: a day that cannot be."""

    meeting: Meeting
    today: date
    until: date | None
    typed: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    number, title = view.meeting.id, _title(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Bare til deg"), name_and_day(view.meeting, words, view.today)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
    ]
    to_meeting = button(words.text("Til møtet"), ShowMeeting(meeting=number))
    if view.until is None:
        body.append(state(Mark.OPEN, words.text("Jeg minner deg som vanlig.")))
        again = button(words.text("Minn meg igjen"), SnoozeDuties(meeting=number))
        return card(words, body, [again, to_meeting], fallback=title)
    body += [
        context(words.text("Imens spør jeg ingen andre hos dere.")),
        *with_problems([_day(view, words)], view.problems),
    ]
    actions = [
        button(words.text("Velg denne dagen"), ChooseDay(meeting=number), with_inputs=True),
        button(words.text("Angre"), EndSnooze(meeting=number)),
        to_meeting,
    ]
    return card(words, body, actions, fallback=title)


def _title(view: View, words: Words) -> str:
    if view.until is None:
        return words.text("Utsettelsen er tatt tilbake")
    return words.text("Jeg minner deg igjen {day}", day=words.day(view.until, view.today))


def _day(view: View, words: Words) -> DateInput:
    return date_input(
        words,
        "day",
        words.text("Vil du heller ha en annen dag? (valgfritt)"),
        error=words.text("Velg en dag før møtet."),
        value=view.typed or (view.until.isoformat() if view.until else ""),
    )


_TYPICAL = View(samples.NETWORK_MEETING, samples.TODAY, samples.TODAY + timedelta(days=3))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "taken-back": replace(_TYPICAL, until=None),
    "problem": replace(
        _TYPICAL, typed="2020-01-01", problems={"day": "Velg en dag som kommer, og før møtet."}
    ),
    "moved-longest": replace(_TYPICAL, meeting=samples.MOVED),
}
