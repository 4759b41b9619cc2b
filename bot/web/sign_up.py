"""The sign-up page of a fagdag for all, and its code for a projector.

GET and POST /p/{key}; GET and POST /p/{key}/{secret}, which only whoever signed up knows of; GET
/p/{key}/qr. After what was sent in and taken, one is led to a page that can be loaded again.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

import segno
from aiohttp import web

from bot.deps import Deps
from bot.domain.fagdag import LONGEST_AGENCY, SignUpState
from bot.features.fagdag import public
from bot.features.fagdag.public import Given, Page
from bot.web.forms import csrf_field, read_form
from bot.web.pages import KEY, render, words_of
from cards.fagdag import wall
from cards.meeting import moved_sentence
from cards.words import Words, capital

T = TypeVar("T")

PAGE = f"/p/{{key:{KEY}}}"
OWN_PAGE = f"{PAGE}/{{secret:{KEY}}}"
SCALE = 10  # pixels for each dot of the code; the stylesheet makes it as large as fits


def mount(app: web.Application, deps: Deps) -> None:
    door = _Door(deps)
    app.router.add_get(PAGE, door.blank)
    app.router.add_post(PAGE, door.sign_up)
    app.router.add_get(OWN_PAGE, door.signed_up)
    app.router.add_post(OWN_PAGE, door.change)
    app.router.add_get(f"{PAGE}/qr", door.code)


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it is shown. `secret` comes back with it, so that sent twice it is one."""

    given: Given
    secret: str
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Door:
    deps: Deps

    async def blank(self, request: web.Request) -> web.Response:
        page = await self._page(request)
        return self._form(request, page, Filled(Given("", ""), secrets.token_urlsafe(16)))

    async def sign_up(self, request: web.Request) -> web.Response:
        form, key = await read_form(request, self.deps), request.match_info["key"]
        given, secret = _given(form), _secret(form)
        answer = await self.deps.store.run(public.sign_up, self.deps, key, secret, given)
        page, read = _there(answer)
        if read.problems or page.state is not SignUpState.OPEN:
            problems = words_of(request, self.deps).problems(read)
            return self._form(request, page, Filled(given, secret, problems))
        return _see(request, f"/p/{key}/{secret}")

    async def signed_up(self, request: web.Request) -> web.Response:
        page = await self._page(request)
        return self._form(request, page, Filled(_stored(page), request.match_info["secret"]))

    async def change(self, request: web.Request) -> web.Response:
        form = await read_form(request, self.deps)
        key, secret = request.match_info["key"], request.match_info["secret"]
        if "withdraw" in form:
            _there(await self.deps.store.run(public.withdraw, self.deps, key, secret))
            return _see(request, request.path)
        given = _given(form)
        answer = await self.deps.store.run(public.change, self.deps, key, secret, given)
        page, read = _there(answer)
        if read.problems and page.state is SignUpState.OPEN:
            problems = words_of(request, self.deps).problems(read)
            return self._form(request, page, Filled(given, secret, problems))
        return _see(request, request.path)

    async def code(self, request: web.Request) -> web.Response:
        """For a projector. Without an address of our own there is nothing to show."""
        page, words = await self._page(request), words_of(request, self.deps)
        if not self.deps.public_url:
            raise web.HTTPNotFound
        if page.state is not SignUpState.OPEN:
            return self._form(request, page, Filled(Given("", ""), ""))
        address = f"{self.deps.public_url}/p/{page.meeting.key}"
        drawn = segno.make(address, error="m").svg_data_uri(scale=SCALE, light="#fff")
        spoken = address.partition("://")[2]
        context = {"about": _about(page, words), "code": drawn, "address": spoken}
        return render(request, "sign_up_code.html", words, context)

    async def _page(self, request: web.Request) -> Page:
        """Raises HTTPNotFound for an address that leads nowhere."""
        key, secret = request.match_info["key"], request.match_info.get("secret")
        return _there(await self.deps.store.run(public.show, self.deps, key, secret))

    def _form(self, request: web.Request, page: Page, filled: Filled) -> web.Response:
        words = words_of(request, self.deps)
        context = {
            "title": _title(page, words),
            "about": _about(page, words),
            "state": str(page.state),
            "people": page.signed_up.people if page.signed_up else None,
            "address": f"{self.deps.public_url}/p/{page.meeting.key}/{filled.secret}",
            "key": page.meeting.key,
            "filled": filled,
            "longest": LONGEST_AGENCY,
            "csrf": csrf_field(request, self.deps),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if filled.problems else HTTPStatus.OK
        return render(request, "sign_up.html", words, context, status)


def _there(answer: T | None) -> T:
    if answer is None:
        raise web.HTTPNotFound
    return answer


def _see(request: web.Request, path: str) -> web.Response:
    """On to another page, in the language that was asked for."""
    asked = {"lang": request.query["lang"]} if "lang" in request.query else {}
    there = f"{path}?{urlencode(asked)}" if asked else path
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": there})


def _given(form: Mapping[str, str]) -> Given:
    return Given(form.get("agency", ""), form.get("people", ""))


def _secret(form: Mapping[str, str]) -> str:
    """The one that came with the blank form, unless somebody has put another in its place."""
    told = form.get("secret", "")
    return told if re.fullmatch(KEY, told) else secrets.token_urlsafe(16)


def _stored(page: Page) -> Given:
    signed_up = page.signed_up
    return Given(signed_up.agency, str(signed_up.people or "")) if signed_up else Given("", "")


def _title(page: Page, words: Words) -> str:
    """What has become of it, else what it is about."""
    if page.state is SignUpState.CANCELLED:
        return words.text("Fagdagen er avlyst")
    signed_up = page.signed_up
    if signed_up is None:
        return page.meeting.theme or words.activity(page.meeting.activity)
    if not signed_up.people:
        return words.text("Dere er meldt av")
    return words.plural(
        "Takk. {count} fra {agency} er påmeldt.",
        "Takk. {count} fra {agency} er påmeldt.",
        signed_up.people,
        agency=signed_up.agency,
    )


def _about(page: Page, words: Words) -> dict[str, Any]:
    """The facts of the day, ready to be shown."""
    meeting, today = page.meeting, page.today
    span = words.span(meeting.starts_at, meeting.ends_at, whole_day=meeting.whole_day, today=today)
    return {
        "activity": words.activity(meeting.activity),
        "theme": meeting.theme,
        "network": page.network,
        "when": capital(span),
        "moved": moved_sentence(meeting, today, words),
        "place": meeting.place,
        "host": meeting.host or "",
        "programme": [(wall(part.at, words), part.title, part.who) for part in page.programme],
    }
