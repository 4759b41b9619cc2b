"""The turns of several processes, which agree on them in their database: on PostgreSQL."""

import asyncio
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from scheduler.pace import Limits, Pace, Turn, Turns
from storage import pacing
from storage.store import Store

Wish = tuple[str, float]  # a conversation, and for how many seconds its turn is waited for


@dataclass
class _Wishes:
    """Those that came while others were asked about: their turns are found together."""

    listed: list[Wish] = field(default_factory=list)
    found: "asyncio.Task[list[Turn]] | None" = None


class SharedPacer(Turns):
    """Each turn is a row, given out under the lock of its tenant and by the database's clock.

    A process asks for all that wait in it at once: if each came alone, all would queue at the lock.
    """

    def __init__(
        self,
        store: Store,
        limits: Limits,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        super().__init__(limits, monotonic, sleep)
        self._store = store
        self._wishes: dict[str, _Wishes] = defaultdict(_Wishes)
        self._one_at_a_time: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        wishes = self._wishes[tenant_id]
        wishes.listed.append((conversation, patience))
        mine = len(wishes.listed) - 1
        async with self._one_at_a_time[tenant_id]:
            if wishes.found is None:
                del self._wishes[tenant_id]
                asked = self._store.run(self._reserve, tenant_id, wishes.listed)
                wishes.found = asyncio.create_task(asked)
            turns = await asyncio.shield(wishes.found)  # it is not mine alone
        return turns[mine]

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        await super().be_quiet(tenant_id, seconds)
        await self._store.run(self._be_quiet, tenant_id, seconds)

    def _reserve(self, tenant_id: str, wishes: list[Wish]) -> list[Turn]:
        """The database says how far away they are, and our own clock, read at the same moment, when
        that will be.
        """
        with self._store.transaction() as session:
            quiet_until = pacing.lock(session, tenant_id)
            now = pacing.now(session)
            offset = self._monotonic() - now
            pace = self._pace(session, tenant_id, {name for name, _ in wishes}, now)
            pace.be_quiet(quiet_until)
            ready = now + 2 * self._limits.lead  # the turn itself is written down, too
            turns = [pace.reserve(name, ready, patience) for name, patience in wishes]
            pacing.take(session, tenant_id, _taken(wishes, turns))
            pacing.forget(session, tenant_id, now - self._limits.longest)
        return [replace(turn, moment=turn.moment + offset) for turn in turns]

    def _pace(self, session: Session, tenant_id: str, names: set[str], now: float) -> Pace:
        limits = self._limits
        return Pace(
            limits,
            pacing.taken(session, tenant_id, math.floor(now * limits.per_second)),
            pacing.passed(session, tenant_id, names, now - limits.longest),
        )

    def _be_quiet(self, tenant_id: str, seconds: float) -> None:
        with self._store.transaction() as session:
            pacing.be_quiet(session, tenant_id, seconds)


def _taken(wishes: list[Wish], turns: list[Turn]) -> list[tuple[str, int, float]]:
    return [
        (conversation, turn.number, turn.moment)
        for (conversation, _), turn in zip(wishes, turns, strict=True)
        if not turn.away
    ]
