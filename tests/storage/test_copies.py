"""A private copy: what is tried out on it is seen by nobody, and nobody waits for it."""

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from bot.domain.deliveries import Planned
from storage.copies import private_copy
from storage.deliveries import add
from storage.store import Store
from storage.tables import Delivery, Network
from tests.clock import Clock
from tests.storage.bench import Bench


@pytest.fixture
def bench(store: Store, clock: Clock, real_clock: Clock) -> Bench:
    bench = Bench.open(store, clock, real_clock)
    bench.add(1, 2)
    return bench


def test_a_copy_holds_everything_and_keeps_what_is_tried_out_to_itself(bench: Bench) -> None:
    before = bench.rows()
    with private_copy(bench.store) as copy:
        assert copy.exec(select(Delivery).order_by(col(Delivery.id))).all() == before
        copy.exec(select(Network).with_for_update()).one().name = "Prøve"
        row = copy.get_one(Delivery, before[0].id)
        planned = Planned("reminder", "meeting:9", "conversation:1", 0, row.due_at, row.expires_at)
        assert add(copy, bench.network_id, planned)
        assert not add(copy, bench.network_id, planned)
        copy.flush()
        assert copy.exec(select(func.count()).select_from(Delivery)).one() == 3
    assert bench.rows() == before
    with bench.store.transaction() as session:
        assert session.exec(select(Network.name)).one() != "Prøve"


def test_others_write_meanwhile(bench: Bench) -> None:
    with private_copy(bench.store) as copy:
        copy.exec(select(Network).with_for_update()).one().name = "Prøve"
        copy.flush()
        with bench.store.transaction() as session:
            session.exec(select(Network).with_for_update()).one().name = "Ekte"
        assert copy.exec(select(Network.name)).one() == "Prøve"
    with bench.store.transaction() as session:
        assert session.exec(select(Network.name)).one() == "Ekte"
