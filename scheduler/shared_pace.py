"""The turns of several processes, which agree on them in their database: on PostgreSQL."""

import asyncio
import math
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from scheduler.pace import Pace, Turn, Turns, Wish
from storage import pacing
from storage.store import Store


@dataclass
class _Wishes:
    """Those that came while others were asked about: their turns are found together."""

    listed: list[Wish] = field(default_factory=list)
    found: "asyncio.Task[list[Turn]] | None" = None


@dataclass
class SharedPacer(Turns):
    """Each turn is a row, given out under the lock of its tenant and by the database's clock.

    A process asks for all that wait in it at once: if each came alone, all would queue at the lock.
    """

    store: Store
    _wishes: dict[str, _Wishes] = field(init=False, default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(init=False, default_factory=dict)

    async def reserve(self, wish: Wish) -> Turn:
        tenant_id = wish.tenant_id
        wishes = self._wishes.setdefault(tenant_id, _Wishes())
        wishes.listed.append(wish)
        mine = len(wishes.listed) - 1
        async with self._locks.setdefault(tenant_id, asyncio.Lock()):
            if wishes.found is None:
                del self._wishes[tenant_id]
                asked = self.store.run(self._reserve, tenant_id, wishes.listed)
                wishes.found = asyncio.create_task(asked)
            turns = await asyncio.shield(wishes.found)  # it is not mine alone
        return turns[mine]

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        await super().be_quiet(tenant_id, seconds)
        await self.store.run(self._be_quiet, tenant_id, seconds)

    def _reserve(self, tenant_id: str, wishes: list[Wish]) -> list[Turn]:
        """The database says how far away they are, and our own clock, read at the same moment, when
        that will be.
        """
        with self.store.transaction() as session:
            quiet_until = pacing.lock(session, tenant_id)
            now = pacing.now(session)
            offset = self.monotonic() - now
            pace = self._pace(session, tenant_id, {wish.conversation for wish in wishes}, now)
            pace.be_quiet(quiet_until)
            ready = now + 2 * self.limits.lead  # the turn itself is written down, too
            turns = [pace.reserve(wish.conversation, ready, wish.patience) for wish in wishes]
            pacing.take(session, tenant_id, _taken(wishes, turns))
            pacing.forget(session, tenant_id, now - self.limits.longest)
        return [replace(turn, moment=turn.moment + offset) for turn in turns]

    def _pace(self, session: Session, tenant_id: str, names: set[str], now: float) -> Pace:
        limits = self.limits
        return Pace(
            limits,
            pacing.taken(session, tenant_id, math.floor(now * limits.per_second)),
            pacing.passed(session, tenant_id, names, now - limits.longest),
        )

    def _be_quiet(self, tenant_id: str, seconds: float) -> None:
        with self.store.transaction() as session:
            pacing.be_quiet(session, tenant_id, seconds)


def _taken(wishes: list[Wish], turns: list[Turn]) -> list[tuple[str, int, float]]:
    return [
        (wish.conversation, turn.number, turn.moment)
        for wish, turn in zip(wishes, turns, strict=True)
        if not turn.away
    ]
