"""Opens the Playground's own page in Chromium and does what a person does there.

The page has one look (light) and only words for names, so everything is found by what it says.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, Route, async_playwright, expect

from bot.demo.playground import ROOT
from tests.e2e.playground import PATIENCE

SCREENSHOTS = ROOT / "var" / "screenshots"
WIDE = 1280
NARROW = 320
HEIGHT = 1000
SHARP = 2  # pixels for each of those, as on a phone
HOW_TO_GET_CHROMIUM = "Chromium is not on the path; on Debian or Ubuntu: apt-get install chromium"


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


class PlaygroundPage:
    """The page as its current user sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, chromium: str) -> AsyncIterator["PlaygroundPage"]:
        """A browser of its own. `--no-sandbox` because Chromium refuses to run as root without."""
        expect.set_options(timeout=PATIENCE * 1000)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox"]
            )
            page = await browser.new_page(
                viewport={"width": WIDE, "height": HEIGHT},
                device_scale_factor=SHARP,
                locale="nb-NO",
                timezone_id="Europe/Oslo",
            )
            await page.route("**/*", _loopback_only)
            await page.goto(url)
            await page.get_by_role("button", name="Hide log panel").click()
            yield cls(page)
            await browser.close()

    async def go_to(self, place: str) -> None:
        """Open a chat or a channel by the name it has in the list at the left."""
        await self.page.get_by_role("treeitem", name=place).click()

    async def say(self, text: str) -> None:
        """Type in the open chat."""
        await self._type(text)
        await self.page.get_by_role("button", name="Send Message").last.click()

    async def post(self, text: str) -> str:
        """Begin a thread in the open channel, mentioning the bot by the menu that «@» opens. The
        thread's id, for others who write in it.
        """
        await self.page.get_by_role("textbox").first.click()
        await self.page.keyboard.type("@Rundebord")
        await self.page.get_by_role("menuitem", name="Rundebord").click()
        await self.page.keyboard.type(f" {text}")
        async with self.page.expect_response("**/messages") as answer:
            await self.page.get_by_role("button", name="Post", exact=True).click()
        return str((await (await answer.value).json())["postConversationId"])

    def cards(self, text: str) -> Locator:
        """Every card in the open chat or channel that has this text."""
        return self.page.locator(".ac-adaptiveCard").filter(has_text=text)

    def card(self, text: str) -> Locator:
        """The newest card that has this text; Playwright waits for it when it is used."""
        return self.cards(text).last

    def row(self, card: Locator, text: str) -> Locator:
        """What stands side by side with this text; columns lie in rows, so the first is the row."""
        return card.locator(".ac-container").filter(has_text=text).first

    async def fill(self, card: Locator, label: str, text: str) -> None:
        await card.get_by_label(label).fill(text)

    async def choose(self, card: Locator, question: str, option: str) -> None:
        """Mark a radio button below a question."""
        group = card.get_by_role("radiogroup", name=question)
        await group.get_by_text(option, exact=True).click()

    async def tick(self, card: Locator, option: str) -> None:
        await card.get_by_text(option, exact=True).click()

    async def press(self, part: Locator, title: str) -> None:
        """Press the button of that title in a card, or in a row of it."""
        await part.get_by_role("button", name=title, exact=True).click()

    async def sees(self, text: str, patience: float = PATIENCE) -> Locator:
        """Wait for a card with this text, so many seconds."""
        await expect(self.card(text)).to_be_visible(timeout=patience * 1000)
        return self.card(text)

    async def take_pictures(self, card: Locator, folder: Path, name: str) -> None:
        """The whole page, and the card alone as wide as a phone (the page itself never narrows)."""
        await card.scroll_into_view_if_needed()
        await self.page.screenshot(path=folder / f"{name}.png")
        await card.evaluate("(card, width) => card.style.width = width", f"{NARROW}px")
        await card.screenshot(path=folder / f"{name}-{NARROW}.png")
        await card.evaluate("card => card.style.removeProperty('width')")

    async def _type(self, text: str) -> None:
        await self.page.get_by_role("textbox").last.click()
        await self.page.keyboard.type(text)


async def _loopback_only(route: Route) -> None:
    """The page asks a Microsoft server for fonts; nothing in a test leaves the machine."""
    if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
        await route.continue_()
    else:
        await route.abort()
