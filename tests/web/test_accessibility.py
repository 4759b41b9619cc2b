"""Every page as people with a small screen, a keyboard or a screen reader meet it.

Judged by axe-core, and by hand where it does not look: sideways scrolling, the order of the tab
key, and whether one sees where one is.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from bot.domain.meetings import Activity, MeetingState
from tests.clock import MORNING
from tests.conftest import NODE_MODULES
from tests.e2e.browser import NARROW, find_chromium
from tests.web.bench import SLUG, Site

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
HEIGHT = 640
A_WEEK_AGO = MORNING - timedelta(days=7)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REACHABLE = "a[href], button:not([hidden]), input:not([type=hidden]), select, textarea"
NOTHING_TO_PRESS = "/skjerm"  # the wall
ONE_STOP_FOR_EACH_QUESTION = "[type=radio]"  # which test_evaluation_browser.py walks through

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.node,
    pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True),
]


@pytest.fixture(params=["light", "dark"])
async def page(request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        yield await browser.new_page(
            viewport={"width": NARROW, "height": HEIGHT},
            color_scheme=request.param,
            locale="nb-NO",
            reduced_motion="reduce",
        )
        await browser.close()


async def pages_of(site: Site) -> list[str]:
    """Every address that shows a page, and the states that are not reached by one."""
    site.add_meeting(open_to_all=True, activity=Activity.OPEN_DAY, theme="Ord" * 60)
    site.add_meeting(open_to_all=True, days=60, state=MeetingState.CANCELLED, place="Sted" * 60)
    site.add_meeting(open_to_all=True, days=400, link="https://meet.example.no/1")
    found = [address for address in site.addresses().values() if await _is_page(site, address)]
    early, late = site.add_evaluation(part=2), site.add_evaluation(ends_at=A_WEEK_AGO)
    evaluations = [f"/e/{early}", f"/e/{late}", f"/e/{late}/skjerm", "/e/abcdefgh"]
    elsewhere = [f"/moteplan/{SLUG}?ar=2040", "/privacy?lang=en", "/nope"]
    return [*found, *evaluations, *elsewhere]


async def _is_page(site: Site, address: str) -> bool:
    return (await site.get(address)).headers["Content-Type"].startswith("text/html")


async def test_axe_finds_nothing_to_improve(site: Site, page: Page) -> None:
    judge = AXE.read_text(encoding="utf-8")
    addresses = await pages_of(site)
    assert len(addresses) >= 6
    for address in addresses:
        await page.goto(f"{site.deps.public_url}{address}")
        await page.evaluate(judge)
        result = await page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
        )
        assert len(result["passes"]) > 15, address
        assert _told(result["violations"]) == [], address
        assert _told(result["incomplete"]) == [], address


def _told(findings: list[dict[str, Any]]) -> list[str]:
    return [f"{found['id']}: {node['html']}" for found in findings for node in found["nodes"]]


async def test_nothing_has_to_be_scrolled_sideways(site: Site, page: Page) -> None:
    """320 px is a small phone, and a wide screen at 400 % (WCAG 2.1, 1.4.10)."""
    for address in await pages_of(site):
        await page.goto(f"{site.deps.public_url}{address}")
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == NARROW, address


async def test_the_tab_key_reaches_everything_in_reading_order_and_shows_where_it_is(
    site: Site, page: Page
) -> None:
    walked = [path for path in await pages_of(site) if not path.endswith(NOTHING_TO_PRESS)]
    for address in walked:
        await page.goto(f"{site.deps.public_url}{address}")
        if await page.locator(ONE_STOP_FOR_EACH_QUESTION).count():
            continue
        there = await page.locator(REACHABLE).count()
        assert there >= 5
        reached = [await _tab(page) for _ in range(there)]
        assert [number for number, _ in reached] == list(range(there)), address
        assert {outline for _, outline in reached} == {"solid 3px"}, address


async def _tab(page: Page) -> tuple[int, str]:
    """Which of the things that can be reached has the focus now, and its outline."""
    await page.keyboard.press("Tab")
    found: list[Any] = await page.evaluate(
        """things => {
            const here = document.activeElement, style = getComputedStyle(here);
            const number = [...document.querySelectorAll(things)].indexOf(here);
            return [number, `${style.outlineStyle} ${style.outlineWidth}`];
        }""",
        REACHABLE,
    )
    return int(found[0]), str(found[1])


async def test_the_first_tab_leads_past_the_menu(site: Site, page: Page) -> None:
    await page.goto(f"{site.deps.public_url}/privacy")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til innholdet")
    box = await skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('footer') !== null")
