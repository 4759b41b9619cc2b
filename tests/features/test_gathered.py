"""Several things in one message: opened one at a time, with a way back to the list.

On Tuesday 2 March 2027 two meetings wait in Kari's chat: of the one the minutes are missing, of the
other the host has not answered.
"""

from datetime import UTC, datetime

import pytest

from bot.deps import Outgoing
from storage.tables import Delivery
from tests.features.bench import Network, Seen

Sent = tuple[Delivery, Outgoing]


@pytest.fixture
def message(network: Network) -> Sent:
    network.clock.moment = datetime(2027, 2, 22, 8, 0, tzinfo=UTC)
    found = [sent for sent in network.pass_days(9) if sent[0].audience == "person:1"]
    return found[-1]


@pytest.fixture
def card(network: Network, message: Sent) -> Seen:
    sent, outgoing = message
    return Seen(network.member("Kari"), outgoing.message.card, sent.activity_id)


def test_what_waits_is_a_list_of_the_lines_that_each_would_have_been(
    card: Seen, message: Sent
) -> None:
    assert card.heading == "To ting venter på deg"
    assert card.buttons == ["Vis", "Vis"]
    assert message[1].message.summary.startswith("To ting venter på deg. Kan du ")


def test_a_thing_opens_in_its_place_and_there_is_a_way_back(card: Seen) -> None:
    opened = card.press("Vis")
    assert opened.heading != card.heading
    assert opened.buttons[-1] == "Tilbake til lista"
    assert opened.press("Tilbake til lista").texts == card.texts


def test_the_answer_to_a_press_on_an_opened_thing_leads_back_too(card: Seen) -> None:
    answered = card.press("Vis").press("Mer")
    assert answered.buttons.count("Tilbake til lista") == 1


def test_what_was_done_in_an_opened_thing_is_ticked_in_the_list(card: Seen) -> None:
    opened = card.press("Vis")
    while "Gjort" in opened.buttons:
        opened = opened.press("Gjort")
    back = opened.press("Tilbake til lista")
    assert back.buttons == ["Vis", "Vis"]
    assert back.heading == "Én ting venter på deg"
    assert (card.texts + back.texts).count("Ikke mer å gjøre") == 1


def test_others_cannot_open_what_waits_in_somebodys_chat(network: Network, card: Seen) -> None:
    refused = card.press("Vis", network.member("Nils"))
    assert refused.heading == "Den lista finnes ikke lenger."


def test_every_thing_of_the_message_was_sent_with_it(network: Network, message: Sent) -> None:
    lead = message[0]
    (along,) = [row for row in network.deliveries() if row.lead_id == lead.id]
    assert (along.state, along.sent_at, along.activity_id) == (lead.state, lead.sent_at, None)
