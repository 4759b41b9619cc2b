"""To one named person: the short minutes of a meeting are missing. It never says who was asked."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting, MeetingState
from cards import samples
from cards.elements import Checked, Mark, button, card, context, eyebrow, fact, heading, state
from cards.meeting import ShowMeeting, from_now, name_and_day
from cards.openings import WriteOutcomes
from cards.words import Words, capital


@dataclass(frozen=True, slots=True)
class View:
    """in_channel: it stands where others read it, with a mention. settled: nothing is missing now,
    posted: because the minutes are there.
    """

    meeting: Meeting
    today: date
    person: str
    in_channel: bool = False
    settled: bool = False
    posted: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    when = capital(words.span(meeting.starts_at, meeting.ends_at, today=view.today))
    body: list[Checked] = [
        eyebrow(words.activity(meeting.activity), from_now(meeting, view.today, words)),
        heading(_ended(view, words) if view.settled else _question(view, words)),
        fact(f"{when}, {meeting.place}" if meeting.place else when, core=when),
    ]
    if view.settled:
        done = words.text("Takk.") if view.posted else words.text("Du trenger ikke gjøre noe.")
        body.append(state(Mark.DONE if view.posted else Mark.OPEN, done))
        return card(words, body, [_to_meeting(view, words)], fallback=_ended(view, words))
    body.append(
        context(words.text("Det holder med én linje om det dere ble enige om, sak for sak."))
    )
    write = button(words.text("Skriv referat"), WriteOutcomes(meeting=meeting.id))
    return card(words, body, [write, _to_meeting(view, words)], fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    if view.settled:
        return f"{_ended(view, words)}: {name_and_day(view.meeting, words, view.today)}"
    return f"{_question(view, words)} {name_and_day(view.meeting, words, view.today)}"


def _question(view: View, words: Words) -> str:
    if view.in_channel:
        return words.text("{name}, kan du skrive et kort referat?", name=view.person)
    return words.text("Kan du skrive et kort referat?")


def _ended(view: View, words: Words) -> str:
    if view.posted:
        return words.text("Referatet er lagt ut")
    return words.text("Referatet trengs ikke lenger")


def _to_meeting(view: View, words: Words) -> Any:
    return button(words.text("Til møtet"), ShowMeeting(meeting=view.meeting.id))


_HELD = replace(samples.HELD, state=MeetingState.HELD)
_TYPICAL = View(_HELD, samples.TODAY, "Kari Nilsen")
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "channel": replace(_TYPICAL, in_channel=True),
    "posted": replace(_TYPICAL, settled=True, posted=True),
    "not-needed": replace(_TYPICAL, settled=True),
    "longest": replace(
        _TYPICAL,
        in_channel=True,
        person=samples.LONG_NAME,
        meeting=replace(_HELD, place=samples.LONG_NAME),
    ),
}
