"""One named person, one sentence, «Gjort», then silence."""

import pytest
from sqlmodel import col, select, update

from bot.domain import deliveries
from bot.domain.deliveries import DeliveryState
from bot.features import upkeep
from bot.kinds import KINDS, remember_chat
from storage import planning
from storage.tables import Delivery, Person
from tests.features.bench import Network, Seen
from tests.features.postman import Postman

# The network meeting of the demo, at most 27 days from Monday 4 January 2027, hosted by NAV:
# Friday 29 January. Three weeks before is 8 January.
TOGETHER = 4  # people who are reminded of something in the first weeks
IN_A_CHAT = col(Delivery.audience).startswith("person:")


def reminders(network: Network, days: int) -> list[tuple[str, str, str]]:
    """The day, the addressee and the mention of what goes out in so many days."""
    return [
        (
            sent.sent_at.date().isoformat() if sent.sent_at else "",
            sent.audience,
            outgoing.message.mention.name if outgoing.message.mention else "",
        )
        for sent, outgoing in network.pass_days(days)
        if sent.kind in {planning.REMINDER, planning.AGAIN}
    ]


def first_reminder(network: Network) -> Seen:
    sent, outgoing = next(
        (sent, out) for sent, out in network.pass_days(5) if sent.kind == planning.REMINDER
    )
    return Seen(network.member("Kari"), outgoing.message.card, sent.activity_id)


def test_the_contact_is_reminded_first_then_the_deputy_then_the_contact_again(
    network: Network,
) -> None:
    """Nobody coordinates the demo network, and nobody else is left in the chain of NAV."""
    assert reminders(network, 20) == [
        ("2027-01-08", "person:1", ""),
        ("2027-01-12", "conversation:1", "Nils Dahl"),  # the deputy cannot be reached 1:1
        ("2027-01-22", "person:1", ""),
    ]


def test_a_deputy_with_a_chat_is_reminded_there_and_told_for_whom(network: Network) -> None:
    with network.deps.store.transaction() as session:
        nils = session.get_one(Person, 2)
        nils.unreachable = False
        session.add(nils)
    sent = [pair for pair in network.pass_days(9) if pair[0].kind == planning.REMINDER]
    audiences = ["person:1", "person:2", "conversation:1"]  # the channel is told for whom it is
    assert [delivery.audience for delivery, _ in sent] == audiences
    assert sent[2][1].message.mention is None
    assert "Nils Dahl" in str(sent[2][1].message.card)
    assert "Kari Nilsen" not in str(sent[2][1].message.card)  # not who did not answer
    to_nils = Seen(network.member("Nils"), sent[1][1].message.card)
    assert "Kari Nilsen" in to_nils.text


def test_the_reminder_names_meeting_and_duties_with_a_button_each(network: Network) -> None:
    card = first_reminder(network)
    assert "fredag 29. januar" in card.text.lower()
    assert card.buttons.count("Gjort") == 3


def test_one_press_is_an_answer_and_the_deputy_hears_nothing(network: Network) -> None:
    first_reminder(network).press("Gjort")
    assert reminders(network, 7) == []


def test_everything_done_means_silence_for_the_rest_of_the_meeting(network: Network) -> None:
    card = first_reminder(network)
    for _ in range(3):
        card = card.press("Gjort")
    assert "Gjort" not in card.buttons
    assert reminders(network, 20) == []


def test_what_is_still_open_is_asked_for_once_more_a_week_before(network: Network) -> None:
    first_reminder(network).press("Gjort")
    assert reminders(network, 15) == [("2027-01-22", "person:1", "")]


def test_a_press_is_recorded_and_the_posted_card_is_drawn_again_for_all(network: Network) -> None:
    network.pass_days(9)  # Kari has it in her chat, and the channel has it too
    network.member("Nils").says("neste møte")
    meeting = network.member("Nils").press("meeting/1", {"meeting": _meeting_id(network)})
    done = meeting.press("Gjort")
    assert "Nils Dahl" in done.text
    redrawn = network.send_due()
    assert [delivery.kind for delivery, _ in redrawn] == ["refresh", "refresh"]
    assert {outgoing.activity_id for _, outgoing in redrawn} == {
        sent.activity_id
        for sent in network.deliveries()
        if sent.kind == planning.REMINDER and sent.state is DeliveryState.SENT
    }
    assert all("Nils Dahl" in str(outgoing.message.card) for _, outgoing in redrawn)


def _meeting_id(network: Network) -> int:
    planned = next(d for d in network.deliveries() if d.kind == planning.REMINDER)
    return int(planned.subject.partition(":")[2])


def test_pressing_twice_is_one_effect_by_the_one_who_was_first(network: Network) -> None:
    card = first_reminder(network)
    card.press("Gjort")
    network.send_due()
    again = card.press("Gjort", network.member("Nils"))
    assert "Kari Nilsen" in again.text
    assert "Nils Dahl" not in again.text
    assert network.send_due() == []


def test_what_was_done_can_be_undone(network: Network) -> None:
    card = first_reminder(network)
    data = next(a["data"] for a in card._actions() if a["title"] == "Gjort")
    card.press("Gjort")
    undone = network.member("Kari").press("duty.undo/1", data, card.activity_id)
    assert undone.buttons.count("Gjort") == 3


def test_another_agency_is_told_whose_duty_it_is(network: Network) -> None:
    refused = first_reminder(network).press("Gjort", network.member("Amina"))
    assert refused.heading == (
        "Oppgaven hører til en annen etat. Det er de som melder den som gjort."
    )


def test_a_person_who_refuses_a_chat_is_mentioned_in_the_channel_instead(network: Network) -> None:
    network.pass_days(3)
    planned = next(d for d in network.deliveries(DeliveryState.PENDING) if d.audience == "person:1")
    with network.deps.store.transaction() as session:
        row = session.get_one(Delivery, planned.id)
        row.state = DeliveryState.FAILED
        session.add(row)
        session.flush()
        refused = KINDS[planning.REMINDER].refused
        assert refused is not None
        refused(network.deps, session, row, "blocked")
    assert reminders(network, 2) == [("2027-01-08", "conversation:1", "Kari Nilsen")]


# --- «Minn meg igjen» ----------------------------------------------------------------------------


def snoozed(network: Network, name: str = "Kari") -> Seen:
    meeting = {"meeting": _meeting_id(network)}
    return network.member(name).press("duties.snooze/1", meeting)


def test_who_asks_to_be_reminded_again_is_so_in_three_days_and_nobody_else_is(
    network: Network,
) -> None:
    first_reminder(network)  # on Friday 8 January; the clock stands on the 9th
    card = snoozed(network)
    assert "tirsdag 12. januar" in card.heading
    assert card.buttons == ["Velg denne dagen", "Angre", "Til møtet"]
    assert reminders(network, 12) == [("2027-01-12", "person:1", "")]


def test_the_reminder_they_asked_for_answers_as_the_first_one_does(network: Network) -> None:
    first_reminder(network)
    snoozed(network)
    ((row, outgoing),) = [each for each in network.pass_days(4) if each[0].kind == planning.AGAIN]
    again = Seen(network.member("Kari"), outgoing.message.card, row.activity_id)
    answered = again.press("Gjort")
    assert answered.heading == again.heading
    assert answered.press("Mer").heading == again.heading


def test_another_day_can_be_chosen_before_the_meeting(network: Network) -> None:
    first_reminder(network)
    card = snoozed(network).press("Velg denne dagen", day="2027-01-16")  # a Saturday
    assert "mandag 18. januar" in card.heading
    assert reminders(network, 10) == [("2027-01-18", "person:1", "")]


def test_a_day_that_cannot_be_is_said_to_be_so_and_kept(network: Network) -> None:
    first_reminder(network)
    for day in ("2027-01-29", "2027-01-05", "i overmorgen"):
        again = snoozed(network).press("Velg denne dagen", day=day)
        assert again.inputs() == {"day": day}
        assert "Velg" in again.text


def test_it_can_be_taken_back_and_the_deputy_is_asked_after_all(network: Network) -> None:
    first_reminder(network)
    undone = snoozed(network).press("Angre")
    assert undone.buttons == ["Minn meg igjen", "Til møtet"]
    assert reminders(network, 4) == [("2027-01-12", "conversation:1", "Nils Dahl")]


def test_who_has_nothing_to_do_for_it_cannot_be_reminded_of_it(network: Network) -> None:
    first_reminder(network)
    refused = snoozed(network, "Amina")
    assert refused.heading == "Dere har ingen oppgaver igjen til dette møtet."


def test_those_who_refuse_at_the_same_moment_are_all_mentioned_instead(
    network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    """Each refusal plans anew, and on PostgreSQL they overlap."""
    postman = Postman(network, refusing=everybody(network), together=TOGETHER)
    upkeep.plan(network.deps)
    with network.deps.store.transaction() as session:
        due = {"due_at": network.clock(), "held_until": None}
        session.execute(update(Delivery).where(IN_A_CHAT).values(due))
        for row in session.exec(select(Delivery).where(IN_A_CHAT)):
            person = session.get_one(Person, deliveries.row_id(row.audience))
            remember_chat(session, row, f"a:{person.teams_id}")
    postman.send()
    with network.deps.store.transaction() as session:
        failed = col(Delivery.state) == DeliveryState.FAILED
        refused = session.exec(select(Delivery).where(failed, IN_A_CHAT)).all()
        marked = session.exec(select(Person.id).where(col(Person.unreachable))).all()
    assert {deliveries.row_id(row.audience) for row in refused} == set(marked)
    assert len(marked) == TOGETHER
    assert all(row.seen for row in refused)
    assert "failed" not in caplog.text


def everybody(network: Network) -> set[str]:
    """The Teams ids of all; nobody is known to refuse yet."""
    with network.deps.store.transaction() as session:
        session.execute(update(Person).values(unreachable=False))
        return set(session.exec(select(Person.teams_id)).all())
