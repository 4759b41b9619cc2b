"""The demo's clock: real time, and so much on top of it. `serve` has no such thing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from bot.domain.deliveries import DeliveryState
from storage.store import Store
from storage.tables import Delivery, DemoClock

A_DAY = timedelta(days=1)

Settle = Callable[[], Awaitable[object]]


class MovableClock:
    """Only forward. How far it was wound survives a restart, or time would run backwards."""

    def __init__(self, store: Store, real: Callable[[], datetime]) -> None:
        self._store = store
        self._real = real
        with store.transaction() as session:
            stored = session.get(DemoClock, 1)
        self._ahead = timedelta(seconds=stored.seconds if stored else 0)

    def now(self) -> datetime:
        return self._real() + self._ahead

    async def wind(self, by: timedelta, settle: Settle) -> None:
        """Stop wherever something is due, and once a day; have it sent as of that moment; go on.

        Otherwise all of it would arrive dated at the end, and what is short-lived not at all; and
        some things are only planned when something else is over. settle: plans, sends and tidies,
        as of now.
        """
        until = self.now() + by
        while (stop := await self._store.run(self._next_stop)) < until:
            await self._store.run(self._move_to, stop)
            await settle()
        await self._store.run(self._move_to, until)
        await settle()

    def _next_stop(self) -> datetime:
        now = self.now()
        moments = [col(Delivery.due_at), col(Delivery.held_until), col(Delivery.allotted_at)]
        with self._store.transaction() as session:
            found = [
                session.exec(
                    select(func.min(moment)).where(
                        col(Delivery.state) == DeliveryState.PENDING, moment > now
                    )
                ).one()
                for moment in moments
            ]
        return min(each for each in (*found, now + A_DAY) if each is not None)

    def _move_to(self, moment: datetime) -> None:
        self._ahead += max(moment - self.now(), timedelta())
        with self._store.transaction() as session:
            session.merge(DemoClock(id=1, seconds=round(self._ahead.total_seconds())))
