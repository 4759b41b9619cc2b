"""A round of resource groups in an agency's own calendar, as a client fetches it."""

from http import HTTPStatus

import pytest

from bot.demo.playground import load_cast
from tests.features.bench import Network
from tests.features.test_rounds import confirmed, the_round
from tests.web.bench import Site


@pytest.fixture
def key(site: Site) -> str:
    """The key of a confirmed round."""
    network = Network(site.deps, load_cast(), site.clock)
    confirmed(network)
    return the_round(network).key


async def test_an_agency_fetches_its_own_meetings(site: Site, key: str) -> None:
    school = await site.get(f"/r/{key}/mandal-vgs.ics")
    nav = await site.get(f"/r/{key}/nav.ics")
    assert (school.status, school.headers["Content-Type"]) == (
        HTTPStatus.OK,
        "text/calendar; charset=utf-8",
    )
    assert len(school.calendar.contents["vevent"]) == 2
    assert len(nav.calendar.contents["vevent"]) == 9


async def test_what_does_not_exist_is_a_kind_page(site: Site, key: str) -> None:
    addresses = [f"/r/{key}/norce.ics", f"/r/{key}/no-such.ics", f"/r/{'x' * 22}/nav.ics"]
    pages = [await site.get(address) for address in addresses]
    assert [page.status for page in pages] == [HTTPStatus.NOT_FOUND] * 3
    assert len({page.text for page in pages}) == 1
