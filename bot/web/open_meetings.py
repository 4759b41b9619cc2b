"""GET /moteplan/{slug}: the year's open meetings of a network, for anybody."""

from datetime import datetime
from itertools import groupby

from aiohttp import web

from bot.deps import Deps
from bot.domain.entries import Entry
from bot.domain.meetings import MeetingState
from bot.domain.typed import EARLIEST, LATEST
from bot.features import public_page
from bot.features.public_page import Year
from bot.web.calendar_files import place
from bot.web.pages import FOR_A_WHILE, SLUG, render, words_of
from cards.words import Words, capital


def mount(app: web.Application, deps: Deps) -> None:
    async def open_meetings(request: web.Request) -> web.Response:
        """`?ar=2027` is another year; anything that is no year of ours is this one."""
        slug, words = request.match_info["slug"], words_of(request, deps)
        wanted = _year(request.query.get("ar", ""))
        year = await deps.store.run(public_page.year, deps, slug, wanted)
        if year is None:
            raise web.HTTPNotFound
        context = {"slug": slug, "year": year, "months": _months(year, words)}
        page = render(request, "open_meetings.html", words, context)
        page.headers["Cache-Control"] = FOR_A_WHILE
        return page

    app.router.add_get(f"/moteplan/{{slug:{SLUG}}}", open_meetings)


def _year(typed: str) -> int | None:
    if not (typed.isascii() and typed.isdigit() and len(typed) == len("2027")):
        return None
    return int(typed) if EARLIEST.year <= int(typed) <= LATEST.year else None


def _months(year: Year, words: Words) -> list[tuple[str, list[dict[str, str | bool]]]]:
    """What stands under each month's heading, in order of time."""

    def month(entry: Entry) -> str:
        return capital(words.month(words.day_of(entry.meeting.starts_at)))

    months = groupby(year.entries, key=month)
    return [(name, [_row(entry, year.now, words) for entry in found]) for name, found in months]


def _row(entry: Entry, now: datetime, words: Words) -> dict[str, str | bool]:
    meeting = entry.meeting
    today = words.day_of(meeting.starts_at)  # the year stands in the heading
    times = words.hours(meeting.starts_at, meeting.ends_at)
    several_days = words.day_of(meeting.ends_at) != today
    span = words.span(meeting.starts_at, meeting.ends_at, whole_day=meeting.whole_day, today=today)
    plain = meeting.whole_day or several_days
    return {
        "key": meeting.key,
        "when": capital(span if plain else words.day(today, today)),
        "hours": "" if plain else times,
        "activity": words.activity(meeting.activity),
        "theme": meeting.theme,
        "place": place(entry, words),
        "host": meeting.host or "",
        "cancelled": meeting.state is MeetingState.CANCELLED,
        "sign_up": entry.takes_sign_ups and meeting.starts_at > now,
    }
