"""The reminder: a hosting agency's duties before a meeting, one press each."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import LIVE, Meeting, MeetingState
from cards import samples
from cards.elements import (
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    state,
)
from cards.meeting import (
    ShowMeeting,
    done_sentence,
    duty_rows,
    from_now,
    host_sentence,
    moved_sentence,
    name_and_day,
    progress,
    when_and_where,
)
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """The reminder to one named person. `in_channel`: it stands in a channel, with a mention.

    agencies, people: who shall be called in, for «14 personer fra 5 etater».
    for_deputy_of: the contact whose deputy `person` is. unfolded: with «Angre» on what is done.
    passed_on: the meeting has another host by now, so `person` has nothing to do for it any more.
    """

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...]
    person: str
    agencies: int
    people: int
    for_deputy_of: str | None = None
    in_channel: bool = False
    unfolded: bool = False
    passed_on: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.meeting.state not in LIVE:
        return _over(view, words)
    if view.passed_on:
        return _nothing_to_do(_host_now(view.meeting, words), view, words)
    if _all_done(view) and not view.unfolded:
        return _finished(view, words)
    return _asking(view, words)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen: the question, and which meeting."""
    return f"{_question(view, words)} {name_and_day(view.meeting, words, view.today)}"


def _asking(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    near = from_now(meeting, view.today, words)
    body = [
        eyebrow(words.activity(meeting.activity), near),
        heading(_ready(words) if _all_done(view) else _question(view, words)),
        when_and_where(meeting, view.today, words),
        context(*_why(view, words)),
        *duty_rows(view.duties, view.today, words, may_mark=True, may_undo=view.unfolded),
    ]
    return card(words, body, _more(view, words), fallback=summary(view, words))


def _all_done(view: View) -> bool:
    return all(duty.done for duty in view.duties)


def _ready(words: Words) -> str:
    return words.text("Alt er klart til møtet")


def _question(view: View, words: Words) -> str:
    if view.in_channel and view.meeting.host:
        return words.text("Kan noen hos {host} gjøre klart til møtet?", host=view.meeting.host)
    if view.for_deputy_of and not view.in_channel:
        return words.text("Kan du steppe inn for {name}?", name=view.for_deputy_of)
    return words.text("Kan du gjøre klart til møtet?")


def _why(view: View, words: Words) -> tuple[str, ...]:
    return (
        _deputy_sentence(view, words),
        host_sentence(view.meeting, words),
        _readers(view, words),
        moved_sentence(view.meeting, view.today, words),
        progress(view.duties, words),
    )


def _deputy_sentence(view: View, words: Words) -> str:
    """Said to the deputy alone: in a channel nobody reads who has not answered."""
    if view.for_deputy_of is None or view.in_channel:
        return ""
    return words.text("Du er vara, og {name} har kanskje ikke rukket det.", name=view.for_deputy_of)


def _readers(view: View, words: Words) -> str:
    if not view.people:
        return ""
    people = words.plural("{count} person", "{count} personer", view.people)
    agencies = words.plural("{count} etat", "{count} etater", view.agencies)
    return words.text(
        "{people} fra {agencies} skal ha innkalling.", people=people, agencies=agencies
    )


def _finished(view: View, words: Words) -> dict[str, Any]:
    last = max(view.duties, key=lambda duty: str(duty.done_at), default=None)
    told = done_sentence(last, view.today, words) if last else ""
    title = _ready(words)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        state(Mark.DONE, title, told),
    ]
    return card(words, body, _more(view, words), fallback=title)


def _over(view: View, words: Words) -> dict[str, Any]:
    cancelled = view.meeting.state is MeetingState.CANCELLED
    title = words.text("Møtet er avlyst") if cancelled else words.text("Møtet er holdt")
    return _nothing_to_do(title, view, words)


def _host_now(meeting: Meeting, words: Words) -> str:
    if meeting.host is None:
        return words.text("Møtet venter på en vert")
    return words.text("{agency} er vert", agency=meeting.host)


def _nothing_to_do(title: str, view: View, words: Words) -> dict[str, Any]:
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(words.text("Du trenger ikke å gjøre noe.")),
    ]
    return card(words, body, fallback=title)


def _more(view: View, words: Words) -> list[Execute]:
    if view.unfolded:
        return []
    return [button(words.text("Mer"), ShowMeeting(meeting=view.meeting.id))]


def _sample(**changes: Any) -> View:
    usual = View(
        samples.NETWORK_MEETING,
        samples.TODAY,
        samples.OPEN_DUTIES,
        person="Nils Hansen",
        agencies=5,
        people=14,
    )
    return replace(usual, **changes)


SAMPLES: dict[str, View] = {
    "first": _sample(),
    "one-done": _sample(duties=samples.SOME_DUTIES),
    "unfolded": _sample(duties=samples.SOME_DUTIES, unfolded=True),
    "all-done": _sample(duties=samples.DONE_DUTIES),
    "all-done-unfolded": _sample(duties=samples.DONE_DUTIES, unfolded=True),
    "deputy": _sample(person="Siri Lie", for_deputy_of="Nils Hansen"),
    "channel": _sample(in_channel=True, for_deputy_of="Nils Hansen"),
    "cancelled": _sample(meeting=samples.CANCELLED),
    "held": _sample(meeting=samples.HELD),
    "passed-on": _sample(passed_on=True),
    "moved-longest": _sample(meeting=samples.MOVED, person=samples.LONG_NAME),
    "nobody-to-call": _sample(agencies=0, people=0),
}
