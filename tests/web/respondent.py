"""Somebody with a browser in the room: what a page holds goes along when its form is sent."""

import html
import re
from dataclasses import dataclass, field

import aiohttp
from sqlmodel import func, select

from storage.tables import Evaluation, Receipt
from tests.web.bench import Page, Site

GOOD = {"benefit": "great", "useful-1": "some", "needs": "Mer om blåbærturer <b>nå</b>"}


@dataclass
class Respondent:
    """A browser of its own: everybody in the room has one."""

    site: Site
    code: str
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/e/{self.code}"

    async def looks(self, path: str = "", **headers: str) -> Page:
        return await self._ask("GET", path or self.path, headers)

    async def answers(self, query: str = "", /, **given: str | list[str]) -> Page:
        """Opens the page and sends it; a list is several boxes of one question."""
        page = await self.looks(self.path + query)
        return await self.sends({**hidden(page), **given}, query)

    async def sends(
        self, form: dict[str, str | list[str]], query: str = "", **headers: str
    ) -> Page:
        pairs = aiohttp.FormData(
            [
                (name, value)
                for name, values in form.items()
                for value in ([values] if isinstance(values, str) else values)
            ]
        )
        return await self._ask("POST", self.path + query, headers, pairs)

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], form: aiohttp.FormData | None = None
    ) -> Page:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"{self.site.deps.public_url}{path}"
        async with (
            aiohttp.ClientSession(cookies=self.cookies, cookie_jar=_jar()) as browser,
            browser.request(
                method, address, data=form, headers=named, allow_redirects=False
            ) as answer,
        ):
            page = Page(answer.status, answer.headers, answer.cookies, await answer.read())
        self.cookies |= {name: cookie.value for name, cookie in page.cookies.items()}
        return page


def _jar() -> aiohttp.CookieJar:
    """One that has cookies for numbered hosts, too."""
    return aiohttp.CookieJar(unsafe=True)


def hidden(page: Page) -> dict[str, str | list[str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return dict(found)


def heading(page: Page) -> str:
    found = re.search("<h1>(.*?)</h1>", page.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1].strip())


def answered(site: Site, code: str) -> int:
    """How many receipts there are."""
    with site.deps.store.transaction() as session:
        statement = (
            select(func.count())
            .select_from(Receipt)
            .join(Evaluation)
            .where(Evaluation.code == code)
        )
        return session.exec(statement).one()
