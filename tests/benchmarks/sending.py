"""Sending to a connector with Teams' limits: how near to the ceiling, how late, and what it costs.

`python -m tests.benchmarks.sending`; `--quick` sends a tenth. Seconds depend on the machine, shares
of the ceiling do not. The connector runs in this process, each sender in its own.
"""

import asyncio
import gc
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from bot.deps import Deps, Message, Outgoing, Target
from bot.domain.deliveries import conversation
from bot.teams.connector import pooled_session
from bot.teams.credentials import AppCredentials
from scheduler.pace import CEILING, Limits, Pacer, Turns
from scheduler.sender import IN_FLIGHT
from scheduler.shared_pace import SharedPacer
from scheduler.ticks import Ticks
from storage import deliveries
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Delivery
from tests.benchmarks.turns import pin
from tests.clock import Clock
from tests.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.fakes.limited import Limited
from tests.fakes.login import FakeApplication
from tests.faults.worker import Work, make_sender, unhurried, until_nothing_waits
from tests.storage.bench import Bench

REPLICAS = 3
FLOOD = 100  # to one channel, which takes 60 in 30 seconds
LEASE = 15.0  # seconds; a worker that is done waits for the others' to end
STARTED = timedelta(seconds=8)  # by then a process has imported everything
IDLE = 20.0  # seconds

processes = multiprocessing.get_context("spawn")


def alone(_store: Store) -> Turns:
    return Pacer(Limits.under(CEILING, alone=True), time.monotonic, asyncio.sleep)


def shared(store: Store) -> Turns:
    return SharedPacer(Limits.under(CEILING, alone=False), time.monotonic, asyncio.sleep, store)


@dataclass(frozen=True)
class Addressed(Work):
    """Each delivery goes to the conversation of its audience."""

    def prepare(self, deps: Deps, session: Session, delivery: Delivery) -> Outgoing:
        target = Target("tenant", self.service_url, "28:bot", f"19:{delivery.audience}")
        return Outgoing(target, Message({"type": "AdaptiveCard"}, summary=delivery.subject))


@dataclass(frozen=True)
class Told:
    """What a sending process tells at its end."""

    tokens: int
    cpu: float
    seconds: float


def send(work: Work, parent: Pipe, idle: float) -> None:
    parent.send(asyncio.run(send_all(work, idle)))


async def send_all(work: Work, idle: float = 0.0) -> Told:
    """Until nothing waits; or tick for so many seconds, `idle`."""
    application = FakeApplication()
    with closing(Store.open(work.database_url)) as store:
        async with pooled_session() as session:
            credentials = AppCredentials(lambda: application, time.monotonic)
            sender = make_sender(work, store, session, credentials)
            if not idle:
                await until_nothing_waits(sender)
                return Told(application.fetched, time.process_time(), 0.0)
            ticks = Ticks(sender, ())
            await ticks.start()
            await ticks.settle()  # what is done for the first time is not what it does all day
            cpu, begun = time.process_time(), time.perf_counter()
            await asyncio.sleep(idle)
            told = Told(application.fetched, time.process_time() - cpu, time.perf_counter() - begun)
            await ticks.stop()
            return told


async def run(teams: Limited, work: Work, replicas: int = 1, idle: float = 0.0) -> list[Told]:
    """Let so many processes send all there is."""
    told = []
    pipes = [processes.Pipe() for _ in range(replicas)]
    work = replace(work, service_url=teams.service_url)
    crew = [
        processes.Process(target=send, args=[replace(work, owner=f"{number}"), there, idle])
        for number, (_, there) in enumerate(pipes)
    ]
    gc.collect()
    gc.freeze()  # or the connector would stand still for what is no part of it
    for process in crew:
        process.start()
        pin(process.pid or 0, 0)
    pin(os.getpid(), 1)
    for here, _ in pipes:
        told.append(await asyncio.to_thread(here.recv))
    for process in crew:
        process.join()
    return told


class Place:
    """Where it happens: databases, keys, and how much is sent."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.quick = quick
        self.keys = folder / "keys"
        Keyring.create(self.keys)
        (folder / "sqlite").mkdir()
        self.sqlite = SqliteDatabases(folder / "sqlite")
        self.postgresql = PostgresqlDatabases(folder / "postgresql")

    def count(self, sends: int) -> int:
        return sends // 10 if self.quick else sends

    def work(self, url: str, turns: Callable[[Store], Turns]) -> Addressed:
        return Addressed("one", url, "", self.keys, LEASE, turns=turns, in_flight=IN_FLIGHT)

    @contextmanager
    def bench(self, databases: Databases) -> Iterator[tuple[Bench, str]]:
        with databases.copy_of("migrated") as url, closing(Store.open(url)) as store:
            yield Bench.open(store, Clock(datetime.now(UTC)), Clock(datetime.now(UTC))), url


def add(bench: Bench, dues: Sequence[datetime], to: int | None = None, first: int = 0) -> None:
    """To a conversation each, or all `to` one."""
    with bench.store.transaction() as session:
        for number, due_at in enumerate(dues, first):
            planned = bench.planned(number, due_at)
            audience = conversation(to if to is not None else 1000 + number)
            deliveries.add(session, bench.network_id, replace(planned, audience=audience))


def share(moments: Sequence[float]) -> float:
    """Of the ceiling, from the first to the last."""
    return (len(moments) - 1) / (max(moments) - min(moments)) / CEILING


async def ceiling(place: Place) -> None:
    count = place.count(5_000)
    with place.bench(place.sqlite) as (bench, url):
        add(bench, [bench.clock()] * count)
        async with Limited() as teams:
            (told,) = await run(teams, place.work(url, alone))
        used = share(list(teams.arrived.values()))
        print(f"one process, {count} sends: {used:.1%} of the ceiling, {teams.refusals} x 429")
        print(f"token requests for {count} sends: {told.tokens}")


async def replicas(place: Place) -> None:
    count = place.count(3_000)
    with place.bench(place.postgresql) as (bench, url):
        add(bench, [bench.clock()] * count)
        async with Limited() as teams:
            await run(teams, place.work(url, shared), REPLICAS)
        used = share(list(teams.arrived.values()))
        print(
            f"{REPLICAS} replicas sharing it, {count} sends: {used:.1%} of the ceiling, "
            f"{teams.refusals} x 429"
        )


async def unlimited(place: Place) -> None:
    count = 2_000
    with place.bench(place.sqlite) as (bench, url):
        add(bench, [bench.clock()] * count)
        async with Limited(ceiling=10**6, latency=(0.0, 0.0)) as teams:
            await run(teams, place.work(url, unhurried))
        rate = share(list(teams.arrived.values())) * CEILING
        print(f"without limits: {rate:.0f} sends a second")


async def flood(place: Place) -> None:
    """A channel that takes 60 in 30 seconds gets more, and others get theirs meanwhile."""
    others, flooding = place.count(900), FLOOD // 4 if place.quick else FLOOD
    with place.bench(place.sqlite) as (bench, url):
        add(bench, [bench.clock()] * flooding, to=1)
        add(bench, [bench.clock()] * others, first=FLOOD)
        async with Limited() as teams:
            running = asyncio.create_task(run(teams, place.work(url, alone)))
            async with asyncio.timeout(300):
                await teams.until_delivered(others + min(flooding, 60))
            await running
        theirs = [at for name, at in teams.arrived.items() if int(name[8:]) >= FLOOD]
        print(
            f"{flooding} to one channel and {others} to others: the others at {share(theirs):.1%} "
            f"of the ceiling, {teams.refusals} x 429"
        )


async def lateness(place: Place) -> None:
    """Ten fall due each second, one after the other."""
    count = place.count(600)
    with place.bench(place.sqlite) as (bench, url):
        begin = datetime.now(UTC) + STARTED
        add(bench, [begin + timedelta(seconds=number / 10) for number in range(count)])
        async with Limited() as teams:
            offset = time.time() - asyncio.get_running_loop().time()
            await run(teams, place.work(url, alone))
        late = [
            at + offset - (begin.timestamp() + int(name[8:]) / 10)
            for name, at in teams.arrived.items()
        ]
        p99 = statistics.quantiles(late, n=100)[98]
        print(
            f"lateness of {count}, ten due a second: p50 {statistics.median(late):.3f} s, ", end=""
        )
        print(f"p99 {p99:.3f} s")


async def idle(place: Place) -> None:
    with place.bench(place.sqlite) as (bench, url):
        add(bench, [bench.clock() + timedelta(days=1)] * 1_000)
        async with Limited() as teams:
            seconds = IDLE / 2 if place.quick else IDLE
            (told,) = await run(teams, place.work(url, alone), idle=seconds)
        print(f"idle, 1 000 waiting: {told.cpu / told.seconds:.2%} of a core")


def main(*, quick: bool = False) -> None:
    with TemporaryDirectory(prefix="rundebord-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder), quick=quick)
        for part in (ceiling, replicas, unlimited, flood, lateness, idle):
            asyncio.run(part(place))
        place.postgresql.close()


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
