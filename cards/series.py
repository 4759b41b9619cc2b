"""A series of meetings: how often, which days, and which were left out."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.meetings import Activity, Meeting
from bot.domain.series import Pattern, Repeats
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    state,
)
from cards.meeting_ways import ShowSeries
from cards.plan import meeting_row
from cards.series_words import rhythm
from cards.words import Words

MOST_LEFT_OUT = 12  # days told one by one


class TakeBackSeries(CardAction):
    """«Angre» for a series that was just made; `key` is that of its first meeting."""

    verb = "series.take-back/1"
    series: RowId
    key: str


@dataclass(frozen=True, slots=True)
class View:
    """A page of a series. left_out: days of the pattern that are holidays.

    count: of all its meetings. key: set when it was just made, for «Angre». done: what was just
    done to it.
    """

    series: int
    activity: Activity
    pattern: Pattern
    meetings: tuple[Meeting, ...]
    count: int
    today: date
    left_out: tuple[date, ...] = ()
    page: int = 0
    has_more: bool = False
    done: str = ""
    key: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = rhythm(view.pattern, words)
    top: list[Checked] = [
        eyebrow(
            words.activity(view.activity), words.plural("ett møte", "{count} møter", view.count)
        )
    ]
    top += [state(Mark.DONE, view.done, title)] if view.done else [heading(title)]
    rows = [meeting_row(meeting, view.today, words) for meeting in view.meetings]
    nothing = [] if rows else [line(words.text("Ingen møter er igjen i denne rekka."))]
    body = [*top, *_left_out(view, words), *rows, *nothing]
    return card(words, body, _actions(view, words), fallback=title)


def _left_out(view: View, words: Words) -> list[Checked]:
    if not view.left_out or view.page:
        return []
    days = [words.short_day(day, view.today) for day in view.left_out[:MOST_LEFT_OUT]]
    rest = len(view.left_out) - len(days)
    more = [words.text("{count} til", count=rest)] if rest else []
    listed = words.listing([*days, *more])
    told = words.text("Fridager og skoleferier er hoppet over: {days}.", days=listed)
    return [context(told)]


def _actions(view: View, words: Words) -> list[Execute]:
    undo = TakeBackSeries(series=view.series, key=view.key)
    pages = [
        (bool(view.key), words.text("Angre"), undo),
        (
            view.page > 0,
            words.text("Tidligere"),
            ShowSeries(series=view.series, page=view.page - 1 if view.page else 0),
        ),
        (view.has_more, words.text("Senere"), ShowSeries(series=view.series, page=view.page + 1)),
    ]
    return [button(title, action) for there, title, action in pages if there]


_MONTHLY = Pattern(Repeats.MONTHS, weekday=3, nth=3)
_MEETINGS = tuple(
    replace(
        samples.NETWORK_MEETING,
        id=number,
        starts_at=samples.NETWORK_MEETING.starts_at + timedelta(days=28 * number),
        ends_at=samples.NETWORK_MEETING.ends_at + timedelta(days=28 * number),
    )
    for number in range(1, 9)
)
_USUAL = View(3, Activity.NETWORK_MEETING, _MONTHLY, _MEETINGS, 8, samples.TODAY)
SAMPLES: dict[str, View] = {
    "made": replace(
        _USUAL,
        done="Åtte møter står i planen",
        key="k",
        left_out=(date(2027, 4, 1), date(2027, 5, 6)),
        has_more=True,
    ),
    "weekly": replace(
        _USUAL, pattern=Pattern(Repeats.WEEKS, weekday=3, every=2), page=1, has_more=True
    ),
    "longest": replace(
        _USUAL,
        activity=Activity.STEERING_GROUP,
        pattern=Pattern(Repeats.CHOSEN, weekday=4, nth=-1, months=tuple(range(1, 12))),
        meetings=(samples.CANCELLED, samples.MOVED) * 4,
        count=60,
        left_out=tuple(date(2027 + n, 12, 24) for n in range(30)),
    ),
    "empty": replace(_USUAL, meetings=(), count=0),
}
