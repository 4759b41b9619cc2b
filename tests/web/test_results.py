"""The page of a result, its drawings, and the files for research: /r/… and /evalueringer/…"""

import csv
import io
import json
import re
from http import HTTPStatus
from typing import Literal

import pytest
from playwright.async_api import Page, async_playwright

from bot.demo.playground import load_cast
from storage.tables import Evaluation
from tests.e2e.browser import NARROW, find_chromium
from tests.features.bench import Network, parts
from tests.features.evaluated import THIRTY_ONE, evaluated, key_of
from tests.web.bench import NASTY, Site
from tests.web.test_accessibility import AXE, RULES, _told

PNG = b"\x89PNG\r\n\x1a\n"


def network_of(site: Site) -> Network:
    return Network(site.deps, load_cast(), site.clock)


@pytest.fixture
def key(site: Site) -> str:
    network = network_of(site)
    return key_of(network, evaluated(network))


def links(site: Site, name: str = "Siri") -> dict[str, str]:
    card = network_of(site).member(name).says("evalueringer").card
    found = {p["title"]: p["url"] for p in parts(card) if p.get("type") == "Action.OpenUrl"}
    return {title: url.removeprefix(site.deps.public_url) for title, url in found.items()}


async def test_who_has_the_link_reads_what_all_answered_together(site: Site, key: str) -> None:
    page = await site.get(f"/r/{key}", accept_language="nb")
    assert page.status == HTTPStatus.OK
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in page.text
    rows = re.findall(r"<bdi>([^<]+)</bdi></th>\n<td>.*?<span>(\d+)</span>", page.text)
    assert rows[:2] == [("I stor grad", "20"), ("I noen grad", "11")]
    assert sorted(re.findall(r"Mer om tolk \d+", page.text)) == sorted(
        f"Mer om tolk {n}" for n in range(31)
    )


async def test_texts_come_in_a_new_order_each_time(site: Site, key: str) -> None:
    pages = [(await site.get(f"/r/{key}")).text for _ in range(4)]
    assert len({tuple(re.findall(r"Mer om tolk \d+", page)) for page in pages}) > 1


async def test_of_fewer_than_five_only_the_number_is_shown(site: Site) -> None:
    network = network_of(site)
    key = key_of(network, evaluated(network, THIRTY_ONE[:4]))
    page = await site.get(f"/r/{key}", accept_language="nb")
    assert "4 har svart" in page.text
    assert "Svar vises først når fem har svart" in page.text
    assert "tolk" not in page.text.lower().replace("tolkning", "")
    assert (await site.get(f"/r/{key}/0.png")).status == HTTPStatus.NOT_FOUND


async def test_an_open_evaluation_and_an_unknown_key_are_answered_as_one(
    site: Site, key: str
) -> None:
    with site.deps.store.transaction() as session:
        session.get_one(Evaluation, 1).closed = False
    pages = [await site.get(f"/r/{tried}", accept_language="nb") for tried in (key, "x" * 22)]
    assert [page.status for page in pages] == [HTTPStatus.NOT_FOUND] * 2
    assert pages[0].text == pages[1].text


async def test_a_drawing_is_a_picture_and_only_there_where_there_are_figures(
    site: Site, key: str
) -> None:
    picture = await site.get(f"/r/{key}/0.png")
    assert (picture.status, picture.headers["Content-Type"]) == (HTTPStatus.OK, "image/png")
    assert picture.body.startswith(PNG)
    assert (await site.get(f"/r/{key}/9.png")).status == HTTPStatus.NOT_FOUND


async def test_what_people_wrote_is_shown_and_never_run(site: Site) -> None:
    network = network_of(site)
    texts = [text[:1000] for text in NASTY if len(text) > 6][:8]
    answers = [{"benefit": "great", "needs": text} for text in texts]
    key = key_of(network, evaluated(network, answers))
    page = await site.get(f"/r/{key}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


async def test_research_fetches_the_figures_as_a_table_and_as_data(site: Site, key: str) -> None:
    assert key
    found = links(site)
    table, data = await site.get(found["CSV"]), await site.get(found["JSON"])
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    told = [
        {k: "" if v is None else str(v) for k, v in row.items()} for row in json.loads(data.text)
    ]
    assert "attachment" in table.headers["Content-Disposition"]
    assert [row["count"] for row in rows if row["kind"] == "count"][:2] == ["20", "11"]
    assert sorted(map(str, rows)) == sorted(map(str, told))


async def test_nothing_below_the_threshold_is_in_a_file(site: Site) -> None:
    network = network_of(site)
    evaluated(network, [*THIRTY_ONE[:4]])
    table = await site.get(links(site)["CSV"])
    assert table.text.removeprefix("\ufeff").count("\n") == 1  # the names of the columns


async def test_no_cell_is_a_formula(site: Site) -> None:
    corpus = ["=1+1", "+47 nei", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1"]
    network = network_of(site)
    evaluated(network, [{"benefit": "great", "needs": text} for text in corpus])
    table = await site.get(links(site)["CSV"])
    rows = csv.reader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";")
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@"} and cell] == []
    assert sum(cell.startswith("'") for cell in cells) == len(corpus)


async def test_a_link_holds_for_an_hour_and_cannot_be_made(site: Site, key: str) -> None:
    address = links(site)["CSV"]
    secret = address.removeprefix("/evalueringer/").removesuffix(".csv")
    other = ("B" if secret[0] == "A" else "A") + secret[1:]
    for forged in (address.replace(secret, other), address.replace(secret, "A" * 48)):
        assert (await site.get(forged)).status == HTTPStatus.NOT_FOUND
    assert (await site.get(address)).status == HTTPStatus.OK
    site.clock.advance(hours=2)
    assert (await site.get(address)).status == HTTPStatus.NOT_FOUND


@pytest.mark.chromium
@pytest.mark.node
@pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("look", ["light", "dark"])
async def test_everybody_can_read_the_page(
    site: Site, key: str, look: Literal["light", "dark"]
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        page = await browser.new_page(
            viewport={"width": NARROW, "height": 640},
            color_scheme=look,
            locale="nb-NO",
        )
        await page.goto(f"{site.deps.public_url}/r/{key}")
        await _judged(page)
        assert await page.evaluate("document.documentElement.scrollWidth") == NARROW
        await browser.close()


@pytest.mark.chromium
@pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)
async def test_on_paper_it_is_dark_on_light_whatever_the_screen_is(site: Site, key: str) -> None:
    """What is saved as PDF is what is printed."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        page = await browser.new_page(color_scheme="dark", locale="nb-NO")
        await page.goto(f"{site.deps.public_url}/r/{key}")
        shades = "[...document.querySelectorAll('th, td, li, h2')].map(e => getComputedStyle(e))"
        on_screen = set(await page.evaluate(f"{shades}.map(style => style.color)"))
        await page.emulate_media(media="print")
        on_paper = set(await page.evaluate(f"{shades}.map(style => style.color)"))
        assert on_paper
        assert not on_paper & on_screen
        assert await page.locator("header nav").is_hidden()
        await browser.close()


async def _judged(page: Page) -> None:
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    result = await page.evaluate("r => axe.run({runOnly: {type: 'tag', values: r}})", RULES)
    assert len(result["passes"]) > 15
    assert _told(result["violations"]) == []
    assert _told(result["incomplete"]) == []
