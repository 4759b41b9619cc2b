"""To the network: the plan of the year is ready. Posted once, when it is confirmed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import PerformCommand
from cards.elements import ColumnSet, button, card, context, dated_row, eyebrow, heading
from cards.words import Words

MOST = 20  # rows; the calendar has the rest


@dataclass(frozen=True, slots=True)
class View:
    """meetings: those of the year that are still to come, in order."""

    network: str
    year: int
    today: date
    meetings: tuple[Meeting, ...]


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Årsplanen for {year} er klar", year=view.year)
    rest = len(view.meetings) - MOST
    more = words.plural(
        "Og {count} møte til i møteplanen.", "Og {count} møter til i møteplanen.", rest
    )
    body = [
        eyebrow(view.network, words.text("møteplan")),
        heading(title),
        *(_row(meeting, view.today, words) for meeting in view.meetings[:MOST]),
        *([context(more)] if rest > 0 else []),
    ]
    actions = [button(words.text("Møteplan"), PerformCommand(command="plan"))]
    return card(words, body, actions, fallback=title)


def _row(meeting: Meeting, today: date, words: Words) -> ColumnSet:
    return dated_row(
        words.tight_day(words.day_of(meeting.starts_at), today),
        meeting.theme or words.activity(meeting.activity),
        meeting.host or "",
    )


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    count = words.plural("{count} møte", "{count} møter", len(view.meetings))
    return words.text("Årsplanen for {year} er klar: {count}.", year=view.year, count=count)


_TYPICAL = View("Kvalifiseringsnettverket i Lindesnes", 2027, samples.TODAY, samples.MEETINGS[1:])
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "one": replace(_TYPICAL, meetings=(samples.NETWORK_MEETING,)),
    "longest": replace(_TYPICAL, meetings=(samples.MOVED,) * 60),
}
