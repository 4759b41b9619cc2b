import asyncio
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import partial

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, func, insert, select

from storage.lock import StoreBusy, only_process
from storage.store import Store
from storage.tables import Membership, Network

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def network(name: str) -> Network:
    return Network(tenant_id="tenant", name=name, short=name)


def names(store: Store) -> list[str]:
    with store.transaction() as session:
        return list(session.exec(select(Network.name).order_by(col(Network.name))))


def test_a_transaction_commits_at_its_end(store: Store) -> None:
    with store.transaction() as session:
        session.add(network("KMV"))
    assert names(store) == ["KMV"]


def test_an_exception_takes_back_the_whole_transaction(store: Store) -> None:
    def add_and_fail() -> None:
        with store.transaction() as session:
            session.add(network("KMV"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert names(store) == []


def test_a_transaction_within_a_transaction_is_refused_and_takes_back_the_outer(
    store: Store,
) -> None:
    def nest() -> None:
        with store.transaction() as session:
            session.add(network("KMV"))
            with store.transaction():
                pytest.fail("the inner transaction began")

    with pytest.raises(RuntimeError, match="already open"):
        nest()
    assert names(store) == []


def test_a_look_begins_in_no_transaction_and_keeps_nothing(store: Store) -> None:
    def look_within() -> None:
        with store.transaction(), store.reading():
            pytest.fail("the look began")

    with pytest.raises(RuntimeError, match="already open"):
        look_within()
    with store.reading() as connection:
        connection.execute(insert(Network).values(network("KMV").model_dump(exclude={"id"})))
    assert names(store) == []


def test_references_to_missing_rows_are_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(Membership(network_id=1, person_id=1))


def test_rows_are_readable_after_their_transaction(store: Store) -> None:
    row = network("KMV")
    with store.transaction() as session:
        session.add(row)
    assert row.name == "KMV"


request_id: ContextVar[str] = ContextVar("request_id", default="none")


async def test_work_runs_in_the_stores_own_thread_with_the_callers_context(store: Store) -> None:
    request_id.set("abc")
    thread, seen = await store.run(lambda: (threading.current_thread().name, request_id.get()))
    assert (thread.rpartition("_")[0], seen) == ("store", "abc")


async def test_everybody_counts_up_at_once_and_no_count_is_lost(store: Store) -> None:
    with store.transaction() as session:
        session.add(network("0"))

    def count_up() -> None:
        with store.transaction() as session:
            row = session.exec(select(Network).with_for_update()).one()
            row.name = str(int(row.name) + 1)

    await asyncio.gather(*(store.run(count_up) for _ in range(50)))
    assert names(store) == ["50"]


@pytest.fixture
def neighbour(database_url: str) -> Iterator[Store]:
    """A second way in to the same file, which must not wait five seconds for a test."""
    opened = Store.open(database_url)
    with opened.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        connection.rollback()
    yield opened
    opened.close()


@on_sqlite
def test_a_transaction_that_only_reads_so_far_already_owns_the_right_to_write(
    store: Store, neighbour: Store
) -> None:
    """With a deferred one, both would read and the slower writer fail at once."""
    with store.transaction() as session:
        session.exec(select(func.count()).select_from(Network)).one()
        with pytest.raises(OperationalError, match="locked"):
            names(neighbour)
        session.add(network("KMV"))
    assert names(neighbour) == ["KMV"]


@on_sqlite
def test_sqlite_is_durable_and_strict_and_wipes_what_is_deleted(store: Store) -> None:
    def pragma(session: Session, name: str) -> object:
        return session.connection().execute(text(f"PRAGMA {name}")).scalar_one()

    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    with store.transaction() as session:
        assert [pragma(session, name) for name in asked] == ["wal", 2, 1, 5000, 1]


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused_by_name_and_without_their_password(url: str) -> None:
    with pytest.raises(ValueError, match="not a database for us"):
        Store.open(url)


def test_a_password_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="not a database") as refusal:
        Store.open("mysql://bot:hemmelig@localhost/x")
    assert "hemmelig" not in str(refusal.value)


@on_sqlite
def test_the_lock_is_free_again_when_its_holder_is_done(database_url: str) -> None:
    with (
        only_process(database_url),
        pytest.raises(StoreBusy) as busy,
        only_process(database_url),
    ):
        pytest.fail("two processes")
    assert "in use by another" in str(busy.value)
    assert "PostgreSQL" in busy.value.hint
    with only_process(database_url):
        pass


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_any_number_of_processes_work_together(database_url: str) -> None:
    with only_process(database_url), only_process(database_url):
        pass


# --- Turns that share a commit -------------------------------------------------------------------


def add(store: Store, name: str) -> str:
    with store.transaction() as session:
        session.add(network(name))
    return name


def add_and_fail(store: Store, name: str) -> None:
    with store.transaction() as session:
        session.add(network(name))
        session.flush()
        raise ZeroDivisionError(name)


async def at_once(store: Store, *turns: Callable[[], object]) -> list[object]:
    """All of them wait when the store's thread gets to the first."""
    free = threading.Event()
    before = asyncio.create_task(store.run(free.wait))
    waiting = [asyncio.create_task(store.run_together(turn)) for turn in turns]
    await asyncio.sleep(0)
    free.set()
    await before
    return await asyncio.gather(*waiting, return_exceptions=True)


@on_sqlite
async def test_turns_at_once_are_on_the_disk_with_one_commit(store: Store) -> None:
    commits: list[object] = []
    hear = commits.append
    event.listen(store.engine, "commit", hear)
    told = await at_once(store, *(partial(add, store, name) for name in ("A", "B", "C")))
    event.remove(store.engine, "commit", hear)
    assert (told, len(commits), names(store)) == (["A", "B", "C"], 1, ["A", "B", "C"])


async def test_a_turn_sees_what_the_one_before_it_wrote_and_not_what_that_took_back(
    store: Store,
) -> None:
    def look() -> list[str]:
        with store.reading() as connection:
            return list(connection.execute(select(Network.name)).scalars())

    told = await at_once(store, partial(add, store, "A"), partial(add_and_fail, store, "B"), look)
    assert told[2] in (["A"], [])  # on PostgreSQL they run beside each other
    assert store.dialect != "sqlite" or told[2] == ["A"]


async def test_a_turn_that_fails_takes_back_its_own_and_nothing_else(store: Store) -> None:
    told = await at_once(
        store, partial(add, store, "A"), partial(add_and_fail, store, "B"), partial(add, store, "C")
    )
    assert [str(each) for each in told] == ["A", "B", "C"]
    assert isinstance(told[1], ZeroDivisionError)
    assert names(store) == ["A", "C"]


@on_sqlite
async def test_where_the_commit_fails_nobody_is_told_that_it_was_done(store: Store) -> None:
    def refuse(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, ValueError("the disk is full"))

    event.listen(store.engine, "commit", refuse)
    told = await at_once(store, partial(add, store, "A"), partial(add, store, "B"))
    event.remove(store.engine, "commit", refuse)
    assert all(isinstance(each, OperationalError) for each in told)
    assert names(store) == []


async def test_whoever_gave_up_waiting_keeps_nobody_else_waiting(store: Store) -> None:
    free = threading.Event()
    before = asyncio.create_task(store.run(free.wait))
    gone, stays = (asyncio.create_task(store.run_together(add, store, n)) for n in "AB")
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    free.set()
    await before
    assert await stays == "B"
