from pathlib import Path

import pytest

from storage.keys import Keyring
from storage.store import Store
from tests.anonymity.fagdag import Fagdag


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys")


@pytest.fixture
def fagdag(store: Store, keys: Keyring) -> Fagdag:
    return Fagdag.open(store, keys)
