"""Weather: a connector whose answers go wrong at random, and moments at which to strike."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.connector import (
    ARRIVED_THEN_502,
    ARRIVED_THEN_RESET,
    RESET,
    Delivered,
    FakeConnector,
    Fault,
)

LATENCY = 0.005  # seconds at most, so that several requests are under way at any moment
BETWEEN_KILLS = 14  # requests at most
KILLED_WITHIN = 0.03  # seconds after such a request

# Six kinds of wrong answers, and whether nobody can know what became of the message.
FAULTS: dict[Fault, bool] = {
    Fault(status=429, retry_after="0.05"): False,
    Fault(status=412, retry_after="0.05"): False,
    Fault(status=500): True,
    RESET: True,
    ARRIVED_THEN_502: True,
    ARRIVED_THEN_RESET: True,
}


@dataclass
class Rough(FakeConnector):
    """faulty: the share of answers that go wrong. kills: how many are still to come.

    ambiguous: to how many requests nobody can say what became of them.
    """

    faulty: float = 0.0
    kills: int = 0
    strike: Callable[[], None] = lambda: None
    ambiguous: int = 0
    _until_kill: int = 1

    async def _deliver(
        self, request: web.Request, delivered: Delivered, answer: dict[str, str]
    ) -> web.StreamResponse:
        await asyncio.sleep(random.uniform(0, LATENCY))
        self._kill_now_and_then()
        if random.random() < self.faulty:
            fault = random.choice(list(FAULTS))
            self.ambiguous += FAULTS[fault]
            self.fail_next(fault)
        return await super()._deliver(request, delivered, answer)

    def _kill_now_and_then(self) -> None:
        self._until_kill -= 1
        if self.kills and self._until_kill <= 0:
            self.kills -= 1
            self._until_kill = random.randint(1, BETWEEN_KILLS)
            moment = random.uniform(0, KILLED_WITHIN)
            asyncio.get_running_loop().call_later(moment, self.strike)
