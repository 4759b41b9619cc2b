"""What the daily work costs when the tables have grown: with 1 000 networks, and with a thousand, a
hundred thousand and a million deliveries that were sent long ago.

Each figure is a median in milliseconds, the sizes taking turns, and the last column how many times
that of the smallest; beside them APScheduler with a job for each reminder, on the same disk.
`make bench` stops at a hundred thousand, `make bench-all` goes on.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session, col, insert, select

from bot.domain.deliveries import DeliveryState
from storage import meetings, planning, queue
from storage.store import Store
from storage.tables import Delivery, Meeting, Network
from tests.clock import MORNING
from tests.databases import SqliteDatabases
from tests.demo_network import TEMPLATE, calendar, lay_out

NETWORKS = 1_000
SIZES = (1_000, 100_000, 1_000_000)
DUE = 500
RUNS = 15
CHUNK = 20_000
LONG_AGO = MORNING - timedelta(days=400)
GOAL = 1.5  # times the smallest
LISTING = "APScheduler: listing"

Timings = dict[str, float]
Works = dict[str, Callable[[], float]]  # each does its work and says how many milliseconds it took


def main(*, quick: bool = False) -> dict[int, Timings]:
    sizes = SIZES[:2] if quick else SIZES
    with tempfile.TemporaryDirectory(prefix="rundebord-") as folder, ExitStack() as stack:
        databases = SqliteDatabases(Path(folder))
        lay_out(databases, Path(folder))
        works = {size: stack.enter_context(_grown(databases, size)) for size in sizes}
        found = _in_turns(works)
    _report(found)
    return found


def _in_turns(works: dict[int, Works]) -> dict[int, Timings]:
    """Each work at every size before the next run, so that a busy moment meets all sizes. Medians;
    a first run loads what is needed, and is not counted.
    """
    found: dict[int, Timings] = {size: {} for size in works}
    for name in next(iter(works.values())):
        runs = [{size: each[name]() for size, each in works.items()} for _ in range(_runs(name))]
        for size in works:
            found[size][name] = statistics.median(run[size] for run in runs[1:] or runs)
    return found


def _runs(name: str) -> int:
    return 1 if name == LISTING else RUNS + 1


def _report(found: dict[int, Timings]) -> None:
    smallest = next(iter(found.values()))
    print(
        "median ms with so many stored " + "".join(f"{size:>12,}" for size in found) + "   growth"
    )
    for name in smallest:
        each = [timings[name] for timings in found.values()]
        growth = each[-1] / each[0]
        note = f"  above {GOAL}" if growth > GOAL and not name.startswith("APScheduler") else ""
        print(f"  {name:<28}" + "".join(f"{ms:12.2f}" for ms in each) + f"  {growth:7.2f}{note}")


@contextmanager
def _grown(databases: SqliteDatabases, size: int) -> Iterator[Works]:
    """A database with so many deliveries, and a job store with as many jobs."""
    with databases.copy_of(TEMPLATE) as url, closing(Store.open(url)) as store:
        _sent_long_ago(store, _networks(store), size)
        with _apscheduler(databases.folder / f"jobs-{size}.db", size) as theirs:
            yield _ours(store) | theirs


def _networks(store: Store) -> list[int]:
    rows = [
        {"tenant_id": "bench", "name": f"Nettverk {number}", "short": f"N{number}"}
        for number in range(NETWORKS)
    ]
    with store.transaction() as session:
        session.execute(insert(Network), rows)
        return [number or 0 for number in session.exec(select(Network.id))]


def _sent_long_ago(store: Store, networks: list[int], size: int) -> None:
    for begin in range(0, size, CHUNK):
        rows = [
            _row(networks[number % len(networks)], number, LONG_AGO, DeliveryState.SENT)
            for number in range(begin, min(begin + CHUNK, size))
        ]
        with store.transaction() as session:
            session.execute(insert(Delivery), rows)


def _row(network_id: int, number: int, due_at: datetime, state: DeliveryState) -> dict[str, object]:
    return {
        "network_id": network_id,
        "kind": "bench",
        "subject": f"bench:{number}",
        "audience": f"conversation:{number % 50}",
        "occurrence": 0,
        "due_at": due_at,
        "expires_at": due_at + timedelta(days=7),
        "state": state,
    }


# --- Ours ----------------------------------------------------------------------------------------


def _ours(store: Store) -> Works:
    """Nothing of it stays: every transaction is taken back."""
    return {
        "idle tick": partial(_timed, partial(_idle, store)),
        f"claim of {DUE} due": partial(_claim, store),
        "a meeting, moved": partial(_timed, partial(_move, store)),
        "the calendar, listed": partial(_timed, partial(_list, store)),
    }


@contextmanager
def _undone(store: Store) -> Iterator[Session]:
    with Session(store.engine) as session:
        yield session
        session.rollback()


def _claim(store: Store) -> float:
    due = [_row(1, -n, MORNING, DeliveryState.PENDING) for n in range(1, DUE + 1)]
    with _undone(store) as session:
        session.execute(insert(Delivery), due)
        return _timed(lambda: _claim_all(session))


def _claim_all(session: Session) -> None:
    lease = timedelta(minutes=5)
    now = {"now_rules": MORNING, "now_real": MORNING}
    claimed = queue.claim(session, **now, owner="bench", limit=DUE, lease=lease)
    assert len(claimed) == DUE


def _idle(store: Store) -> None:
    """What the sender does when nothing is due, long before anything is."""
    before = LONG_AGO - timedelta(days=900)
    with _undone(store) as session:
        queue.claim(
            session,
            now_rules=before,
            now_real=before,
            owner="bench",
            limit=DUE,
            lease=timedelta(minutes=5),
        )
        queue.next_due(session, now_rules=before, now_real=before)


def _move(store: Store) -> None:
    """A day later, and its deliveries with it."""
    with _undone(store) as session:
        coming = select(Meeting).where(Meeting.network_id == 1, Meeting.starts_at > MORNING)
        row = session.exec(coming.order_by(col(Meeting.starts_at))).first()
        assert row is not None
        row.starts_at, row.ends_at = (at + timedelta(days=1) for at in (row.starts_at, row.ends_at))
        planning.replan(session, 1, MORNING, calendar())


def _list(store: Store) -> None:
    with _undone(store) as session:
        meetings.page(session, 1, MORNING, 0)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


# --- A job for each reminder ---------------------------------------------------------------------


def _nothing() -> None:
    """What a job would do."""


@contextmanager
def _apscheduler(path: Path, size: int) -> Iterator[Works]:
    """Its jobs lie years ahead: what is timed is what a bot would ask of them every day."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{path}")
    scheduler = BackgroundScheduler(jobstores={"default": store})
    scheduler.start(paused=True)
    ahead = MORNING + timedelta(days=2000)
    size = min(size, SIZES[1])  # beyond that, listing them takes minutes
    scheduler.add_job(_nothing, "date", run_date=ahead, id="0")
    template = store.jobs_t.select()
    with store.engine.begin() as connection:
        state = connection.execute(template).one().job_state
        rows = ({"id": str(n), "next_run_time": ahead.timestamp() + n} for n in range(1, size))
        connection.execute(store.jobs_t.insert(), [row | {"job_state": state} for row in rows])
    yield {
        "APScheduler: idle tick": partial(_timed, partial(store.get_due_jobs, MORNING)),
        LISTING: partial(_timed, store.get_all_jobs),
    }
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    main(quick=arguments.parse_args().quick)
