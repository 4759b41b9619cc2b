"""How often one may knock. Kept in memory only: who knocks is never stored or logged."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 10_000
"""Who are remembered at once; who knocked longest ago is forgotten first, and may begin anew."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


@dataclass
class Limits:
    """A bucket for each who knocks, filled again as time goes. `clock`: seconds of real time."""

    rate: Rate
    clock: Callable[[], float]
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def __repr__(self) -> str:
        """Without those who knock, should it ever be logged."""
        return f"Limits({self.rate})"

    def take(self, who: str) -> bool:
        """Use one of what is left; False when there is none."""
        left = self._now(who)
        taken = left >= 1
        self._left[who] = (left - 1 if taken else left, self.clock())
        self._left.move_to_end(who)
        while len(self._left) > MOST:
            self._left.popitem(last=False)
        return taken

    def _now(self, who: str) -> float:
        left, since = self._left.get(who, (self.rate.burst, self.clock()))
        return min(self.rate.burst, left + (self.clock() - since) * self.rate.per_second)
