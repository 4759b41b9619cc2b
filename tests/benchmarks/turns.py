"""How many turns a second, and how long one takes, beside other bots in the same run.

Eight in flight, tokens checked. Server and load are separate processes, on a core each where there
are two. Every round measures all of them one after the other, so that a busy minute of the machine
hits all; the median round counts. The stock bots run in a private environment, .venv-bench, which
is made from stock.lock.txt when it is missing.

`make bench` prints it. What is compared: our `hjelp` (read, recognised, a card drawn and posted),
our evaluation submit (an answer of somebody who has not answered yet, taken and on disk before the
thanks), the echo of botbuilder's CloudAdapter, that of microsoft-agents, and `thin`: the least
that a bot can do, with our token check. All but submit answer by a request to the connector.
"""

import argparse
import asyncio
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from cards.evaluation_form import SubmitEvaluation
from tests.benchmarks import turn_server
from tests.fakes import teams
from tests.fakes.login import FakeLogin, claims, sign

IN_FLIGHT = 8
ROUNDS = 3
SECONDS = 3.0
QUICK_SECONDS = 1.0
WARM_UP = 2.0
ROOT = Path(__file__).parents[2]
STOCK = ROOT / ".venv-bench"
GIVEN = {"benefit": "great", "useful": "some", "needs": "Mer om tolk", "theme": "Tolk på skjerm"}

OURS: tuple[str | Path, ...] = (sys.executable, "-m", "tests.benchmarks.turn_server")

Body = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Round:
    """Turns a second, and milliseconds that half and 99 of 100 of them took at most."""

    rate: float
    p50: float
    p99: float


def main(*, quick: bool = False) -> dict[str, Round]:
    make_stock()
    found = asyncio.run(measured(QUICK_SECONDS if quick else SECONDS))
    report(found)
    return found


def report(found: dict[str, Round]) -> None:
    stock, thin = found["stock echo"], found["thin"]
    print(f"{IN_FLIGHT} in flight, tokens checked        turns/s    p50 ms    p99 ms   x stock")
    for name, typical in found.items():
        share = typical.rate / stock.rate
        print(
            f"  {name:<30} {typical.rate:9.0f} {typical.p50:9.1f} {typical.p99:9.1f} {share:9.1f}"
        )
    submit = found["evaluation submit"]
    print(f"evaluation submit / stock echo: {submit.rate / stock.rate:.1f} x")
    print(f"evaluation submit / stock echo, p99: {submit.p99 / stock.p99:.2f} x")
    print(f"hjelp / thin: {found['hjelp'].rate / thin.rate:.2f} x")


# --- The servers ---------------------------------------------------------------------------------


def make_stock() -> None:
    """The environment of the stock bots, unless it is there."""
    if (STOCK / "made").exists():
        return
    python = STOCK / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", STOCK], check=True)
    lock = Path(__file__).with_name("stock.lock.txt")
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "--requirement", lock], check=True)
    (STOCK / "made").touch()


@asynccontextmanager
async def serving(command: list[str | Path]) -> AsyncIterator[tuple[str, int]]:
    """A server of its own process, when it answers: the URL to post activities to, and its id."""
    port = unused_port()
    arguments = [str(port) if part == "PORT" else part for part in command]
    process = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT)
    pin(process.pid, 0)
    try:
        await _until_listening(port, process)
        yield f"http://127.0.0.1:{port}/api/messages", process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def pin(pid: int, core: int) -> None:
    """To one core, where there is another for whoever it speaks with."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


async def _until_listening(port: int, process: asyncio.subprocess.Process) -> None:
    while process.returncode is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise RuntimeError("a server of the benchmark did not start")


@asynccontextmanager
async def connector() -> AsyncIterator[str]:
    """Says yes to every message, as quickly as it can; the service URL."""

    async def accept(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": "1"}, status=201)

    application = web.Application()
    application.router.add_post("/teams/v3/conversations/{id}/activities", accept)
    application.router.add_post("/teams/v3/conversations/{id}/activities/{to}", accept)
    async with TestServer(application) as server:
        yield str(server.make_url("/teams/"))


def login_url(login: FakeLogin) -> str:
    return login.metadata_url.removesuffix("/v1/.well-known/openidconfiguration")


# --- The load ------------------------------------------------------------------------------------


@dataclass
class Candidate:
    """What is asked of whom, and the rounds it has had."""

    url: str
    body: Body
    rounds: list[Round] = field(default_factory=list)

    @property
    def typical(self) -> Round:
        return sorted(self.rounds, key=lambda each: each.rate)[len(self.rounds) // 2]


async def measured(seconds: float) -> dict[str, Round]:
    """The median round of each."""
    async with AsyncExitStack() as stack:
        candidates = await _candidates(stack)
        pin(os.getpid(), 1)
        for number in range(ROUNDS + 1):
            for each in candidates.values():
                found = await _round(each, seconds if number else WARM_UP)
                each.rounds += [found] if number else []
    return {name: each.typical for name, each in candidates.items()}


async def _candidates(stack: AsyncExitStack) -> dict[str, Candidate]:
    login = await stack.enter_async_context(FakeLogin())
    service_url = await stack.enter_async_context(connector())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rundebord-")))
    evaluation = turn_server.fill(folder)
    keys, ours = login_url(login), list(OURS)
    stock: list[str | Path] = [STOCK / "bin" / "python", "-P", Path(__file__).with_name("stock.py")]

    async def started(*command: str | Path) -> str:
        url, _ = await stack.enter_async_context(serving([*command, "PORT", keys, folder]))
        return url

    hjelp, submit = said(service_url), submitted(service_url, evaluation)
    product = await started(*ours, "ours")
    return {
        "stock echo": Candidate(await started(*stock, "botbuilder"), hjelp),
        "evaluation submit": Candidate(product, submit),
        "microsoft-agents echo": Candidate(await started(*stock, "agents"), hjelp),
        "hjelp": Candidate(product, hjelp),
        "thin": Candidate(await started(*ours, "thin"), hjelp),
    }


def said(service_url: str) -> Body:
    """`hjelp`, by one member after the other, each time a new message."""
    numbers = itertools.count()

    def body() -> dict[str, Any]:
        number = next(numbers)
        person = turn_server.member(turn_server.FIRST + number % turn_server.MEMBERS)
        return teams.personal_message("hjelp", person, serviceUrl=service_url)

    return body


def submitted(service_url: str, evaluation: int) -> Body:
    """Each time by a member who has not answered yet."""
    numbers = itertools.count(turn_server.FIRST)

    def body() -> dict[str, Any]:
        person = turn_server.member(next(numbers))
        data = {"evaluation": evaluation, **GIVEN}
        verb = SubmitEvaluation.verb
        return teams.card_action(verb, data, person, serviceUrl=service_url)

    return body


async def _round(candidate: Candidate, seconds: float) -> Round:
    """So many are in flight all the time: each sends the next when it has its answer."""
    taken: list[float] = []
    begun = time.perf_counter()
    until = begun + seconds
    async with aiohttp.ClientSession(headers=headers(candidate)) as client:
        await asyncio.gather(*(_ask(client, candidate, until, taken) for _ in range(IN_FLIGHT)))
    rate = len(taken) / (time.perf_counter() - begun)
    cuts = statistics.quantiles(taken, n=100)
    return Round(rate, cuts[49] * 1000, cuts[98] * 1000)


def headers(candidate: Candidate) -> dict[str, str]:
    now = time.time()
    good = claims(candidate.body()["serviceUrl"], nbf=now - 60, exp=now + 3600)
    return {"Authorization": f"Bearer {sign(good)}"}


async def _ask(
    client: aiohttp.ClientSession, candidate: Candidate, until: float, taken: list[float]
) -> None:
    while (begun := time.perf_counter()) < until:
        await ask_once(client, candidate)
        taken.append(time.perf_counter() - begun)


async def ask_once(client: aiohttp.ClientSession, candidate: Candidate) -> None:
    async with client.post(candidate.url, json=candidate.body()) as answer:
        content = await answer.read()
        if answer.status not in {200, 201, 202}:
            msg = f"{candidate.url}: {answer.status} {content[:200]!r}"
            raise RuntimeError(msg)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    main(quick=arguments.parse_args().quick)
