"""Fagdag evaluation: a quarter before the end, answered once, closed by itself."""

from datetime import timedelta

import pytest

from storage import evaluations, planning
from storage.tables import Evaluation
from tests.features.bench import Network, Seen

ANSWER = {"benefit": "great", "useful": "some", "needs": "Mer tid til hvert tema"}


def invitation(network: Network) -> Seen:
    """Live until the fagdag of 15 January is about to end; its form stands in the channel."""
    sent = network.pass_days(15)
    delivery, outgoing = next(pair for pair in sent if pair[0].kind == planning.INVITATION)
    network.clock.moment = delivery.due_at + timedelta(minutes=5)
    general = network.member("Kari").in_channel()
    return Seen(general, outgoing.message.card, delivery.activity_id)


def test_it_opens_a_quarter_before_the_planned_end(network: Network) -> None:
    sent = [pair[0] for pair in network.pass_days(15) if pair[0].kind == planning.INVITATION]
    assert [(d.audience, str(d.sent_at)) for d in sent] == [
        ("conversation:1", "2027-01-15 13:45:00+00:00")
    ]


def test_before_that_one_is_told_when(network: Network) -> None:
    told = network.member("Kari").says("evaluering")
    assert told.heading == "Ingen evaluering er åpen nå"
    assert "15. januar kl. 14.45" in told.text.replace("\\", "")


def test_an_answer_is_thanked_for_and_a_second_one_refused_kindly(network: Network) -> None:
    form = invitation(network)
    first = form.press("Send inn", **ANSWER)
    second = form.press("Send inn", **ANSWER)
    assert (first.heading, second.heading) == ("Takk for svaret", "Du har alt svart")
    assert _answered(network) == 1


def test_with_the_thanks_goes_what_part_two_will_ask(network: Network) -> None:
    thanks = invitation(network).press("Send inn", **ANSWER)
    assert thanks.texts[-7:] == [
        "Ta med deg hjem",
        "Mandag 1. mars spør vi om du har fått brukt det:",
        "Har du hatt nytte av fagdagen i jobben?",
        "Har du fått brukt noe av det?",
        "Hva hjalp, og hva sto i veien?",
        "Hva bør vi følge opp?",
        "Er det noe i samarbeidet vi bør ta tak i?",
    ]


def test_everybody_answers_for_themselves(network: Network) -> None:
    form = invitation(network)
    for name in ("Kari", "Nils", "Amina", "Ola", "Ingrid"):
        form.press("Send inn", network.member(name).in_channel(), **ANSWER)
    assert _answered(network) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"benefit": "", "useful": "some", "needs": "Dette skrev jeg"},
        {"benefit": "enormous", "useful": "some", "needs": "Dette skrev jeg"},
    ],
)
def test_a_wrong_answer_comes_back_with_what_was_typed(
    network: Network, wrong: dict[str, str]
) -> None:
    again = invitation(network).press("Send inn", **wrong)
    assert again.inputs()["needs"] == "Dette skrev jeg"
    assert any(text.startswith("Velg ") for text in again.texts)
    assert _answered(network) == 0


def test_a_text_that_is_too_long_is_kept_too(network: Network) -> None:
    long = "æ" * 1001
    again = invitation(network).press("Send inn", **{**ANSWER, "needs": long})
    assert again.inputs()["needs"] == long
    assert _answered(network) == 0


def test_it_closes_with_the_next_day(network: Network) -> None:
    form = invitation(network)
    network.clock.advance(days=2)
    assert form.press("Send inn", **ANSWER).heading == "Evalueringen er avsluttet"
    assert _answered(network) == 0


def test_typed_in_a_channel_who_has_answered_is_nobody_elses_business(network: Network) -> None:
    invitation(network).press("Send inn", **ANSWER)
    told = network.member("Kari").in_channel().says("evaluering")
    assert told.heading == "Dette tar vi på tomannshånd"


def test_the_host_may_open_it_earlier_the_same_day(network: Network) -> None:
    network.clock.moment += timedelta(days=11, hours=2)  # 15 January, 11 in Oslo
    card = network.member("Ola").says("neste møte")
    assert card.press("Åpne evalueringen").heading == "Evalueringen er åpen"
    assert invitations(network, 0) == ["conversation:1"]
    assert invitations(network, 1) == []


def test_nobody_but_the_host_may(network: Network) -> None:
    network.clock.moment += timedelta(days=11, hours=2)
    open_button = network.member("Ola").says("neste møte")
    assert "Åpne evalueringen" not in network.member("Kari").says("neste møte").buttons
    refused = open_button.press("Åpne evalueringen", network.member("Kari"))
    assert refused.heading == "Det er verten som åpner evalueringen."


def test_an_old_client_in_a_channel_is_thanked_without_a_word_of_what_was_answered(
    network: Network,
) -> None:
    form = invitation(network)
    old = network.member("Kari").in_channel().with_an_old_client()
    assert form.press("Send inn", old, **ANSWER).heading == "Takk, svaret er tatt imot"
    assert _answered(network) == 1


def invitations(network: Network, days: int) -> list[str]:
    sent = network.pass_days(days)
    return [delivery.audience for delivery, _ in sent if delivery.kind == planning.INVITATION]


def _answered(network: Network) -> int:
    with network.deps.store.transaction() as session:
        found = session.get(Evaluation, 1)
        return evaluations.count(session, 1) if found else 0
