"""The turns of several processes, which agree on them in their database: on PostgreSQL."""

import math
from collections.abc import Awaitable, Callable

from scheduler.pace import LEAD, Limits, Turn
from storage import pacing
from storage.store import Store


class SharedPacer:
    """Each turn is a row, given out under the lock of its tenant and by the database's clock."""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._store = store
        self._limits = limits
        self._monotonic = monotonic
        self._sleep = sleep

    async def wait(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        turn = await self._store.run(self._reserve, tenant_id, conversation, patience)
        if not turn.away:
            await self._sleep(max(turn.moment - self._monotonic() - LEAD, 0.0))
        return turn

    async def come(self, turn: Turn) -> None:
        await self._sleep(max(turn.moment - self._monotonic(), 0.0))

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        await self._store.run(self._be_quiet, tenant_id, seconds)

    def _reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        """Taken when it is within the patience. The database says how far away it is, and our own
        clock, read at the same moment, when that will be.
        """
        limits = self._limits
        with self._store.transaction() as session:
            quiet_until = pacing.lock(session, tenant_id)
            now, opens = pacing.opens(session, tenant_id, conversation, limits.kept)
            here = self._monotonic()
            first = math.floor(now * limits.per_second)
            taken = pacing.taken(session, tenant_id, first)
            earliest = max(now, opens, quiet_until)
            number, moment = limits.free_place(taken, earliest)
            away = moment - now
            if away > patience:
                return Turn(here + away, away)
            pacing.take(session, tenant_id, conversation, number, moment)
            pacing.forget(session, tenant_id, now - limits.longest)
            return Turn(here + away)

    def _be_quiet(self, tenant_id: str, seconds: float) -> None:
        with self._store.transaction() as session:
            pacing.be_quiet(session, tenant_id, seconds)
