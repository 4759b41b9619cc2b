import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bot.deps import Message, Target
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import DeliveryFailed
from scheduler.pace import Limits, Pacer
from scheduler.sender import Sender
from storage import deliveries, queue, sending
from storage.store import UNAVAILABLE, Store
from storage.tables import Delivery, Network
from tests.fakes.connector import (
    ARRIVED_THEN_502,
    ARRIVED_THEN_RESET,
    BLOCKED,
    RESET,
    FakeConnector,
    Fault,
)
from tests.scheduler.bench import Bench, Inside

PENDING, SENT, UNKNOWN = DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNKNOWN
FAILED, CANCELLED, EXPIRED = DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED

BAD_GATEWAY = Fault(status=502)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def conversations(teams: FakeConnector) -> list[str]:
    return sorted(post.conversation_id for post in teams.posts)


async def test_everything_that_is_due_is_sent_once(bench: Bench, teams: FakeConnector) -> None:
    bench.add(*range(1, 41))
    bench.add(99, due_at=bench.clock() + timedelta(hours=1))
    assert await bench.sender().send_due() == 40
    assert await bench.sender().send_due() == 0
    assert conversations(teams) == sorted(f"19:conversation:{n}" for n in range(1, 41))
    assert bench.states() == [SENT] * 40 + [PENDING]


async def test_a_sent_delivery_knows_where_it_stands(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1)
    await bench.sender().send_due()
    row, (post,) = bench.row(), teams.posts
    assert (row.conversation_id, row.activity_id) == (post.conversation_id, post.activity_id)
    assert row.sent_at == bench.clock()


async def test_what_is_too_late_is_not_sent(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1)
    bench.clock.advance(days=1)
    await bench.sender().send_due()
    assert (teams.posts, bench.states()) == ([], [EXPIRED])


async def test_two_senders_share_the_work(bench: Bench, teams: FakeConnector) -> None:
    bench.add(*range(1, 21))
    counts = await asyncio.gather(bench.sender("one").send_due(), bench.sender("two").send_due())
    assert sum(counts) == len(teams.posts) == 20


# ---- Teams says no


async def test_throttling_is_waited_out_and_is_no_failed_attempt(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1)
    teams.fail_next(Fault(status=429, retry_after="20"))
    await bench.sender().send_due()
    row = bench.row()
    assert (row.state, row.attempts, row.error) == (PENDING, 0, "throttled")
    assert await bench.sender().next_due() == pytest.approx(
        timedelta(seconds=20), abs=timedelta(seconds=3)
    )


async def test_throttling_quietens_everything_to_that_tenant(
    bench: Bench, teams: FakeConnector
) -> None:
    sender = bench.sender()
    bench.add(1)
    teams.fail_next(Fault(status=429, retry_after="20"))
    await sender.send_due()
    bench.add(2)
    await sender.send_due()
    assert len(teams.requests) == 1
    assert bench.states() == [PENDING, PENDING]


@on_sqlite
async def test_throttling_without_a_wish_is_no_failed_attempt_and_quietens_the_tenant(
    bench: Bench, teams: FakeConnector
) -> None:
    sender = Sender(replace(bench.courier(), patience=0.5), in_flight=1)
    bench.add(1, 2)
    teams.fail_next(Fault(status=429))
    await sender.send_due()
    assert [(row.state, row.attempts) for row in bench.rows()] == [(PENDING, 0), (PENDING, 0)]
    assert len(teams.requests) == 1


@on_sqlite
async def test_a_token_that_is_refused_stops_everything_and_costs_no_delivery(
    bench: Bench, teams: FakeConnector
) -> None:
    sender = bench.sender(in_flight=1)
    bench.add(1, 2)
    teams.fail_next(Fault(status=401))
    await sender.send_due()
    assert [(row.state, row.attempts) for row in bench.rows()] == [(PENDING, 0), (PENDING, 0)]
    assert len(teams.requests) == 1
    assert bench.rows()[0].error == "unauthorised"


@on_sqlite
async def test_what_is_too_large_is_sent_as_its_short_text(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, 2)
    teams.fail_next(Fault(status=413))
    await bench.sender(in_flight=1).send_due()
    first, second = teams.posts
    assert first.activity["text"] == "meeting:1"
    assert "attachments" not in first.activity
    assert "attachments" in second.activity
    assert bench.states() == [SENT, SENT]


@on_sqlite
@pytest.mark.parametrize(
    ("faults", "error"),
    [
        ([Fault(status=413), Fault(status=413)], "too-large"),
        ([Fault(status=400)], "rejected"),
        ([Fault(status=302, location="https://evil.example/")], "redirected"),
        ([Fault(status=403)], "forbidden"),
        ([Fault(status=404)], "gone"),
    ],
)
async def test_what_is_refused_for_good_keeps_nobody_waiting(
    bench: Bench, teams: FakeConnector, faults: list[Fault], error: str
) -> None:
    bench.add(1, kind="twice")
    bench.add(2)
    teams.fail_next(*faults)
    await bench.sender(in_flight=1).send_due()
    assert len(teams.requests) == len(faults) + 1
    assert [(row.state, row.error) for row in bench.rows()] == [(FAILED, error), (SENT, None)]


async def test_a_precondition_is_tried_again_after_a_growing_wait(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1)
    teams.fail_next(Fault(status=412))
    await bench.sender().send_due()
    row = bench.row()
    assert (row.state, row.attempts, row.error) == (PENDING, 1, "precondition")
    assert row.retry_at is not None
    courier = bench.courier()
    assert [courier._backoff(attempts) for attempts in (0, 1, 4, 500)] == [2.0, 4.0, 30.0, 30.0]


@on_sqlite
async def test_after_the_wait_it_is_sent(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1)
    teams.fail_next(Fault(status=412))
    await bench.sender().send_due()
    bench.real.advance(seconds=1.9)
    assert await bench.sender().send_due() == 0
    bench.real.advance(seconds=0.1)
    assert await bench.sender().send_due() == 1
    assert (len(teams.posts), bench.states()) == (1, [SENT])


@pytest.mark.parametrize("fault", [BAD_GATEWAY, RESET, ARRIVED_THEN_502, ARRIVED_THEN_RESET])
async def test_what_may_have_arrived_is_unknown_and_never_repeated(
    bench: Bench, teams: FakeConnector, fault: Fault
) -> None:
    bench.add(1)
    teams.fail_next(fault)
    await bench.sender().send_due()
    await bench.sender().send_due()
    assert (len(teams.requests), bench.states()) == (1, [UNKNOWN])
    with bench.store.transaction() as session:
        assert [row.id for row in deliveries.unsettled(session, bench.network_id)] == [1]


async def test_a_kind_that_may_arrive_twice_is_repeated_once(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, kind="twice")
    teams.fail_next(ARRIVED_THEN_502)
    await bench.sender().send_due()
    assert (len(teams.posts), bench.states()) == (2, [SENT])


async def test_a_kind_that_may_arrive_twice_does_not_arrive_thrice(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, kind="twice")
    teams.fail_next(ARRIVED_THEN_502, ARRIVED_THEN_RESET)
    await bench.sender().send_due()
    assert (len(teams.posts), bench.states()) == (2, [UNKNOWN])


async def test_an_update_is_harmless_to_repeat(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1, kind="update")
    teams.fail_next(ARRIVED_THEN_502)
    await bench.sender().send_due()
    assert (bench.states(), bench.row().attempts) == ([PENDING], 1)


async def test_an_update_stands_nowhere_of_its_own(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1, kind="update")
    await bench.sender().send_due()
    row, (update,) = bench.row(), teams.updates
    assert (update.activity_id, row.activity_id, row.conversation_id) == ("1234", "", "")


async def test_nobody_there_to_connect_to_is_tried_again(
    bench: Bench, unused_tcp_port: int
) -> None:
    bench.service_url = f"http://127.0.0.1:{unused_tcp_port}/"
    bench.add(1)
    await bench.sender().send_due()
    assert (bench.states(), bench.row().error) == ([PENDING], "unreachable")


async def test_a_refusal_for_good_ends_it_and_lets_the_kind_find_another_way(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1)
    teams.fail_next(BLOCKED)
    await bench.sender().send_due()
    assert [(row.kind, row.state) for row in bench.rows()] == [("post", FAILED), ("update", SENT)]
    assert bench.rows()[1].subject == "meeting:1-after-blocked"
    assert len(teams.updates) == 1


async def test_a_failing_follow_up_takes_back_itself_and_not_the_refusal(
    bench: Bench, teams: FakeConnector, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add(1, kind="fallback")
    teams.fail_next(BLOCKED)
    await bench.sender().send_due()
    assert (bench.states(), bench.row().error) == ([FAILED], "blocked")
    with bench.store.transaction() as session:
        assert session.exec(select(Network.team_id)).all() == [None]
    assert "ZeroDivisionError" in caplog.text


# ---- a person


async def test_the_chat_with_a_person_is_opened_and_remembered(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, kind="person")
    await bench.sender().send_due()
    assert bench.chats == [(1, "a:29:kari")]
    assert conversations(teams) == ["a:29:kari"]
    assert bench.row().conversation_id == "a:29:kari"


async def test_opening_a_chat_is_tried_again_whatever_happened(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, kind="person")
    teams.fail_next(ARRIVED_THEN_RESET)
    await bench.sender().send_due()
    assert (bench.states(), bench.row().attempts, teams.posts) == ([PENDING], 1, [])


async def test_a_person_who_cannot_be_reached_ends_it(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1, kind="person")
    teams.fail_next(BLOCKED)
    await bench.sender().send_due()
    assert (bench.states(), bench.chats) == ([FAILED], [])


# ---- things that change, and bugs


async def test_what_is_no_longer_relevant_is_cancelled(bench: Bench, teams: FakeConnector) -> None:
    bench.add(1, kind="never")
    await bench.sender().send_due()
    assert (teams.requests, bench.states()) == ([], [CANCELLED])


async def test_one_that_cannot_be_built_does_not_hold_up_the_others(
    bench: Bench, teams: FakeConnector, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add(1, kind="bug")
    bench.add(2, kind="kind nobody knows any more")
    bench.add(3)
    await bench.sender(in_flight=1).send_due()
    assert bench.states() == [FAILED, FAILED, SENT]
    reference = str(bench.rows()[0].error).removeprefix("internal error ")
    (record,) = [each for each in caplog.records if reference in each.getMessage()]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_a_bug_while_a_message_is_on_its_way_leaves_it_unknown(bench: Bench) -> None:
    async def break_down(message: Message) -> None:
        raise ZeroDivisionError

    bench.messenger = Inside(break_down)
    bench.add(1)
    await bench.sender().send_due()
    assert bench.states() == [UNKNOWN]


@pytest.mark.parametrize("failure", UNAVAILABLE)
async def test_a_failing_database_costs_no_delivery(
    bench: Bench, teams: FakeConnector, failure: type[DBAPIError]
) -> None:
    def lose_the_database(*_: object) -> None:
        raise failure("SELECT 1", None, Exception("disk I/O error"))

    bench.add(1)
    courier = bench.courier()
    broken = replace(courier.kinds["post"], prepare=lose_the_database)
    sender = Sender(replace(courier, kinds={"post": broken}))
    with pytest.raises(failure):
        await sender.send_due()
    await sender.stop(within=1.0)
    assert bench.states() == [PENDING]
    assert await bench.sender().send_due() == 1
    assert len(teams.posts) == 1


async def test_a_plan_that_changes_while_it_waits_for_its_turn_stops_it(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.steps.on_sleep = bench.cancel_all
    bench.add(1)
    await bench.sender().send_due()
    assert (teams.requests, bench.states()) == ([], [CANCELLED])


@on_sqlite
async def test_when_a_request_leaves_that_is_committed_and_no_transaction_is_open(
    bench: Bench,
) -> None:
    neighbour = Store.open(str(bench.store.engine.url))
    seen: list[DeliveryState] = []

    async def look(message: Message) -> None:
        with neighbour.transaction() as session:
            seen.extend(row.state for row in session.exec(select(Delivery)))

    bench.messenger = Inside(look)
    bench.add(1)
    await bench.sender().send_due()
    neighbour.close()
    assert seen == [DeliveryState.SENDING]


# ---- how many at once, and how fast


async def test_so_many_are_in_flight_and_no_more(bench: Bench) -> None:
    together = asyncio.Barrier(4)
    most = 0

    async def meet(message: Message) -> None:
        nonlocal most
        most = max(most, together.n_waiting + 1)
        await together.wait()

    bench.messenger = Inside(meet)
    bench.add(*range(1, 13))
    async with asyncio.timeout(10):
        await bench.sender(in_flight=4).send_due()
    assert (most, bench.states()) == (4, [SENT] * 12)


async def test_a_full_conversation_lets_the_others_past(bench: Bench, teams: FakeConnector) -> None:
    with bench.store.transaction() as session:
        for number in range(1, 10):
            session.add(
                Delivery(
                    network_id=bench.network_id,
                    kind="post",
                    subject=f"meeting:{number}",
                    audience="conversation:1",
                    due_at=bench.clock(),
                    expires_at=bench.clock() + timedelta(days=1),
                    state=PENDING,
                )
            )
    bench.add(100)
    courier = replace(bench.courier(), patience=0.5)
    await Sender(courier, in_flight=10).send_due()
    assert conversations(teams) == ["19:conversation:1"] * 7 + ["19:conversation:100"]
    assert bench.states() == [SENT] * 7 + [PENDING] * 2 + [SENT]


@on_sqlite
async def test_what_missed_its_turn_and_has_no_other_soon_is_put_back(
    bench: Bench, teams: FakeConnector
) -> None:
    """A machine that stood still between writing down and sending."""

    async def sleep(seconds: float) -> None:
        await bench.steps.sleep(seconds + 10.0)

    only_once = Pacer(Limits(windows=((1, 60.0),)), bench.steps, sleep)
    bench.add(1)
    await Sender(replace(bench.courier(), pacer=only_once)).send_due()
    assert teams.requests == []
    assert [(row.state, row.attempts) for row in bench.rows()] == [(PENDING, 0)]
    bench.real.advance(seconds=60)
    await bench.sender().send_due()
    assert bench.states() == [SENT]


@on_sqlite
async def test_a_token_is_there_before_the_turn_is_waited_for(bench: Bench) -> None:
    """Otherwise all that waited for it would leave at once."""
    left: list[float] = []

    async def leave(message: Message) -> None:
        left.append(bench.steps())

    class Slow(Inside):
        async def ready(self, target: Target) -> None:
            await bench.steps.sleep(0.0 if left else 5.0)

    bench.messenger = Slow(leave)
    bench.add(1, 2, 3)
    strict = Pacer(Limits(), bench.steps, bench.steps.sleep)
    await Sender(replace(bench.courier(), pacer=strict), in_flight=1).send_due()
    assert left == [pytest.approx(5.2 + number * 0.2, abs=0.05) for number in range(3)]


@on_sqlite
async def test_without_a_token_nothing_is_tried_and_it_is_tried_again(bench: Bench) -> None:
    async def nobody(message: Message) -> None:
        pytest.fail("nothing leaves without a token")

    class Refused(Inside):
        async def ready(self, target: Target) -> None:
            raise DeliveryFailed("no-token")

    bench.messenger = Refused(nobody)
    bench.add(1)
    await bench.sender().send_due()
    assert [(row.state, row.attempts, row.error) for row in bench.rows()] == [
        (PENDING, 1, "no-token")
    ]


# ---- starting and stopping


@on_sqlite
async def test_a_start_takes_over_at_once_what_the_last_process_left(
    bench: Bench, teams: FakeConnector
) -> None:
    bench.add(1, 2)
    with bench.store.transaction() as session:
        one, _ = queue.claim(
            session,
            now_rules=bench.clock(),
            now_real=bench.real(),
            owner="killed",
            limit=2,
            lease=timedelta(hours=1),
        )
        held = sending.Claim(one.id or 0, "killed")
        sending.begin_sending(session, held, now_real=bench.real(), lease=timedelta(hours=1))
    sender = bench.sender()
    await sender.start()
    await sender.send_due()
    assert bench.states() == [UNKNOWN, SENT]
    assert conversations(teams) == ["19:conversation:2"]


async def test_stopping_waits_for_what_is_on_its_way_and_claims_no_more(bench: Bench) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait(message: Message) -> None:
        begun.set()
        await go_on.wait()

    bench.messenger = Inside(wait)
    bench.add(1, 2)
    sender = bench.sender(in_flight=1)
    working = asyncio.create_task(sender.send_due())
    await begun.wait()
    stopping = asyncio.create_task(sender.stop(within=10.0))
    go_on.set()
    await asyncio.gather(stopping, working)
    assert bench.states() == [SENT, PENDING]


async def test_stopping_does_not_wait_for_ever_and_does_not_lie(bench: Bench) -> None:
    begun = asyncio.Event()

    async def hang(message: Message) -> None:
        begun.set()
        await asyncio.Event().wait()

    bench.messenger = Inside(hang)
    bench.add(1)
    sender = bench.sender()
    working = asyncio.create_task(sender.send_due())
    await begun.wait()
    await sender.stop(within=0.01)
    await asyncio.gather(working, return_exceptions=True)
    assert bench.states() == [DeliveryState.SENDING]
