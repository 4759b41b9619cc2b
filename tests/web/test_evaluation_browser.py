"""The evaluation's page in a browser: by keyboard alone, without scripts, and without a net."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from tests.conftest import NODE_MODULES
from tests.e2e.browser import NARROW, find_chromium
from tests.web.bench import Site
from tests.web.respondent import GOOD, Respondent, answered
from tests.web.test_accessibility import RULES

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
SIZE = ViewportSize(width=NARROW, height=640)

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.node,
    pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> Page:
    return await browser.new_page(viewport=SIZE, locale="nb-NO")


@pytest.fixture
def code(site: Site) -> str:
    return site.add_evaluation()


@pytest.fixture
def address(site: Site, code: str) -> str:
    return f"{site.deps.public_url}/e/{code}"


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def here(page: Page) -> str:
    """The id of what has the focus, or its words."""
    found = await page.evaluate(
        "document.activeElement.id || document.activeElement.textContent.trim()"
    )
    return str(found)


async def heading(page: Page) -> str:
    return await page.locator("h1").inner_text()


async def test_the_keyboard_alone_answers_it(
    site: Site, code: str, address: str, page: Page
) -> None:
    """Each question is one stop of the tab key, and the space bar chooses."""
    await page.goto(address)
    stops: list[str] = []
    while len(stops) < 13 and (not stops or stops[-1] != "Send inn"):
        await press(page, "Tab")
        stops.append(await here(page))
        if stops[-1] in {"benefit.great", "useful-1.great"}:
            await press(page, "Space")
    assert stops == [
        *("Hopp til innholdet", "Nynorsk", "English"),
        *("benefit.great", "useful-1.great", "useful-2.great", "useful-3.great"),
        *("needs", "theme", "challenge", "challenge-send.yes", "Send inn"),
    ]
    await press(page, "Enter")
    await expect(page.locator("h1")).to_have_text("Takk for svaret")
    assert answered(site, code) == 1


async def test_two_presses_are_enough(site: Site, code: str, address: str, page: Page) -> None:
    await page.goto(address)
    await page.get_by_text("I stor grad").first.click()
    await page.get_by_role("button", name="Send inn").click()
    await expect(page.locator("h1")).to_have_text("Takk for svaret")
    assert answered(site, code) == 1


@pytest.mark.parametrize("scripts", [True, False])
async def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(
    address: str, browser: Browser, scripts: bool
) -> None:
    context = await browser.new_context(java_script_enabled=scripts, locale="nb-NO")
    page = await context.new_page()
    await page.goto(address)
    await page.fill("#theme", "Språk")
    await page.get_by_role("button", name="Send inn").click()
    problems = page.locator("#problems")
    await expect(problems).to_be_focused()
    assert await problems.get_attribute("role") == "alert"
    await press(page, "Tab", "Enter")
    await expect(page.locator("[id='benefit.great']")).to_be_focused()
    group = page.get_by_role("radiogroup", name="Har du fått faglig utbytte av dagen?")
    assert await group.get_attribute("aria-describedby") == "benefit-problem"
    assert await page.input_value("#theme") == "Språk"


async def test_it_works_without_scripts(
    site: Site, code: str, address: str, browser: Browser
) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = await context.new_page()
    await page.goto(address)
    await page.check("[id='benefit.some']")
    await page.fill("#needs", "Språk")
    await page.get_by_role("button", name="English").click()
    assert await page.get_attribute("html", "lang") == "en"
    assert await page.input_value("#needs") == "Språk"
    assert await page.is_checked("[id='benefit.some']")
    await page.locator("main button").click()
    assert await page.get_attribute("html", "lang") == "en"
    assert answered(site, code) == 1


async def test_the_enter_key_in_a_choice_sends_and_does_not_change_the_language(
    site: Site, code: str, address: str, page: Page
) -> None:
    await page.goto(address)
    await page.check("[id='benefit.some']")
    await press(page, "Enter")
    await expect(page.locator("h1")).to_have_text("Takk for svaret")
    assert await page.get_attribute("html", "lang") == "nb"
    assert answered(site, code) == 1


async def test_a_lost_connection_is_said_and_everything_stays(
    site: Site, code: str, address: str, page: Page
) -> None:
    await page.goto(address)
    await page.check("[id='benefit.some']")
    await page.fill("#needs", "Språk")
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Send inn").click()
    await expect(page.get_by_role("alert")).to_contain_text("alt du har svart, står her ennå")
    await page.context.set_offline(False)
    await page.reload()
    assert await page.is_checked("[id='benefit.some']")
    assert await page.input_value("#needs") == "Språk"
    await page.get_by_role("button", name="Send inn").click()
    await expect(page.locator("h1")).to_have_text("Takk for svaret")
    assert answered(site, code) == 1
    assert await page.evaluate("sessionStorage.length") == 0


async def test_what_was_half_filled_in_is_forgotten_when_it_is_over(
    site: Site, address: str, page: Page
) -> None:
    await page.goto(address)
    await page.fill("#needs", "Språk")
    assert await page.evaluate("sessionStorage.length") == 1
    site.clock.advance(days=3)
    await page.reload()
    assert await heading(page) == "Evalueringen er avsluttet"
    assert await page.evaluate("sessionStorage.length + localStorage.length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_a_form_with_problems(
    address: str, browser: Browser, scheme: str
) -> None:
    page = await browser.new_page(
        viewport=SIZE, locale="nb-NO", color_scheme="dark" if scheme == "dark" else "light"
    )
    await page.goto(address)
    await page.fill("#needs", "Ring 912 34 567")
    await page.get_by_role("button", name="Send inn").click()
    await expect(page.locator("#problems")).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    result = await page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    assert [found["id"] for found in result["violations"] + result["incomplete"]] == []


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
async def test_the_wall_fits_the_screen_and_follows_the_room(
    site: Site, code: str, address: str, page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    await page.clock.install()
    await page.goto(f"{address}/skjerm")
    overflow = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert await page.evaluate(overflow) == [width, height]
    drawn = await page.locator("img").bounding_box()
    letters = await page.locator(".letters").bounding_box()
    assert drawn
    assert letters
    assert drawn["height"] > 0.8 * height
    assert letters["height"] > 0.09 * height
    await page.evaluate("window.sameDocument = true")
    await Respondent(site, code).answers(**GOOD)
    await page.clock.fast_forward(6_000)
    await expect(page.locator("#count")).to_have_text("1 har svart")
    assert await page.evaluate("window.sameDocument")
