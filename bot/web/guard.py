"""What every answer of our pages has, and what becomes of requests that cannot be answered.

Nothing about the visitor is stored or logged: no address, no browser, no path with a code in it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web

from bot import bugs
from bot.deps import Deps
from bot.limits import Limits
from bot.web import forms
from bot.web.limits import POSTS, UNKNOWN_CODES, address_of
from storage.store import UNAVAILABLE

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Problem = Callable[[web.Request, int, str], web.Response]

OTHER_DOORS = frozenset({"/api/messages", "/healthz", "/readyz", "/metrics"})
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",  # unless the page itself says how long it holds
}
# Behind https a browser never asks without it again; RUNDEBORD_PUBLIC_URL says whether we are.
ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
WITH_SCRIPTS = f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
AWAY = "30"  # seconds until somebody asks again
KEPT = ("Allow", "Retry-After")  # of a refusal, when it becomes a page


class Guard:
    """The middleware of our pages. `problem` draws what is shown instead of a page: it gets the
    status, and the reference of a bug.
    """

    def __init__(self, deps: Deps, clock: Callable[[], float], problem: Problem) -> None:
        self._deps = deps
        self._problem = problem
        self._headers = {**HEADERS, **(ENCRYPTED if forms.is_https(deps) else {})}
        self._posts = Limits(POSTS, clock)
        self._unknown = Limits(UNKNOWN_CODES, clock)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in OTHER_DOORS:
            return await handler(request)
        response = await self._kindly(request, handler)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        forms.set_cookie(request, response, self._deps)
        return response

    async def _kindly(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refusals and bugs become pages that say what to do."""
        try:
            self._check_rate(request)
            response = await handler(request)
        except web.HTTPException as answer:
            if answer.status < HTTPStatus.BAD_REQUEST:
                return answer
            guesses = self._guesses_too_often(request, answer.status)
            return self._page(request, _slower() if guesses else answer)
        except Exception as bug:  # noqa: BLE001 - here a bug becomes a page and a trace
            return self._broken(request, bug)
        if self._guesses_too_often(request, response.status):
            return self._page(request, _slower())
        return response

    def _broken(self, request: web.Request, bug: Exception) -> web.Response:
        """A database that is away comes back: then it is worth asking again."""
        reference = bugs.report(log, _route(request), bug)
        if not isinstance(bug, UNAVAILABLE):
            return self._problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, reference)
        page = self._problem(request, HTTPStatus.SERVICE_UNAVAILABLE, reference)
        page.headers["Retry-After"] = AWAY
        return page

    def _page(self, request: web.Request, refusal: web.HTTPException) -> web.Response:
        page = self._problem(request, refusal.status, "")
        page.headers.update({n: refusal.headers[n] for n in KEPT if n in refusal.headers})
        return page

    def _check_rate(self, request: web.Request) -> None:
        """Raises HTTPTooManyRequests for who sends too many forms."""
        if request.method == "POST" and not self._posts.take(address_of(request)):
            raise _slower()

    def _guesses_too_often(self, request: web.Request, status: int) -> bool:
        """Whether this is a code that is nobody's, after many others. A right one is always
        answered: a whole fagdag may sit behind the address from which somebody guesses.

        An address that leads nowhere at all tells nobody anything.
        """
        unknown = status == HTTPStatus.NOT_FOUND and bool(request.match_info)
        return unknown and not self._unknown.take(address_of(request))


def _slower() -> web.HTTPTooManyRequests:
    return web.HTTPTooManyRequests(headers={"Retry-After": "60"})


def _route(request: web.Request) -> str:
    """The kind of page, "/m/{key}.ics": never the address itself, which may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "no route"
