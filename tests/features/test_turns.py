"""Whose turn it is, and how it changes hands.

In the demo NAV (Kari and Nils) hosts the network meeting on Friday 29 January 2027; Amina is from
the læringssenter, Ola from Karriere Agder, Ingrid from Mandal videregående; Siri observes.
"""

from collections.abc import Mapping

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState, row_id
from bot.domain.meetings import MeetingState
from storage import attendance, offers, planning
from storage.posted import REFRESH
from storage.tables import Duty, Meeting, Organisation, Person
from tests.features.bench import Network, Seen

KARRIERE, LARINGSSENTERET, NAV = "Karriere Agder", "læringssenter", "NAV Lindesnes"


def agencies(network: Network) -> Mapping[str, int]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Organisation).where(col(Organisation.valid_to).is_(None))).all()
        return {row.name: row.id or 0 for row in rows}


def agency(network: Network, part: str) -> str:
    return str(next(number for name, number in agencies(network).items() if part in name))


def meeting(network: Network) -> Meeting:
    """NAV's next one."""
    host = int(agency(network, NAV))
    with network.deps.store.transaction() as session:
        statement = select(Meeting).where(Meeting.host_id == host)
        rows = session.exec(statement.order_by(col(Meeting.starts_at))).all()
        return next(row for row in rows if row.starts_at > network.clock())


def owners_of_duties(network: Network, meeting_id: int | None) -> set[int]:
    with network.deps.store.transaction() as session:
        return set(
            session.exec(select(Duty.organisation_id).where(Duty.meeting_id == meeting_id)).all()
        )


def ask(network: Network, to: str = "all", comment: str = "") -> Seen:
    """Kari asks whether somebody else can host the meeting of 29 January."""
    form = network.member("Kari").press("turn.offer/1", {"meeting": meeting(network).id})
    return form.press("Send spørsmålet", to=to, comment=comment)


def told(network: Network, days: int = 0, kind: str = offers.OFFERED) -> list[tuple[str, Seen]]:
    """What goes out about it in so many days: to whom, and the card."""
    return [
        (delivery.audience, Seen(network.member("Ola"), out.message.card, delivery.activity_id))
        for delivery, out in network.pass_days(days)
        if delivery.kind == kind
    ]


def make_reachable(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)).all():
            person.unreachable = False
            session.add(person)


# --- The queue -----------------------------------------------------------------------------------


def test_the_queue_gives_every_agency_its_turn_with_one_sentence_why(network: Network) -> None:
    queue = network.member("Kari").says("ansvar")
    rows = [text for text in queue.texts if text in agencies(network)]
    whys = ("vært vert", "Avtalt for")
    reasons = [t.partition(". ")[2] for t in queue.texts if any(why in t for why in whys)]
    assert queue.heading == "Dere er vert 29. januar"
    assert len(rows) == len(reasons) == 8
    assert "Har ikke vært vert siden januar 2026." in reasons


def test_the_queue_has_an_end(network: Network) -> None:
    page, pages = network.member("Kari").says("ansvar"), 1
    while "Senere" in page.buttons:
        page, pages = page.press("Senere"), pages + 1
    assert pages == 2
    assert "Tidligere" in page.buttons


def test_an_observer_is_never_in_the_queue(network: Network) -> None:
    assert "NORCE" not in network.member("Siri").says("ansvar").text


def test_who_reads_in_a_channel_is_not_told_of_own_turns(network: Network) -> None:
    assert network.member("Kari").in_channel().says("ansvar").heading == "Slik går runden videre"


# --- Offering ------------------------------------------------------------------------------------


def test_an_agency_chooses_among_its_own_coming_meetings(network: Network) -> None:
    choice = network.member("Kari").says("bytt vertskap")
    assert choice.heading == "Hvilket møte vil dere bytte bort?"
    assert "Nettverksmøte 29. januar" in choice.buttons
    form = choice.press("Nettverksmøte 29. januar")
    assert form.inputs() == {"to": "all", "comment": ""}


def test_who_has_nothing_to_offer_is_shown_the_queue(network: Network) -> None:
    nothing = network.member("Siri").says("bytt vertskap")
    assert nothing.heading == "Dere har ikke noe vertskap å bytte bort"
    assert nothing.press("Ansvar").heading == network.member("Siri").says("ansvar").heading


def test_the_channel_is_asked_once_and_the_first_agency_has_it(network: Network) -> None:
    assert ask(network, comment="Vi flytter den uka.").heading == "Spørsmålet er sendt"
    ((audience, card),) = told(network)
    assert audience == "conversation:1"
    assert card.heading == "Kan noen ta vertskapet etter NAV Lindesnes?"
    assert "Vi flytter den uka" in card.text
    before = meeting(network)
    taken = card.press("Vi tar det", network.member("Ola"))
    karriere = int(agency(network, KARRIERE))
    assert taken.heading == "Agder fylkeskommune v/Karriere Agder Lyngdal er vert"
    assert owners_of_duties(network, before.id) == {karriere}
    assert meeting(network).id != before.id


def test_the_reminders_follow_the_turn(network: Network) -> None:
    ask(network)
    ((_, card),) = told(network)
    card.press("Vi tar det", network.member("Amina"))
    make_reachable(network)
    sent = [d.audience for d, _ in network.pass_days(5) if d.kind == planning.REMINDER]
    assert sent == ["person:3"]  # Amina, on 8 January


def test_a_chosen_agency_is_asked_by_name_and_can_say_no(network: Network) -> None:
    make_reachable(network)
    ask(network, agency(network, KARRIERE))
    ((audience, card),) = told(network)
    assert audience == "person:4"
    assert card.buttons == ["Vi tar det", "Vi kan ikke"]
    refused = card.press("Vi tar det", network.member("Amina"))
    assert refused.heading == "Det er en annen etat som er spurt."
    declined = card.press("Vi kan ikke", network.member("Ola"))
    assert declined.heading == "Agder fylkeskommune v/Karriere Agder Lyngdal kan ikke denne gangen"
    ((audience, answer),) = told(network, kind=offers.ANSWERED)
    assert audience == "person:1"
    wider = answer.press("Spør alle", network.member("Kari"))
    assert wider.heading == "Spørsmålet er sendt"
    assert [to for to, _ in told(network)] == ["conversation:1"]


def test_an_offer_nobody_takes_comes_up_again_and_ends_with_a_named_person(
    network: Network,
) -> None:
    make_reachable(network)
    network.clock.moment = network.clock.moment.replace(year=2026, month=11, day=2)
    ask(network)
    asked = told(network, 30)
    assert [to for to, _ in asked] == ["conversation:1", "person:3", "person:1"]
    assert asked[1][1].heading == "Kan dere ta vertskapet etter NAV Lindesnes?"
    assert asked[2][1].heading == "Ingen har tatt vertskapet ennå"
    assert told(network, 60) == []


def test_an_offer_withdrawn_is_silent_and_can_be_made_again(network: Network) -> None:
    sent = ask(network)
    assert sent.press("Vi er vert likevel").heading == "NAV Lindesnes er vert likevel"
    assert told(network, 20) == []
    assert ask(network).heading == "Spørsmålet er sendt"


def test_sending_twice_asks_once_and_shows_how_it_stands(network: Network) -> None:
    ask(network)
    offered = {"meeting": meeting(network).id}
    again = network.member("Kari").press("turn.send/1", {**offered, "to": "all", "comment": ""})
    assert again.heading == "Spørsmålet er sendt"
    opened = network.member("Kari").press("turn.offer/1", offered)
    assert opened.card == again.card
    assert len([d for d in network.deliveries() if d.kind == offers.OFFERED]) == 3
    assert len(told(network)) == 1


def test_two_that_press_at_the_same_time_the_first_has_it(network: Network) -> None:
    ask(network)
    ((_, card),) = told(network)
    card.press("Vi tar det", network.member("Ola"))
    late = card.press("Vi tar det", network.member("Amina"))
    assert late.heading == "Agder fylkeskommune v/Karriere Agder Lyngdal er vert"
    assert [d.kind for d, _ in network.send_due()].count(offers.ANSWERED) == 1


def test_the_posted_question_shows_the_end_of_it(network: Network) -> None:
    ask(network)
    told(network)
    network.member("Ola").press("turn.take/1", {"offer": 1})
    redrawn = [out for d, out in network.send_due() if d.kind == "refresh"]
    assert len(redrawn) == 1
    assert "Tok over etter NAV Lindesnes" in str(redrawn[0].message.card)


def test_a_cancelled_meeting_is_offered_to_nobody(network: Network) -> None:
    ask(network)
    offered = meeting(network).id
    with network.deps.store.transaction() as session:
        row = session.get_one(Meeting, offered)
        row.state = MeetingState.CANCELLED
        session.add(row)
    assert told(network, 20) == []
    assert network.member("Ola").press("turn.take/1", {"offer": 1}).heading == (
        "Dette er ikke aktuelt lenger"
    )


def test_a_refused_chat_means_a_mention_in_the_channel(network: Network) -> None:
    ask(network, agency(network, KARRIERE))  # Ola has no chat in the demo
    ((audience, _),) = told(network)
    assert audience == "conversation:1"
    assert network.deliveries(DeliveryState.PENDING)


# --- Claims --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Amina", "Siri"])
def test_only_the_host_offers_its_turn(network: Network, who: str) -> None:
    refused = network.member(who).press("turn.offer/1", {"meeting": meeting(network).id})
    assert refused.heading == "Det er verten som kan bytte bort vertskapet."


@pytest.mark.parametrize("verb", ["turn.take/1", "turn.decline/1", "turn.withdraw/1"])
def test_an_offer_that_does_not_exist_is_refused(network: Network, verb: str) -> None:
    assert network.member("Kari").press(verb, {"offer": 4711}).heading == (
        "Det spørsmålet finnes ikke lenger."
    )


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Kari", "Dere er vert allerede."),
        ("Siri", "Etaten din kan ikke være vert den dagen."),
    ],
)
def test_who_cannot_host_is_told_why(network: Network, name: str, heading: str) -> None:
    ask(network)
    assert network.member(name).press("turn.take/1", {"offer": 1}).heading == heading


@pytest.mark.parametrize("to", ["4711", "alle", "", "0", "<at>alle</at>"])
def test_an_unknown_agency_is_told_at_the_field_and_the_comment_is_kept(
    network: Network, to: str
) -> None:
    form = ask(network, to, "Vi flytter den uka.")
    assert "Velg en etat i lista, eller alle." in form.text
    assert form.inputs()["comment"] == "Vi flytter den uka."
    assert network.deliveries(DeliveryState.PENDING) == [
        d for d in network.deliveries(DeliveryState.PENDING) if d.kind != offers.OFFERED
    ]


def test_a_long_comment_is_told_at_the_field_and_kept(network: Network) -> None:
    form = ask(network, comment="x" * 10_000)
    assert "Dette er 10000 tegn. Kort det ned til 300." in form.text
    assert form.inputs()["comment"] == "x" * 10_000


def test_a_comment_with_personal_data_is_not_sent(network: Network) -> None:
    form = ask(network, comment="Spør ola@example.org")
    assert "Her ligner noe på en e-postadresse." in form.text
    assert all(each.kind != offers.OFFERED for each in network.deliveries())


# --- Whatever shows the host follows -------------------------------------------------------------


def redrawn(network: Network) -> dict[str, Seen]:
    """The posted cards that are drawn again now, by what was posted."""
    kinds = {delivery.id: delivery.kind for delivery in network.deliveries()}
    return {
        kinds[row_id(delivery.subject)]: Seen(network.member("Ola"), out.message.card)
        for delivery, out in network.send_due()
        if delivery.kind == REFRESH
    }


def test_a_taken_turn_is_shown_by_every_card_that_was_posted_before(network: Network) -> None:
    network.pass_days(6)  # Kari has her reminder
    hosted = meeting(network).id
    network.member("Kari").press("call-in/1", {"meeting": hosted}).press("Legg ut")
    ask(network)
    network.send_due()
    network.member("Ola").press("turn.take/1", {"offer": 1})
    cards = redrawn(network)
    assert set(cards) == {planning.REMINDER, attendance.CALL_IN, offers.OFFERED}
    host = next(name for name in agencies(network) if KARRIERE in name)
    assert cards[attendance.CALL_IN].heading == f"Nettverksmøte hos {host}"
    assert cards[planning.REMINDER].heading == "Innkalling: gjort"  # by Kari, before
    assert f"{host} er vert." in cards[planning.REMINDER].texts
    assert cards[planning.REMINDER].buttons == ["Angre", "Mer"]


def test_an_agency_that_leaves_asks_nobody_any_more(network: Network) -> None:
    """Its turn goes on by itself, and what was posted says so."""
    asked = ask(network)
    network.send_due()
    leave = asked.reader.press("setup.leave/1", {"agency": int(agency(network, NAV))})
    leave.press("Se hva som skjer", day="2027-01-20").press("Ja, de slutter")
    assert redrawn(network)[offers.OFFERED].heading == "Dette er ikke aktuelt lenger"
