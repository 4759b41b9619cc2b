"""What the daily work costs when the tables have grown: with 1 000 networks, and with a thousand, a
hundred thousand and a million deliveries that were sent long ago.

Each figure is a median in milliseconds, and the last column how many times that of the smallest;
beside them APScheduler with a job for each reminder, on the same disk. `make bench` stops at a
hundred thousand, `make bench-all` goes on.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
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

Timings = dict[str, float]


def main(*, quick: bool = False) -> dict[int, Timings]:
    sizes = SIZES[:2] if quick else SIZES
    with tempfile.TemporaryDirectory(prefix="rundebord-") as folder:
        found = dict(_grown(Path(folder), sizes))
    _report(found)
    return found


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


def _grown(folder: Path, sizes: tuple[int, ...]) -> Iterator[tuple[int, Timings]]:
    """The same database, larger each time."""
    databases = SqliteDatabases(folder)
    lay_out(databases, folder)
    with databases.copy_of(TEMPLATE) as url:
        store = Store.open(url)
        ours = _networks(store)
        for before, size in itertools.pairwise((0, *sizes)):
            _sent_long_ago(store, ours, before, size)
            yield size, _ours(store) | _apscheduler(folder / f"jobs-{size}.db", size)
        store.close()


def _networks(store: Store) -> list[int]:
    rows = [
        {"tenant_id": "bench", "name": f"Nettverk {number}", "short": f"N{number}"}
        for number in range(NETWORKS)
    ]
    with store.transaction() as session:
        session.execute(insert(Network), rows)
        return [number or 0 for number in session.exec(select(Network.id))]


def _sent_long_ago(store: Store, networks: list[int], first: int, last: int) -> None:
    for begin in range(first, last, CHUNK):
        rows = [
            _row(networks[number % len(networks)], number, LONG_AGO, DeliveryState.SENT)
            for number in range(begin, min(begin + CHUNK, last))
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


def _ours(store: Store) -> Timings:
    """Nothing of it stays: every transaction is taken back."""
    with _undone(store) as session:
        session.execute(
            insert(Delivery),
            [_row(1, -n, MORNING, DeliveryState.PENDING) for n in range(1, DUE + 1)],
        )
        due = _timed(lambda: _claim(session))
    return {
        "idle tick": _timed(lambda: _idle(store)),
        f"claim of {DUE} due": due,
        "a meeting, moved": _timed(lambda: _move(store)),
        "the calendar, listed": _timed(lambda: _list(store)),
    }


@contextmanager
def _undone(store: Store) -> Iterator[Session]:
    with Session(store.engine) as session:
        yield session
        session.rollback()


def _claim(session: Session) -> None:
    lease = timedelta(minutes=5)
    now = {"now_rules": MORNING, "now_real": MORNING}
    taken_back = session.begin_nested()
    claimed = queue.claim(session, **now, owner="bench", limit=DUE, lease=lease)
    assert len(claimed) == DUE
    taken_back.rollback()


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


def _timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median, in milliseconds; a first run loads what it needs, and is not counted."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


# --- A job for each reminder ---------------------------------------------------------------------


def _nothing() -> None:
    """What a job would do."""


def _apscheduler(path: Path, size: int) -> Timings:
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
    found = {
        "APScheduler: idle tick": _timed(lambda: store.get_due_jobs(MORNING)),
        "APScheduler: listing": _timed(store.get_all_jobs, runs=1),
    }
    scheduler.shutdown(wait=False)
    return found


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    main(quick=arguments.parse_args().quick)
