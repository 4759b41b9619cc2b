"""Processes with the real sender and the real connector, and how they are struck down."""

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from aiohttp import web

from tests.fakes.connector import Delivered, FakeConnector
from tests.faults import worker
from tests.faults.worker import Work

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

    def dismiss(self) -> None:
        """Nobody outlives the test."""
        for process in self.alive + self.struck:
            process.kill()
            process.join()
            process.close()

    async def finish(self, crowd: list[BaseProcess]) -> list[int | None]:
        """How they ended. The crowd may change meanwhile; only the loop's thread asks a process."""
        async with asyncio.timeout(600):
            while living := [process for process in crowd if process.exitcode is None]:
                await asyncio.to_thread(wait, [process.sentinel for process in living], 0.5)
        return [process.exitcode for process in crowd]
