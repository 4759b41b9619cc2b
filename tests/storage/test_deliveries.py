from dataclasses import replace

import pytest

from bot.domain.deliveries import Changes, DeliveryState, Planned
from storage import deliveries, sending
from storage.tables import Delivery, Network
from tests.storage.bench import DAY, KIND, Bench

PENDING, CANCELLED = DeliveryState.PENDING, DeliveryState.CANCELLED


def reconcile(bench: Bench, *wanted: Planned, subjects: set[str] | None = None) -> Changes:
    with bench.store.transaction() as session:
        return deliveries.reconcile(session, bench.network_id, {KIND}, wanted, subjects)


def test_the_same_delivery_is_stored_once_whatever_became_of_it(bench: Bench) -> None:
    with bench.store.transaction() as session:
        assert deliveries.add(session, bench.network_id, bench.planned(1))
        assert not deliveries.add(session, bench.network_id, bench.planned(1))
    (held,) = bench.claim()
    bench.begin(held)
    bench.sent(held)
    bench.add(1)
    assert bench.states() == {"1": DeliveryState.SENT}


def test_what_a_delivery_refers_to_may_still_wait_in_the_session(bench: Bench) -> None:
    with bench.store.transaction() as session:
        session.add(Network(id=77, tenant_id="tenant", team_id="t", name="KMV", short="KMV"))
        assert deliveries.add(session, 77, bench.planned(1))


def test_a_plan_inserts_moves_and_cancels(bench: Bench) -> None:
    bench.add(1, 2, 3)
    moved = replace(bench.planned(2), due_at=bench.clock() + DAY)
    changes = reconcile(bench, bench.planned(1), moved, bench.planned(4))
    assert changes == Changes(
        insert=(bench.planned(4),), renew=(moved,), cancel=(bench.planned(3).identity,)
    )
    assert bench.states() == {"1": PENDING, "2": PENDING, "3": CANCELLED, "4": PENDING}
    assert [deliveries.planned_of(row) for row in bench.rows()][1] == moved


def test_planning_again_changes_nothing(bench: Bench) -> None:
    wanted = [bench.planned(1), bench.planned(2)]
    reconcile(bench, *wanted)
    before = [row.model_dump() for row in bench.rows()]
    assert reconcile(bench, *wanted) == Changes()
    assert [row.model_dump() for row in bench.rows()] == before


@pytest.mark.parametrize("still_wanted", [False, True])
def test_a_worker_finds_its_claim_gone_when_the_plan_changed(
    bench: Bench, still_wanted: bool
) -> None:
    bench.add(1)
    (held,) = bench.claim()
    moved = replace(bench.planned(1), due_at=bench.clock() + DAY)
    reconcile(bench, *[moved] * still_wanted)
    assert not bench.begin(held)
    assert bench.states() == {"1": PENDING if still_wanted else CANCELLED}
    bench.clock.advance(hours=23)
    assert bench.claim() == []


def test_what_is_being_sent_is_left_alone(bench: Bench) -> None:
    bench.add(1)
    (held,) = bench.claim()
    bench.begin(held)
    assert reconcile(bench) == Changes()
    assert bench.sent(held)


def test_what_was_cancelled_and_is_wanted_again_is_sent(bench: Bench) -> None:
    bench.add(1)
    reconcile(bench)
    assert bench.claim() == []
    reconcile(bench, bench.planned(1))
    assert len(bench.claim()) == 1


def test_a_plan_sees_what_a_worker_did_although_it_has_looked_before(bench: Bench) -> None:
    bench.add(1)
    (held,) = bench.claim()
    with bench.store.transaction() as session:
        seen = session.get_one(Delivery, held.delivery_id)
        sending.cancel(session, held)
        deliveries.reconcile(session, bench.network_id, {KIND}, [bench.planned(1)])
        assert seen.state is PENDING


def test_a_new_time_does_not_wait_for_an_old_retry(bench: Bench) -> None:
    bench.add(1)
    (held,) = bench.claim()
    with bench.store.transaction() as session:
        sending.retry(session, held, now_real=bench.real(), wait=DAY, counted=True)
    bench.clock.advance(hours=1)
    reconcile(bench, bench.planned(1))
    assert len(bench.claim()) == 1


def test_a_plan_of_one_meeting_leaves_the_others_alone(bench: Bench) -> None:
    bench.add(1, 2)
    reconcile(bench, subjects={"meeting:1"})
    assert bench.states() == {"1": CANCELLED, "2": PENDING}


def test_a_plan_leaves_other_kinds_and_other_networks_alone(bench: Bench) -> None:
    other = Bench.open(bench.store, bench.clock, bench.real)
    other.add(1)
    bench.add(2, kind="invitation")
    reconcile(bench)
    assert bench.states() == {"1": PENDING, "2": PENDING}


def test_what_no_plan_could_ever_cancel_again_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="outside of what is reconciled"):
        reconcile(bench, bench.planned(1, kind="invitation"))
    with pytest.raises(ValueError, match="outside of what is reconciled"):
        reconcile(bench, bench.planned(1), subjects={"meeting:2"})
    assert bench.rows() == []


def test_a_person_sees_what_is_unknown_or_failed_in_their_network(bench: Bench) -> None:
    Bench.open(bench.store, bench.clock, bench.real).add(9)
    bench.add(1, 2, 3, 4)
    held = bench.claim()
    with bench.store.transaction() as session:
        for claim in held:
            sending.begin_sending(session, claim, now_real=bench.real(), lease=DAY)
        sending.failed(session, held[0], "the other network's")
        sending.unknown(session, held[1], "no answer")
        sending.failed(session, held[2], "gone")
    bench.sent(held[3])
    with bench.store.transaction() as session:
        seen: list[Delivery] = deliveries.unsettled(session, bench.network_id)
    assert [(row.subject, row.error) for row in seen] == [
        ("meeting:1", "no answer"),
        ("meeting:2", "gone"),
    ]
