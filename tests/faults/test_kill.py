"""kill -9 and SIGSTOP against real processes that send to a connector which remembers what arrived.

A request that is on its way when its process dies may have arrived or not. Nothing may be lost in
silence, nothing may arrive twice, and what nobody knows is listed for a person.
"""

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.deliveries import DeliveryState
from storage import deliveries
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.fakes.connector import Delivered, FakeConnector
from tests.faults import worker
from tests.faults.worker import IN_FLIGHT, Work
from tests.storage.bench import Bench

SENDS, KILLS, PAUSES = 240, 20, 4
WORKERS = {"sqlite": 1, "postgresql": 2}

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.worker"])


@dataclass
class Deadly(FakeConnector):
    """Strikes down a worker when so many requests have come: just before one of them arrives, or
    when it has arrived and is not answered yet.
    """

    strike: Callable[[], None] = lambda: None
    when: set[int] = field(default_factory=set)
    requests_seen: int = 0

    async def _deliver(
        self, request: web.Request, delivered: Delivered, answer: dict[str, str]
    ) -> web.StreamResponse:
        self.requests_seen += 1
        number = self.requests_seen
        if number in self.when and number % 2:
            self.strike()
        response = await super()._deliver(request, delivered, answer)
        if number in self.when and not number % 2:
            self.strike()
        return response


@pytest.fixture
async def teams() -> AsyncIterator[Deadly]:
    async with Deadly() as connector:
        yield connector


@pytest.fixture
def bench(store: Store) -> Bench:
    bench = Bench.open(store, Clock(datetime.now(UTC)), Clock(datetime.now(UTC)))
    bench.add(*range(SENDS))
    return bench


@pytest.fixture
def work(database_url: str, tmp_path: Path, teams: Deadly) -> Work:
    keys = tmp_path / "keys"
    Keyring.create(keys)
    return Work("worker", database_url, teams.service_url, keys, lease=2.0)


@dataclass
class Crew:
    """The workers that are alive, and who takes the place of one that is struck."""

    work: Work
    numbers: Iterator[int] = field(default_factory=itertools.count)
    alive: list[BaseProcess] = field(default_factory=list)
    struck: list[BaseProcess] = field(default_factory=list)

    def hire(self, count: int) -> None:
        for _ in range(count):
            work = replace(self.work, owner=f"worker {next(self.numbers)}")
            process = processes.Process(target=worker.run, args=[work])
            process.start()
            self.alive.append(process)

    def kill_one(self) -> None:
        victim = self.alive.pop(random.randrange(len(self.alive)))
        victim.kill()
        victim.join()
        self.struck.append(victim)
        self.hire(1)

    def pause_one(self) -> None:
        victim = self.alive.pop(random.randrange(len(self.alive)))
        os.kill(victim.pid or 0, signal.SIGSTOP)
        self.struck.append(victim)
        self.hire(1)

    def wake_all(self) -> None:
        for process in self.struck:
            os.kill(process.pid or 0, signal.SIGCONT)

    async def finish(self, crowd: list[BaseProcess]) -> list[int | None]:
        """How they ended. The crowd may change meanwhile; only the loop's thread asks a process."""
        async with asyncio.timeout(60):
            while living := [process for process in crowd if process.exitcode is None]:
                await asyncio.to_thread(wait, [process.sentinel for process in living], 0.5)
        return [process.exitcode for process in crowd]


@pytest.fixture
def crew(work: Work) -> Iterator[Crew]:
    crew = Crew(work)
    yield crew
    for process in crew.alive + crew.struck:
        process.kill()
        process.join()
        process.close()


def evenly(count: int) -> set[int]:
    """Requests at which to strike, odd and even ones."""
    step = SENDS // (count + 1)
    return {step * number + number % 2 for number in range(1, count + 1)}


def assert_every_promise_was_kept(bench: Bench, teams: Deadly, strikes: int) -> None:
    arrived = [post.activity["summary"] for post in teams.posts]
    in_state = {
        state: {row.subject for row in bench.rows() if row.state is state}
        for state in DeliveryState
    }
    sent, unknown = in_state[DeliveryState.SENT], in_state[DeliveryState.UNKNOWN]
    everything = {f"meeting:{number}" for number in range(SENDS)}
    with bench.store.transaction() as session:
        listed = {row.subject for row in deliveries.unsettled(session, bench.network_id)}
    assert len(arrived) == len(set(arrived))
    assert sent | unknown == everything
    assert sent <= set(arrived)
    assert listed == unknown
    assert len(unknown) <= strikes * IN_FLIGHT


async def test_killed_twenty_times_nothing_is_lost_and_nothing_arrives_twice(
    bench: Bench, teams: Deadly, crew: Crew
) -> None:
    teams.when, teams.strike = evenly(KILLS), crew.kill_one
    crew.hire(WORKERS[bench.store.dialect])
    assert await crew.finish(crew.alive) == [0] * WORKERS[bench.store.dialect]
    assert [process.exitcode for process in crew.struck] == [-signal.SIGKILL] * KILLS
    assert_every_promise_was_kept(bench, teams, KILLS)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_workers_that_sleep_past_their_lease_send_nothing_twice(
    bench: Bench, teams: Deadly, crew: Crew, database_url: str
) -> None:
    impatient = "&options=-c%20idle_in_transaction_session_timeout%3D500"
    crew.work = replace(crew.work, database_url=database_url + impatient)
    teams.when, teams.strike = evenly(PAUSES), crew.pause_one
    crew.hire(2)
    assert await crew.finish(crew.alive) == [0, 0]
    crew.wake_all()
    assert await crew.finish(crew.struck) == [0] * PAUSES
    assert_every_promise_was_kept(bench, teams, PAUSES)
