"""Called in with one press, answered with one, and nobody is shown who did not come."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind
from bot.domain.meetings import Activity, MeetingState
from bot.domain.people import RoleKind
from bot.kinds import KINDS
from storage import attendance
from storage.tables import (
    Attendance,
    Delivery,
    Duty,
    Meeting,
    Organisation,
    Person,
    Presence,
    Role,
)
from tests.features.bench import Member, Network, Seen

# The next network meeting of the demo: hosted by NAV (Kari, Nils), on Friday 29 January 2027.
CARD = "call-in.post/1"


def meeting(network: Network) -> Meeting:
    """The next network meeting, as it is now."""
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Meeting)
            .where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.NETWORK_MEETING,
                Meeting.starts_at > network.clock(),
            )
            .order_by(col(Meeting.starts_at))
        )
        return rows.first() or pytest.fail("no network meeting is planned")


def opened(member: Member, verb: str) -> Seen:
    return member.press(verb, {"meeting": meeting(member.network).id})


def called_in(network: Network) -> Seen:
    """The card as it stands in the channel, after Kari has called in."""
    opened(network.member("Kari"), "call-in/1").press("Legg ut")
    sent, outgoing = next(p for p in network.send_due() if p[0].kind == attendance.CALL_IN)
    return Seen(network.member("Ola").in_channel(), outgoing.message.card, sent.activity_id)


def change(network: Network, **values: Any) -> None:
    """What other parts do to the meeting."""
    number = meeting(network).id
    with network.deps.store.transaction() as session:
        row = session.get_one(Meeting, number)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        attendance.redraw_call_in(session, row.id or 0, network.clock())


# --- The call-in ---------------------------------------------------------------------------------


def test_the_host_sees_text_place_and_readers_before_anybody_is_called(network: Network) -> None:
    preview = opened(network.member("Kari"), "call-in/1")
    assert preview.heading == "Dette legges ut i «General»"
    assert "Nettverksmøte hos NAV Lindesnes" in preview.texts
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    assert preview.buttons[0] == "Legg ut"
    assert network.send_due() == []


def test_the_invitation_names_the_standing_items_before_anybody_opened_the_agenda(
    network: Network,
) -> None:
    with network.deps.store.transaction() as session:
        later = session.exec(
            select(Meeting.id)
            .where(Meeting.network_id == 1, Meeting.activity == Activity.NETWORK_MEETING)
            .where(Meeting.starts_at > network.clock())
            .order_by(col(Meeting.starts_at).desc())
        ).first()
    preview = network.member("Ingrid").press("call-in/1", {"meeting": later})
    assert "1\\. Runde rundt bordet" in preview.texts


def test_the_yes_posts_it_once_and_does_the_duty(network: Network) -> None:
    preview = opened(network.member("Kari"), "call-in/1")
    for _ in range(2):
        assert preview.press("Legg ut").heading == "Innkallingen er lagt ut"
    sent = [delivery.kind for delivery, _ in network.send_due()]
    assert sent == [attendance.CALL_IN]
    number = meeting(network).id
    with network.deps.store.transaction() as session:
        row = session.get_one(Meeting, number)
        duty = session.exec(
            select(Duty).where(Duty.meeting_id == row.id, Duty.kind == DutyKind.CALL_IN)
        ).one()
        assert row.state is MeetingState.CALLED
        assert session.get_one(Person, duty.done_by_id).name == "Kari Nilsen"


def test_only_the_host_calls_in(network: Network) -> None:
    refused = opened(network.member("Ola"), "call-in/1")
    assert refused.heading == "Det er bare verten som kan kalle inn."
    forged = network.member("Ola").press(CARD, {"meeting": meeting(network).id})
    assert forged.heading == refused.heading
    assert network.send_due() == []


def test_a_meeting_of_another_network_does_not_exist(network: Network) -> None:
    with network.deps.store.transaction() as session:
        foreign = session.exec(select(Meeting.id).where(Meeting.network_id == 2)).first()
    for verb in ("call-in/1", CARD, "attendance/1", "outcomes/1"):
        answers = [
            network.member("Kari").press(verb, {"meeting": number}) for number in (foreign, 4711)
        ]
        assert answers[0].card == answers[1].card


def test_a_meeting_that_has_begun_is_not_called_in(network: Network) -> None:
    network.clock.moment = meeting(network).starts_at
    with network.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.starts_at == network.clock())).one()
    late = network.member("Kari").press("call-in/1", {"meeting": row.id})
    assert late.heading == "Dette møtet kan ikke kalles inn nå."


def test_a_meeting_cancelled_before_it_was_posted_calls_nobody(network: Network) -> None:
    opened(network.member("Kari"), "call-in/1").press("Legg ut")
    change(network, state=MeetingState.CANCELLED)
    assert network.send_due() == []


# --- Answers -------------------------------------------------------------------------------------


def test_three_answers_stand_in_the_channel_and_no_names(network: Network) -> None:
    card = called_in(network)
    assert card.buttons[:3] == ["Kommer", "Kommer ikke", "Vara kommer"]
    assert "Ingen har svart ennå." in card.texts


def test_my_answer_comes_back_to_me_and_the_others_see_numbers(network: Network) -> None:
    card = called_in(network)
    mine = card.press("Kommer")
    assert "Du kommer" in mine.text
    assert mine.buttons[:3] == ["Kommer", "Kommer ikke", "Vara kommer"]
    card.press("Vara kommer", network.member("Kari").in_channel())
    ((_, redrawn),) = network.send_due()
    shown = Seen(network.member("Nils").in_channel(), redrawn.message.card)
    assert "2 kommer, fra 2 etater. Én av dem er vara." in shown.texts
    for name in ("Ola", "Kari", "Du kommer"):
        assert name not in shown.text


def test_one_can_change_ones_mind_and_the_last_answer_counts(network: Network) -> None:
    card = called_in(network)
    assert "Du kommer ikke" in card.press("Kommer").press("Kommer ikke").text
    with network.deps.store.transaction() as session:
        (row,) = session.exec(select(Attendance)).all()
    assert row.answer == "no"


def test_the_same_answer_twice_draws_nothing_anew(network: Network) -> None:
    card = called_in(network)
    card.press("Kommer")
    network.send_due()
    card.press("Kommer")
    assert network.send_due() == []


def test_an_old_client_in_a_channel_shows_nobodys_answer(network: Network) -> None:
    card = called_in(network)
    old = network.member("Ola").in_channel().with_an_old_client()
    assert "Du kommer" not in card.press("Kommer", old).text


def test_a_moved_meeting_asks_nobody_again_and_shows_the_new_time(network: Network) -> None:
    called_in(network).press("Kommer")
    network.send_due()
    later = meeting(network).starts_at + timedelta(days=4)
    change(network, starts_at=later, ends_at=later + timedelta(hours=2))
    (sent,) = network.send_due()
    assert sent[0].kind == "refresh"
    assert "tirsdag 2. februar" in Seen(network.member("Ola"), sent[1].message.card).text.lower()
    assert "1 kommer, fra 1 etat." in str(sent[1].message.card)


def test_a_cancelled_meeting_says_so_without_buttons(network: Network) -> None:
    card = called_in(network)
    change(network, state=MeetingState.CANCELLED, reason="For få kan komme.")
    ((_, redrawn),) = network.send_due()
    shown = Seen(network.member("Ola"), redrawn.message.card)
    assert (shown.heading, shown.buttons) == ("Møtet er avlyst", [])
    assert "For få kan komme." in shown.text
    assert card.press("Kommer").heading == "Møtet er avlyst"
    with network.deps.store.transaction() as session:
        assert session.exec(select(Attendance)).all() == []


def test_paamelding_is_the_next_meeting_to_which_people_are_invited(network: Network) -> None:
    ola = network.member("Ola")
    assert ola.says("påmelding").heading == "Det er ikke kalt inn til noe møte ennå."
    called_in(network)
    assert "Du kommer" in ola.says("påmelding").press("Kommer").text
    assert "Du kommer" in ola.says("kommer").text
    assert "Du kommer" not in ola.in_channel().says("påmelding").text


# --- Who comes, who came -------------------------------------------------------------------------


def test_the_host_sees_who_has_not_answered_and_others_do_not(network: Network) -> None:
    called_in(network).press("Kommer")
    seen = opened(network.member("Kari"), "attendance/1")
    assert "Ikke svart: Kari Nilsen og Nils Dahl" in seen.texts
    others = opened(network.member("Amina"), "attendance/1")
    assert others.buttons[:3] == ["Kommer", "Kommer ikke", "Vara kommer"]
    for name in ("Kari", "Nils", "Ola"):
        assert name not in others.text
    old = network.member("Kari").in_channel().with_an_old_client()
    assert opened(old, "attendance/1").heading == "Dette tar vi på tomannshånd"


def test_before_the_call_in_there_is_nothing_to_count(network: Network) -> None:
    seen = opened(network.member("Kari"), "attendance/1")
    assert seen.heading == "Innkallingen er ikke sendt ennå"
    assert seen.press("Kall inn").heading == "Dette legges ut i «General»"
    assert opened(network.member("Ola"), "attendance/1").buttons == []


def after_the_meeting(network: Network) -> int:
    row = meeting(network)
    network.clock.moment = row.ends_at
    return row.id or 0


def test_after_the_meeting_the_host_corrects_what_was_answered(network: Network) -> None:
    called_in(network).press("Kommer")
    number = after_the_meeting(network)
    form = network.member("Kari").press("attendance/1", {"meeting": number})
    assert form.heading == "Hvem var på møtet?"
    karriere, nav = ids(network, "karriere-agder", "nav")
    assert form.inputs()["agencies"] == str(karriere)
    saved = form.press("Lagre", agencies=f"{karriere},{nav}")
    assert saved.heading == "2 etater var til stede"
    assert "NAV Lindesnes" in saved.text
    assert saved.press("Endre").inputs()["agencies"] == f"{karriere},{nav}"
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Presence).where(Presence.present)).all()
    assert {row.organisation_id for row in rows} == {karriere, nav}


def ids(network: Network, *keys: str) -> list[int]:
    with network.deps.store.transaction() as session:
        return ids_in(session, *keys)


def ids_in(session: Session, *keys: str) -> list[int]:
    known = {row.key: row.id or 0 for row in session.exec(select(Organisation))}
    return [known[key] for key in keys]


def test_nothing_or_something_foreign_is_a_sentence_at_the_field(network: Network) -> None:
    number = after_the_meeting(network)
    form = network.member("Kari").press("attendance/1", {"meeting": number})
    assert "Velg minst én etat." in form.press("Lagre", agencies="").text
    assert "Velg etater fra lista." in form.press("Lagre", agencies="4711").text


def test_others_learn_the_number_and_not_which(network: Network) -> None:
    number = after_the_meeting(network)
    amina = network.member("Amina")
    before = amina.press("attendance/1", {"meeting": number})
    assert before.heading == "Verten har ikke skrevet ned hvem som var der ennå."
    (nav,) = ids(network, "nav")
    network.member("Kari").press("presence/1", {"meeting": number, "agencies": str(nav)})
    after = amina.press("attendance/1", {"meeting": number})
    assert after.texts[1:] == ["✔\ufe0e", "1 etat var til stede"]
    forged = amina.press("presence/1", {"meeting": number, "agencies": str(nav)})
    assert forged.heading == "Det er verten som fører hvem som var der."


# --- Missing several times -----------------------------------------------------------------------


def past_meetings(network: Network) -> list[int]:
    """The network meetings of the last year, the oldest first."""
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Meeting.id)
            .where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.NETWORK_MEETING,
                Meeting.state == MeetingState.FINISHED,
            )
            .order_by(col(Meeting.starts_at))
        )
        return [number or 0 for number in rows]


def note(network: Network, meeting_id: int, *there: str) -> None:
    """Kari, who administers the network, writes down which agencies were there."""
    listed = ",".join(str(number) for number in ids(network, *there))
    network.member("Kari").press("presence/1", {"meeting": meeting_id, "agencies": listed})


def miss(network: Network, *, times: int = 3) -> None:
    """Karriere Agder was missing from the last meetings; everybody else was there."""
    for number in past_meetings(network)[-times:]:
        note(network, number, "nav", "lindesnes", "mandal-vgs")


def asked(network: Network) -> list[tuple[str, Seen]]:
    """Who was asked in the days after, and what they read."""
    found = [pair for pair in network.pass_days(4) if pair[0].kind == attendance.ABSENCE]
    return [(d.audience, Seen(network.member("Ola"), o.message.card)) for d, o in found]


def reachable(network: Network, *names: str) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            person.unreachable = person.name.split()[0] not in names
            session.add(person)


def test_an_agency_that_missed_three_is_asked_kindly_and_alone(network: Network) -> None:
    reachable(network, "Ola")
    miss(network)
    assert network.send_due() == []  # not the same day: the host may still correct it
    ((audience, card),) = asked(network)
    assert audience == "person:4"
    assert card.heading == "Passer møtene dårlig for dere?"
    assert "Karriere Agder" in card.texts[2]
    assert card.texts[2].endswith("de tre siste gangene.")
    assert "Snakk gjerne med Kari Nilsen" in card.text


def test_two_are_no_stretch(network: Network) -> None:
    reachable(network, "Ola")
    miss(network, times=2)
    assert asked(network) == []


def test_it_is_asked_once_per_stretch_and_again_for_a_new_one(network: Network) -> None:
    reachable(network, "Ola")
    miss(network)
    assert len(asked(network)) == 1
    first, *later = coming_meetings(network)
    network.clock.advance(days=310)
    note(network, first, "nav", "lindesnes")  # the stretch goes on
    assert asked(network) == []
    note(network, first, "nav", "karriere-agder")  # it had ended after all
    for number in later:
        note(network, number, "nav", "lindesnes")
    assert [audience for audience, _ in asked(network)] == ["person:4"]


def coming_meetings(network: Network) -> list[int]:
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Meeting.id)
            .where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.NETWORK_MEETING,
                Meeting.state == MeetingState.PLANNED,
            )
            .order_by(col(Meeting.starts_at))
        )
        return [number or 0 for number in rows]


def test_a_correction_before_it_is_sent_asks_nobody(network: Network) -> None:
    reachable(network, "Ola")
    miss(network)
    note(network, past_meetings(network)[-1], "nav", "karriere-agder")
    assert asked(network) == []


def test_nobody_else_ever_reads_that_an_agency_was_missing(network: Network) -> None:
    """Neither a channel nor another person is told, and no card that others open says it."""
    reachable(network, "Ola")
    miss(network)
    everything = network.pass_days(30)
    read = [
        delivery.audience
        for delivery, outgoing in everything
        if "savnet" in str(outgoing.message.card)
    ]
    assert read == ["person:4"]
    number = past_meetings(network)[-1]
    for name in ("Amina", "Nils", "Ingrid", "Siri"):
        seen = network.member(name).press("attendance/1", {"meeting": number}).text
        assert "Karriere" not in seen
        assert "savnet" not in seen


def test_a_contact_without_a_chat_is_not_asked_in_the_channel(network: Network) -> None:
    reachable(network)
    miss(network)
    assert asked(network) == []


def test_a_refused_chat_passes_it_to_the_deputy_of_the_same_agency_or_to_nobody(
    network: Network,
) -> None:
    reachable(network, "Ola", "Siri")
    miss(network)
    waiting = [d for d in network.deliveries() if d.kind == attendance.ABSENCE]
    refused = KINDS[attendance.ABSENCE].refused
    assert refused is not None
    with network.deps.store.transaction() as session:
        row = session.get_one(Delivery, waiting[0].id)
        row.state = DeliveryState.FAILED
        session.add(row)
        siri = session.exec(select(Person).where(Person.name == "Siri Haugen")).one()
        (karriere,) = ids_in(session, "karriere-agder")
        session.add(
            Role(
                network_id=1,
                person_id=siri.id or 0,
                kind=RoleKind.DEPUTY,
                organisation_id=karriere,
            )
        )
        session.flush()
        refused(network.deps, session, row, "blocked")
    assert [audience for audience, _ in asked(network)] == ["person:6"]
