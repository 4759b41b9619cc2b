"""A løsningsgruppe from its invitation to a solution in use, and what happens when it fails."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.deps import Outgoing
from bot.domain import receipts
from bot.domain.agenda import ItemState
from bot.domain.challenge_times import TOLD_AT
from bot.domain.meetings import Activity
from bot.domain.solving import SolvingStep
from bot.features import upkeep
from bot.features.challenges import archive
from storage import challenges
from storage.tables import (
    AgendaItem,
    Delivery,
    Heard,
    Meeting,
    Person,
    Solution,
    SolutionMember,
    Task,
)
from tests.features.bench import Member, Network, Seen, parts
from tests.features.raised import KARRIERE, NAV, TEXT, changed, kinds, posted, stored

CONCERNS = f"{NAV},{KARRIERE}"
PARTIES = ("Kari", "Ola")


def keeper(network: Network) -> Member:
    return network.member("Amina").in_channel("Løsningsgrupper")


def greeted(network: Network) -> None:
    """The bot knows everybody's chat."""
    for name in ("Kari", "Nils", "Ola", "Amina", "Ingrid"):
        network.member(name).says("hjelp")


def cards(network: Network, sent: list[tuple[Delivery, Outgoing]], kind: str) -> dict[str, Seen]:
    """What was sent of a kind, by the first name of whoever got it."""
    with network.deps.store.transaction() as session:
        people = {f"person:{p.id}": p.name.split()[0] for p in session.exec(select(Person))}
    return {
        people[d.audience]: Seen(network.member(people[d.audience]), o.message.card, d.activity_id)
        for d, o in sent
        if d.kind == kind
    }


def agencies(asked: dict[str, Seen]) -> list[str]:
    """Whoever of NAV's two has room that week speaks for it."""
    return sorted("NAV" if name in {"Kari", "Nils"} else name for name in asked)


def gathered(network: Network) -> dict[str, Seen]:
    """A challenge about NAV and Karriere Agder, and those who were asked, each with a card."""
    greeted(network)
    card = posted(network, by="Ingrid", concerns=CONCERNS)
    network.pass_days(8)  # everybody has room for another message
    form = card.press("Mer", keeper(network)).press("Løsningsgruppe")
    form.press("Spør dem", people=form.inputs()["people"])
    return cards(network, network.pass_days(8), challenges.INVITED)


def solution(network: Network, name: str) -> Seen:
    return network.member(name).press("solution/1", {"challenge": 1})


def meeting_found(network: Network) -> None:
    for card in gathered(network).values():
        card.press("Ja, jeg blir med")
    form = solution(network, "Kari").press("Finn et møte")
    form.press(form.buttons[0])


def written(network: Network, what: str = "Praksis i ferier.") -> Seen:
    form = solution(network, "Kari").press("Skriv resultatet")
    return form.press("Lagre", what=what, who="NAV og skolen", starts="2027-03-01")


def agreed(network: Network) -> None:
    meeting_found(network)
    written(network)
    for name in PARTIES:
        say(network, name, SolvingStep.CONFIRM, "yes")


def say(network: Network, name: str, step: SolvingStep, said: str, text: str = "") -> Seen:
    titles = {
        SolvingStep.CONFIRM: "Bekreft resultatet",
        SolvingStep.USE: "Tatt i bruk hos oss",
        SolvingStep.HOLDS: "Holder løsningen?",
        SolvingStep.TRY: "Fungerer det hos oss?",
    }
    form = solution(network, name).press(titles[step])
    return form.press("Lagre", said=said, text=text)


def used(network: Network) -> None:
    agreed(network)
    for name in PARTIES:
        say(network, name, SolvingStep.USE, "yes", "Det går fint.")


def state(network: Network) -> str:
    (row,) = stored(network)
    return str(row.state)


# --- The group -----------------------------------------------------------------------------------


def test_one_who_decides_of_each_agency_and_one_from_practice_are_proposed(
    network: Network,
) -> None:
    card = posted(network, concerns=CONCERNS)
    form = card.press("Mer", keeper(network)).press("Løsningsgruppe")
    assert form.heading == "Hvem skal løse dette?"
    with network.deps.store.transaction() as session:
        names = {str(p.id): p.name for p in session.exec(select(Person))}
    chosen = [names[number] for number in form.inputs()["people"].split(",")]
    assert sorted(chosen) == ["Kari Nilsen", "Nils Dahl", "Ola Berg"]


def test_a_group_is_three_to_six_and_of_the_network(network: Network) -> None:
    form = posted(network).press("Mer", keeper(network)).press("Løsningsgruppe")
    assert (
        "En løsningsgruppe er tre til seks personer." in form.press("Spør dem", people="1,2").texts
    )
    assert "Velg noen fra lista." in form.press("Spør dem", people="1,2,4711").texts
    assert state(network) == "planned"


def test_each_is_asked_1_to_1_and_accepts(network: Network) -> None:
    asked = gathered(network)
    assert sorted(asked) == ["Kari", "Nils", "Ola"]
    assert asked["Kari"].heading == "Kan du være med i en løsningsgruppe?"
    assert asked["Kari"].press("Ja, jeg blir med").heading == "Du er med i løsningsgruppa"
    assert "Med: Kari Nilsen." in solution(network, "Ola").text
    assert state(network) == "solving"


def test_who_cannot_is_replaced_by_the_next_of_the_agency(network: Network) -> None:
    greeted(network)
    card = posted(network, by="Ingrid", concerns=CONCERNS)
    network.pass_days(8)
    with network.deps.store.transaction() as session:
        ids = {p.name.split()[0]: str(p.id) for p in session.exec(select(Person))}
    people = ",".join(ids[name] for name in ("Kari", "Ola", "Amina"))
    card.press("Mer", keeper(network)).press("Løsningsgruppe").press("Spør dem", people=people)
    asked = cards(network, network.pass_days(8), challenges.INVITED)
    answered = asked["Kari"].press("Kan ikke, spør Nils Dahl")
    assert answered.heading == "Du er ikke med i løsningsgruppa"
    told = {d.audience for d in network.deliveries() if d.kind == challenges.INVITED}
    assert told == {f"person:{ids[name]}" for name in ("Kari", "Ola", "Amina", "Nils")}


def test_who_has_no_chat_with_the_bot_accepts_from_the_card_in_the_channel(
    network: Network,
) -> None:
    card = posted(network, by="Ingrid", concerns=CONCERNS)
    form = card.press("Mer", keeper(network)).press("Løsningsgruppe")
    form.press("Spør dem", people=form.inputs()["people"])
    ola = solution(network, "Ola")
    assert ola.heading == "Kan du være med i en løsningsgruppe?"
    assert ola.buttons[:2] == ["Ja, jeg blir med", "Kan ikke"]
    assert ola.press("Ja, jeg blir med").heading == "Du er med i løsningsgruppa"
    for again in (solution(network, "Ola"), solution(network, "Ingrid")):
        assert "Ja, jeg blir med" not in again.buttons


def test_only_who_was_asked_answers(network: Network) -> None:
    gathered(network)
    refused = network.member("Ingrid").press("solution.answer/1", {"challenge": 1, "coming": True})
    assert refused.heading == "Den utfordringen finnes ikke lenger."


# --- Meetings ------------------------------------------------------------------------------------


def test_the_first_free_day_is_one_press_and_stands_in_the_calendar(network: Network) -> None:
    meeting_found(network)
    with network.deps.store.transaction() as session:
        found = session.exec(select(Meeting).where(Meeting.activity == "solution-group")).all()
        (meeting,) = [row for row in found if row.starts_at > network.clock()]
        assert meeting.theme == TEXT
        items = session.exec(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()
        assert [item.title for item in items] == [TEXT]
    assert "Nå: **løsningsgruppe (møte 1 av 2)**" in solution(network, "Ola").texts


def test_a_third_meeting_is_simply_the_third(network: Network) -> None:
    meeting_found(network)
    for _ in range(2):
        form = solution(network, "Kari").press("Finn et møte")
        form.press(form.buttons[0])
    network.clock.moment += timedelta(days=60)
    assert "Nå: **løsningsgruppe (møte 3)**" in solution(network, "Ola").texts


def test_alternatives_and_the_one_agreed_are_put_to_each_party(network: Network) -> None:
    meeting_found(network)
    form = solution(network, "Kari").press("Alternativer")
    done = form.press("Lagre", alternatives="Praksis i ferier\n- To modultider\n", chosen="1")
    assert "dette er vi enige om" in done.texts
    asked = cards(network, network.pass_days(8), "solution-practice")
    assert sorted(asked) == ["Ola"]  # Kari's agency has it before it
    answered = asked["Ola"].press("Nei").press("Lagre", said="no", text="Ikke i juli.")
    assert "nei: «Ikke i juli.»" in answered.texts


def test_a_written_outcome_is_asked_about_instead(network: Network) -> None:
    meeting_found(network)
    form = solution(network, "Kari").press("Alternativer")
    form.press("Lagre", alternatives="Praksis i ferier", chosen="1")
    written(network)
    sent = network.pass_days(8)
    assert cards(network, sent, "solution-practice") == {}
    assert sorted(cards(network, sent, "solution-outcome")) == ["Ola"]


def test_a_task_is_a_task_like_all_others(network: Network) -> None:
    meeting_found(network)
    form = solution(network, "Kari").press("Ny oppgave")
    for _ in range(2):
        form.press("Lagre", task="Spør rektor", agency=KARRIERE, due="2027-03-01")
    with network.deps.store.transaction() as session:
        assert [t.text for t in session.exec(select(Task)).all()].count("Spør rektor") == 1
    assert "Spør rektor" in network.member("Ola").says("mine oppgaver").text


# --- The outcome ---------------------------------------------------------------------------------


def test_all_yes_or_with_reservations_is_agreed(network: Network) -> None:
    meeting_found(network)
    assert written(network).heading == "Nå bekrefter etatene"
    say(network, "Kari", SolvingStep.CONFIRM, "yes")
    assert state(network) == "solving"
    done = say(network, "Ola", SolvingStep.CONFIRM, "reserved", "Vi trenger en avtale.")
    assert done.heading == "Vi er enige om en løsning"
    assert "Forbehold fra Agder" in done.text
    assert "«Vi trenger en avtale.»" in done.texts


def test_a_no_needs_a_reason_and_agrees_to_nothing(network: Network) -> None:
    meeting_found(network)
    written(network)
    say(network, "Kari", SolvingStep.CONFIRM, "yes")
    assert "Skriv noe her." in say(network, "Ola", SolvingStep.CONFIRM, "no").texts
    say(network, "Ola", SolvingStep.CONFIRM, "no", "Det går ikke hos oss.")
    assert state(network) == "solving"


def test_a_changed_outcome_asks_again_and_an_answer_to_the_old_one_is_not_taken(
    network: Network,
) -> None:
    meeting_found(network)
    written(network)
    old = cards(network, network.pass_days(8), "solution-outcome")["Ola"]
    say(network, "Kari", SolvingStep.CONFIRM, "yes")
    written(network, "Praksis i uka før ferie.")
    late = old.press("Ja")
    assert "Praksis i uka før ferie." in late.text
    assert "har ikke svart ennå" in late.texts
    assert state(network) == "solving"
    again = cards(network, network.pass_days(8), "solution-outcome")
    again["Ola"].press("Ja")
    assert state(network) == "solving"
    say(network, "Kari", SolvingStep.CONFIRM, "yes")
    assert state(network) == "agreed"


# --- Back to the network -------------------------------------------------------------------------


def test_status_written_once_is_on_the_next_agenda_of_every_body(network: Network) -> None:
    meeting_found(network)
    said = "Gruppa er enig om å flytte praksis. " + "Vi begynner etter vinterferien. " * 4
    solution(network, "Kari").press("Skriv status").press("Lagre", text=said)
    with network.deps.store.transaction() as session:
        found = session.exec(select(AgendaItem).where(AgendaItem.title.startswith("Status:")))
        items = {session.get_one(Meeting, i.meeting_id).activity: i for i in found}
    assert set(items) == {
        Activity.NETWORK_MEETING,
        Activity.STEERING_GROUP,
        Activity.WORKING_GROUP,
    }
    assert items[Activity.NETWORK_MEETING].note == said.strip()
    assert items[Activity.STEERING_GROUP].note == ""


def test_a_status_written_again_before_it_is_heard_is_not_a_second_item(network: Network) -> None:
    meeting_found(network)
    for said in ("Vi leter.", "Vi er nesten enige."):
        solution(network, "Kari").press("Skriv status").press("Lagre", text=said)
    with network.deps.store.transaction() as session:
        found = session.exec(select(AgendaItem.title).where(AgendaItem.title.startswith("Status:")))
        assert set(found.all()) == {"Status: Vi er nesten enige."}
        assert len(session.exec(select(Solution)).one().heard) == 3


def test_the_parties_are_asked_on_the_day_and_the_last_use_settles_it(network: Network) -> None:
    agreed(network)
    asked = cards(network, network.pass_days(70), "solution-use")
    assert agencies(asked) == ["NAV", "Ola"]
    next(card for name, card in asked.items() if name != "Ola").press("Ja")
    assert state(network) == "agreed"
    asked["Ola"].press("Ja, med noen ord").press("Lagre", text="Siden mandag.")
    assert state(network) == "in-use"
    assert "ja: «Siden mandag.»" not in solution(network, "Kari").texts  # holds is asked now


def test_four_weeks_later_parties_and_sender_are_asked_once(network: Network) -> None:
    used(network)
    sent = network.pass_days(27)
    assert "solution-holds" not in kinds(sent)
    sent = network.pass_days(40)
    assert agencies(cards(network, sent, "solution-holds")) == ["Ingrid", "NAV", "Ola"]
    assert kinds(sent).count("solution-holds") == 3


def test_a_no_with_a_reason_takes_it_up_again(network: Network) -> None:
    used(network)
    sent = network.pass_days(60)
    asked = cards(network, sent, "solution-holds")
    asked["Ola"].press("Ja")
    assert state(network) == "in-use"
    asked["Ingrid"].press("Nei").press("Lagre", said="no", text="Elevene må fortsatt velge.")
    assert state(network) == "planned"
    seen = network.member("Ola").press("challenge.show/1", {"challenge": 1})
    assert "«Elevene må fortsatt velge.»" in seen.texts


def test_what_is_withdrawn_leaves_no_word_of_the_solution(network: Network) -> None:
    meeting_found(network)
    written(network)
    solution(network, "Kari").press("Skriv status").press("Lagre", text="Vi er nesten enige.")
    network.member("Amina").press("challenge.do/1", {"challenge": 1, "step": "withdraw"})
    with network.deps.store.transaction() as session:
        assert session.exec(select(Solution)).all() == []
        assert session.exec(select(SolutionMember)).all() == []
        items = session.exec(select(AgendaItem)).all()
        assert [i.title for i in items if "nesten enige" in i.title + i.note] == []
        assert [i.title for i in items if TEXT in i.title] == []
        assert {i.state for i in items if i.title.startswith("En utfordring")} <= {
            ItemState.WITHDRAWN,
            ItemState.OPEN,
        }


# --- Learning and the archive --------------------------------------------------------------------


def test_the_year_is_told_in_figures(network: Network) -> None:
    used(network)
    network.pass_days(40)
    say(network, "Ola", SolvingStep.HOLDS, "yes")
    year = network.clock().year
    told = network.member("Ola").says(f"utfordringer {year}")
    assert told.heading == "Én utfordring er meldt"
    assert "1 er avtalt" in told.texts
    assert "1 av 1 holder" in told.texts
    assert told.press("Året før").heading == "Ingen meldte noe det året"


def test_files_for_the_archive_have_the_sum_that_stands_beside_them(network: Network) -> None:
    used(network)
    network = replace(network, deps=replace(network.deps, public_url="https://rundebord.test"))
    card = network.member("Ola").press("challenge.files/1", {"challenge": 1})
    links = [p["url"] for p in parts(card.card) if p.get("type") == "Action.OpenUrl"]
    content, secret = b"", ""
    for url, kind in zip(links, ("docx", "json"), strict=True):
        secret = url.rpartition("/")[2].removesuffix(f".{kind}")
        content = archive.file_for(network.deps, secret, kind) or b""
        assert hashlib.sha256(content).hexdigest() in card.text
    (record,) = json.loads(content)
    assert record["outcomes"][0]["what"] == "Praksis i ferier."
    assert record["outcomes"][0]["written_by"].startswith("contact, NAV")
    for name in ("Kari", "Ola", "Ingrid"):
        assert name not in content.decode()
    assert archive.file_for(network.deps, "x" * 56, "json") is None
    network.clock.moment += timedelta(hours=2)
    assert archive.file_for(network.deps, secret, "json") is None


def test_what_was_settled_long_ago_is_forgotten_when_it_was_exported(network: Network) -> None:
    used(network)
    network.clock.moment += timedelta(days=6 * 366)
    upkeep.forget(network.deps)
    assert state(network) == "in-use"
    changed(network, exported_on=network.clock().date())
    upkeep.forget(network.deps)
    assert stored(network) == []


def test_an_anonymous_sender_says_with_the_code_that_it_does_not_hold(network: Network) -> None:
    used(network)
    changed(network, raised_by_id=None, receipt=receipts.hash_of("ABCD-EFGH-IJKL-MNOP"))
    followed = network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP")
    assert "Ja, den holder" not in followed.buttons
    network.clock.moment += timedelta(days=40)
    followed = network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP")
    assert followed.heading == "Holder løsningen?"
    no = "Nei, ta saken opp igjen"
    assert "Skriv noe her." in followed.press(no, text=" ").texts
    told = followed.press(no, text="Elevene må fortsatt velge.")
    assert "«Elevene må fortsatt velge.»" in told.texts
    assert state(network) == "in-use"
    assert "Elevene" not in solution(network, "Ola").text
    sent = network.pass_days(1)
    assert state(network) == "planned"
    nine = network.deps.calendar.at(network.deps.calendar.day_of(network.clock()), TOLD_AT)
    redrawn = {d.due_at for d, _ in sent if d.kind == "refresh"}
    assert redrawn == {nine}
    assert "0 av 1 holder" in network.member("Kari").says("utfordringer 2027").texts


def fails_tomorrow(network: Network) -> None:
    """Whoever raised it has said so with the code; the network does not know yet."""
    used(network)
    changed(network, raised_by_id=None, receipt=receipts.hash_of("ABCD-EFGH-IJKL-MNOP"))
    network.clock.moment += timedelta(days=40)
    followed = network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP")
    followed.press("Nei, ta saken opp igjen", text="Elevene må fortsatt velge.")


def test_where_a_party_is_first_the_sender_reads_the_reason_of_the_party(network: Network) -> None:
    fails_tomorrow(network)
    say(network, "Ola", SolvingStep.HOLDS, "no", "Vi har ikke plasser.")
    followed = network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP")
    assert "«Vi har ikke plasser.»" in followed.texts
    network.pass_days(2)
    assert "Elevene må fortsatt velge." not in solution(network, "Ola").text


def test_what_is_withdrawn_before_its_hour_is_not_told_as_a_reason(network: Network) -> None:
    fails_tomorrow(network)
    followed = network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP")
    followed.press("Trekk tilbake").press("Fjern teksten")
    network.pass_days(2)
    assert [(row.state, row.reason) for row in stored(network)] == [("in-use", "")]


def test_nothing_is_kept_of_a_look_with_a_code(network: Network) -> None:
    network.member("Ingrid").says("hjelp", activity_id="help")
    network.member("Ingrid").says("følg ABCD-EFGH-IJKL-MNOP", activity_id="code")
    with network.deps.store.transaction() as session:
        heard = session.exec(select(Heard.activity_id)).all()
    assert list(heard) == ["help"]


@pytest.mark.parametrize("by", ["sender", "keeper"])
def test_of_what_is_agreed_the_words_of_the_sender_are_withdrawn_and_the_outcome_stays(
    network: Network, by: str
) -> None:
    agreed(network)
    solution(network, "Kari").press("Skriv status").press("Lagre", text="Vi begynner i mars.")
    if by == "keeper":
        asked = network.member("Amina").press(
            "challenge.step/1", {"challenge": 1, "step": "withdraw"}
        )
        assert "Det etatene har bekreftet, blir stående." in asked.text
        asked.press("Fjern teksten")
    else:
        network.member("Ingrid").press("challenge.take-back/1", {"challenge": 1, "code": ""})
    (row,) = stored(network)
    assert (row.text, row.raised_by_id) == ("En utfordring som er trukket tilbake", None)
    with network.deps.store.transaction() as session:
        titles = [item.title for item in session.exec(select(AgendaItem))]
        themes = [meeting.theme for meeting in session.exec(select(Meeting))]
    assert [said for said in (*titles, *themes) if TEXT in said] == []
    assert "Status: Vi begynner i mars." in titles
    assert "«Praksis i ferier.»" in solution(network, "Ola").texts
    for name in PARTIES:
        say(network, name, SolvingStep.USE, "yes")
    assert state(network) == "in-use"
    card = network.member("Amina").press("challenge.show/1", {"challenge": 1, "more": True})
    assert "Trekk tilbake" not in card.buttons
