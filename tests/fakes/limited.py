"""A connector with Teams' limits: it counts every window as Teams does, and answers 429 past it."""

import asyncio
import random
from collections import defaultdict, deque
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.connector import Delivered, FakeConnector, Fault

TOO_MANY = Fault(status=429, retry_after="1")


@dataclass
class Window:
    """So many in so many seconds, in any such span."""

    count: int
    seconds: float
    passed: deque[float] = field(default_factory=deque)

    def is_full(self, now: float) -> bool:
        while self.passed and self.passed[0] <= now - self.seconds:
            self.passed.popleft()
        return len(self.passed) >= self.count


@dataclass
class Limited(FakeConnector):
    """ceiling: requests a second altogether. latency: seconds at least and at most.

    refusals: how many 429 there were. arrived: when each message did, on the loop's clock.
    """

    ceiling: int = 50
    latency: tuple[float, float] = (0.05, 0.25)
    windows: tuple[tuple[int, float], ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
    refusals: int = 0
    arrived: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._all = [Window(self.ceiling, 1.0)]
        self._of: dict[str, list[Window]] = defaultdict(self._new)

    def _new(self) -> list[Window]:
        return [Window(count, seconds) for count, seconds in self.windows]

    async def _deliver(
        self, request: web.Request, delivered: Delivered, answer: dict[str, str]
    ) -> web.StreamResponse:
        now = asyncio.get_running_loop().time()
        windows = [*self._all, *self._of[delivered.conversation_id]]
        if any(window.is_full(now) for window in windows):
            self.refusals += 1
            self.fail_next(TOO_MANY)
        else:
            self.arrived[delivered.activity["summary"]] = now
            for window in windows:
                window.passed.append(now)
        response = await super()._deliver(request, delivered, answer)
        await asyncio.sleep(random.uniform(*self.latency))
        return response
