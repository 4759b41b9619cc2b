"""The rules of deliveries, tried in every order."""

import pytest

from tests.faults.steps import take_steps

STEPS = 800  # `make faults` takes 50 000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_promise_is_broken_whatever_happens(database_url: str) -> None:
    assert take_steps(database_url, STEPS) >= STEPS
