"""The code on the wall: GET /e/{code}/skjerm, and GET /e/{code}/antall for the number on it.

Whoever knows the code may see both: there is only a count, and never an answer.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from aiohttp import web

from bot.deps import Deps
from bot.domain.language import known as known_language
from bot.features.evaluation import answering
from bot.features.evaluation.answering import AnswerPage, State
from bot.web.evaluations.answers import CODE, about, closing, known, opening
from bot.web.guard import WITH_SCRIPTS
from bot.web.pages import render
from cards.evaluation_fields import title
from cards.evaluation_wall import counted, spelt
from cards.words import Words

QUIET_ZONE = 2  # modules of white around the code, where it lies on white already


def mount(app: web.Application, deps: Deps) -> None:
    door = _Door(deps)
    app.router.add_get(f"/e/{CODE}/skjerm", known(deps, door.wall, answering.whole_page))
    app.router.add_get(f"/e/{CODE}/antall", known(deps, door.count, answering.whole_page))


@dataclass(frozen=True, slots=True)
class _Door:
    deps: Deps

    async def wall(self, request: web.Request, page: AnswerPage) -> web.Response:
        """Without an address of our own there is nothing to show."""
        if not self.deps.public_url:
            raise web.HTTPNotFound
        words = self._words(request, page)
        address = f"{self.deps.public_url}/e"
        drawn = segno.make(f"{address}/{page.code}", error="m")
        closed = page.state is State.CLOSED
        context = {
            "title": title(page.part, words),
            "about": about(page, words),
            "code": "" if closed else drawn.svg_data_uri(border=QUIET_ZONE, light="#fff"),
            "address": address.partition("://")[2],
            "letters": spelt(page.code),
            "state": str(page.state),
            "told": self._told(page, words),
            "closed": closing(page, words),
            "count_address": f"{request.path.rpartition('/')[0]}/antall?{_asked(words)}",
        }
        response = render(request, "evaluation_wall.html", words, context)
        response.headers["Content-Security-Policy"] = WITH_SCRIPTS
        return response

    async def count(self, request: web.Request, page: AnswerPage) -> web.Response:
        told = self._told(page, self._words(request, page))
        return web.json_response({"told": told, "state": str(page.state)})

    def _told(self, page: AnswerPage, words: Words) -> str:
        if page.state is State.NOT_YET:
            return opening(page, self.deps.now(), words)
        return counted(page.answered, page.room, words)

    def _words(self, request: web.Request, page: AnswerPage) -> Words:
        """The wall speaks the network's language, not that of the host's browser."""
        asked = known_language(request.query.get("lang"))
        return Words(asked or page.language, self.deps.zone)


def _asked(words: Words) -> str:
    return urlencode({"lang": str(words.language)})
