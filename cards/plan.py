"""The meeting calendar, a page at a time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.meetings import Meeting, MeetingState
from cards import samples
from cards.actions import CardAction
from cards.elements import ColumnSet, Execute, button, card, context, dated_row, eyebrow, heading
from cards.meeting import ShowMeeting, moved_sentence, name_and_day
from cards.words import Words


class ShowPlan(CardAction):
    """Turn to another page of the meeting calendar: 0 is what comes next, -1 what was before."""

    verb = "plan/1"
    page: int = Field(ge=-1000, le=1000)


@dataclass(frozen=True, slots=True)
class View:
    """A page of the meeting calendar: 0 is from today on, -1 the page before today, and so on."""

    network: str
    today: date
    meetings: tuple[Meeting, ...]
    page: int = 0
    has_earlier: bool = False
    has_later: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    rows = [meeting_row(meeting, view.today, words) for meeting in view.meetings]
    hint = [context(words.text("Trykk på et møte for å se mer."))] if rows else []
    body = [eyebrow(view.network, words.text("møteplan")), heading(title), *hint, *rows]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.meetings:
        return words.text("Ingenting er planlagt ennå")
    if view.page < 0:
        return words.text("Dette har vært")
    return words.text("Dette er planlagt")


def meeting_row(meeting: Meeting, today: date, words: Words) -> ColumnSet:
    """One meeting in a list ordered by day; the row opens it."""
    day = words.day_of(meeting.starts_at)
    return dated_row(
        words.tight_day(day, today),
        _name(meeting, words),
        meeting.theme,
        *_details(meeting, today, words),
        opens=button(name_and_day(meeting, words, today), ShowMeeting(meeting=meeting.id)),
    )


def _name(meeting: Meeting, words: Words) -> str:
    activity = words.activity(meeting.activity)
    if meeting.whole_day:
        return activity
    clock = words.clock(meeting.starts_at)
    return words.text("{activity} {clock}", activity=activity, clock=clock)


def _details(meeting: Meeting, today: date, words: Words) -> tuple[str, ...]:
    if meeting.state is MeetingState.CANCELLED:
        return (_why(meeting, words),)
    if meeting.state is MeetingState.DRAFT:
        return (words.text("Forslag, ingenting er sendt"),)
    host = words.text("Vert: {host}", host=meeting.host) if meeting.host else ""
    return host, moved_sentence(meeting, today, words)


def _why(meeting: Meeting, words: Words) -> str:
    if not meeting.reason:
        return words.text("Avlyst")
    return words.text("Avlyst: {reason}", reason=meeting.reason)


def _actions(view: View, words: Words) -> list[Execute]:
    pages = [
        (view.has_earlier, words.text("Tidligere"), view.page - 1),
        (view.has_later, words.text("Senere"), view.page + 1),
    ]
    return [button(title, ShowPlan(page=page)) for there, title, page in pages if there]


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
SAMPLES: dict[str, View] = {
    "coming": View(_NETWORK, samples.TODAY, samples.MEETINGS, has_earlier=True, has_later=True),
    "past": View(_NETWORK, samples.TODAY, (samples.HELD,), page=-1, has_later=True),
    "empty": View(_NETWORK, samples.TODAY, ()),
    "longest": View(_NETWORK, samples.TODAY, samples.MEETINGS * 3, page=1, has_earlier=True),
    "cancelled-with-reason": View(
        _NETWORK, samples.TODAY, (replace(samples.CANCELLED, reason=samples.TYPED),)
    ),
}
