"""kill -9 and SIGSTOP against real processes that send to a connector which remembers what arrived.

A request that is on its way when its process dies may have arrived or not. Nothing may be lost in
silence, nothing may arrive twice, and what nobody knows is listed for a person.
"""

import itertools
import signal
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState, person
from storage import deliveries
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Person
from tests.clock import Clock
from tests.faults.crew import Crew, Deadly
from tests.faults.worker import IN_FLIGHT, TOGETHER, Work
from tests.storage.bench import Bench

SENDS, KILLS, PAUSES = 240, 20, 4
EACH = 3  # things in one message, where they are gathered
A_MORNING = datetime(2027, 1, 4, 9, tzinfo=UTC)
WORKERS = {"sqlite": 1, "postgresql": 2}


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


@pytest.fixture
def crew(work: Work) -> Iterator[Crew]:
    crew = Crew(work)
    yield crew
    crew.dismiss()


def evenly(count: int, requests: int = SENDS) -> set[int]:
    """Requests at which to strike, odd and even ones."""
    step = requests // (count + 1)
    return {step * number + number % 2 for number in range(1, count + 1)}


def assert_every_promise_was_kept(bench: Bench, teams: Deadly, strikes: int, each: int = 1) -> None:
    """each: how many things there are in a message."""
    said = [post.activity["summary"].split(TOGETHER) for post in teams.posts]
    arrived = [thing for message in said for thing in message]
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
    assert len(unknown) <= strikes * IN_FLIGHT * each
    assert {len(message) for message in said} == {each}


async def test_killed_twenty_times_nothing_is_lost_and_nothing_arrives_twice(
    bench: Bench, teams: Deadly, crew: Crew
) -> None:
    teams.when, teams.strike = evenly(KILLS), crew.kill_one
    crew.hire(WORKERS[bench.store.dialect])
    assert await crew.finish(crew.alive) == [0] * WORKERS[bench.store.dialect]
    assert [process.exitcode for process in crew.struck] == [-signal.SIGKILL] * KILLS
    assert_every_promise_was_kept(bench, teams, KILLS)


async def test_what_goes_in_one_message_is_neither_lost_nor_doubled_by_a_kill(
    store: Store, teams: Deadly, crew: Crew
) -> None:
    bench = gathered_bench(store)
    messages, kills = SENDS // EACH, KILLS // 2
    crew.work = replace(crew.work, rules=A_MORNING)
    teams.when, teams.strike = evenly(kills, messages), crew.kill_one
    crew.hire(WORKERS[store.dialect])
    assert await crew.finish(crew.alive) == [0] * WORKERS[store.dialect]
    assert_every_promise_was_kept(bench, teams, kills, EACH)
    of_message: dict[int | None, set[DeliveryState]] = defaultdict(set)
    for row in bench.rows():
        of_message[row.lead_id or row.id].add(row.state)
    assert len(of_message) == messages
    assert {len(states) for states in of_message.values()} == {1}


def gathered_bench(store: Store) -> Bench:
    """Several things wait for each of many people, whose weeks are free."""
    bench = Bench.open(store, Clock(A_MORNING), Clock(datetime.now(UTC)))
    with store.transaction() as session:
        for number in range(SENDS // EACH):
            session.add(Person(tenant_id="t", object_id=f"{number}", teams_id="29:x", name="N"))
        session.flush()
        people = session.exec(select(Person.id).order_by(col(Person.id))).all()
        for number, person_id in enumerate(itertools.islice(itertools.cycle(people), SENDS)):
            to = person(person_id or 0)
            planned = replace(bench.planned(number), audience=to, person_id=person_id)
            deliveries.add(session, bench.network_id, planned)
    return bench


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
