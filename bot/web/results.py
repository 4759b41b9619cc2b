"""The result of an evaluation as a page, its drawings, and the files for research.

GET /r/{key}; GET /r/{key}/{number}.png, which the card in Teams shows; GET /evalueringer/{secret}
as .csv and .json.
"""

import asyncio
import csv
import io
import json

from aiohttp import web

from bot.deps import Deps
from bot.domain import cells
from bot.domain.results import Chart, Figure, charts
from bot.features.results import export
from bot.features.results import page as results
from bot.features.results.export import Line
from bot.features.results.page import Page
from bot.web import drawing
from bot.web.pages import FOR_A_WHILE, KEY, render, words_of
from cards.evaluation_fields import said
from cards.results_words import KINDS, PARTS, chart_title, compared
from cards.words import Words, capital

LINK = "[A-Za-z0-9_-]{48}"  # of the files: a claim and its signature
UNLISTED = "noindex, nofollow"
_COLUMNS = tuple(Line.__dataclass_fields__)
_BOM = "\ufeff"  # by which spreadsheets know UTF-8


def mount(app: web.Application, deps: Deps) -> None:
    """A key that is nobody's, one of an open evaluation and an old link are answered as one."""

    async def result(request: web.Request) -> web.Response:
        words = words_of(request, deps)
        found = await _page(request, deps)
        answer = render(request, "result.html", words, _context(found, words))
        answer.headers["X-Robots-Tag"] = UNLISTED
        return answer

    async def picture(request: web.Request) -> web.Response:
        found = await _page(request, deps)
        drawn = charts(found.report.figures) if found.report else ()
        number = int(request.match_info["number"])
        if number >= len(drawn):
            raise web.HTTPNotFound
        bars = _bars(drawn[number], Words(deps.language, deps.zone))
        image = await asyncio.to_thread(drawing.bars, bars)
        headers = {"Cache-Control": FOR_A_WHILE, "X-Robots-Tag": UNLISTED}
        return web.Response(body=image, content_type="image/png", headers=headers)

    async def table(request: web.Request) -> web.Response:
        lines = await _lines(request, deps)
        return _file(_BOM + as_csv(lines), "text/csv", "evalueringer.csv")

    async def data(request: web.Request) -> web.Response:
        lines = await _lines(request, deps)
        told = json.dumps(export.as_rows(lines), ensure_ascii=False, indent=1)
        return _file(told, "application/json", "evalueringer.json")

    app.router.add_get(f"/r/{{key:{KEY}}}", result)
    app.router.add_get(rf"/r/{{key:{KEY}}}/{{number:\d}}.png", picture)
    app.router.add_get(f"/evalueringer/{{link:{LINK}}}.csv", table)
    app.router.add_get(f"/evalueringer/{{link:{LINK}}}.json", data)


async def _page(request: web.Request, deps: Deps) -> Page:
    found = await deps.store.run(results.page, deps, request.match_info["key"])
    if found is None:
        raise web.HTTPNotFound
    return found


async def _lines(request: web.Request, deps: Deps) -> list[Line]:
    lines = await deps.store.run(export.file_for, deps, request.match_info["link"])
    if lines is None:
        raise web.HTTPNotFound
    return lines


def as_csv(lines: list[Line]) -> str:
    """Semicolons, as Norwegian spreadsheets expect; every text is safe to open there."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in export.as_rows(lines):
        writer.writerow(_cell(value) for value in row.values())
    return written.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else cells.safe(str(value))


def _file(text: str, kind: str, name: str) -> web.Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Robots-Tag": UNLISTED,
    }
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)


# --- The page ------------------------------------------------------------------------------------


def _context(found: Page, words: Words) -> dict[str, object]:
    meeting = found.meeting
    return {
        "page": found,
        "part": words.text(PARTS[found.part]),
        "what": words.activity(meeting.activity),
        "when": capital(words.day(words.day_of(meeting.starts_at))),
        "tables": _tables(found, words),
        "compared": [
            (said(line.label, words), compared(line, words)) for line in found.comparisons
        ],
        "written": [
            (said(line.label, words), line.texts)
            for line in (found.report.said if found.report else ())
        ],
        "noted": [(words.text(KINDS[note.kind]), note.text) for note in found.notes],
        "least": words.number(found.minimum),
    }


def _tables(found: Page, words: Words) -> list[tuple[str, str, list[tuple[str, int, int]]]]:
    """Question, item and rows of (choice, count, length of the bar of a hundred)."""
    figures = found.report.figures if found.report else ()
    return [
        (
            said(figure.heading or figure.label, words),
            said(figure.label, words) if figure.heading else "",
            _rows(figure, words),
        )
        for figure in figures
    ]


def _rows(figure: Figure, words: Words) -> list[tuple[str, int, int]]:
    most = max(figure.answered, 1)
    return [
        (said(step.label, words), step.count, round(100 * step.count / most))
        for step in figure.steps
    ]


def _bars(chart: Chart, words: Words) -> drawing.Bars:
    title = chart_title(chart, words)
    rows = tuple((said(bar.label, words), bar.count) for bar in chart.bars)
    return drawing.Bars(title, rows, chart.answered)
