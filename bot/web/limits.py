"""How often one address may knock. Kept in memory only: no address is ever stored or logged."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

MOST_ADDRESSES = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: float
    per_second: float


# A whole fagdag may sit behind one address, and send its forms within the same minute: some choose
# another language first, some forget a question, and some press twice.
POSTS = Rate(burst=400, per_second=4)
# A calendar whose link was deleted goes on asking; somebody who guesses asks much more.
UNKNOWN_CODES = Rate(burst=60, per_second=0.5)


@dataclass
class Limits:
    """A bucket for each address, filled again as time goes. `clock` counts seconds of real time."""

    rate: Rate
    clock: Callable[[], float]
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def __repr__(self) -> str:
        """Without the addresses, should it ever be logged."""
        return f"Limits({self.rate})"

    def take(self, address: str) -> bool:
        """Use one of what is left; False when there is none."""
        left = self._now(address)
        taken = left >= 1
        self._left[address] = (left - 1 if taken else left, self.clock())
        self._left.move_to_end(address)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return taken

    def _now(self, address: str) -> float:
        left, since = self._left.get(address, (self.rate.burst, self.clock()))
        return min(self.rate.burst, left + (self.clock() - since) * self.rate.per_second)


def address_of(request: web.Request) -> str:
    """Who knocks. A proxy on our own network says for whom it asks; others may say what they like.

    The last entry counts: it is the one that the proxy itself has added.
    """
    peer = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and _is_near(peer) else peer


def _is_near(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_private
    except ValueError:
        return False
