"""Challenges: nobody is surprised in public, and an anonymous sender is stored nowhere."""

from sqlmodel import select

from bot.domain.deliveries import DeliveryState
from bot.features import challenges
from storage.tables import Challenge, Delivery
from tests.features.bench import Member, Network, Seen

TEXT = "Ukentlig praksis kolliderer med modulene i FVO"


def raised(member: Member, **typed: str) -> Seen:
    """The form filled in, up to the preview."""
    form = member.says("meld utfordring")
    return form.press("Se hvordan det blir", **{"text": TEXT, **typed})


def stored(network: Network) -> list[Challenge]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Challenge)))


def posted(network: Network) -> Seen:
    """The card as it stands in the solution-group channel."""
    sent = next(pair for pair in network.send_due() if pair[0].kind == challenges.POSTED)
    reader = network.member("Nils").in_channel("Løsningsgrupper")
    assert sent[1].target.channel_id == network.cast.channel("Løsningsgrupper").channel_id
    return Seen(reader, sent[1].message.card, sent[0].activity_id)


def test_the_sender_sees_text_place_and_readers_before_anybody_else(network: Network) -> None:
    preview = raised(network.member("Kari"))
    assert preview.heading == "Dette legges ut i «Løsningsgrupper»"
    assert TEXT in preview.text
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    assert network.send_due() == []


def test_after_the_yes_it_stands_in_the_channel_with_the_senders_name(network: Network) -> None:
    raised(network.member("Kari")).press("Legg ut")
    card = posted(network)
    assert TEXT in card.text
    assert "Kari Nilsen" in card.text
    assert "Svar" in card.buttons


def test_an_anonymous_sender_is_stored_nowhere(network: Network) -> None:
    raised(network.member("Kari"), anonymous="true").press("Legg ut")
    assert "Kari" not in posted(network).text
    (row,) = stored(network)
    assert row.raised_by_id is None
    with network.deps.store.transaction() as session:
        about = session.exec(select(Delivery).where(Delivery.subject == "challenge:1")).all()
    assert [delivery.audience for delivery in about] == ["conversation:2"]


def test_the_same_form_sent_twice_is_one_challenge(network: Network) -> None:
    form = network.member("Kari").says("meld utfordring")
    form.press("Se hvordan det blir", text=TEXT)
    preview = form.press("Se hvordan det blir", text=TEXT)
    preview.press("Legg ut")
    preview.press("Legg ut")
    assert len(stored(network)) == 1
    assert [delivery.kind for delivery, _ in network.send_due()] == [challenges.POSTED]


def test_it_can_be_changed_before_it_is_posted(network: Network) -> None:
    form = raised(network.member("Kari"), kind="sand", concerns="6").press("Endre")
    assert form.inputs()["text"] == TEXT
    preview = form.press("Se hvordan det blir", text="En helt annen tekst", kind="elephant")
    assert "En helt annen tekst" in preview.text
    assert [row.text for row in stored(network)] == ["En helt annen tekst"]


def test_what_is_wrong_comes_back_with_what_was_typed(network: Network) -> None:
    again = raised(network.member("Kari"), text="kort", kind="sand", anonymous="true")
    assert again.inputs()["text"] == "kort"
    assert again.inputs()["kind"] == "sand"
    assert again.inputs()["anonymous"] == "true"
    assert "Skriv litt mer, så andre forstår hva du mener." in again.texts
    assert stored(network) == []


def test_only_agencies_of_the_network_can_be_concerned(network: Network) -> None:
    again = raised(network.member("Kari"), concerns="4711")
    assert "Velg etater fra lista." in again.texts


def test_withdrawing_removes_the_text_everywhere(network: Network) -> None:
    receipt = raised(network.member("Kari")).press("Legg ut")
    posted(network)
    receipt.press("Trekk tilbake")
    (redrawn,) = network.send_due()
    assert TEXT not in str(redrawn[1].message.card)
    assert [row.text for row in stored(network)] == [""]


def test_withdrawn_before_it_was_sent_it_is_never_sent(network: Network) -> None:
    raised(network.member("Kari")).press("Legg ut").press("Trekk tilbake")
    assert network.send_due() == []
    assert network.deliveries(DeliveryState.CANCELLED)


def test_nobody_else_may_withdraw_it_even_with_the_same_data(network: Network) -> None:
    receipt = raised(network.member("Kari")).press("Legg ut")
    refused = receipt.press("Trekk tilbake", network.member("Nils"))
    assert refused.heading == "Den utfordringen finnes ikke lenger."
    assert [row.text for row in stored(network)] == [TEXT]


def test_a_guessed_secret_opens_nothing(network: Network) -> None:
    raised(network.member("Kari"), anonymous="true").press("Legg ut")
    refused = network.member("Nils").press(
        "challenge.withdraw/1", {"challenge": 1, "claim": "gjettet"}
    )
    assert refused.heading == "Den utfordringen finnes ikke lenger."


def test_a_person_answers_and_the_sender_is_told(network: Network) -> None:
    raised(network.member("Kari")).press("Legg ut")
    card = posted(network)
    answering = card.press("Svar")
    answered = answering.press("Send svaret", answer="Vi tar det på møtet 12. mars.")
    assert "Nils Dahl" in answered.text
    told = network.send_due()
    assert [delivery.kind for delivery, _ in told] == ["refresh", challenges.ANSWERED]
    assert "Vi tar det på møtet" in str(told[1][1].message.card)


def test_the_first_answer_stands_and_the_second_person_sees_it(network: Network) -> None:
    raised(network.member("Kari")).press("Legg ut")
    card = posted(network)
    at_once = [card.press("Svar"), card.press("Svar", network.member("Ola").in_channel())]
    at_once[0].press("Send svaret", answer="Det første svaret")
    second = at_once[1].press("Send svaret", answer="Det andre svaret")
    assert "Det første svaret" in second.text
    assert "Det andre svaret" not in second.text


def test_a_draft_does_not_exist_for_others(network: Network) -> None:
    raised(network.member("Kari"))
    refused = network.member("Nils").press("challenge.begin/1", {"challenge": 1})
    assert refused.heading == "Den utfordringen finnes ikke lenger."


def test_in_a_channel_the_form_opens_for_the_one_who_presses(network: Network) -> None:
    kari = network.member("Kari").in_channel()
    asked = kari.says("meld utfordring")
    assert asked.heading == "Vil du ta opp noe?"
    assert asked.inputs() == {}
    (button,) = asked.buttons
    assert asked.press(button).inputs()["text"] == ""


def test_an_old_client_gets_nothing_private_in_a_channel(network: Network) -> None:
    asked = network.member("Kari").in_channel().says("meld utfordring")
    (button,) = asked.buttons
    old = network.member("Kari").in_channel().with_an_old_client()
    assert asked.press(button, old).heading == "Dette tar vi på tomannshånd"
