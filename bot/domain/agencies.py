"""Agencies come, merge and leave; the network goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Agency:
    """Valid from a day to a day, both included. An observer never has a turn."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = None
    observer: bool = False

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def active(agencies: Iterable[Agency], day: date) -> tuple[Agency, ...]:
    """Those that take part on that day, observers left out."""
    return tuple(a for a in agencies if a.valid_on(day) and not a.observer)
