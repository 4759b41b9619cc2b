"""Two clocks: the rules' moves freely; leases follow real time, on PostgreSQL the database's own,
which a test cannot move. There a lease of no length at all is one that is over.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from storage import queue, sending
from storage.sending import Claim
from storage.store import Store
from storage.tables import Delivery
from tests.storage.bench import DAY, KIND, LEASE, Bench

PENDING, CLAIMED = DeliveryState.PENDING, DeliveryState.CLAIMED
OVER = timedelta()
WAIT = timedelta(seconds=30)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def held(bench: Bench) -> Claim:
    bench.add(1)
    return bench.claim()[0]


@pytest.fixture
def underway(bench: Bench, held: Claim) -> Claim:
    bench.begin(held)
    return held


def retry(bench: Bench, held: Claim, wait: timedelta = WAIT, *, counted: bool = True) -> bool:
    with bench.store.transaction() as session:
        return sending.retry(
            session, held, "busy", now_real=bench.real(), wait=wait, counted=counted
        )


def expire(bench: Bench) -> int:
    with bench.store.transaction() as session:
        return queue.expire(session, bench.clock())


def next_due(bench: Bench) -> timedelta | None:
    with bench.store.transaction() as session:
        return queue.next_due(session, now_rules=bench.clock(), now_real=bench.real())


# ---- claiming


def test_the_longest_due_are_claimed_first_and_no_more_than_asked_for(bench: Bench) -> None:
    for number, hours in ((1, 1), (2, 3), (3, 2)):
        bench.add(number, due_at=bench.clock() - timedelta(hours=hours))
    assert [claim.delivery_id for claim in bench.claim(limit=2)] == [2, 3]
    assert bench.states() == {"1": PENDING, "2": CLAIMED, "3": CLAIMED}


def test_a_flood_of_one_network_delays_no_other(bench: Bench) -> None:
    bench.add(*range(100))
    bench.clock.advance(minutes=1)
    neighbour = Bench.open(bench.store, bench.clock, bench.real)
    neighbour.add(200, 201)
    bench.claim(limit=4)
    flood = [str(number) for number in range(100)]
    claimed = {name for name, state in bench.states().items() if state is CLAIMED}
    assert claimed == {*flood[:2], "200", "201"}


def test_nothing_is_claimed_twice(bench: Bench, held: Claim) -> None:
    assert bench.claim("two") == []


def test_nothing_is_claimed_before_its_time_or_when_it_is_too_late(bench: Bench) -> None:
    bench.add(1, due_at=bench.clock() + timedelta(microseconds=1))
    bench.add(2, due_at=bench.clock() - DAY)
    assert bench.claim() == []
    bench.clock.advance(microseconds=1)
    assert [claim.delivery_id for claim in bench.claim()] == [1]


@on_postgresql
def test_two_workers_pass_over_each_others_claims_without_waiting(bench: Bench) -> None:
    bench.add(1, 2, 3)
    neighbour = Store.open(bench.store.engine.url.render_as_string(hide_password=False))
    with bench.store.transaction() as mine, Session(neighbour.engine) as theirs:
        theirs.connection().exec_driver_sql("SET lock_timeout = '1s'")
        first = bench.claim_in(mine, "one", limit=2)
        second = bench.claim_in(theirs, "two", limit=2)
    neighbour.close()
    assert [[row.id for row in claimed] for claimed in (first, second)] == [[1, 2], [3]]


# ---- beginning


def test_a_request_may_leave_while_the_claim_holds(bench: Bench, held: Claim) -> None:
    assert bench.begin(held)
    assert bench.states() == {"1": DeliveryState.SENDING}


def test_a_request_may_not_leave_twice(bench: Bench, underway: Claim) -> None:
    assert not bench.begin(underway)


def test_nobody_else_may_send_it(bench: Bench, held: Claim) -> None:
    assert not bench.begin(Claim(held.delivery_id, "two"))


def test_a_worker_that_was_paused_past_its_lease_may_not_send(bench: Bench) -> None:
    bench.add(1)
    (late,) = bench.claim(lease=OVER)
    assert not bench.begin(late)
    assert bench.states() == {"1": CLAIMED}


@on_sqlite
def test_the_lease_ends_on_the_second(bench: Bench) -> None:
    bench.add(1, 2)
    one, two = bench.claim()
    bench.real.moment += LEASE - timedelta(microseconds=1)
    assert bench.begin(one)
    bench.real.advance(microseconds=1)
    assert not bench.begin(two)


@on_postgresql
def test_the_lease_follows_the_clock_of_the_database_not_the_workers(bench: Bench) -> None:
    bench.add(1)
    bench.real.advance(days=-400)
    (held,) = bench.claim()
    bench.real.advance(days=800)
    assert bench.begin(held)


# ---- how it ended


def test_what_arrived_says_where_it_stands(bench: Bench, underway: Claim) -> None:
    assert bench.sent(underway)
    (row,) = bench.rows()
    assert (row.state, row.conversation_id, row.activity_id) == (DeliveryState.SENT, "a:1", "7")
    assert (row.sent_at, row.lease_until, row.error) == (bench.clock(), None, None)


def test_every_word_from_somebody_else_is_refused(bench: Bench, underway: Claim) -> None:
    other = Claim(underway.delivery_id, "two")
    with bench.store.transaction() as session:
        said = [
            sending.sent(session, other, conversation_id="", activity_id="", sent_at=bench.clock()),
            sending.retry(session, other, now_real=bench.real(), wait=WAIT, counted=True),
            sending.repeat(session, other, "x"),
            sending.unknown(session, other, "x"),
            sending.failed(session, other, "x"),
            sending.cancel(session, other),
        ]
    assert said == [False] * 6
    assert bench.states() == {"1": DeliveryState.SENDING}


def test_what_has_begun_is_not_cancelled(bench: Bench, underway: Claim) -> None:
    with bench.store.transaction() as session:
        assert not sending.cancel(session, underway)


def test_what_has_not_begun_is_not_unknown(bench: Bench, held: Claim) -> None:
    with bench.store.transaction() as session:
        assert not sending.unknown(session, held, "no answer")


def test_a_retry_waits_and_a_counted_one_is_counted(bench: Bench, underway: Claim) -> None:
    assert retry(bench, underway)
    (row,) = bench.rows()
    assert (row.state, row.owner, row.attempts, row.error) == (PENDING, None, 1, "busy")
    assert bench.claim() == []


def test_a_retry_that_waits_no_more_is_claimed(bench: Bench, underway: Claim) -> None:
    retry(bench, underway, OVER, counted=False)
    assert [(row.attempts, row.state) for row in bench.rows()] == [(0, PENDING)]
    assert bench.claim() == [underway]


def test_an_attempt_of_unknown_end_is_repeated_once(bench: Bench, underway: Claim) -> None:
    with bench.store.transaction() as session:
        assert sending.repeat(session, underway, "no answer")
    (again,) = bench.claim()
    bench.begin(again)
    with bench.store.transaction() as session:
        assert not sending.repeat(session, again, "no answer")
    assert bench.states() == {"1": DeliveryState.SENDING}


def test_a_worker_that_was_given_up_may_still_say_that_it_arrived(
    bench: Bench, underway: Claim
) -> None:
    bench.recover(only_worker=True)
    assert bench.states() == {"1": DeliveryState.UNKNOWN}
    assert bench.sent(underway)
    assert [(row.state, row.error) for row in bench.rows()] == [(DeliveryState.SENT, None)]


# ---- taking over


def test_nothing_is_taken_over_while_its_lease_runs(bench: Bench, held: Claim) -> None:
    assert bench.recover() == 0
    assert bench.states() == {"1": CLAIMED}


def test_after_the_lease_the_unsent_is_sent_by_others(bench: Bench) -> None:
    bench.add(1)
    bench.claim(lease=OVER)
    assert bench.recover() == 1
    assert len(bench.claim("two")) == 1


def begun_under_a_lease_that_is_over(bench: Bench) -> Claim:
    bench.add(1)
    (held,) = bench.claim()
    with bench.store.transaction() as session:
        sending.begin_sending(session, held, now_real=bench.real(), lease=OVER)
    return held


def test_after_the_lease_what_had_begun_is_unknown_and_is_not_sent(bench: Bench) -> None:
    begun_under_a_lease_that_is_over(bench)
    assert bench.recover("invitation") == 1
    assert bench.states() == {"1": DeliveryState.UNKNOWN}
    assert bench.claim("two") == []


def test_after_the_lease_a_repeatable_kind_is_sent_once_more_and_only_once(bench: Bench) -> None:
    begun_under_a_lease_that_is_over(bench)
    assert bench.recover(KIND) == 1
    (again,) = bench.claim()
    with bench.store.transaction() as session:
        sending.begin_sending(session, again, now_real=bench.real(), lease=OVER)
    assert bench.recover(KIND) == 1
    assert bench.states() == {"1": DeliveryState.UNKNOWN}


def test_the_only_worker_takes_over_without_waiting_for_leases(bench: Bench) -> None:
    bench.add(1, 2)
    bench.begin(bench.claim()[0])
    assert bench.recover(only_worker=True) == 2
    assert bench.states() == {"1": DeliveryState.UNKNOWN, "2": PENDING}


@on_postgresql
def test_what_a_paused_worker_has_locked_is_left_for_later(bench: Bench) -> None:
    """A process can be stopped in the middle of a transaction; nobody may wait for it."""
    bench.add(1, 2)
    bench.add(3, 4, due_at=bench.clock() - DAY)
    bench.claim(lease=OVER)
    neighbour = Store.open(bench.store.engine.url.render_as_string(hide_password=False))
    with Session(neighbour.engine) as paused, bench.store.transaction() as session:
        paused.exec(select(Delivery).where(col(Delivery.id).in_([1, 3])).with_for_update()).all()
        session.connection().exec_driver_sql("SET lock_timeout = '1s'")
        assert queue.recover(session, now_real=bench.real()) == 1
        assert queue.expire(session, bench.clock()) == 1
    neighbour.close()
    expected = {"1": CLAIMED, "2": PENDING, "3": PENDING, "4": DeliveryState.EXPIRED}
    assert bench.states() == expected


def test_a_stopping_worker_gives_back_its_own_claims_and_nothing_else(bench: Bench) -> None:
    bench.add(1, 2, 3)
    one, _ = bench.claim("one", limit=2)
    bench.claim("two")
    bench.begin(one)
    with bench.store.transaction() as session:
        assert queue.release(session, "one") == 1
    assert bench.states() == {"1": DeliveryState.SENDING, "2": PENDING, "3": CLAIMED}


def test_what_is_too_late_expires_at_its_moment(bench: Bench) -> None:
    bench.add(1)
    bench.clock.moment += DAY - timedelta(microseconds=1)
    assert expire(bench) == 0
    bench.clock.advance(microseconds=1)
    assert expire(bench) == 1
    assert bench.states() == {"1": DeliveryState.EXPIRED}


def test_what_is_on_its_way_does_not_expire(bench: Bench, held: Claim) -> None:
    bench.clock.advance(days=3)
    assert expire(bench) == 0


# ---- when to look again


def test_nothing_waits(bench: Bench, underway: Claim) -> None:
    bench.sent(underway)
    assert next_due(bench) is None


def test_the_next_is_due_at_its_time_by_the_clock_of_the_rules(bench: Bench) -> None:
    bench.add(1, due_at=bench.clock() + timedelta(hours=2))
    bench.add(2, due_at=bench.clock() + timedelta(hours=1))
    bench.real.advance(days=3)
    assert next_due(bench) == timedelta(hours=1)
    bench.clock.advance(hours=5)
    assert next_due(bench) == timedelta()


def close_to(expected: timedelta) -> Any:
    return pytest.approx(expected, abs=timedelta(seconds=5))


def test_a_retry_is_waited_for_although_it_is_due(bench: Bench, underway: Claim) -> None:
    retry(bench, underway)
    assert next_due(bench) == close_to(WAIT)


def test_the_end_of_a_lease_is_waited_for(bench: Bench, held: Claim) -> None:
    bench.add(2, due_at=bench.clock() + DAY)
    assert next_due(bench) == close_to(LEASE)


@on_sqlite
def test_looking_for_work_reads_no_table_from_end_to_end(bench: Bench) -> None:
    """A million sent deliveries cost an idle moment nothing."""
    seen: list[tuple[str, Any]] = []

    def remember(
        _connection: object, _cursor: object, statement: str, values: Any, *_: Any
    ) -> None:
        seen.append((statement, values))

    event.listen(bench.store.engine, "before_cursor_execute", remember)
    bench.recover()
    expire(bench)
    next_due(bench)
    bench.claim()
    event.remove(bench.store.engine, "before_cursor_execute", remember)
    with bench.store.transaction() as session:
        plans = [
            line
            for statement, values in seen
            if "delivery" in statement
            for *_, line in session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
        ]
    assert len(plans) > 6
    assert [line for line in plans if line.startswith("SCAN") and "delivery" in line] == []
