"""These wait for things to happen, on the real clock, and say how long is too long."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.deps import Message
from bot.domain.deliveries import DeliveryState
from scheduler.ticks import SWEEP, Job, Ticks
from storage.store import Store
from tests.clock import MORNING
from tests.scheduler.bench import Bench, Inside

OFTEN, SELDOM = timedelta(milliseconds=10), timedelta(days=1)
TOO_LONG = SWEEP.total_seconds() / 2  # or it was the sweep that noticed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def sent(bench: Bench) -> asyncio.Queue[str]:
    """What was sent, by subject, as it is sent."""
    queue: asyncio.Queue[str] = asyncio.Queue()
    bench.messenger = Inside(lambda message: queue.put(message.summary))
    return queue


@pytest.fixture
async def ticks(bench: Bench, sent: asyncio.Queue[str]) -> AsyncIterator[Ticks]:
    running = Ticks(bench.sender(), [])
    await running.start()
    yield running
    await running.stop()


async def test_what_was_due_at_the_start_is_sent(bench: Bench, sent: asyncio.Queue[str]) -> None:
    bench.add(1)
    ticks = Ticks(bench.sender(), [])
    await ticks.start()
    async with asyncio.timeout(TOO_LONG):
        assert await sent.get() == "meeting:1"
    await ticks.stop()


async def test_a_nudge_from_any_thread_sends_at_once(
    bench: Bench, store: Store, ticks: Ticks, sent: asyncio.Queue[str]
) -> None:
    async with asyncio.timeout(TOO_LONG):
        for number in (1, 2, 3):
            bench.add(number)
            await store.run(ticks.nudge)
            assert await sent.get() == f"meeting:{number}"


async def test_the_sender_wakes_when_something_falls_due(
    bench: Bench, sent: asyncio.Queue[str]
) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()

    def now() -> datetime:
        return MORNING + timedelta(seconds=loop.time() - began)

    bench.deps = replace(bench.deps, now=now)
    due = timedelta(milliseconds=150)
    bench.add(1, due_at=MORNING + due)
    ticks = Ticks(bench.sender(), [])
    await ticks.start()
    async with asyncio.timeout(TOO_LONG):
        await sent.get()
    assert loop.time() - began >= due.total_seconds()
    await ticks.stop()


async def test_every_job_is_done_at_the_start_in_its_order_and_a_failing_one_ends_nothing(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    async def note(name: str) -> None:
        done.append(name)
        if name == "plan":
            raise ZeroDivisionError

    jobs = [Job(name, SELDOM, partial(note, name)) for name in ("plan", "tidy")]
    ticks = Ticks(bench.sender(), jobs)
    await ticks.start()
    assert done == ["plan", "tidy"]
    assert [
        record.getMessage() for record in caplog.records if record.levelno == logging.ERROR
    ] == ["the job plan went wrong; its next tick tries again"]
    await ticks.stop()


async def test_a_job_is_done_again_and_again_although_it_fails(bench: Bench) -> None:
    third, times = asyncio.Event(), 0

    async def fail() -> None:
        nonlocal times
        times += 1
        if times == 3:
            third.set()
        raise ZeroDivisionError

    ticks = Ticks(bench.sender(), [Job("plan", OFTEN, fail)])
    await ticks.start()
    async with asyncio.timeout(10):
        await third.wait()
    await ticks.stop()


class Failed(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.happened = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.happened.set()


async def test_a_failing_sender_is_started_again_by_the_next_nudge(
    bench: Bench, ticks: Ticks, sent: asyncio.Queue[str]
) -> None:
    with bench.store.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE delivery RENAME TO lost")
    failed = Failed()
    logging.getLogger("scheduler.ticks").addHandler(failed)
    ticks.nudge()
    async with asyncio.timeout(TOO_LONG):
        await failed.happened.wait()
        with bench.store.transaction() as session:
            session.connection().exec_driver_sql("ALTER TABLE lost RENAME TO delivery")
        bench.add(1)
        ticks.nudge()
        assert await sent.get() == "meeting:1"
    logging.getLogger("scheduler.ticks").removeHandler(failed)


async def test_after_the_stop_nothing_is_sent_and_a_nudge_is_harmless(
    bench: Bench, sent: asyncio.Queue[str]
) -> None:
    ticks = Ticks(bench.sender(), [])
    ticks.nudge()
    await ticks.start()
    await ticks.stop()
    bench.add(1)
    ticks.nudge()
    assert (bench.states(), sent.empty()) == ([DeliveryState.PENDING], True)


async def test_a_stop_does_not_wait_for_an_answer_that_never_comes(bench: Bench) -> None:
    begun = asyncio.Event()

    async def hang(message: Message) -> None:
        begun.set()
        await asyncio.Event().wait()

    bench.messenger = Inside(hang)
    bench.add(1)
    ticks = Ticks(bench.sender(), [], stop_within=0.05)
    await ticks.start()
    await begun.wait()
    async with asyncio.timeout(TOO_LONG):
        await ticks.stop()
    assert bench.states() == [DeliveryState.SENDING]


async def test_a_stop_that_comes_with_a_nudge_still_stops(bench: Bench) -> None:
    """On Python 3.11 asyncio.wait_for would lose the cancellation, and the bot would never end."""
    ticks = Ticks(bench.sender(), [])
    await ticks.start()
    await ticks.settle()
    ticks._wake.set()
    stopping = asyncio.create_task(ticks.stop())
    done, _ = await asyncio.wait({stopping}, timeout=20)
    assert done == {stopping}
