"""`make faults`: hundreds of kills at random moments, wrong answers, and the rules of deliveries
tried in every order. Prints what was lost and what came twice; ends with 1 when a promise broke.
"""

import asyncio
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.deliveries import DeliveryState
from storage import deliveries
from storage.keys import Keyring
from storage.store import Store
from tests.clock import Clock
from tests.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.faults.crew import Crew
from tests.faults.rough import Rough
from tests.faults.steps import take_steps_apart
from tests.faults.worker import IN_FLIGHT, Work
from tests.storage.bench import Bench

LEASE = 2.0  # seconds; longer than any request here
STEPS = 50_000  # of the state machine, by two processes
WORKERS = 2


@dataclass(frozen=True)
class Plan:
    """faulty: the share of wrong answers."""

    database: str
    replicas: int
    sends: int = 2_000
    kills: int = 200
    faulty: float = 0.0


PLANS = (
    Plan("sqlite", 1),
    Plan("postgresql", 1),
    Plan("postgresql", 2),
    Plan("postgresql", 4),
    Plan("sqlite", 1, sends=500, kills=0, faulty=0.2),
    Plan("postgresql", 2, sends=500, kills=50, faulty=0.2),
)


@dataclass(frozen=True)
class Outcome:
    """What became of the sends of a plan. lies: marked as sent, and never arrived."""

    plan: Plan
    kills: int
    lost: int
    duplicates: int
    lies: int
    unknown: int
    ambiguous: int
    unlisted: int
    seconds: float

    @property
    def most_unknown(self) -> int:
        return self.kills * IN_FLIGHT + self.ambiguous

    @property
    def kept(self) -> bool:
        broken = self.lost + self.duplicates + self.lies + self.unlisted
        exactly = self.plan.kills > 0 or self.unknown == self.ambiguous
        enough = self.kills == self.plan.kills
        return not broken and exactly and enough and self.unknown <= self.most_unknown


HEADINGS = ("database", "replicas", "sends", "faulty", "kills", "lost", "duplicates", "unknown")


def row(outcome: Outcome) -> str:
    plan = outcome.plan
    told = (
        plan.database,
        plan.replicas,
        plan.sends,
        f"{plan.faulty:.0%}",
        outcome.kills,
        outcome.lost,
        outcome.duplicates,
        f"{outcome.unknown} of at most {outcome.most_unknown}",
    )
    cells = " ".join(f"{each!s:<11}" for each in told)
    return f"{cells}  {outcome.seconds:5.1f} s  {'kept' if outcome.kept else 'BROKEN'}"


async def carry_out(plan: Plan, url: str, keys: Path) -> Outcome:
    with closing(Store.open(url)) as store:
        bench = Bench.open(store, Clock(datetime.now(UTC)), Clock(datetime.now(UTC)))
        bench.add(*range(plan.sends))
        begin = time.perf_counter()
        async with Rough(kills=plan.kills, faulty=plan.faulty) as teams:
            crew = Crew(Work("worker", url, teams.service_url, keys, lease=LEASE))
            teams.strike = crew.kill_one
            try:
                crew.hire(plan.replicas)
                await crew.finish(crew.alive)
                kills = sum(each.exitcode == -signal.SIGKILL for each in crew.struck)
            finally:
                crew.dismiss()
        return count(plan, bench, teams, kills, time.perf_counter() - begin)


def count(plan: Plan, bench: Bench, teams: Rough, kills: int, seconds: float) -> Outcome:
    arrived = Counter(post.activity["summary"] for post in teams.posts)
    states = {row.subject: row.state for row in bench.rows()}
    sent = {subject for subject, state in states.items() if state is DeliveryState.SENT}
    unknown = {subject for subject, state in states.items() if state is DeliveryState.UNKNOWN}
    with bench.store.transaction() as session:
        listed = {row.subject for row in deliveries.unsettled(session, bench.network_id)}
    return Outcome(
        plan,
        kills,
        lost=plan.sends - len(sent | unknown),
        duplicates=sum(times - 1 for times in arrived.values()),
        lies=len(sent - arrived.keys()),
        unknown=len(unknown),
        ambiguous=teams.ambiguous,
        unlisted=len(unknown ^ listed),
        seconds=seconds,
    )


@contextmanager
def databases() -> Iterator[dict[str, Databases]]:
    with TemporaryDirectory(prefix="rundebord-", ignore_cleanup_errors=True) as folder:
        sqlite = Path(folder) / "sqlite"
        sqlite.mkdir()
        postgresql = PostgresqlDatabases(Path(folder) / "postgresql")
        yield {"sqlite": SqliteDatabases(sqlite), "postgresql": postgresql}
        postgresql.close()


def kills() -> bool:
    """Carry out every plan; whether every promise was kept."""
    seed = secrets.randbits(32)
    random.seed(seed)
    print(f"seed {seed}")
    print(*(f"{each:<11}" for each in HEADINGS))
    outcomes = []
    with databases() as made, TemporaryDirectory() as folder:
        keys = Path(folder) / "keys"
        Keyring.create(keys)
        for plan in PLANS:
            with made[plan.database].copy_of("migrated") as url:
                outcomes.append(asyncio.run(carry_out(plan, url, keys)))
                print(row(outcomes[-1]), flush=True)
    return all(outcome.kept for outcome in outcomes)


def steps() -> None:
    """Raises what the state machine found."""
    begin = time.perf_counter()
    with ProcessPoolExecutor(WORKERS) as pool:
        taken = sum(pool.map(take_steps_apart, [STEPS // WORKERS] * WORKERS))
    seconds = time.perf_counter() - begin
    print(f"state machine: {taken} steps, no promise broken, {seconds:.0f} s", flush=True)


def main() -> int:
    steps()
    return 0 if kills() else 1


if __name__ == "__main__":
    sys.exit(main())
