"""The network makes a challenge the theme of a fagdag, or a proposal for a later one."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.domain.fagdag import FAGDAGER
from bot.domain.meetings import MeetingState
from bot.features import upkeep
from storage import challenges
from storage.tables import AgendaItem, Meeting, Theme
from tests.features.bench import Member, Network, Seen
from tests.features.raised import TEXT, in_channel, kinds, posted, raised, stored

TITLE = "Praksis og moduler i samme uke"


def keeper(network: Network) -> Member:
    return network.member("Amina").in_channel("Løsningsgrupper")


def next_fagdag(network: Network, **facts: object) -> tuple[str, datetime]:
    """The id of the next one and when it ends, with these facts and at first without a theme."""
    with network.deps.store.transaction() as session:
        meeting = session.exec(
            select(Meeting)
            .where(
                Meeting.network_id == 1,
                col(Meeting.activity).in_(FAGDAGER),
                Meeting.state == MeetingState.PLANNED,
                Meeting.starts_at > network.clock(),
            )
            .order_by(col(Meeting.starts_at))
        ).first()
        assert meeting is not None
        for name, value in {"theme": "", **facts}.items():
            setattr(meeting, name, value)
        return str(meeting.id), meeting.ends_at


def theme_of(network: Network, meeting: str) -> str:
    with network.deps.store.transaction() as session:
        return session.get_one(Meeting, int(meeting)).theme


def decided(network: Network, fagdag: str) -> Seen:
    question = posted(network).press("Mer", keeper(network)).press("Tema på fagdag")
    return question.press("Lagre", text=TITLE, other=fagdag)


def state(network: Network) -> str:
    (row,) = stored(network)
    return str(row.state)


def test_a_fagdag_without_a_theme_is_proposed_with_the_title(network: Network) -> None:
    number, _ = next_fagdag(network)
    question = posted(network).press("Mer", keeper(network)).press("Tema på fagdag")
    assert question.inputs() == {"text": TEXT, "other": number}


def test_the_fagdag_gets_the_theme_and_the_card_and_the_sender_hear(network: Network) -> None:
    network.member("Kari").says("hjelp")
    number, _ = next_fagdag(network)
    done = decided(network, number)
    assert done.heading == "Dette blir tema på en fagdag"
    assert any("tema på fagdagen" in text for text in done.texts)
    assert theme_of(network, number) == TITLE
    sent = network.send_due()
    assert kinds(sent) == [challenges.DECIDED, "refresh"]
    told = next(o for d, o in sent if d.kind == challenges.DECIDED)
    assert Seen(network.member("Kari"), told.message.card).heading == "Det blir tema på en fagdag"
    with network.deps.store.transaction() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.title == TEXT)).one()
        assert item.state == "withdrawn"


def test_it_can_be_undone_before_anybody_heard_of_it(network: Network) -> None:
    network.member("Kari").says("hjelp")
    number, _ = next_fagdag(network)
    undone = decided(network, number).press("Angre")
    assert (state(network), theme_of(network, number)) == ("planned", "")
    assert "Nå: **på møtet 26. februar**" in undone.texts
    assert kinds(network.send_due()) == ["refresh"]
    with network.deps.store.transaction() as session:
        theme = session.exec(select(Theme).where(Theme.text == TITLE)).one()
        assert theme.removed_at is not None


def test_what_is_undone_and_decided_again_is_told(network: Network) -> None:
    network.member("Kari").says("hjelp")
    number, _ = next_fagdag(network)
    undone = decided(network, number).press("Angre")
    question = undone.press("Mer", keeper(network)).press("Tema på fagdag")
    question.press("Lagre", text=TITLE, other=number)
    assert challenges.DECIDED in kinds(network.send_due())


def test_a_fagdag_that_has_a_theme_is_not_offered(network: Network) -> None:
    number, _ = next_fagdag(network, theme="Tolk på skjerm")
    question = posted(network).press("Mer", keeper(network)).press("Tema på fagdag")
    assert "Velg en fagdag fra lista." in question.press("Lagre", text=TITLE, other=number).texts
    assert theme_of(network, number) == "Tolk på skjerm"


def test_a_later_fagdag_is_chosen_in_the_bank_and_the_challenge_follows(network: Network) -> None:
    network.member("Kari").says("hjelp")
    number, _ = next_fagdag(network)
    done = decided(network, "later")
    assert "Nå: **foreslått som tema på en fagdag**" in done.texts
    network.send_due()
    with network.deps.store.transaction() as session:
        theme = session.exec(select(Theme).where(Theme.text == TITLE)).one()
    nils = network.member("Kari")
    nils.press("theme.put-on/1", {"theme": str(theme.id), "meeting": number})
    assert theme_of(network, number) == TITLE
    assert challenges.DECIDED in kinds(network.send_due())
    shown = network.member("Ola").press("challenge.show/1", {"challenge": 1})
    assert any("tema på fagdagen" in text for text in shown.texts)


def test_a_theme_is_one_short_line_and_guarded(network: Network) -> None:
    question = posted(network).press("Mer", keeper(network)).press("Tema på fagdag")
    assert "Skriv noe her." in question.press("Lagre", text=" ", other="later").texts
    refused = question.press("Lagre", text="Ring 90 12 34 56", other="later")
    assert any("telefonnummer" in text for text in refused.texts)
    assert state(network) == "planned"


def test_after_the_fagdag_it_was_taken_up_and_can_come_back_with_a_reason(
    network: Network,
) -> None:
    number, ends = next_fagdag(network)
    card = decided(network, number)
    network.clock.moment = ends + timedelta(minutes=1)
    upkeep.plan(network.deps)
    (row,) = stored(network)
    assert (row.state, row.closed_on) == ("heard", network.deps.calendar.day_of(ends))
    again = card.press("Mer", network.member("Kari")).press("Ta opp igjen")
    again.press("Lagre", text="Vi fant ingen løsning.")
    (row,) = stored(network)
    assert (row.closed_on, row.theme_id) == (None, None)
    assert theme_of(network, number) == TITLE


def test_of_a_fagdag_that_is_cancelled_the_network_decides_anew(network: Network) -> None:
    number, _ = next_fagdag(network)
    card = decided(network, number)
    next_fagdag(network, state=MeetingState.CANCELLED, theme=TITLE)
    upkeep.plan(network.deps)
    assert state(network) == "planned"
    assert "«Fagdagen ble avlyst.»" in card.press("Mer").texts


def test_a_withdrawn_text_is_not_left_on_the_fagdag(network: Network) -> None:
    number, _ = next_fagdag(network)
    raised(network.member("Kari")).press("Legg ut")
    card = in_channel(network, network.send_due())
    question = card.press("Mer", keeper(network)).press("Tema på fagdag")
    question.press("Lagre", text=TEXT, other=number)
    network.member("Amina").press("challenge.do/1", {"challenge": 1, "step": "withdraw"})
    assert theme_of(network, number) == ""
    with network.deps.store.transaction() as session:
        assert TEXT not in session.exec(select(Theme.text)).all()


def test_not_now_is_told_to_the_sender(network: Network) -> None:
    network.member("Kari").says("hjelp")
    question = posted(network).press("Mer", keeper(network)).press("Ikke nå")
    question.press("Lagre", text="Vi venter på regelverket.")
    told = next(o for d, o in network.send_due() if d.kind == challenges.DECIDED)
    card = Seen(network.member("Kari"), told.message.card)
    assert card.heading == "Nettverket tar det ikke nå"
    assert "«Vi venter på regelverket.»" in card.texts


def test_what_is_decided_once_more_is_told_once_more(network: Network) -> None:
    network.member("Kari").says("hjelp")
    card = posted(network)
    for reason in ("Vi venter på regelverket.", "Regelverket kom ikke."):
        card.press("Mer", keeper(network)).press("Ikke nå").press("Lagre", text=reason)
        told = [o for d, o in network.send_due() if d.kind == challenges.DECIDED]
        assert [f"«{reason}»" in Seen(card.reader, o.message.card).texts for o in told] == [True]
        card.press("Mer", keeper(network)).press("Ta opp igjen").press(
            "Lagre", text="Nå haster det."
        )
        assert challenges.DECIDED not in kinds(network.send_due())


# --- Raised from a meeting -----------------------------------------------------------------------


def from_meeting(network: Network, **typed: str) -> Seen:
    with network.deps.store.transaction() as session:
        number = session.exec(
            select(Meeting.id).where(Meeting.activity == "network-meeting").limit(1)
        ).one()
    card = network.member("Kari").press("meeting/1", {"meeting": number, "more": True})
    form = card.press("Ta opp noe")
    return form.press("Se hvordan det blir", **{"text": TEXT, **typed})


def test_what_is_raised_from_a_meeting_remembers_it(network: Network) -> None:
    preview = from_meeting(network)
    assert "I forbindelse med nettverksmøte" in preview.text
    preview.press("Legg ut")
    assert "I forbindelse med nettverksmøte" in in_channel(network, network.send_due()).text


def test_an_anonymous_one_does_not_say_at_which_meeting(network: Network) -> None:
    preview = from_meeting(network, anonymous="true")
    assert "I forbindelse med" not in preview.text
    assert [row.meeting_id for row in stored(network)] == [None]


def test_a_sender_hears_what_it_was_merged_into(network: Network) -> None:
    network.member("Kari").says("hjelp")
    posted(network, by="Ingrid", text="Praksis og undervisning faller på samme dag.")
    (other,) = stored(network)
    raised(network.member("Kari"), text="Modulene går når deltakerne er ute i bedrift.").press(
        "Legg ut"
    )
    card = in_channel(network, network.send_due())
    form = card.press("Mer", keeper(network)).press("Slå sammen")
    form.press("Lagre", other=str(other.id))
    told = next(o for d, o in network.send_due() if d.kind == challenges.DECIDED)
    seen = Seen(network.member("Kari"), told.message.card)
    assert seen.heading == "Dette er slått sammen med en annen"
    assert "«Praksis og undervisning faller på samme dag.»" in seen.texts
