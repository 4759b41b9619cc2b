"""No page reads a table from end to end, as tests/features/test_plans.py has it for the cards."""

from tests.features.test_plans import heard, scans
from tests.web.bench import Site


async def test_every_query_finds_its_rows_by_an_index(site: Site) -> None:
    addresses = site.addresses()
    engine = site.deps.store.engine
    with heard(engine) as statements:
        for address in addresses.values():
            await site.get(address)
    found = {statement[0]: scans(engine, statement) for statement in statements.values()}
    assert {text: tables for text, tables in found.items() if tables} == {}
    assert len(found) > 8
