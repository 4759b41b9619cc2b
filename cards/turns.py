"""Who hosts what in the coming year, and why: one sentence each, no scores."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import ColumnSet, card, context, dated_row, eyebrow, heading
from cards.words import Words


@dataclass(frozen=True, slots=True)
class TurnLine:
    """An agency in the queue: the coming meeting it hosts, and the last time it hosted."""

    agency: str
    meeting: Meeting
    last_hosted: date | None
    times_hosted: int


@dataclass(frozen=True, slots=True)
class View:
    """Who hosts what in the coming year, and why; `own_agency` is the reader's."""

    today: date
    lines: tuple[TurnLine, ...]
    own_agency: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    rows = [_row(line, view.today, words) for line in view.lines]
    duty = (
        context(words.text("Verten kaller inn, ordner rom og lager saksliste.")) if rows else None
    )
    body = [eyebrow(words.text("Ansvar"), words.text("det neste året")), heading(title)]
    return card(words, [*body, *([duty] if duty else []), *rows], fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.lines:
        return words.text("Ingen møter har vert ennå")
    own = next((line for line in view.lines if line.agency == view.own_agency), None)
    if own is None:
        return words.text("Slik går runden videre")
    day = words.short_day(words.day_of(own.meeting.starts_at), view.today)
    return words.text("Dere er vert {day}", day=day)


def _row(line: TurnLine, today: date, words: Words) -> ColumnSet:
    day = words.tight_day(words.day_of(line.meeting.starts_at), today)
    activity = words.activity(line.meeting.activity)
    return dated_row(day, line.agency, f"{activity}. {_why(line, words)}")


def _why(line: TurnLine, words: Words) -> str:
    if line.last_hosted is None:
        return words.text("Har ikke vært vert før.")
    return words.text("Har ikke vært vert siden {month}.", month=words.month(line.last_hosted))


_LINES = (
    TurnLine("NAV Lindesnes", samples.NETWORK_MEETING, date(2026, 3, 12), 4),
    TurnLine("Karriere Agder Lyngdal", samples.OPEN_DAY, None, 0),
    TurnLine(samples.LONG_NAME, samples.MOVED, date(2025, 9, 18), 7),
)
SAMPLES: dict[str, View] = {
    "own": View(samples.TODAY, _LINES, own_agency="NAV Lindesnes"),
    "others": View(samples.TODAY, _LINES),
    "none": View(samples.TODAY, ()),
}
