"""Pages: templates, static files and the reader's language. What every page has is in layout.html.

Views in, pages out: a handler asks a use case and hands plain values to `render`. In templates
`text(…)` and `plural(…)` are those of `Words`, and what people typed stands in `<bdi>`.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.deps import Deps
from bot.domain.language import Language, accepted, known
from bot.web.guard import Guard
from cards.language import NAMES
from cards.words import Words

HERE = Path(__file__).parent
STATIC = HERE / "static"
KINDS = {".css": "text/css", ".js": "text/javascript"}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"

KEY = "[A-Za-z0-9_-]{22}"  # a meeting's key in a route; anything else is no address of ours
SLUG = "[a-z0-9-]{1,64}"  # the name of a network in the address of its public page


def mount(app: web.Application, deps: Deps, clock: Callable[[], float]) -> None:
    """Everything that pages share; before the pages themselves. `clock`: seconds of real time."""
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = [file for file in sorted(STATIC.iterdir()) if file.suffix in KINDS]
    app[_ASSETS] = dict(_serve(app, file) for file in files)

    def problem(request: web.Request, status: int, reference: str) -> web.Response:
        told = {"status": status, "reference": reference}
        return render(request, "problem.html", words_of(request, deps), told, status)

    app.middlewares.append(Guard(deps, clock, problem).middleware)


_ASSETS = web.AppKey("assets", dict[str, str])


def _serve(app: web.Application, file: Path) -> tuple[str, str]:
    """Its name, and its address, which says what is in it."""
    content, path = file.read_bytes(), f"/static/{file.name}"
    version = hashlib.sha256(content).hexdigest()[:12]

    async def asset(request: web.Request) -> web.Response:
        """An address with the right version never means anything else, so it is kept for ever."""
        headers = {"Cache-Control": FOR_EVER if request.query.get("v") == version else "no-cache"}
        kind = KINDS[file.suffix]
        return web.Response(body=content, content_type=kind, charset="utf-8", headers=headers)

    app.router.add_get(path, asset)
    return file.name, f"{path}?v={version}"


def words_of(request: web.Request, deps: Deps) -> Words:
    """The language asked for in the address, else the browser's, else the installation's."""
    browser = accepted(request.headers.get("Accept-Language", ""))
    return Words(_asked(request) or browser or deps.language, deps.zone)


def _asked(request: web.Request) -> Language | None:
    return known(request.query.get("lang"))


def render(
    request: web.Request,
    template: str,
    words: Words,
    context: Mapping[str, Any],
    status: int = 200,
) -> web.Response:
    """The page in the reader's language. A template that asks for what is not there is a bug.

    Besides `context` a template has `text`, `plural`, `words`, `asset(name)`, and `to(path)`, which
    keeps the language that was asked for when one goes on to another page of ours.
    """
    common = {
        "text": words.text,
        "plural": words.plural,
        "words": words,
        "to": lambda path: _kept(request, path),
        "asset": request.app[_ASSETS].__getitem__,
        "languages": _other_languages(request, words),
    }
    page = aiohttp_jinja2.render_template(template, request, {**common, **context}, status=status)
    page.headers["Content-Language"] = str(words.language)
    page.headers["Vary"] = "Accept-Language"
    return page


def _kept(request: web.Request, path: str) -> str:
    asked = _asked(request)
    if asked is None:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'lang': str(asked)})}"


def _other_languages(request: web.Request, words: Words) -> list[tuple[Language, str, str]]:
    """Each with its name and the way there: only a query, so that it never leads off this page."""
    query = dict(request.query)
    return [
        (language, name, "?" + urlencode({**query, "lang": str(language)}))
        for language, name in NAMES.items()
        if language is not words.language
    ]
