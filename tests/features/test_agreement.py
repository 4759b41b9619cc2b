"""`avtalen`: what applies in plain words, and changes that all parties must say yes to."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot.domain.agenda import ItemKind
from bot.domain.agreements import AgreementState, StandingItem, by_activity
from bot.domain.deliveries import DeliveryState
from bot.domain.meetings import Activity
from bot.domain.people import Member as MemberFacts
from bot.kinds import KINDS
from cards.elements import escape
from storage import agreements
from storage.tables import Agreement, Change, Delivery, Membership, Organisation, Person
from tests.features.bench import Member, Network, Seen, parts

# The demo's parties and their contacts: NAV (Kari; Nils is deputy), Lindesnes (Amina), Karriere
# Agder (Ola), Mandal videregående (Ingrid). Only Kari has a chat; the others are mentioned.

OTHERS = ["Amina", "Ola", "Ingrid"]


def drafted(member: Member, activity: str = "network-meeting", **typed: str) -> Seen:
    """The form of one activity filled in, up to what would change."""
    form = member.says("avtalen").press("Foreslå endring").press("Videre", activity=activity)
    return form.press("Se forslaget", **{**form.inputs(), **typed})


def proposed(member: Member) -> Seen:
    """Three network meetings instead of four, sent to the parties."""
    return drafted(member, count="3").press("Spør etatene")


def questions(network: Network) -> dict[str, Seen]:
    """What has gone out about the agreement, by the first name of who was mentioned or written."""
    found = {}
    for sent, outgoing in network.send_due():
        for row, seen in network.received(sent, outgoing):
            if row.kind in {"consent", "consent-reminder"}:
                found[seen.reader.person.name.split()[0]] = seen
    return found


def states(network: Network) -> list[tuple[int, str]]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Agreement).order_by(col(Agreement.version))).all()
    return [(row.version, str(row.state)) for row in rows]


def count_now(network: Network) -> int:
    with network.deps.store.transaction() as session:
        return by_activity(agreements.terms(session, 1))[Activity.NETWORK_MEETING].count


# --- What applies --------------------------------------------------------------------------------


def test_the_agreement_begins_with_what_is_usual_and_that_is_recorded(network: Network) -> None:
    shown = network.member("Kari").says("avtalen")
    assert shown.heading == "Dette har vi avtalt"
    assert (
        "Det vanlige i modellen, fra 4. januar. Alle etatene kan foreslå endringer." in shown.texts
    )
    assert "Nettverksmøte, fire ganger i året" in shown.texts
    assert (
        "Torsdager kl. 09.00–11.30 i februar, mai, september og november. "
        "Vert: etatene etter tur. 5 faste saker."
    ) in shown.texts
    assert network.member("Ola").says("avtalen").texts == shown.texts
    assert states(network) == [(1, "in-force")]
    with network.deps.store.transaction() as session:
        recorded = session.exec(select(Change.what)).all()
    assert recorded == ["Begynte med den vanlige avtalen i modellen."]


def test_standing_items_are_there_before_anybody_has_looked(network: Network) -> None:
    with network.deps.store.transaction() as session:
        items = agreements.standing_items(session, 1, Activity.NETWORK_MEETING)
        assert agreements.standing_items(session, 1, Activity.WEBINAR) == ()
        assert agreements.in_force(session, 1) is None
    assert items[0] == StandingItem("Runde rundt bordet", ItemKind.ROUND, 30)
    assert len(items) == 5


# --- A proposal ----------------------------------------------------------------------------------


def test_the_proposer_sees_exactly_what_would_change_and_who_is_asked(network: Network) -> None:
    preview = drafted(network.member("Kari"), count="3", weekday="1", months="2,5,10")
    assert preview.heading == "Dette vil du endre"
    assert (
        "Hvor ofte: tre ganger i året i stedet for fire ganger i året\n\n"
        "Måneder: februar, mai og oktober i stedet for februar, mai, september og november\n\n"
        "Ukedag: tirsdager i stedet for torsdager"
    ) in preview.texts
    assert "Ola Berg (Agder fylkeskommune v/Karriere Agder Lyngdal)" in preview.text
    assert "Kari" not in preview.text
    assert network.send_due() == []
    assert count_now(network) == 4


def test_several_activities_are_changed_in_one_proposal(network: Network) -> None:
    kari = network.member("Kari")
    more = drafted(kari, count="3").press("Endre mer").press("Videre", activity="webinar")
    typed = {"count": "2", "starts": "09:00", "ends": "10:00", "standing": "Fint 20 min"}
    preview = more.press("Se forslaget", **{**more.inputs(), **typed})
    assert "Hvor ofte: tre ganger i året i stedet for fire ganger i året" in preview.texts
    assert any(text.startswith("Ny i avtalen: to ganger i året.") for text in preview.texts)
    out = preview.press("Endre mer").press("Videre", activity="open-day")
    assert "Går ut av avtalen." in out.press("Se forslaget", count="0").texts


def test_a_draft_is_its_writers_own_and_can_be_taken_up_or_thrown_away(network: Network) -> None:
    kari = network.member("Kari")
    preview = drafted(kari, count="3")
    assert network.member("Ola").says("avtalen").press("Foreslå endring").heading == (
        "Hva vil du endre?"
    )
    again = kari.says("avtalen").press("Foreslå endring")
    assert again.texts == preview.texts
    again.press("Forkast")
    assert kari.says("avtalen").press("Foreslå endring").heading == "Hva vil du endre?"
    assert states(network) == [(1, "in-force")]


def test_a_form_without_changes_proposes_nothing(network: Network) -> None:
    preview = drafted(network.member("Kari"))
    assert preview.heading == "Du har ikke endret noe ennå"
    assert "Spør etatene" not in preview.buttons


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("count", "-1", "Skriv et tall fra 0 til 60."),
        ("ends", "09:00", "Slutten må komme etter starten."),
        ("starts", "99:99", "Skriv et klokkeslett, for eksempel 09.00."),
        ("responsible", "4711", "Velg en vert i lista."),
        ("standing", "x" * 10_000, "Dette er 10000 tegn. Kort det ned til 200."),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    network: Network, field: str, value: str, told: str
) -> None:
    again = drafted(network.member("Kari"), **{field: value})
    problems = [p["text"] for p in parts(again.card) if p.get("color") == "attention"]
    assert problems == ["!", told]
    assert str(again.inputs()[field]) in {value, ""}  # a number field takes no text
    assert again.heading == "Nettverksmøte"


@pytest.mark.parametrize("typed", ["**fet** [x](https://example.org)", "<at>alle</at>", "مرحبا 🙂"])
def test_odd_titles_are_kept_and_shown_inertly(network: Network, typed: str) -> None:
    preview = drafted(network.member("Kari"), standing=typed)
    shown = next(text for text in preview.texts if text.startswith("Faste saker"))
    assert shown.startswith(escape(f"Faste saker: {typed} i stedet for"))


def test_an_activity_that_does_not_exist_is_told_at_the_choice(network: Network) -> None:
    kari = network.member("Kari")
    begun = kari.says("avtalen").press("Foreslå endring")
    assert "Velg en aktivitet i lista." in begun.press("Videre", activity="dans").texts
    assert "Velg en aktivitet i lista." in kari.press("agreement.save/1", {"activity": "x"}).texts


# --- Consent -------------------------------------------------------------------------------------


def test_each_other_party_is_asked_once_by_name(network: Network) -> None:
    stands = proposed(network.member("Kari"))
    assert "Kari Nilsen har foreslått en endring 4. januar" in stands.texts
    assert stands.text.count("Har ikke svart ennå") == 3
    asked = questions(network)
    assert sorted(asked) == sorted(OTHERS)
    assert asked["Ola"].heading == (
        "Kan Agder fylkeskommune v/Karriere Agder Lyngdal si ja til dette?"
    )
    assert "Hvor ofte: tre ganger i året i stedet for fire ganger i året" in asked["Ola"].texts
    assert questions(network) == {}


def test_when_all_have_said_yes_it_applies_and_the_proposer_hears_it_once(
    network: Network,
) -> None:
    proposed(network.member("Kari"))
    asked = questions(network)
    for name in OTHERS[:-1]:
        answered = asked[name].press("Ja")
        assert "har sagt ja" in answered.heading
        assert "Vi venter på" in answered.text
        assert count_now(network) == 4
    last = asked[OTHERS[-1]].press("Ja")
    assert last.heading == "Alle har sagt ja, og endringen gjelder"
    assert count_now(network) == 3
    assert states(network) == [(1, "replaced"), (2, "in-force")]
    told = [out for sent, out in network.send_due() if sent.kind == "agreement-settled"]
    assert [out.message.summary for out in told] == ["Alle har sagt ja, og endringen gjelder"]
    shown = network.member("Ola").says("avtalen")
    assert "Nettverksmøte, tre ganger i året" in shown.texts
    assert "Avtalt av" in shown.text
    earlier = shown.press("Tidligere avtaler")
    assert "Gjaldt fra 4. januar 2027" in earlier.text
    assert earlier.press("Tilbake").texts == shown.texts


def test_one_no_with_a_reason_ends_it(network: Network) -> None:
    proposed(network.member("Kari"))
    asked = questions(network)
    without = asked["Ola"].press("Nei")
    assert "Skriv kort hva som må være annerledes." in without.texts
    asked["Amina"].press("Ja", comment="Helt greit")
    ended = asked["Ola"].press("Nei", comment="Vi trenger alle fire")
    assert ended.heading == "Forslaget falt, og avtalen gjelder som før"
    assert asked["Ingrid"].press("Ja").heading == ended.heading
    assert (count_now(network), states(network)) == (4, [(1, "in-force"), (2, "rejected")])
    (report,) = [out for sent, out in network.send_due() if sent.kind == "agreement-settled"]
    assert "«Vi trenger alle fire»" in Seen(network.member("Kari"), report.message.card).texts
    earlier = network.member("Kari").says("avtalen").press("Tidligere avtaler")
    assert "Falt 4. januar 2027" in earlier.text
    assert "sa nei: «Vi trenger alle fire»" in earlier.text


def test_every_posted_question_shows_how_it_stands(network: Network) -> None:
    proposed(network.member("Kari"))
    questions(network)["Ola"].press("Ja")
    redrawn = [Seen(network.member("Ola"), out.message.card) for _, out in network.send_due()]
    assert sum("har sagt ja" in card.heading for card in redrawn) == 1
    assert len(redrawn) == 3


def test_a_yes_can_be_undone_until_all_have_answered(network: Network) -> None:
    proposed(network.member("Kari"))
    asked = questions(network)
    undone = asked["Ola"].press("Ja").press("Angre")
    assert undone.heading == asked["Ola"].heading
    for name in OTHERS:
        asked[name].press("Ja")
    late = asked["Ola"].reader.press(
        "consent.undo/1", {"agreement": 2, "agency": agency(network, "karriere-agder")}
    )
    assert late.heading == "Alle har sagt ja, og endringen gjelder"
    assert count_now(network) == 3


def agency(network: Network, key: str) -> int:
    with network.deps.store.transaction() as session:
        return session.exec(select(Organisation.id).where(Organisation.key == key)).one() or 0


def test_only_who_answers_for_a_party_answers(network: Network) -> None:
    proposed(network.member("Amina"))
    asked = questions(network)
    assert sorted(asked) == ["Ingrid", "Kari", "Ola"]
    refused = asked["Kari"].press("Ja", network.member("Ola"))
    assert refused.heading == "Det er Kari Nilsen som svarer for etaten."
    assert "har sagt ja" in asked["Kari"].press("Ja", network.member("Nils")).heading


def test_the_one_who_is_asked_finds_the_question_in_the_agreement_too(network: Network) -> None:
    proposed(network.member("Amina"))
    shown = network.member("Ola").says("avtalen")
    assert "Svar på forslaget" not in network.member("Siri").says("avtalen").buttons
    answered = shown.press("Svar på forslaget").press("Ja")
    assert "har sagt ja" in answered.heading
    assert "Svar på forslaget" not in network.member("Ola").says("avtalen").buttons


def test_after_five_working_days_it_is_asked_once_more_and_then_never(network: Network) -> None:
    proposed(network.member("Kari"))
    questions(network)["Ola"].press("Ja")
    reminded = [
        (sent.sent_at.date(), out.message.mention.name)
        for sent, out in network.pass_days(30)
        if sent.kind == "consent-reminder" and sent.sent_at and out.message.mention
    ]
    assert sorted(reminded) == [
        (date(2027, 1, 11), "Amina Yusuf"),
        (date(2027, 1, 11), "Ingrid Moen"),
    ]
    assert network.member("Kari").says("avtalen").text.count("Har ikke svart ennå") == 2


def test_a_reminder_that_is_pressed_becomes_the_answer(network: Network) -> None:
    proposed(network.member("Kari"))
    questions(network)
    network.clock.moment += timedelta(days=8)
    reminder = questions(network)["Ola"]
    assert reminder.heading.startswith("Svaret fra Agder fylkeskommune")
    assert "Skriv kort" in reminder.press("Nei").text
    assert reminder.press("Nei").heading == reminder.heading
    assert "har sagt ja" in reminder.press("Ja").heading


def test_a_second_proposal_waits_and_the_first_can_be_withdrawn(network: Network) -> None:
    kari, ola = network.member("Kari"), network.member("Ola")
    waiting = drafted(ola, count="2")
    proposed(kari)
    refused = waiting.press("Spør etatene")
    told = "Det er alt et forslag ute. Det må avgjøres eller trekkes først."
    assert told in refused.texts
    assert told in ola.press("agreement.change/1", {}).texts
    assert "Trekk forslaget" not in refused.buttons
    not_his = ola.press("agreement.withdraw/1", {"agreement": proposal_id(network)})
    assert not_his.heading == "Det er den som foreslo det, som kan trekke det."
    asked = kari.says("avtalen").press("Trekk forslaget")
    assert asked.heading == "Vil du trekke forslaget?"
    assert "1 etat har sagt ja." in asked.text
    assert "Foreslå endring" in asked.press("Trekk forslaget").buttons
    assert network.send_due() == []  # nobody had been asked yet, so nobody hears of it
    assert "Disse blir spurt" in ola.says("avtalen").press("Foreslå endring").texts


def proposal_id(network: Network) -> int:
    with network.deps.store.transaction() as session:
        row = agreements.proposed(session, 1)
    return row.id or 0 if row else 0


def test_sent_twice_it_is_one_proposal(network: Network) -> None:
    preview = drafted(network.member("Kari"), count="3")
    preview.press("Spør etatene")
    preview.press("Spør etatene")
    assert states(network) == [(1, "in-force"), (2, "proposed")]
    assert len(questions(network)) == 3


def test_a_new_agreement_ends_the_drafts_that_began_from_the_old_one(network: Network) -> None:
    ola = network.member("Ola")
    drafted(ola, "open-day", count="2")
    proposed(network.member("Kari"))
    for question in questions(network).values():
        question.press("Ja")
    assert ola.says("avtalen").press("Foreslå endring").heading == "Hva vil du endre?"


def test_a_party_that_has_left_does_not_hold_it_up(network: Network) -> None:
    proposed(network.member("Kari"))
    asked = questions(network)
    asked["Amina"].press("Ja")
    with network.deps.store.transaction() as session:
        left = session.exec(select(Organisation).where(Organisation.key == "mandal-vgs")).one()
        left.valid_to = date(2027, 1, 3)
    assert asked["Ola"].press("Ja").heading == "Alle har sagt ja, og endringen gjelder"


def test_somebody_who_cannot_be_written_to_is_mentioned_in_the_channel(network: Network) -> None:
    proposed(network.member("Amina"))
    to_kari = next(
        d for d in network.deliveries() if d.audience == "person:1" and d.kind == "consent"
    )
    with network.deps.store.transaction() as session:
        row = session.get_one(Delivery, to_kari.id)
        row.state = DeliveryState.FAILED
        refused = KINDS["consent"].refused
        assert refused is not None
        refused(network.deps, session, row, "blocked")
    assert sorted(questions(network)) == ["Ingrid", "Kari", "Ola"]


# --- Who may -------------------------------------------------------------------------------------


def test_observers_read_and_do_not_propose(network: Network) -> None:
    siri = network.member("Siri")
    shown = siri.says("avtalen")
    assert "Foreslå endring" not in shown.buttons
    assert siri.press("agreement.change/1", {}).heading == (
        "Det er etatene i avtalen som foreslår endringer."
    )


def test_a_member_without_a_role_proposes_and_the_own_contact_is_asked(network: Network) -> None:
    per = network.member("Per")
    per.in_channel().says("hjelp")
    nav = agency(network, "nav")
    with network.deps.store.transaction() as session:
        person = session.exec(select(Person).where(Person.name == "Per Ukjent")).one()
        joined = session.exec(select(Membership).where(Membership.person_id == person.id)).one()
        joined.organisation_id = nav
    proposed(per)
    assert sorted(questions(network)) == ["Amina", "Ingrid", "Kari", "Ola"]


def test_agreements_of_other_networks_do_not_exist(network: Network) -> None:
    with network.deps.store.transaction() as session:
        foreign = agreements.ensure(session, MemberFacts(1, "Kari", 2, None), network.clock())
        foreign.state = AgreementState.PROPOSED
        number = foreign.id or 0
    kari = network.member("Kari")
    for verb, more in (
        ("consent/1", {"agency": 1}),
        ("consent.answer/1", {"agency": 1, "yes": True}),
        ("consent.undo/1", {"agency": 1}),
        ("agreement.ask-withdraw/1", {}),
        ("agreement.withdraw/1", {}),
        ("agreement.send/1", {}),
    ):
        answers = [kari.press(verb, {"agreement": n, **more}) for n in (number, 4711)]
        assert answers[0].card == answers[1].card, verb


def test_drafts_of_others_cannot_be_sent_or_read(network: Network) -> None:
    drafted(network.member("Ola"), count="3")
    with network.deps.store.transaction() as session:
        draft = session.exec(select(Agreement).where(Agreement.version < 0)).one()
    kari = network.member("Kari")
    kari.press("agreement.send/1", {"agreement": draft.id})
    assert states(network) == [(draft.version, "draft"), (1, "in-force")]
    hidden = kari.press("agreement.ask-withdraw/1", {"agreement": draft.id})
    assert hidden.heading == "Det forslaget finnes ikke lenger."


def test_what_stands_in_a_channel_shows_nothing_personal(network: Network) -> None:
    proposed(network.member("Kari"))
    cards = [network.member(n).in_channel().says("avtalen").card for n in ("Kari", "Ola", "Siri")]
    assert cards[0] == cards[1] == cards[2]
    assert "Svar på forslaget" not in str(cards[0])


def test_versions_have_pages(network: Network) -> None:
    kari = network.member("Kari")
    for count in ("3", "2", "5", "6", "7", "8", "9"):
        drafted(kari, count=count).press("Spør etatene")
        kari.says("avtalen").press("Trekk forslaget").press("Trekk forslaget")
    first = kari.says("avtalen").press("Tidligere avtaler")
    assert first.text.count("Trukket") == 6
    assert first.buttons == ["Eldre", "Tilbake"]
    second = first.press("Eldre")
    assert second.text.count("Trukket") == 1
    assert second.press("Nyere").texts == first.texts
