import pytest

from storage.store import Store
from tests.clock import Clock
from tests.storage.bench import Bench


@pytest.fixture
def bench(store: Store, clock: Clock, real_clock: Clock) -> Bench:
    return Bench.open(store, clock, real_clock)
