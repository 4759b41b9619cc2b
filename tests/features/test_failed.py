"""`hva feilet`: what did not arrive, and what a person does about it."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryState
from bot.features.notices import failed
from storage.failures import FAILED
from storage.tables import Delivery
from tests.features.bench import Network

UNKNOWN, PENDING = DeliveryState.UNKNOWN, DeliveryState.PENDING


def add(network: Network, state: DeliveryState, error: str | None = None, number: int = 1) -> None:
    row = Delivery(
        network_id=1,
        kind="round-planned",
        subject=f"round:{number}",
        audience="conversation:1",
        due_at=network.clock(),
        expires_at=network.clock() + timedelta(hours=1),
        state=state,
        error=error,
        owner="somebody",
    )
    with network.deps.store.transaction() as session:
        session.add(row)


def states(network: Network) -> list[tuple[DeliveryState, bool]]:
    return [(row.state, row.seen) for row in network.deliveries() if row.kind == "round-planned"]


def told(network: Network) -> list[Delivery]:
    return [row for row in network.deliveries() if row.kind == FAILED]


@pytest.mark.parametrize(
    ("state", "error", "said", "buttons"),
    [
        (UNKNOWN, "timeout", "Den ble sendt, men jeg vet ikke", ["Send på nytt", "Greit"]),
        (DeliveryState.FAILED, "forbidden", "Teams slipper meg ikke", ["Send på nytt", "Greit"]),
        (DeliveryState.FAILED, "gone", "Samtalen finnes ikke", ["Send på nytt", "Greit"]),
        (DeliveryState.FAILED, "internal error 3f2a", "3f2a", ["Send på nytt", "Greit"]),
        (DeliveryState.EXPIRED, None, "Jeg var ikke i drift", ["Greit"]),
    ],
)
def test_what_became_of_it_and_what_to_do_is_said(
    network: Network, state: DeliveryState, error: str | None, said: str, buttons: list[str]
) -> None:
    add(network, state, error)
    seen = network.member("Kari").says("hva feilet")
    assert seen.heading == "Én melding gikk ikke som den skulle"
    assert said in seen.text
    assert "General" in seen.text
    assert seen.buttons == buttons


def test_what_there_was_no_room_for_did_not_fail(network: Network) -> None:
    add(network, DeliveryState.EXPIRED, "no room")
    assert network.member("Kari").says("hva feilet").heading == "Ingenting har feilet"


def test_sent_again_it_waits_like_anything_else_and_its_lost_worker_is_not_heard(
    network: Network,
) -> None:
    add(network, UNKNOWN, "timeout")
    network.clock.advance(days=2)
    seen = network.member("Kari").says("hva feilet").press("Send på nytt")
    assert seen.heading == "Ingenting har feilet"
    (row,) = [row for row in network.deliveries() if row.kind == "round-planned"]
    assert (row.state, row.owner, row.error) == (PENDING, None, None)
    assert row.expires_at > network.clock()


def test_what_is_accepted_is_not_shown_again(network: Network) -> None:
    add(network, UNKNOWN, "timeout", 1)
    add(network, DeliveryState.FAILED, "gone", 2)
    kari = network.member("Kari")
    left = kari.says("hva feilet").press("Greit")
    assert left.heading == "Én melding gikk ikke som den skulle"
    assert states(network) == [(UNKNOWN, True), (DeliveryState.FAILED, False)]
    assert left.press("Greit").heading == "Ingenting har feilet"


def test_only_who_administers_sees_it(network: Network) -> None:
    add(network, UNKNOWN, "timeout")
    assert "gikk ikke" not in network.member("Ola").says("hva feilet").text


def test_the_coordinator_is_told_once_a_week_of_what_can_be_mended(network: Network) -> None:
    add(network, DeliveryState.EXPIRED)
    failed.notify(network.deps)
    assert told(network) == []
    add(network, UNKNOWN, "timeout", 2)
    for _ in range(7):
        failed.notify(network.deps)
        network.clock.advance(hours=23)
    assert len(told(network)) == 1
    network.clock.advance(hours=8)
    failed.notify(network.deps)
    assert len(told(network)) == 2
    assert all(row.person_id is not None for row in told(network))


def test_when_somebody_has_looked_at_it_nothing_is_said(network: Network) -> None:
    add(network, UNKNOWN, "timeout")
    failed.notify(network.deps)
    network.member("Kari").says("hva feilet").press("Greit")
    assert [row for row, _ in network.send_due() if row.kind == FAILED] == []
