"""From the flag to a decision: answered by one person, on the next agenda, and back again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.challenges import ChallengeState
from storage import challenges
from storage.tables import AgendaItem, Challenge
from tests.features.bench import Member, Network, Seen
from tests.features.raised import TEXT, changed, kinds, posted, stored


def keeper(network: Network) -> Member:
    """Amina's agency hosts the next meeting of the working group."""
    return network.member("Amina").in_channel("Løsningsgrupper")


def state(network: Network) -> str:
    (row,) = stored(network)
    return str(row.state)


def test_a_person_answers_and_the_sender_is_told(network: Network) -> None:
    card = posted(network)
    answered = card.press("Svar").press("Send svaret", answer="Vi tar det på møtet 12. mars.")
    assert "Nils Dahl" in answered.text
    told = network.send_due()
    assert kinds(told) == [challenges.ANSWERED, "refresh"]
    assert "Vi tar det på møtet" in str([outgoing.message.card for _, outgoing in told])


def test_the_first_answer_stands_and_the_second_person_sees_it(network: Network) -> None:
    card = posted(network)
    at_once = [card.press("Svar"), card.press("Svar", network.member("Ola").in_channel())]
    at_once[0].press("Send svaret", answer="Det første svaret")
    second = at_once[1].press("Send svaret", answer="Det andre svaret")
    assert "Det første svaret" in second.text
    assert "Det andre svaret" not in second.text


def test_an_answer_is_guarded(network: Network) -> None:
    refused = posted(network).press("Svar").press("Send svaret", answer="Ring 90 12 34 56")
    assert refused.inputs()["answer"] == "Ring 90 12 34 56"
    assert any("telefonnummer" in text for text in refused.texts)


def test_it_is_on_the_next_agenda_by_itself_and_the_card_says_so(network: Network) -> None:
    card = posted(network)
    assert "Nå: **på møtet 26. februar**" in card.texts
    with network.deps.store.transaction() as session:
        (item,) = session.exec(select(AgendaItem).where(AgendaItem.title == TEXT)).all()
        assert item.meeting_id == 27


def test_what_the_meeting_did_not_say_a_word_of_comes_again(network: Network) -> None:
    posted(network)
    network.pass_days(70)
    with network.deps.store.transaction() as session:
        items = session.exec(select(AgendaItem).where(AgendaItem.title == TEXT)).all()
        assert [item.meeting_id for item in items if item.state == "open"] == [31]


def test_one_person_is_asked_twice_and_nobody_else(network: Network) -> None:
    network.member("Amina").says("hjelp")
    network.member("Ola").says("hjelp")
    posted(network)
    asked = [d for d, _ in network.pass_days(30) if d.kind == challenges.UNANSWERED]
    assert {d.audience for d in asked} == {"person:3"}
    assert len(asked) <= 2


def test_who_is_asked_can_answer_with_one_press(network: Network) -> None:
    network.member("Amina").says("hjelp")
    posted(network)
    sent = network.pass_days(2)
    (_, outgoing) = next(pair for pair in sent if pair[0].kind == challenges.UNANSWERED)
    card = Seen(network.member("Amina"), outgoing.message.card)
    answered = card.press("Vi tar det på møtet 26. februar")
    assert answered.heading == "Amina Yusuf har svart"
    later = network.pass_days(30)
    assert [d for d, _ in later if d.kind == challenges.UNANSWERED] == []


def test_a_member_is_offered_what_members_may_and_a_keeper_more(network: Network) -> None:
    card = posted(network)
    assert card.press("Mer", network.member("Ola")).buttons == [
        *("Svar", "Gjelder oss også", "Vårt syn", "Vis mindre")
    ]
    assert card.press("Mer", keeper(network)).buttons == [
        *("Svar", "Gjelder oss også", "Vårt syn", "Spør avsenderen"),
        *("Løsningsgruppe", "Tema på fagdag", "Ikke nå", "Trekk tilbake", "Vis mindre"),
    ]


def test_a_press_that_is_not_theirs_changes_nothing(network: Network) -> None:
    posted(network)
    refused = network.member("Ola").press(
        "challenge.do/1", {"challenge": 1, "step": "put-off", "text": "Vi vil ikke."}
    )
    assert refused.heading.startswith("Det er verten for neste møte")
    assert state(network) == "planned"


def test_not_now_needs_a_reason_and_takes_it_off_the_agenda(network: Network) -> None:
    question = posted(network).press("Mer", keeper(network)).press("Ikke nå")
    assert "Skriv noe her." in question.press("Lagre", text=" ").texts
    done = question.press("Lagre", text="Vi venter på regelverket.")
    assert (done.heading, state(network)) == ("Dette tar vi ikke nå", "not-now")
    assert "«Vi venter på regelverket.»" in done.texts
    with network.deps.store.transaction() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.title == TEXT)).one()
        assert item.state == "withdrawn"


def test_it_is_taken_up_again_with_a_reason_and_comes_on_the_agenda_anew(
    network: Network,
) -> None:
    card = posted(network)
    card.press("Mer", keeper(network)).press("Ikke nå").press("Lagre", text="Vi venter litt.")
    again = card.press("Mer", keeper(network)).press("Ta opp igjen")
    done = again.press("Lagre", text="Regelverket er her.")
    assert state(network) == "planned"
    assert "Tatt opp igjen, fordi" in done.texts


def test_two_press_the_same_move_and_the_second_sees_how_it_stands(network: Network) -> None:
    card = posted(network)
    at_once = [card.press("Mer", keeper(network)).press("Ikke nå") for _ in range(2)]
    at_once[0].press("Lagre", text="Den første grunnen.")
    second = at_once[1].press("Lagre", text="Den andre grunnen.")
    assert "«Den første grunnen.»" in second.texts
    assert "Den andre grunnen" not in second.text


def test_two_that_are_the_same_become_one_with_the_agencies_of_both(network: Network) -> None:
    first = posted(network)
    other = posted(network, "Ola", text="Tolk mangler når NAV har møte.")
    other.press("Gjelder oss også", network.member("Ingrid"))
    question = other.press("Mer", keeper(network)).press("Slå sammen")
    merged = question.press("Lagre", other="1")
    assert merged.heading == "Dette er slått sammen med en annen"
    assert "1 etat har sagt at det gjelder dem også." in first.press("Mer").text
    late = question.press("Lagre", other="1")
    assert late.heading == merged.heading


def test_what_is_withdrawn_is_not_left_where_another_was_merged_into_it(network: Network) -> None:
    first = posted(network)
    other = posted(network, "Ola", text="Tolk mangler når NAV har møte.")
    other.press("Mer", keeper(network)).press("Slå sammen").press("Lagre", other="1")
    assert TEXT in other.press("Mer").text
    network.send_due()
    first.press("Mer", keeper(network)).press("Trekk tilbake").press("Fjern teksten")
    redrawn = [Seen(first.reader, o.message.card) for _, o in network.send_due()]
    assert {seen.heading for seen in redrawn} == {
        "Dette er slått sammen med en annen",
        "Innlegget er trukket tilbake",
    }
    assert [seen.heading for seen in redrawn if TEXT in seen.text] == []


def test_one_cannot_be_merged_with_itself_or_with_what_is_not_there(network: Network) -> None:
    posted(network)
    other = posted(network, "Ola", text="Tolk mangler når NAV har møte.")
    question = other.press("Mer", keeper(network)).press("Slå sammen")
    for chosen in ("2", "4711", "x", ""):
        assert "Velg en utfordring fra lista." in question.press("Lagre", other=chosen).texts


def test_those_who_run_the_channel_can_remove_a_text_after_a_question(network: Network) -> None:
    card = posted(network)
    question = card.press("Mer", keeper(network)).press("Trekk tilbake")
    gone = question.press("Fjern teksten")
    assert gone.heading == "Innlegget er trukket tilbake"
    assert TEXT not in str([row.model_dump() for row in stored(network)])
    assert TEXT not in str([o.message.card for _, o in network.send_due()])


def test_a_named_sender_is_asked_1_to_1_and_answers_there(network: Network) -> None:
    card = posted(network)
    question = card.press("Mer", keeper(network)).press("Spør avsenderen")
    question.press("Send", text="Gjelder det begge?")
    sent = network.send_due()
    (_, outgoing) = next(pair for pair in sent if pair[0].kind == challenges.QUESTION)
    asked = Seen(network.member("Kari"), outgoing.message.card)
    asked.press("Send svaret", text="Ja, begge klassene.")
    assert "«Ja, begge klassene.»" in card.press("Mer").texts


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("solving", "En løsningsgruppe ser på dette"),
        ("agreed", "Vi er enige om en løsning"),
        ("in-use", "Løsningen er tatt i bruk"),
    ],
)
def test_a_challenge_that_is_on_its_way_says_so(network: Network, state: str, title: str) -> None:
    card = posted(network)
    changed(network, state=state)
    assert card.press("Mer").heading == title


def test_the_list_has_the_unsettled_first_and_an_end(network: Network) -> None:
    assert network.member("Ola").says("utfordringer").heading == "Ingen har meldt noe ennå"
    _settled_and_seven_more(network)
    listed = network.member("Ola").says("utfordringer")
    assert listed.buttons == [*(["Vis"] * 6), "Flere", "Meld utfordring", "Året i tall"]
    rest = listed.press("Flere")
    assert rest.buttons == ["Vis", "Vis", "Forrige", "Meld utfordring", "Året i tall"]
    assert "Ikke nå · utfordring, meldt" in rest.texts[-1]


def _settled_and_seven_more(network: Network) -> None:
    today = network.deps.calendar.day_of(network.clock())
    with network.deps.store.transaction() as session:
        for number in range(8):
            session.add(
                Challenge(
                    network_id=1,
                    state=ChallengeState.FLAGGED if number else ChallengeState.NOT_NOW,
                    text=f"Utfordring nummer {number}",
                    submission=f"s-{number}",
                    raised_on=today - timedelta(days=number),
                )
            )
