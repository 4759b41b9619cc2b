"""Who hosts what in the coming year, and why: one sentence each, no scores."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.meetings import Meeting
from bot.domain.turns import Because
from cards import samples
from cards.actions import CardAction, PerformCommand
from cards.elements import ColumnSet, Execute, button, card, context, dated_row, eyebrow, heading
from cards.meeting import ShowMeeting, name_and_day
from cards.openings import OfferTurn
from cards.words import Words

PAGE = 8


class ShowTurns(CardAction):
    """Another page of the queue: 0 is what comes next."""

    verb = "turns/1"
    page: int = Field(ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """An agency in the queue: the coming meeting it hosts, why, and when it hosted last.

    `proposed`: nobody has the turn yet, and this is whose it would be. `after`: the agency whose
    turn it took over.
    """

    agency: str
    meeting: Meeting
    because: Because
    last_hosted: date | None = None
    after: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A page of the queue. `own` is the next meeting that the reader's agency hosts."""

    today: date
    lines: tuple[TurnLine, ...]
    own: Meeting | None = None
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [eyebrow(words.text("Ansvar"), words.text("det neste året")), heading(title)]
    if not view.lines:
        told = words.text("Når årsplanen er bekreftet, ser dere hvem som er vert for hva.")
        year = button(words.text("Årsplan"), PerformCommand(command="year-plan"))
        return card(words, [*body, context(told)], [year], fallback=title)
    duty = context(words.text("Verten kaller inn, ordner rom og lager saksliste."))
    rows = [_row(line, view.today, words) for line in view.lines]
    return card(words, [*body, duty, *rows], _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.lines:
        return words.text("Ingen møter har vert ennå")
    if view.own is None:
        return words.text("Slik går runden videre")
    day = words.short_day(words.day_of(view.own.starts_at), view.today)
    return words.text("Dere er vert {day}", day=day)


def _row(line: TurnLine, today: date, words: Words) -> ColumnSet:
    meeting = line.meeting
    return dated_row(
        words.tight_day(words.day_of(meeting.starts_at), today),
        line.agency,
        f"{words.activity(meeting.activity)}. {_why(line, words)}",
        words.text("Foreslått, ikke avtalt ennå") if line.proposed else "",
        opens=button(name_and_day(meeting, words, today), ShowMeeting(meeting=meeting.id)),
    )


def _why(line: TurnLine, words: Words) -> str:
    month = words.month(line.last_hosted) if line.last_hosted else ""
    match line.because:
        case Because.NEVER_BEFORE:
            return words.text("Har ikke vært vert før.")
        case Because.LONGEST_SINCE:
            return words.text("Har ikke vært vert siden {month}.", month=month)
        case Because.FEWEST:
            return words.text("Har vært vert færrest ganger, sist i {month}.", month=month)
        case Because.TOOK_OVER:
            return words.text("Tok over etter {agency}.", agency=line.after)
        case Because.ARRANGED:
            return words.text("Avtalt for dette møtet.")


def _actions(view: View, words: Words) -> list[Execute]:
    swap = [button(words.text("Bytt vertskap"), OfferTurn(meeting=view.own.id))] if view.own else []
    back = [button(words.text("Tidligere"), ShowTurns(page=view.page - 1))] if view.page > 0 else []
    more = [button(words.text("Senere"), ShowTurns(page=view.page + 1))] if view.has_more else []
    return [*swap, *back, *more]


_LINES = (
    TurnLine("NAV Lindesnes", samples.NETWORK_MEETING, Because.LONGEST_SINCE, date(2026, 3, 12)),
    TurnLine("Karriere Agder Lyngdal", samples.OPEN_DAY, Because.NEVER_BEFORE, proposed=True),
    TurnLine(samples.LONG_NAME, samples.MOVED, Because.FEWEST, date(2025, 9, 18)),
    TurnLine(
        "Mandal videregående skole", samples.MOVED, Because.TOOK_OVER, after=samples.LONG_NAME
    ),
    TurnLine("NAV Lindesnes", samples.MOVED, Because.ARRANGED),
)
SAMPLES: dict[str, View] = {
    "own": View(samples.TODAY, _LINES[:3], own=samples.NETWORK_MEETING),
    "others": View(samples.TODAY, _LINES),
    "longest": View(samples.TODAY, _LINES * 2, page=1, has_more=True),
    "none": View(samples.TODAY, ()),
}
