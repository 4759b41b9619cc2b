"""What is kept and who reads it; and on what terms. Teams links here from the app's own page."""

from aiohttp import web

from bot.deps import Deps
from bot.domain.evaluation import MINIMUM
from bot.web.pages import render, words_of


def mount(app: web.Application, deps: Deps) -> None:
    """GET /privacy and GET /terms."""

    async def privacy(request: web.Request) -> web.Response:
        words = words_of(request, deps)
        return render(request, "privacy.html", words, {"minimum": words.number(MINIMUM)})

    async def terms(request: web.Request) -> web.Response:
        return render(request, "terms.html", words_of(request, deps), {})

    app.router.add_get("/privacy", privacy)
    app.router.add_get("/terms", terms)
