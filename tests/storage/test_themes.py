"""The bank as a whole: what is put together is found once, however many themes lie in it."""

from collections import UserDict
from collections.abc import Iterator
from datetime import date

from storage.tables import Theme
from storage.themes import Bank

MANY = 60


class Watched(UserDict[int, Theme]):
    """Rows that count how often all of them are gone through."""

    sweeps = 0

    def __iter__(self) -> Iterator[int]:
        self.sweeps += 1
        return super().__iter__()


def test_a_large_bank_is_not_gone_through_again_for_each_theme() -> None:
    rows = Watched()
    for number in range(1, MANY + 1):
        into = number - 1 if number % 2 == 0 else None
        day = date(2026, 4, 23)
        rows[number] = Theme(network_id=1, text="", proposed_on=day, merged_into_id=into)
    bank = Bank(rows, {number: frozenset({number}) for number in range(1, MANY + 1)})
    assert [bank.voters_of(n) for n in (1, 2, 59)] == [{1, 2}, {1, 2}, {59, 60}]
    assert all(len(bank.voters_of(number)) == 2 for number in range(1, MANY + 1))
    assert rows.sweeps <= 2
