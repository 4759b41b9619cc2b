"""The year as it could be: nothing is sent before it is confirmed."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Annotated, Any

from pydantic import Field

from bot.domain.meetings import Activity, Meeting, MeetingState
from bot.domain.year import Shortage, Why
from bot.domain.year_days import Obstacle
from cards import samples
from cards.actions import CardAction
from cards.agreement_words import month
from cards.elements import (
    ActionSet,
    Checked,
    ColumnSet,
    Execute,
    button,
    card,
    context,
    dated_row,
    dropdown_input,
    eyebrow,
    heading,
    section,
    with_problems,
)
from cards.meeting import name_and_day
from cards.words import Words, capital
from cards.year_words import hours_and_host, passed_over, shortage, warning, weekday_and_day

PAGE = 16  # rows: more would make the card too large for Teams
Year = Annotated[int, Field(ge=2000, le=2100)]


class ShowYear(CardAction):
    """A page of the draft of a year."""

    verb = "year/1"
    year: Year
    page: int = Field(default=0, ge=0, le=100)


class ProposeAgain(CardAction):
    """«Nytt forslag»; `sure`: dates that were changed by hand may go."""

    verb = "year.again/1"
    year: Year
    sure: bool = False


class AskConfirm(CardAction):
    """«Bekreft alle», which first says what follows from it."""

    verb = "year.ask-confirm/1"
    year: Year


class AskDiscard(CardAction):
    """«Forkast», which asks first."""

    verb = "year.ask-discard/1"
    year: Year


class ChooseYearDate(CardAction):
    """«Endre»: the date of the draft that is chosen in the card; `meeting` is its id."""

    verb = "year.choose/1"
    year: Year
    page: int = Field(default=0, ge=0, le=100)
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A date of the draft. passed_over: (where the agreement would have had it, what was there).

    against: what speaks against its day, which somebody chose all the same.
    """

    meeting: Meeting
    passed_over: tuple[date, Obstacle] | None = None
    against: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page of the draft; `total` is all of it. saved: what the reader has just done."""

    year: int
    today: date
    rows: tuple[Proposed, ...]
    total: int
    shortages: tuple[Shortage, ...] = ()
    page: int = 0
    has_more: bool = False
    may_confirm: bool = True
    saved: str = ""
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Slik kan {year} bli", year=view.year)
    body = [
        eyebrow(words.text("Forslag"), view.saved or words.text("ingenting er sendt")),
        heading(title),
        context(*_about(view, words)),
        *_months(view, words),
        *_pages(view, words),
        *_missing(view, words),
        *_choice(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _about(view: View, words: Words) -> tuple[str, str]:
    count = words.plural("{count} møte.", "{count} møter.", view.total)
    if view.may_confirm:
        return count, ""
    return count, words.text("Kontaktene i etatene bekrefter.")


def _months(view: View, words: Words) -> list[Checked]:
    """The rows under the names of their months, as one thinks of a year."""
    shown: list[Checked] = []
    for first, rows in groupby(view.rows, key=lambda row: _month(row, words)):
        shown.append(section(capital(month(first.month, words))))
        shown += [_row(row, words) for row in rows]
    return shown


def _month(row: Proposed, words: Words) -> date:
    return words.day_of(row.meeting.starts_at).replace(day=1)


def _row(row: Proposed, words: Words) -> ColumnSet:
    meeting = row.meeting
    note = passed_over(*row.passed_over, words) if row.passed_over else warning(row.against, words)
    hosted = hours_and_host(meeting, words)
    return dated_row(
        weekday_and_day(words.day_of(meeting.starts_at), words),
        words.activity(meeting.activity),
        f"{hosted}. {note}" if note else hosted,
    )


def _missing(view: View, words: Words) -> list[Checked]:
    if not view.shortages:
        return []
    told = [context(shortage(missing, words)) for missing in view.shortages]
    return [section(words.text("Dette fikk ikke plass")), *told]


def _choice(view: View, words: Words) -> list[Checked]:
    """One choice for all dates: a button on each row would make the card too large."""
    meetings = [row.meeting for row in view.rows]
    asked = dropdown_input(
        "meeting",
        words.text("Endre et møte"),
        [(str(meeting.id), name_and_day(meeting, words, view.today)) for meeting in meetings],
        error=words.text("Velg et møte i lista."),
    )
    choose = ChooseYearDate(year=view.year, page=view.page)
    return [
        *with_problems([asked], {"meeting": view.problem} if view.problem else {}),
        ActionSet(actions=[button(words.text("Endre"), choose, with_inputs=True)]),
    ]


def _pages(view: View, words: Words) -> list[Checked]:
    """Below the rows, so that the bar keeps to what one does with the whole draft."""
    pages = [
        (view.page > 0, words.text("Tidligere"), view.page - 1),
        (view.has_more, words.text("Senere"), view.page + 1),
    ]
    turned = [
        button(title, ShowYear(year=view.year, page=page)) for there, title, page in pages if there
    ]
    return [ActionSet(actions=turned)] if turned else []


def _actions(view: View, words: Words) -> list[Execute]:
    year = view.year
    confirm = button(words.text("Bekreft alle"), AskConfirm(year=year))
    return [
        *([confirm] if view.may_confirm else []),
        button(words.text("Nytt forslag"), ProposeAgain(year=year)),
        button(words.text("Forkast"), AskDiscard(year=year)),
    ]


def _meeting(number: int, day: date, activity: Activity, host: str) -> Meeting:
    starts = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
    return Meeting(
        id=number,
        activity=activity,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2.5),
        state=MeetingState.DRAFT,
        host_id=1,
        host=host,
    )


_ROWS = (
    Proposed(_meeting(41, date(2028, 2, 17), Activity.NETWORK_MEETING, "NAV Lindesnes")),
    Proposed(
        _meeting(42, date(2028, 4, 18), Activity.COOPERATION_DAY, "Karriere Agder Lyngdal"),
        passed_over=(date(2028, 4, 17), Obstacle.HOLIDAY),
    ),
    Proposed(
        replace(_meeting(43, date(2028, 5, 20), Activity.NETWORK_MEETING, ""), host=None),
        against=Obstacle.WEEKEND,
    ),
    Proposed(_meeting(44, date(2028, 10, 16), Activity.OPEN_DAY, "Mandal videregående skole")),
)
_LONG = Proposed(
    _meeting(45, date(2028, 11, 23), Activity.INFORMATION_MEETING, samples.LONG_NAME),
    passed_over=(date(2028, 11, 16), Obstacle.CLOSE),
)
_TYPICAL = View(2028, samples.TODAY, _ROWS, total=4)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "read-only": replace(_TYPICAL, may_confirm=False),
    "saved": replace(_TYPICAL, saved="Nettverksmøte 17. februar er endret"),
    "short": replace(
        _TYPICAL,
        rows=_ROWS[3:],
        total=1,
        shortages=(
            Shortage(Activity.NETWORK_MEETING, 4, 2, Why.STARTED),
            Shortage(Activity.INFORMATION_MEETING, 1, 0, Why.FULL),
        ),
    ),
    "problem": replace(_TYPICAL, problem="Velg et møte i lista."),
    "longest": replace(_TYPICAL, rows=(_LONG,) * PAGE, total=60, page=2, has_more=True),
}
