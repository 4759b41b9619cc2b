"""Forms that only come back from the page they were on, without sessions and without scripts.

A random value lies in a cookie; the form carries its HMAC over the form's own path. Whoever makes
somebody's browser send a form from elsewhere knows neither.
"""

import asyncio
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from markupsafe import Markup
from multidict import MultiDict

from bot.deps import Deps

FIELD = "csrf"
FORM = "application/x-www-form-urlencoded"
MAX_BYTES = 256 * 1024  # for app.py: a whole evaluation of emoji, percent-encoded
OWN_SITE = ("same-origin", "none")  # Sec-Fetch-Site
SECONDS = 10.0  # for the body to arrive
_RANDOM = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Cookie:
    """Where the random value lies. seconds: how long; None as long as the browser's session."""

    name: str
    path: str = "/"
    seconds: int | None = None


_NEW = web.RequestKey("new_form_cookie", tuple[Cookie, str])


def csrf_field(request: web.Request, deps: Deps, cookie: Cookie | None = None) -> Markup:
    """The hidden field for a form that is sent to the path it stands on; for the template."""
    cookie = cookie or _shared(deps)
    value = value_of(request, cookie)
    if value is None:
        _, value = request.setdefault(_NEW, (cookie, secrets.token_urlsafe(32)))
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(FIELD, _signed(value, request.path))


def value_of(request: web.Request, cookie: Cookie) -> str | None:
    """What this browser was given; None when it brings nothing that we gave."""
    value = request.cookies.get(cookie.name, "")
    return value if _RANDOM.fullmatch(value) else None


async def read_form(request: web.Request, deps: Deps) -> dict[str, str]:
    """What was typed, by field; the last one where a field came twice.

    Raises web.HTTPException for a form that is too large, too slow, broken, or not from our page.
    """
    form = dict(await _posted(request))
    check_csrf(request, form, deps)
    return form


async def read_choices(request: web.Request, deps: Deps, cookie: Cookie) -> dict[str, str]:
    """As `read_form`, where several may be chosen: they come as one text, "1,3"."""
    posted = await _posted(request)
    form = {name: ",".join(posted.getall(name)) for name in posted}
    check_csrf(request, form, deps, cookie)
    return form


async def _posted(request: web.Request) -> MultiDict[str]:
    if request.content_type != FORM:
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(SECONDS):
            posted = await request.post()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, LookupError):  # a character set that it does not have, or nobody has
        raise web.HTTPBadRequest from None
    return MultiDict((name, value) for name, value in posted.items() if isinstance(value, str))


def check_csrf(
    request: web.Request, form: Mapping[str, str], deps: Deps, cookie: Cookie | None = None
) -> None:
    """Raises HTTPForbidden for a form that did not come from this page in this browser."""
    value = value_of(request, cookie or _shared(deps))
    told, expected = form.get(FIELD, "").encode(), _signed(value or "", request.path).encode()
    known = value is not None and hmac.compare_digest(told, expected)
    if not known or _says_it_is_foreign(request, deps):
        raise web.HTTPForbidden


def set_cookie(request: web.Request, response: web.StreamResponse, deps: Deps) -> None:
    """The cookie of a form that was drawn in this answer.

    Lax: it comes along when somebody follows a link to the page, and never with a foreign form.
    """
    new = request.get(_NEW)
    if new is not None:
        (cookie, value), secure = new, is_https(deps)
        response.set_cookie(
            cookie.name,
            value,
            max_age=cookie.seconds,
            httponly=True,
            samesite="Lax",
            secure=secure,
            path=cookie.path,
        )


def _signed(value: str, path: str) -> str:
    return hmac.digest(value.encode(), path.encode(), "sha256").hex()


def _says_it_is_foreign(request: web.Request, deps: Deps) -> bool:
    """Whether the browser says that another site sent this.

    "null" says nothing: that is what browsers send where no referrer is to be told.
    """
    origin = request.headers.get("Origin", "null")
    ours = {request.host, urlsplit(deps.public_url).netloc}
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return (origin != "null" and _host(origin) not in ours) or site not in OWN_SITE


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def is_https(deps: Deps) -> bool:
    return deps.public_url.startswith("https://")


def _shared(deps: Deps) -> Cookie:
    """The one of all forms that do not have their own. `__Host-` keeps neighbours on the same
    domain from setting it; browsers want https for it.
    """
    return Cookie("__Host-rundebord-form" if is_https(deps) else "rundebord-form")
