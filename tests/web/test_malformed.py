"""Thousands of forms and addresses that make no sense, at the pages: refused or told, no fault."""

import io
import logging
from collections import Counter

import pytest

from bot.domain.meetings import Activity
from bot.web.forms import FORM
from tests.malformed import MANY, ODD, SEED, Maker
from tests.web.bench import Site
from tests.web.respondent import hidden

SQLITE = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)
FORMS = MANY // 4
TYPED = {"agency": "Politiet", "people": "4", "benefit": "great", "text": "Hei", "needs": "Mer"}
ADDRESSES = MANY // 8


@SQLITE
async def test_no_form_that_was_made_up_is_a_fault(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    maker, statuses = Maker([], []), Counter[int]()
    key = site.add_meeting(activity=Activity.OPEN_DAY, open_to_all=True)
    pages = [f"/p/{key}", f"/e/{site.add_evaluation()}", f"/p/{key}/{'x' * 22}"]
    known = {path: hidden(await site.get(path)) for path in pages}
    for number in range(FORMS):
        path = pages[number % len(pages)]
        body = maker.form({**{n: str(v) for n, v in known[path].items()}, **TYPED})
        page = await site.ask("POST", path, data=io.BytesIO(body), headers={"Content-Type": FORM})
        statuses[page.status] += 1
        site.seconds.passed += 1
    assert [record.getMessage() for record in caplog.records][:3] == [], f"SEED={SEED}"
    assert {status for status in statuses if status >= 500} == set()
    assert statuses[200] + statuses[303] > FORMS / 20


@SQLITE
async def test_no_address_that_was_made_up_is_a_fault(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    maker, statuses = Maker([], []), Counter[int]()
    good = list(site.addresses().values())
    for _ in range(ADDRESSES):
        statuses[(await site.get(_changed(maker, good))).status] += 1
        site.seconds.passed += 10
    assert [record.getMessage() for record in caplog.records][:3] == [], f"SEED={SEED}"
    assert {status for status in statuses if status >= 500} == set()
    assert statuses[200] > ADDRESSES / 20


def _changed(maker: Maker, good: list[str]) -> str:
    """An address with one of its parts replaced, or questions behind it that nobody asks."""
    parts = maker.random.choice(good).split("/")
    odd = [str(value)[:500] for value in ODD if str(value).isprintable() and "#" not in str(value)]
    if maker.random.random() < 0.5:
        names = ("ar", "lang", "side", "kilde", "v", "tag", "x")
        return f"{'/'.join(parts)}?{maker.random.choice(names)}={maker.random.choice(odd)}"
    parts[maker.random.randrange(1, len(parts))] = maker.random.choice(odd)
    return "/" + "/".join(parts).lstrip("/")
