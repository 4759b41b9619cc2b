"""GET and POST /f/{code}: whoever raised a challenge follows it, with the code of the receipt only.

Nothing is kept of a visit. After what was sent in and taken, one is led to a page that can be
loaded again.
"""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from aiohttp import web

from bot.deps import Deps
from bot.domain.challenge_texts import LONGEST_REASON, REMOVED
from bot.domain.challenges import BINDING, ChallengeState
from bot.domain.typed import Form
from bot.features.challenges import following
from bot.web.forms import csrf_field, read_form
from bot.web.pages import render, words_of
from cards.challenge_followed import Followed, heading_of
from cards.challenge_words import AGREED_STAYS, stage_name, supported, told_by
from cards.words import capital

PAGE = "/f/{code:[A-Za-z0-9-]{16,24}}"


def mount(app: web.Application, deps: Deps) -> None:
    door = _Door(deps)
    app.router.add_get(PAGE, door.show)
    app.router.add_post(PAGE, door.act)


@dataclass(frozen=True, slots=True)
class _Door:
    deps: Deps

    async def show(self, request: web.Request) -> web.Response:
        code = request.match_info["code"]
        followed = await self.deps.store.run(following.look, self.deps, code)
        return self._page(request, _there(followed))

    async def act(self, request: web.Request) -> web.Response:
        """A reply to what the network asked; or the text is taken back, asked about once."""
        form, code = await read_form(request, self.deps), request.match_info["code"]
        if "sure" in form:
            _there(await self.deps.store.run(following.withdraw_by_code, self.deps, code))
            return _again(request)
        if "withdraw" in form:
            followed = await self.deps.store.run(following.look, self.deps, code)
            return self._page(request, _there(followed), asks=True)
        text = form.get("text", "")
        if "holds" in form:
            holds = form["holds"] == "yes"
            check = partial(following.check_by_code, holds=holds)
            answer = await self.deps.store.run(check, self.deps, code, text)
            return self._answered(request, answer, text)
        answer = await self.deps.store.run(following.reply_by_code, self.deps, code, text)
        return self._answered(request, answer, text)

    def _answered(
        self, request: web.Request, answer: tuple[Followed, Form] | None, text: str
    ) -> web.Response:
        if answer is None:
            raise web.HTTPNotFound
        followed, read = answer
        problem = words_of(request, self.deps).problems(read).get("text", "")
        if problem:
            return self._page(request, followed, typed=text, problem=problem)
        return _again(request)

    def _page(
        self,
        request: web.Request,
        followed: Followed,
        *,
        asks: bool = False,
        typed: str = "",
        problem: str = "",
    ) -> web.Response:
        words = words_of(request, self.deps)
        withdrawn = followed.stage.state is ChallengeState.WITHDRAWN
        context = {
            "title": heading_of(followed, words),
            "withdrawn": withdrawn,
            "stage": capital(stage_name(followed.stage, words)),
            "followed": followed,
            "remarks": [(told_by(r, words), r.text) for r in followed.remarks],
            "supported": supported(followed.supporters, words),
            "asks": asks and not withdrawn,
            "may_withdraw": followed.text != REMOVED,
            "stays": words.text(AGREED_STAYS) if followed.stage.state in BINDING else "",
            "typed": typed,
            "problem": problem,
            "longest": LONGEST_REASON,
            "csrf": csrf_field(request, self.deps),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
        return render(request, "follow.html", words, context, status)


def _there(followed: Followed | None) -> Followed:
    if followed is None:
        raise web.HTTPNotFound
    return followed


def _again(request: web.Request) -> web.Response:
    headers = {"Location": request.path_qs}
    return web.Response(status=HTTPStatus.SEE_OTHER, headers=headers)
