"""The database is locked, full or started anew, a week is slept through, a clock jumps: nothing
leaves without a committed `sending`, and nothing is sent twice when all is well again.
"""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.deliveries import DeliveryState
from storage.store import UNAVAILABLE, Store
from tests.fakes.connector import FakeConnector
from tests.scheduler.bench import Bench

PENDING, SENT, EXPIRED = DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.EXPIRED
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
LONG = "x" * 3000  # the name of a worker that makes rows grow


def pragma(store: Store, statement: str) -> int:
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {statement}").first()
    return int(found[0]) if found else 0


@on_sqlite
async def test_a_locked_database_costs_a_tick_and_no_delivery(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1)
    pragma(bench.store, "busy_timeout = 1")
    with closing(sqlite3.connect(bench.store.engine.url.database or "")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            await bench.sender().send_due()
        other.execute("ROLLBACK")
    assert (teams.requests, bench.states()) == ([], [PENDING])
    assert await bench.sender().send_due() == 1
    assert len(teams.posts) == 1


@on_sqlite
async def test_on_a_full_disk_nothing_leaves_and_it_recovers_by_itself(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(*range(1, 31))
    pragma(bench.store, f"max_page_count = {pragma(bench.store, 'page_count')}")
    with pytest.raises(OperationalError, match="full"):
        await bench.sender(LONG, in_flight=30).send_due()
    assert (teams.requests, bench.states()) == ([], [PENDING] * 30)
    pragma(bench.store, "max_page_count = 100000")
    assert await bench.sender(LONG, in_flight=30).send_due() == 30
    assert (len(teams.posts), bench.states()) == (30, [SENT] * 30)


@on_postgresql
async def test_when_postgresql_starts_anew_every_connection_is_lost_and_no_delivery(
    bench: Bench, teams: FakeConnector, database_url: str
) -> None:
    bench.add(*range(1, 11))
    watcher = Store.open(database_url)
    losses = 0
    for _ in range(3):
        _cut_off(watcher)
        try:
            await bench.sender().send_due()
        except UNAVAILABLE:
            losses += 1
        bench.real.advance(minutes=2)
    _expire_leases(watcher)
    await bench.sender().send_due()
    watcher.close()
    assert losses < 3
    assert bench.states() == [SENT] * 10
    assert len({post.conversation_id for post in teams.posts}) == len(teams.posts) == 10


def _cut_off(watcher: Store) -> None:
    """What a restart of the server does to its clients."""
    with watcher.transaction() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _expire_leases(watcher: Store) -> None:
    with watcher.transaction() as session:
        session.connection().exec_driver_sql("UPDATE delivery SET lease_until = now()")


@on_sqlite
async def test_after_a_week_what_is_still_of_use_is_sent_once_and_evenly_and_the_rest_is_over(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(*range(1, 101))
    bench.add(*range(101, 201), due_at=bench.clock() + timedelta(days=6.5))
    bench.clock.advance(days=7)
    sender = bench.sender()
    await sender.start()
    await sender.send_due()
    await sender.send_due()
    assert bench.states() == [EXPIRED] * 100 + [SENT] * 100
    assert len({post.conversation_id for post in teams.posts}) == len(teams.posts) == 100
    assert bench.steps.seconds > 1.9  # a hundred at not quite fifty a second


@on_sqlite
@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1)])
async def test_a_clock_that_jumps_repeats_nothing(
    bench: Bench, teams: FakeConnector, step: timedelta
) -> None:
    bench.add(1, 2)
    bench.add(3, due_at=bench.clock() + timedelta(days=2))
    await bench.sender().send_due()
    bench.clock.moment += step
    bench.real.moment += step
    await bench.sender().send_due()
    assert len(teams.posts) == 2
    assert bench.states() == [SENT, SENT, PENDING]


@on_sqlite
async def test_a_clock_that_runs_a_day_ahead_and_is_set_right_sends_once_and_evenly(
    bench: Bench, teams: FakeConnector
) -> None:
    """What falls due meanwhile is sent, early but paced; nothing comes again afterwards."""
    bench.add(1, due_at=bench.clock() - timedelta(minutes=1))
    bench.add(*range(2, 102), due_at=bench.clock() + timedelta(hours=12))
    bench.add(102, due_at=bench.clock() + timedelta(days=3))
    for step in (timedelta(), timedelta(days=1), timedelta(days=-1), timedelta(hours=13)):
        bench.clock.moment += step
        bench.real.moment += step
        await bench.sender().send_due()
    assert len({post.conversation_id for post in teams.posts}) == len(teams.posts) == 101
    assert bench.states() == [SENT] * 101 + [PENDING]
    assert bench.steps.seconds > 1.9  # a hundred at not quite fifty a second
