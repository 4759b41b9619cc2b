"""Nobody can find out who raised an anonymous challenge: not from rows, times, cards or codes."""

import re
from datetime import UTC, datetime, timedelta

import sqlalchemy
from sqlmodel import SQLModel, select

from bot.deps import Outgoing
from bot.domain import receipts
from storage import challenges
from storage.tables import Challenge, Delivery
from tests.features.bench import Network, Seen
from tests.features.raised import KARRIERE, TEXT, in_channel, kinds, raised, stored


def confirmed(network: Network, by: str = "Kari", **typed: str) -> Seen:
    return raised(network.member(by), anonymous="true", **typed).press("Legg ut")


def code_on(card: Seen) -> str:
    found = re.search(r"\*\*([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})\*\*", card.text)
    assert found is not None, card.text
    return found[1]


def everything(network: Network) -> str:
    """Every row of every table, as text."""
    with network.deps.store.transaction() as session:
        tables = SQLModel.metadata.sorted_tables
        rows = [session.execute(sqlalchemy.select(table)).all() for table in tables]
        return str(rows)


def next_day(network: Network) -> list[tuple[Delivery, Outgoing]]:
    """What is sent until the same hour of the next day, and then."""
    return [*network.pass_days(1), *network.send_due()]


def in_public(network: Network) -> Seen:
    """As it stands in the channel on the next working day."""
    return in_channel(network, next_day(network))


def test_no_row_holds_the_sender_the_secret_or_the_code(network: Network) -> None:
    network.member("Nils").says("hjelp")
    receipt = confirmed(network)
    code = code_on(receipt)
    rows = everything(network)
    (row,) = stored(network)
    assert row.raised_by_id is None
    assert code not in rows
    assert code.replace("-", "") not in rows
    claim = receipt._actions()[0]["data"]["claim"]
    assert claim not in rows
    assert row.receipt == receipts.hash_of(code)


def test_what_is_stored_is_the_same_whoever_raised_it(network: Network) -> None:
    confirmed(network, "Kari")
    confirmed(network, "Ola", text="Ingen vet hvem som bestiller tolk.")
    one, other = (row.model_dump() for row in stored(network))
    secret = {"id", "text", "submission", "receipt"}
    assert {k: v for k, v in one.items() if k not in secret} == {
        k: v for k, v in other.items() if k not in secret
    }


def test_the_thread_does_not_show_the_hour_of_the_yes(network: Network) -> None:
    network.clock.moment = datetime(2027, 1, 4, 11, 23, 45, tzinfo=UTC)
    receipt = confirmed(network, concerns=KARRIERE)
    assert "5. januar kl. 09.00" in receipt.text
    assert network.send_due() == []
    network.member("Ola").says("hjelp")
    next_day(network)
    nine = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)
    with network.deps.store.transaction() as session:
        number = session.exec(select(Challenge.id)).one()
        about = select(Delivery).where(Delivery.subject == f"challenge:{number}")
        first = {d.kind: d for d in session.exec(about).all() if d.occurrence == 0}
    assert {kind: d.due_at for kind, d in first.items()} == {
        challenges.POSTED: nine,
        challenges.CONCERNS: nine,
    }
    assert "23" not in str(stored(network)[0].model_dump(include={"post_at", "raised_on"}))


def test_two_of_a_day_come_together_and_in_no_order(network: Network) -> None:
    confirmed(network, "Kari")
    network.clock.moment += timedelta(hours=3)
    confirmed(network, "Ola", text="Ingen vet hvem som bestiller tolk.")
    sent = next_day(network)
    posts = [d for d, _ in sent if d.kind == challenges.POSTED]
    by_secret = sorted(stored(network), key=lambda row: row.submission)
    assert [d.subject for d in posts] == [f"challenge:{row.id}" for row in by_secret]
    assert len({d.sent_at for d in posts}) == 1


def test_a_sender_who_speaks_for_the_agency_concerned_is_told_like_anybody(
    network: Network,
) -> None:
    network.member("Ola").says("hjelp")
    confirmed(network, "Ola", concerns=KARRIERE)
    told = [d for d, _ in next_day(network) if d.kind == challenges.CONCERNS]
    assert [d.audience for d in told] == ["person:4"]


def test_a_second_press_shows_the_same_code(network: Network) -> None:
    preview = raised(network.member("Kari"), anonymous="true")
    assert code_on(preview.press("Legg ut")) == code_on(preview.press("Legg ut"))


def test_the_code_follows_it_from_anybodys_chat(network: Network) -> None:
    code = code_on(confirmed(network))
    card = in_public(network)
    card.press("Svar").press("Send svaret", answer="Vi tar det på møtet 12. mars.")
    seen = network.member("Ingrid").says(f"følg {code.lower().replace('-', ' ')}")
    assert seen.heading == "Du har fått svar"
    assert "«Vi tar det på møtet 12. mars.»" in seen.text


def test_the_code_tells_that_a_group_works_on_it(network: Network) -> None:
    code = code_on(confirmed(network, concerns=KARRIERE))
    keeper = network.member("Amina").in_channel("Løsningsgrupper")
    form = in_public(network).press("Mer", keeper).press("Løsningsgruppe")
    form.press("Spør dem", people=form.inputs()["people"])
    seen = network.member("Kari").says(f"følg {code}")
    assert seen.heading == "En løsningsgruppe ser på dette"


def test_a_code_in_a_channel_is_not_answered_there(network: Network) -> None:
    code = code_on(confirmed(network))
    seen = network.member("Kari").in_channel().says(f"følg {code}")
    assert seen.heading == "Dette tar vi på tomannshånd"


def test_a_code_that_is_nobodys_opens_nothing(network: Network) -> None:
    confirmed(network)
    for typed in ("følg", "følg hei", "følg ABCD-EFGH-IJKL-MNOP"):
        assert network.member("Ola").says(typed).heading.startswith("Den koden kjenner jeg ikke")


def test_the_network_asks_and_the_sender_answers_without_a_name(network: Network) -> None:
    code = code_on(confirmed(network))
    card = in_public(network)
    keeper = network.member("Amina").in_channel("Løsningsgrupper")
    card.press("Mer", keeper).press("Spør avsenderen").press("Send", text="Gjelder det begge?")
    asked = network.member("Kari").says(f"følg {code}")
    assert asked.heading == "Nettverket spør deg om noe"
    asked.press("Send svaret", text="Ja, begge klassene.")
    again = asked.press("Send svaret", text="En gang til.")
    assert "«Ja, begge klassene.»" in again.text
    assert "En gang til" not in again.text
    shown = card.press("Mer").text
    assert "Avsenderen svarer" in shown
    assert "Kari" not in shown
    assert "Ja, begge" not in str([d.model_dump() for d in network.deliveries()])


def test_the_reply_is_guarded_and_comes_back_with_its_text(network: Network) -> None:
    code = code_on(confirmed(network))
    card = in_public(network)
    keeper = network.member("Amina").in_channel("Løsningsgrupper")
    card.press("Mer", keeper).press("Spør avsenderen").press("Send", text="Gjelder det begge?")
    asked = network.member("Kari").says(f"følg {code}")
    refused = asked.press("Send svaret", text="Ring 90 12 34 56")
    assert refused.inputs()["text"] == "Ring 90 12 34 56"
    assert any("telefonnummer" in text for text in refused.texts)


def test_with_the_code_the_text_is_taken_back_everywhere(network: Network) -> None:
    code = code_on(confirmed(network))
    card = in_public(network)
    question = network.member("Kari").says(f"følg {code}").press("Trekk tilbake")
    assert question.buttons == ["Fjern teksten", "Avbryt"]
    assert question.press("Fjern teksten").heading == "Innlegget er trukket tilbake"
    assert kinds(network.send_due()) == ["refresh"]
    assert TEXT not in everything(network)
    assert TEXT not in str(card.press("Svar").card)


def test_before_its_hour_it_is_taken_back_without_a_trace(network: Network) -> None:
    confirmed(network).press("Trekk tilbake")
    assert TEXT not in everything(network)
    network.pass_days(2)
    assert TEXT not in everything(network)
    assert [d for d in network.deliveries() if d.subject.startswith("challenge:")] == []


def test_somebody_elses_code_does_not_open_this_challenge(network: Network) -> None:
    confirmed(network, "Kari")
    (first,) = stored(network)
    other = code_on(confirmed(network, "Ola", text="Ingen vet hvem som bestiller tolk."))
    theirs = {"challenge": first.id, "code": other}
    refused = network.member("Ola").press("challenge.take-back/1", theirs)
    assert refused.heading == "Den utfordringen finnes ikke lenger."
