"""The page an evaluation is answered on, by everybody who has its code.

GET and POST /e/{code}; GET /e, where the code is typed; GET /e/{code}/takk; and a calendar file
with the way to part 2, because nobody's address is known. The only trace of a visitor is a random
value in a cookie of that evaluation, which ends with it; storage keeps its HMAC, and nothing else.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.deps import Deps
from bot.domain.errors import Refused
from bot.domain.evaluation_form import SECOND_PART
from bot.features.evaluation import answering
from bot.features.evaluation.answering import AnswerPage, Result, State
from bot.web.calendar_files import Reminder, written_reminder
from bot.web.evaluations.questions import groups, in_need
from bot.web.forms import Cookie, csrf_field, is_https, read_choices, value_of
from bot.web.guard import WITH_SCRIPTS
from bot.web.pages import render, words_of
from cards import evaluation_thanks
from cards.evaluation_fields import privacy, title
from cards.meeting import name_and_day
from cards.words import Words
from storage.evaluation_rows import tidied

Handler = Callable[[web.Request], Awaitable[web.Response]]
PageHandler = Callable[[web.Request, AnswerPage], Awaitable[web.Response]]
LookUp = Callable[[Deps, str], AnswerPage | None]

CODE = "{code:[A-Za-z0-9-]{1,20}}"
CHOOSE_LANGUAGE = "language"  # the buttons that draw the form in another one
NO_SECONDS = timedelta(seconds=1)


def mount(app: web.Application, deps: Deps) -> None:
    door = _Door(deps)
    app.router.add_get("/e", door.ask_code)
    app.router.add_get(f"/e/{CODE}", known(deps, door.show))
    app.router.add_post(f"/e/{CODE}", known(deps, door.take))
    app.router.add_get(f"/e/{CODE}/takk", known(deps, door.thank, answering.whole_page))
    file = known(deps, door.calendar_file, answering.whole_page)
    app.router.add_get(f"/e/{CODE}/del-2.ics", file)


def known(deps: Deps, handler: PageHandler, look_up: LookUp = answering.page) -> Handler:
    """Hands on what the code leads to. An unknown one is answered with a page to type it anew, and
    one in capitals or with a hyphen leads to the address that the cookie belongs to.
    """

    async def handle(request: web.Request) -> web.Response:
        code = request.match_info["code"]
        page = await deps.store.run(look_up, deps, code)
        if page is None:
            return _ask_code(request, deps, typed=code)
        if page.code != code:
            path = request.path.replace(f"/e/{code}", f"/e/{page.code}", 1)
            return see(path, request.query)
        return await handler(request, page)

    return handle


def see(path: str, query: Mapping[str, str]) -> web.Response:
    """On to another page."""
    there = f"{path}?{urlencode(query)}" if query else path
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": there})


def about(page: AnswerPage, words: Words) -> dict[str, str]:
    """What it is the evaluation of, ready to be shown."""
    topics = words.listing(page.about) if page.part == SECOND_PART else page.meeting.theme
    return {"day": name_and_day(page.meeting, words), "theme": topics}


def opening(page: AnswerPage, now: datetime, words: Words) -> str:
    when = words.moment(page.opens_at, words.day_of(now))
    return words.text("Evalueringen åpner {when}.", when=when)


def closing(page: AnswerPage, words: Words) -> str:
    """It closes at midnight, so the day before is the last."""
    last = words.day(words.day_of(page.closes_at - NO_SECONDS))
    return words.text("Det var åpent til og med {day}. Takk til alle som svarte.", day=last)


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was filled in; its words stay out of every trace."""

    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: Mapping[str, Refused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Door:
    deps: Deps

    async def ask_code(self, request: web.Request) -> web.Response:
        """The field to type the code in; with a code, on to its page."""
        code = tidied(request.query.get("kode", ""))
        if not (code.isascii() and code.isalnum()):
            return _ask_code(request, self.deps)
        return see(f"/e/{code}", _language(request))

    async def show(self, request: web.Request, page: AnswerPage) -> web.Response:
        if page.state is not State.OPEN:
            return self._told(request, page)
        if await self._has_answered(request, page):
            whole = await self.deps.store.run(answering.whole_page, self.deps, page.code)
            return self._thanks(request, whole or page, again=True)
        return self._form(request, page)

    async def take(self, request: web.Request, page: AnswerPage) -> web.Response:
        """After what is taken one is led to a page that can be loaded again."""
        cookie = self._cookie(page)
        form = await read_choices(request, self.deps, cookie)
        if CHOOSE_LANGUAGE in form:
            return self._form(request, page, Filled(form))
        who = _respondent(value_of(request, cookie))
        outcome = await self.deps.store.run(answering.take, self.deps, page, who, form)
        match outcome.result:
            case Result.PROBLEMS:
                return self._form(request, page, Filled(form, outcome.problems))
            case Result.CLOSED | Result.NOT_YET:
                return see(request.path, _language(request))
        again = {"igjen": "1"} if outcome.result is Result.AGAIN else {}
        return see(f"{request.path}/takk", {**_language(request), **again})

    async def thank(self, request: web.Request, page: AnswerPage) -> web.Response:
        return self._thanks(request, page, again="igjen" in request.query)

    async def calendar_file(self, request: web.Request, page: AnswerPage) -> web.Response:
        """Where part 2 is answered, and when. Without an address of our own there is none."""
        second, words = page.next_part, words_of(request, self.deps)
        if second is None or not self.deps.public_url:
            raise web.HTTPNotFound
        reminder = Reminder(
            uid=f"evaluation-{second.code}",
            at=second.opens_at,
            summary=title(second.part, words),
            description=" · ".join(part for part in about(second, words).values() if part),
            url=f"{self.deps.public_url}/e/{second.code}",
        )
        headers = {
            "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
            "Content-Disposition": 'attachment; filename="rundebord.ics"',
        }
        return web.Response(body=written_reminder(reminder, words), headers=headers)

    async def _has_answered(self, request: web.Request, page: AnswerPage) -> bool:
        value, asked = value_of(request, self._cookie(page)), page.evaluation_id
        return value is not None and await self.deps.store.run(
            answering.has_answered, self.deps, asked, _respondent(value)
        )

    def _cookie(self, page: AnswerPage) -> Cookie:
        """It lasts as long as the evaluation: what it is for is that nobody answers twice."""
        name = "__Secure-rundebord-answer" if is_https(self.deps) else "rundebord-answer"
        left = page.closes_at - self.deps.now()
        return Cookie(name, f"/e/{page.code}", max(0, int(left.total_seconds())))

    def _form(
        self, request: web.Request, page: AnswerPage, filled: Filled | None = None
    ) -> web.Response:
        words, filled = words_of(request, self.deps), filled or Filled()
        told = {name: words.text(r.text, **r.values) for name, r in filled.problems.items()}
        shown = groups(page.fields, filled.given, told, words)
        context = {
            "title": title(page.part, words),
            "groups": shown,
            "problems": list(in_need(shown)),
            "privacy": privacy(page.minimum, words),
            "csrf": csrf_field(request, self.deps, self._cookie(page)),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK
        return _page(request, page, "evaluation.html", words, context, status)

    def _told(self, request: web.Request, page: AnswerPage) -> web.Response:
        """Too early or too late."""
        words = words_of(request, self.deps)
        early = page.state is State.NOT_YET
        context = {
            "title": words.text("Det er litt tidlig")
            if early
            else words.text("Evalueringen er avsluttet"),
            "told": opening(page, self.deps.now(), words) if early else closing(page, words),
        }
        return _page(request, page, "evaluation_told.html", words, context)

    def _thanks(self, request: web.Request, page: AnswerPage, *, again: bool) -> web.Response:
        words = words_of(request, self.deps)
        view = evaluation_thanks.View(page.meeting, again=again)
        title, told = evaluation_thanks.told(view, words)
        context = {"title": title, "told": told, "later": self._later(page, words)}
        return _page(request, page, "evaluation_told.html", words, context)

    def _later(self, page: AnswerPage, words: Words) -> dict[str, Any] | None:
        """What part 2 asks, to take home, and its calendar file."""
        second = page.next_part
        if second is None:
            return None
        return {
            "questions": evaluation_thanks.questions(second.fields, words),
            "day": words.day(words.day_of(second.opens_at)),
            "file": f"/e/{page.code}/del-2.ics" if self.deps.public_url else "",
        }


def _respondent(value: str | None) -> str:
    """Whoever has this browser; only for the receipt."""
    return f"web:{value}"


def _language(request: web.Request) -> dict[str, str]:
    """What was asked for in the address, to be kept on the way."""
    return {"lang": request.query["lang"]} if "lang" in request.query else {}


def _ask_code(request: web.Request, deps: Deps, typed: str = "") -> web.Response:
    context = {"typed": typed, "unknown": bool(typed), "asked": request.query.get("lang", "")}
    status = HTTPStatus.NOT_FOUND if typed else HTTPStatus.OK
    return render(request, "evaluation_code.html", words_of(request, deps), context, status)


def _page(
    request: web.Request,
    page: AnswerPage,
    template: str,
    words: Words,
    context: Mapping[str, Any],
    status: int = HTTPStatus.OK,
) -> web.Response:
    """With the script that keeps what is half filled in, under a name of this evaluation."""
    common = {"about": about(page, words), "draft": f"rundebord:{page.code}", "later": None}
    response = render(request, template, words, {**common, **context}, status)
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    return response
