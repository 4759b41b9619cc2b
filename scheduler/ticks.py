"""When something happens by itself. APScheduler only ticks: every piece of work looks into the
database for what is due, so a tick that was lost or doubled costs a moment and nothing else.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.sender import Sender

log = logging.getLogger(__name__)

SWEEP = timedelta(seconds=5)  # notices what another process wrote, or this machine slept through
STOP_WITHIN = 8.0  # seconds for what is on its way; the rest of ten is for giving back


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at the start and then again and again: a call of one use case."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]


class Ticks:
    """Runs the jobs, and the sender whenever something is due. Lives on one event loop."""

    def __init__(
        self, sender: Sender, jobs: Iterable[Job], stop_within: float = STOP_WITHIN
    ) -> None:
        self._sender = sender
        self._jobs = tuple(jobs)
        self._stop_within = stop_within
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sending: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def start(self) -> None:
        """Do every job once, in their order, then keep them and the sender going."""
        self._loop = asyncio.get_running_loop()
        await self._sender.start()
        for job in self._jobs:
            await _do(job)
            self._repeat(job)
        self._repeat(Job("sweep", SWEEP, self._sweep))
        self._scheduler.start()
        self._sending = asyncio.create_task(self._send_for_ever())

    def nudge(self) -> None:
        """Wake the sender, from any thread, after the transaction that wrote something due.

        Before the start and after the stop it does nothing.
        """
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    async def settle(self) -> None:
        """Do every job and send what is due, now: for a clock that is wound forward."""
        for job in self._jobs:
            await _do(job)
        async with self._one_at_a_time:
            await self._sender.send_due()

    async def stop(self) -> None:
        """Within ten seconds. What is not sent stays in the database for the next start."""
        self._loop = None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._sender.stop(self._stop_within)
        if self._sending is not None:
            self._sending.cancel()
            with suppress(asyncio.CancelledError):
                await self._sending

    def _repeat(self, job: Job) -> None:
        trigger = IntervalTrigger(seconds=job.every.total_seconds(), timezone=UTC)
        self._scheduler.add_job(_do, trigger, args=[job], id=job.name, name=job.name)

    async def _sweep(self) -> None:
        self._wake.set()

    async def _send_for_ever(self) -> None:
        while True:
            self._wake.clear()
            wait = await self._send()
            with suppress(TimeoutError):
                # not wait_for, which on Python 3.11 loses a cancellation that comes with the wake
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    async def _send(self) -> float | None:
        """Send what is due; the seconds until something is due again, None when nothing is."""
        try:
            async with self._one_at_a_time:
                await self._sender.send_due()
            wait = await self._sender.next_due()
        except Exception:
            log.exception("sending went wrong; the next sweep tries again")
            return None
        return None if wait is None else wait.total_seconds()


async def _do(job: Job) -> None:
    """A job that fails is tried again at its next tick, and does not end the ticking."""
    try:
        await job.work()
    except Exception:
        log.exception("the job %s went wrong; its next tick tries again", job.name)
