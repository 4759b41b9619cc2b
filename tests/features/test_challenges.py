"""Challenges are raised safely: nobody is surprised in public, and what is taken back is gone."""

import pytest
from sqlmodel import select

from bot.deps import Chosen
from bot.domain.deliveries import DeliveryState
from bot.domain.notes import NoteKind
from storage import challenges
from storage.tables import AgendaItem, Conversation, Meeting, Note
from tests.features.bench import Network, Seen
from tests.features.raised import KARRIERE, NAV, TEXT, in_channel, kinds, posted, raised, stored


def test_the_sender_sees_text_place_and_readers_before_anybody_else(network: Network) -> None:
    preview = raised(network.member("Kari"))
    assert preview.heading == "Dette legges ut i «Løsningsgrupper»"
    assert TEXT in preview.text
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    assert network.send_due() == []


def test_after_the_yes_it_stands_in_the_channel_with_the_senders_name(network: Network) -> None:
    card = posted(network)
    assert TEXT in card.text
    assert "Kari Nilsen" in card.text
    assert "Svar" in card.buttons


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
    receipt = raised(network.member("Kari"), concerns=KARRIERE).press("Legg ut")
    network.member("Ola").says("hjelp")
    network.send_due()
    receipt.press("Trekk tilbake")
    redrawn = network.send_due()
    assert TEXT not in str([outgoing.message.card for _, outgoing in redrawn])
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


# --- Where it comes from -------------------------------------------------------------------------


def test_a_line_of_notes_is_in_the_form_already(network: Network) -> None:
    with network.deps.store.transaction() as session:
        meeting = session.exec(select(Meeting)).first()
        assert meeting is not None
        text = "Ingen vet hvem som bestiller tolk."
        number = meeting.id or 0
        note = Note(network_id=1, meeting_id=number, kind=NoteKind.OPPORTUNITY, text=text)
        session.add(note)
        session.flush()
        number = note.id or 0
    form = network.member("Ola").press("challenge.open/1", {"source": "note", "key": str(number)})
    assert (form.inputs()["text"], form.inputs()["kind"]) == (text, "opportunity")


@pytest.mark.parametrize(
    ("source", "key"), [("", ""), ("note", "4711"), ("note", "²"), ("evaluation", "x"), ("x", "1")]
)
def test_what_does_not_exist_here_opens_an_empty_form(
    network: Network, source: str, key: str
) -> None:
    form = network.member("Ola").press("challenge.open/1", {"source": source, "key": key})
    assert form.inputs()["text"] == ""


def test_a_message_of_the_team_is_taken_up_with_its_text_and_the_way_to_it(
    network: Network,
) -> None:
    link = "https://teams.microsoft.com/l/message/19:x/1"
    form = chosen(network, "Vi mangler tolk igjen i dag", link)
    assert form.inputs()["text"] == "Vi mangler tolk igjen i dag"
    preview = form.press("Se hvordan det blir", text="Vi mangler tolk igjen i dag")
    assert link in str(preview.card)
    preview.press("Legg ut")
    assert link in str(in_channel(network, network.send_due()).card)


def test_what_is_no_address_leads_nowhere(network: Network) -> None:
    form = chosen(network, "Vi mangler tolk igjen i dag", "javascript:alert(1)")
    assert "javascript" not in str(form.card)


def chosen(network: Network, text: str, link: str) -> Seen:
    kari = network.member("Kari").in_channel()
    reply = network.hears(Chosen(**kari._envelope(), text=text, link=link))
    assert reply is not None
    return Seen(kari, reply.card)


# --- Who reads it --------------------------------------------------------------------------------


def test_where_teams_said_how_many_read_the_channel_that_is_what_is_told(network: Network) -> None:
    with network.deps.store.transaction() as session:
        channel = session.get_one(Conversation, 2)
        channel.readers = 31
        session.add(channel)
    preview = raised(network.member("Kari"))
    assert "**31 personer fra 5 etater** kan lese kanalen." in preview.texts


def test_the_agency_concerned_is_told_at_the_same_moment_and_only_one_person(
    network: Network,
) -> None:
    network.member("Ola").says("hjelp")
    preview = raised(network.member("Kari"), concerns=KARRIERE)
    assert "Kontaktpersonen hos Agder fylkeskommune v/Karriere Agder Lyngdal" in preview.text
    preview.press("Legg ut")
    sent = network.send_due()
    assert kinds(sent) == [challenges.POSTED, challenges.CONCERNS]
    told = next(pair for pair in sent if pair[0].kind == challenges.CONCERNS)
    assert told[0].audience == "person:4"
    card = Seen(network.member("Ola"), told[1].message.card, told[0].activity_id)
    seen = card.press("Vårt syn").press("Send", text="Vi har bare plasser på tirsdager.")
    assert "Slik ser Agder fylkeskommune v/Karriere Agder Lyngdal det" in seen.texts


def test_a_sender_is_not_told_of_the_own_challenge(network: Network) -> None:
    network.member("Nils").says("hjelp")
    raised(network.member("Kari"), concerns=NAV).press("Legg ut")
    audiences = {d.audience for d, _ in network.send_due() if d.kind == challenges.CONCERNS}
    assert audiences == {"person:2"}


# --- The same thing twice ------------------------------------------------------------------------


def test_what_is_alike_is_shown_and_can_be_joined_instead(network: Network) -> None:
    posted(network)
    text = "Praksis kolliderer med undervisning i modulene hver uke"
    preview = raised(network.member("Ola"), text=text)
    assert "Ligner på noe som alt er meldt" in preview.texts
    joined = preview.press("Gjelder oss også")
    assert "1 etat har sagt at det gjelder dem også. Etaten din er talt med." in joined.texts
    assert [row.state for row in stored(network)] == ["planned", "withdrawn"]
    assert kinds(network.send_due()) == ["refresh"]


def test_something_else_is_not_alike(network: Network) -> None:
    posted(network)
    preview = raised(network.member("Ola"), text="Ingen vet hvem som bestiller tolk.")
    assert "Gjelder oss også" not in preview.buttons


def test_an_observer_is_not_asked_whether_it_concerns_their_agency(network: Network) -> None:
    card = posted(network, by="Ingrid")
    siri = network.member("Siri")
    assert "Ligner på noe som alt er meldt" in raised(siri).texts
    assert "Gjelder oss også" not in raised(siri).buttons
    assert "Gjelder oss også" not in card.press("Mer", siri.in_channel("Løsningsgrupper")).buttons


def test_an_agency_counts_once_whoever_presses(network: Network) -> None:
    card = posted(network)
    card.press("Gjelder oss også", network.member("Kari"))
    card.press("Gjelder oss også", network.member("Nils"))
    twice = card.press("Gjelder oss også", network.member("Ola"))
    assert "2 etater har sagt at det gjelder dem også. Etaten din er talt med." in twice.texts
    back = twice.press("Gjelder oss ikke likevel")
    assert "1 etat har sagt at det gjelder dem også." in back.texts


def test_in_the_channel_nobody_reads_whose_agency_it_was(network: Network) -> None:
    card = posted(network)
    card.press("Gjelder oss også", network.member("Ola"))
    old = network.member("Ola").in_channel("Løsningsgrupper").with_an_old_client()
    assert "Etaten din" not in card.press("Gjelder oss også", old).text


# --- The guard, and the end ----------------------------------------------------------------------


def test_a_telephone_number_is_refused_before_anything_is_stored(network: Network) -> None:
    again = raised(network.member("Kari"), text="Ring ham på 90 12 34 56, han vet det.")
    assert any("telefonnummer" in text for text in again.texts)
    assert stored(network) == []


def test_withdrawing_takes_it_off_the_agenda_too(network: Network) -> None:
    receipt = raised(network.member("Kari")).press("Legg ut")
    with network.deps.store.transaction() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.title == TEXT)).one()
        assert item.meeting_id is not None
        number = item.id
    receipt.press("Trekk tilbake")
    with network.deps.store.transaction() as session:
        item = session.get_one(AgendaItem, number)
        assert (item.title, item.state) == ("En utfordring som er trukket tilbake", "withdrawn")


def test_a_draft_that_nobody_confirms_is_forgotten(network: Network) -> None:
    raised(network.member("Kari"), concerns=NAV)
    network.pass_days(9)
    with network.deps.store.transaction() as session:
        challenges.forget_drafts(session, network.deps.calendar.day_of(network.clock()))
    assert stored(network) == []
