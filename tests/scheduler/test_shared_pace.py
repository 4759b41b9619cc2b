"""Several processes and one ceiling. What each is given is compared as one row."""

import asyncio
import itertools
import math
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select, update

from scheduler.pace import Limits, Turn, Wish
from scheduler.shared_pace import SharedPacer
from storage.store import Store
from storage.tables import Place
from tests.scheduler.bench import Steps

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

LIMITS = Limits(per_second=48.0)
EVER = math.inf


@pytest.fixture
def neighbour(database_url: str, store: Store) -> Iterator[Store]:
    """Another process's connection to the same database."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


def pacer(store: Store, limits: Limits = LIMITS) -> SharedPacer:
    steps = Steps()
    return SharedPacer(limits, steps, steps.sleep, store)


def moments(store: Store, **of: str) -> list[float]:
    with store.transaction() as session:
        return list(session.exec(select(Place.at).filter_by(**of).order_by(col(Place.at))))


async def test_two_processes_share_one_evenly_spaced_row(store: Store, neighbour: Store) -> None:
    one, two = pacer(store), pacer(neighbour)
    waits = (
        each.wait(Wish("tenant", f"19:{number}")) for number in range(60) for each in (one, two)
    )
    await asyncio.gather(*waits)
    given = moments(store)
    assert len(given) == 120
    gaps = [after - before for before, after in itertools.pairwise(given)]
    assert min(gaps) >= 1 / 48 - 1e-6


async def test_no_window_of_a_conversation_is_too_full_whoever_fills_it(
    store: Store, neighbour: Store
) -> None:
    one, two = pacer(store), pacer(neighbour)
    await asyncio.gather(
        *(each.wait(Wish("tenant", "19:busy")) for _ in range(40) for each in (one, two))
    )
    given = moments(store)
    for count, seconds in LIMITS.windows:
        spans = [last - first for first, last in zip(given, given[count:], strict=False)]
        assert min(spans, default=EVER) >= seconds - 1e-6


async def test_those_that_wait_at_once_are_asked_about_together(store: Store) -> None:
    one, begun = pacer(store), list[object]()
    event.listen(store.engine, "begin", begun.append)
    wishes = [Wish("tenant", f"19:{number}") for number in range(40)]
    turns = await asyncio.gather(*(one.reserve(wish) for wish in wishes))
    assert len({turn.number for turn in turns}) == 40
    assert len(begun) == 2  # the first, and those that came meanwhile


async def test_who_gives_up_while_several_are_asked_about_leaves_the_others_their_turns(
    store: Store,
) -> None:
    one, begun, loop = pacer(store), list[object](), asyncio.get_running_loop()
    wishes = [Wish("tenant", f"19:{number}") for number in range(4)]
    waiting = [asyncio.create_task(one.reserve(wish)) for wish in wishes]

    def begin(connection: object) -> None:
        begun.append(connection)
        if len(begun) == 2:
            loop.call_soon_threadsafe(waiting[1].cancel)

    event.listen(store.engine, "begin", begin)
    turns = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(turn, Turn) for turn in turns] == [True, False, True, True]


async def test_a_busy_channel_and_a_busy_tenant_keep_nobody_else_waiting(store: Store) -> None:
    one = pacer(store)
    await asyncio.gather(*(one.wait(Wish("tenant", "19:busy")) for _ in range(30)))
    assert (await one.wait(Wish("tenant", "19:busy", 0.5))).away > 0.5
    assert (await one.wait(Wish("tenant", "19:other", 0.5))).away == 0.0
    assert (await one.wait(Wish("elsewhere", "19:third", 0.5))).away == 0.0


async def test_what_is_too_far_away_takes_no_turn(store: Store) -> None:
    one = pacer(store, Limits(per_second=48.0, windows=((1, 60.0),)))
    assert (await one.wait(Wish("tenant", "19:a", 1.0))).away == 0.0
    assert (await one.wait(Wish("tenant", "19:a", 1.0))).away == pytest.approx(60.0, abs=5.0)
    assert len(moments(store)) == 1


async def test_a_pause_that_teams_asks_for_holds_for_everybody_in_that_tenant(
    store: Store, neighbour: Store
) -> None:
    await pacer(store).be_quiet("tenant", 100.0)
    await pacer(store).be_quiet("tenant", 1.0)
    assert (await pacer(neighbour).wait(Wish("tenant", "19:a", 1.0))).away == pytest.approx(
        100.0, abs=5.0
    )
    assert (await pacer(neighbour).wait(Wish("elsewhere", "19:a", 1.0))).away == 0.0


async def test_what_no_window_looks_at_any_more_is_forgotten(store: Store) -> None:
    one = pacer(store)
    await one.wait(Wish("tenant", "19:a"))
    with store.transaction() as session:
        session.exec(update(Place).values(at=col(Place.at) - 7200, number=1))
    await one.wait(Wish("tenant", "19:b"))
    with store.transaction() as session:
        assert session.exec(select(func.count()).select_from(Place)).one() == 1
