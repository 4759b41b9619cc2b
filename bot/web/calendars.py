"""Calendar files over HTTP: a member's own feed, one meeting, a network's open meetings."""

import asyncio
import hashlib

from aiohttp import web

from bot.deps import Deps
from bot.domain.entries import CalendarFile
from bot.features import calendar_link, public_page
from bot.features.rounds import files as rounds
from bot.web.calendar_files import Method, written
from bot.web.pages import FOR_A_WHILE, KEY, SLUG, words_of
from cards.words import Words

TOKEN = "[A-Za-z0-9_-]{43}"  # nosec B105 # noqa: S105 - the shape of one, not one
OWN = "private, no-cache"  # kept by the calendar, but asked about each time


def mount(app: web.Application, deps: Deps) -> None:
    """An unknown code, a deleted one and a draft's are answered as one: they do not exist."""

    async def feed(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        file = await deps.store.run(calendar_link.file_for, deps, token)
        return await answered(request, deps, file, Method.FEED, OWN)

    async def one(request: web.Request) -> web.Response:
        file = await deps.store.run(public_page.file_of_one, deps, request.match_info["key"])
        answer = await answered(request, deps, file, Method.PUBLISH, OWN)
        answer.headers["Content-Disposition"] = 'attachment; filename="rundebord.ics"'
        return answer

    async def open_meetings(request: web.Request) -> web.Response:
        slug = request.match_info["slug"]
        file = await deps.store.run(public_page.file_of_open_meetings, deps, slug)
        return await answered(request, deps, file, Method.FEED, FOR_A_WHILE)

    async def round_of_agency(request: web.Request) -> web.Response:
        key, agency = request.match_info["key"], request.match_info["agency"]
        file = await deps.store.run(rounds.file_for, deps, key, agency)
        return await answered(request, deps, file, Method.FEED, OWN)

    app.router.add_get(f"/kalender/{{token:{TOKEN}}}.ics", feed)
    app.router.add_get(f"/m/{{key:{KEY}}}.ics", one)
    app.router.add_get(f"/moteplan/{{slug:{SLUG}}}.ics", open_meetings)
    app.router.add_get(f"/r/{{key:{KEY}}}/{{agency:{SLUG}}}.ics", round_of_agency)


async def answered(
    request: web.Request, deps: Deps, file: CalendarFile | None, method: Method, kept: str
) -> web.Response:
    """The file, or 304 where the reader has it already. Raises HTTPNotFound for None.

    It is written in a thread: a year of meetings takes long enough to keep others waiting.
    """
    if file is None:
        raise web.HTTPNotFound
    words = Words(file.language, deps.zone) if file.language else words_of(request, deps)
    body = await asyncio.to_thread(written, file, words, deps.public_url, method)
    tag = hashlib.sha256(body).hexdigest()[:32]
    known = any(told.value in (tag, "*") for told in request.if_none_match or ())
    answer = web.Response(status=304) if known else _calendar(body, method)
    answer.etag = tag
    answer.headers["Cache-Control"] = kept
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _calendar(body: bytes, method: Method) -> web.Response:
    parameter = f"; method={method}" if method else ""
    kind = f"text/calendar; charset=utf-8{parameter}"
    return web.Response(body=body, headers={"Content-Type": kind})
