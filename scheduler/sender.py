"""The one sender of a process: claims what is due and has it delivered, so many at a time."""

import asyncio
from datetime import timedelta

from scheduler.courier import Courier
from storage import budget, queue
from storage.tables import Delivery

# Enough to fill Teams' 50 a second while it answers within half a second: 25 are requests then, ten
# are written down for their turn, and a third is claimed at once.
IN_FLIGHT = 60


class Sender:
    """Claims in the database decide who sends what, so any number of processes may have one."""

    def __init__(self, courier: Courier, in_flight: int = IN_FLIGHT) -> None:
        self._courier = courier
        self._store = courier.deps.store
        self._in_flight = in_flight
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Take over at once what the last process left, where nobody else can be alive."""
        await self._store.run(self._tidy, only_worker=self._store.dialect == "sqlite")

    async def send_due(self) -> int:
        """Send everything that is due now; how many deliveries were taken up.

        Raises storage.store.UNAVAILABLE when the database fails; what is on its way goes on.
        """
        await self._store.run(self._tidy)
        taken = await self._fill()
        while self._running:
            done, self._running = await asyncio.wait(
                self._running, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
            taken += await self._fill()
        return taken

    async def next_due(self) -> timedelta | None:
        """How long there is nothing to do; None when nothing waits at all."""
        return await self._store.run(self._next_due)

    async def stop(self, within: float) -> None:
        """Claim no more, wait so many seconds for what is on its way, give back the rest."""
        self._stopping = True
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._store.run(self._release)

    async def _fill(self) -> int:
        """Start as many deliveries as there is room for; a claim costs as much as many."""
        room = self._in_flight - len(self._running)
        if self._stopping or room < max(1, self._in_flight // 3):
            return 0
        claimed = await self._store.run(self._claim, room)
        self._running |= {asyncio.create_task(self._courier.deliver(each)) for each in claimed}
        return len(claimed)

    def _claim(self, limit: int) -> list[Delivery]:
        now, calendar = self._courier.deps.now(), self._courier.deps.calendar
        with self._store.transaction() as session:
            for given_up in budget.allot(session, now, calendar):
                self._courier.pass_on(session, given_up)
            return queue.claim(
                session,
                now_rules=now,
                now_real=self._courier.clock(),
                owner=self._courier.owner,
                limit=limit,
                lease=self._courier.lease,
            )

    def _tidy(self, *, only_worker: bool = False) -> None:
        repeatable = [kind.name for kind in self._courier.kinds.values() if kind.repeats]
        with self._store.transaction() as session:
            queue.recover(
                session,
                now_real=self._courier.clock(),
                repeatable=repeatable,
                only_worker=only_worker,
            )
            queue.expire(session, self._courier.deps.now())

    def _next_due(self) -> timedelta | None:
        with self._store.transaction() as session:
            return queue.next_due(
                session, now_rules=self._courier.deps.now(), now_real=self._courier.clock()
            )

    def _release(self) -> None:
        with self._store.transaction() as session:
            queue.release(session, self._courier.owner)
