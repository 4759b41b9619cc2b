"""A meeting is made, changed, cancelled and restored, and those concerned are told once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.deps import Message, Outgoing
from bot.domain.deliveries import DeliveryState
from bot.domain.meetings import Activity, MeetingState
from bot.features import upkeep
from storage import announcements, attendance, planning, posted, scheduling, turns
from storage.tables import Duty, Meeting, Organisation
from tests.features.bench import Member, Network, Seen
from tests.scheduler.bench import Inside

# It is Monday 4 January 2027, 08:00 in Oslo. The network meeting of the demo is on Friday 29
# January 09.00-11.30, hosted by NAV; Kari (NAV) also set the network up. Amina is its neighbour.

NEW = {
    "activity": "network-meeting",
    "day": "2027-03-18",
    "starts": "09:00",
    "ends": "11:30",
    "place": "Rådhuset",
}


def meeting(network: Network, number: int | None = None) -> Meeting:
    """A meeting as it is stored; the next network meeting unless another one is asked for."""
    with network.deps.store.transaction() as session:
        if number is not None:
            return session.get_one(Meeting, number)
        return session.exec(
            select(Meeting)
            .where(Meeting.activity == Activity.NETWORK_MEETING, Meeting.network_id == 1)
            .where(Meeting.starts_at > network.clock())
            .order_by(col(Meeting.starts_at))
            .limit(1)
        ).one()


def card_of(member: Member, number: int | None) -> Seen:
    return member.press("meeting/1", {"meeting": number, "more": True})


def form_of(member: Member, number: int | None) -> Seen:
    return card_of(member, number).press("Endre")


def send(form: Seen, title: str, **typed: str) -> Seen:
    """What Teams sends: every field, as it was or as it was typed."""
    return form.press(title, **{**form.inputs(), **typed})


def due_days(network: Network, number: int | None) -> list[str]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Duty).where(Duty.meeting_id == number)).all()
        return sorted(f"{row.due_on} {row.state}" for row in rows)


def notices(network: Network, minutes: int = 6) -> list[Outgoing]:
    """What is told about changes when so many minutes have gone."""
    network.clock.advance(minutes=minutes)
    return [out for sent, out in network.send_due() if sent.kind == announcements.CHANGED]


def texts(outgoing: Iterable[Outgoing]) -> str:
    reader = Member.__new__(Member)
    return "\n".join(Seen(reader, out.message.card).text for out in outgoing)


# --- Made ----------------------------------------------------------------------------------------


def test_two_words_one_form_and_the_meeting_is_in_the_plan(network: Network) -> None:
    amina = network.member("Amina")
    form = amina.says("nytt møte")
    made = send(form, "Legg i planen", **NEW)
    assert "Møtet står i planen" in made.text
    assert "**Torsdag 18. mars kl. 09.00–11.30**, Rådhuset" in made.text
    assert "18\\. mars" in amina.says("møteplan").text
    row = meeting_on(network, "2027-03-18")
    assert (row.state, row.sequence, row.body_id) == (MeetingState.PLANNED, 0, 1)
    assert agency_of(network, row) == TURN
    assert due_days(network, row.id) == [
        "2027-03-04 open",
        "2027-03-04 open",
        "2027-03-11 open",
        "2027-03-22 open",
    ]


def meeting_on(network: Network, day: str) -> Meeting:
    starts = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Meeting).where(Meeting.network_id == 1)).all()
    return next(row for row in rows if starts <= row.starts_at < starts + timedelta(days=1))


def agency_of(network: Network, row: Meeting) -> str:
    with network.deps.store.transaction() as session:
        return session.get_one(Organisation, row.host_id).name


def test_the_host_of_a_new_meeting_is_reminded_like_any_other(network: Network) -> None:
    send(network.member("Amina").says("nytt møte"), "Legg i planen", **NEW)
    row = meeting_on(network, "2027-03-18")
    planned = [
        d.due_at.date().isoformat()
        for d in network.deliveries(DeliveryState.PENDING)
        if d.subject == f"meeting:{row.id}"
    ]
    assert planned[0] == "2027-02-25"


def test_whoever_administers_lets_the_turns_choose_the_host(network: Network) -> None:
    form = network.member("Kari").says("nytt møte")
    assert form.inputs()["host"] == "turn"
    send(form, "Legg i planen", **NEW)
    assert agency_of(network, meeting_on(network, "2027-03-18")) == TURN


TURN = "Lindesnes kommune v/Lindesnes læringssenter"  # NAV has had two by then, they one


def test_a_member_makes_meetings_for_the_own_agency_only(network: Network) -> None:
    form = network.member("Amina").says("nytt møte")
    refused = send(form, "Legg i planen", **{**NEW, "host": "1"})
    assert "Velg en etat fra lista." in refused.text
    assert refused.inputs()["place"] == "Rådhuset"


def test_a_researcher_makes_no_meetings(network: Network) -> None:
    refused = network.member("Siri").says("nytt møte")
    assert refused.heading == "Det er etatene i nettverket som legger inn møter."


def test_the_form_is_for_one_person_alone(network: Network) -> None:
    assert network.member("Kari").in_channel().says("nytt møte").heading == (
        "Dette tar vi på tomannshånd"
    )


def test_the_same_form_sent_twice_is_one_meeting(network: Network) -> None:
    form = network.member("Amina").says("nytt møte")
    first, second = (send(form, "Legg i planen", **NEW) for _ in range(2))
    assert first.card == second.card
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Meeting).where(Meeting.place == "Rådhuset")).all()
    assert len(rows) == 1


def test_a_new_meeting_is_taken_back_as_if_it_had_never_been(network: Network) -> None:
    form = network.member("Amina").says("nytt møte")
    network.send_due()  # from now on she is told things in her own chat
    before = network.deliveries()
    made = send(form, "Legg i planen", **NEW)
    for _ in range(2):
        gone = made.press("Angre")
        assert gone.heading == "Det er tatt ut av planen"
    assert network.deliveries() == before
    assert "Rådhuset" not in network.member("Amina").says("møteplan").text


def test_a_meeting_that_somebody_was_reminded_of_is_not_just_taken_back(network: Network) -> None:
    made = send(network.member("Amina").says("nytt møte"), "Legg i planen", **NEW)
    network.pass_days(60)
    assert made.press("Angre").heading == "Avlyse møtet?"
    assert meeting_on(network, "2027-03-18").state is MeetingState.PLANNED


def test_undo_of_an_old_card_never_takes_another_meeting(network: Network) -> None:
    amina = network.member("Amina")
    made = send(amina.says("nytt møte"), "Legg i planen", **NEW)
    made.press("Angre")
    send(amina.says("nytt møte"), "Legg i planen", **NEW)  # SQLite gives the same row id again
    made.press("Angre")
    assert meeting_on(network, "2027-03-18").place == "Rådhuset"


def test_whatever_refers_to_a_meeting_is_asked_about_or_goes_with_it() -> None:
    tables = Meeting.metadata.sorted_tables
    referring = {
        t.name for t in tables for key in t.foreign_keys if key.column.table.name == "meeting"
    }
    gone = {"duty", "agenda_item", "meeting_version"}
    assert referring - gone == {str(table.__tablename__) for table in scheduling.TOUCHES}


# --- Changed -------------------------------------------------------------------------------------


def test_a_moved_meeting_takes_everything_with_it(network: Network) -> None:
    row = meeting(network)
    assert due_days(network, row.id) == [
        "2027-01-15 open",
        "2027-01-15 open",
        "2027-01-22 open",
        "2027-02-01 open",
    ]
    card_of(network.member("Kari"), row.id).press("Gjort")
    moved = send(form_of(network.member("Kari"), row.id), "Lagre", day="2027-02-12")
    assert "Endringen er lagret" in moved.text
    assert "fredag 12. februar" in moved.text.lower()
    assert due_days(network, row.id) == [
        "2027-01-15 done",
        "2027-01-29 open",
        "2027-02-05 open",
        "2027-02-15 open",
    ]
    after = meeting(network, row.id)
    assert after.starts_at == datetime(2027, 2, 12, 8, tzinfo=UTC)
    assert (after.sequence, after.moved_on, after.changed_at) == (
        1,
        network.clock().date(),
        network.clock(),
    )
    reminders = [
        d.due_at.date().isoformat()
        for d in network.deliveries(DeliveryState.PENDING)
        if (d.kind, d.subject) == (planning.REMINDER, f"meeting:{row.id}")
    ]
    assert reminders == ["2027-01-22", "2027-02-05"]


async def test_a_reminder_on_its_way_while_the_meeting_changes_is_drawn_again_once_it_stands(
    network: Network,
) -> None:
    """And nobody is reminded twice."""
    row = meeting(network)
    network.clock.moment = due_of_reminder(network, row.id)

    async def moved(_message: Message) -> None:
        send(form_of(network.member("Kari"), row.id), "Lagre", place="Buen")
        assert [sent.kind for sent, _ in network.send_due()] == []

    courier = replace(network._courier, messenger=Inside(moved))
    upkeep.plan(network.deps)
    (reminder,) = [each for each in network._claimed() if each.kind == planning.REMINDER]
    await courier.deliver(reminder)
    later = network.pass_days(0)
    network.clock.advance(minutes=1)
    later += network.send_due()
    ((_, outgoing),) = [pair for pair in later if pair[0].kind == posted.REFRESH]
    assert outgoing.activity_id == "1"
    assert "Buen" in str(outgoing.message.card)
    assert planning.REMINDER not in {sent.kind for sent, _ in later}


def due_of_reminder(network: Network, meeting_id: int | None) -> datetime:
    return next(
        d.due_at
        for d in network.deliveries(DeliveryState.PENDING)
        if (d.kind, d.subject) == (planning.REMINDER, f"meeting:{meeting_id}")
    )


def test_a_meeting_that_moves_well_ahead_is_reminded_of_anew_in_its_time(network: Network) -> None:
    row = meeting(network)
    network.pass_days(5)  # Kari was reminded on 8 January
    send(form_of(network.member("Kari"), row.id), "Lagre", day="2027-04-09")
    days = [
        sent.sent_at.date().isoformat()
        for sent, _ in network.pass_days(100)
        if (sent.kind, sent.subject) == (planning.REMINDER, f"meeting:{row.id}") and sent.sent_at
    ]
    assert days == ["2027-03-17", "2027-03-19", "2027-04-02"]  # Kari, Nils, and Kari once more


def test_a_meeting_that_moves_a_little_is_not_asked_about_again(network: Network) -> None:
    row = meeting(network)
    network.pass_days(5)
    send(form_of(network.member("Kari"), row.id), "Lagre", day="2027-02-02")
    sent = [d for d, _ in network.pass_days(2) if d.kind == planning.REMINDER]
    assert sent == []


def test_a_fagdag_that_moves_takes_its_evaluation_along(network: Network) -> None:
    fagdag = next(
        int(d.subject.partition(":")[2])
        for d in network.deliveries()
        if d.kind == planning.INVITATION
    )
    form = form_of(network.member("Ola"), fagdag)
    send(form, "Lagre", day="2027-02-11", starts="10:00", ends="14:00")
    (invitation,) = [
        d
        for d in network.deliveries(DeliveryState.PENDING)
        if (d.kind, d.subject) == (planning.INVITATION, f"meeting:{fagdag}")
    ]
    assert invitation.due_at == datetime(2027, 2, 11, 12, 45, tzinfo=UTC)


def test_changes_within_some_minutes_are_told_once_as_old_and_new(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    send(form_of(kari, row.id), "Lagre", day="2027-02-12")
    assert notices(network, 4) == []
    send(form_of(kari, row.id), "Lagre", place="Buen", starts="10:00", ends="12:00")
    assert notices(network, 4) == []
    (told,) = notices(network, 2)
    assert told.target.conversation_id == network.cast.channel("General").channel_id
    assert told.message.mention is None
    text = texts([told])
    assert "Møtet er flyttet" in text
    assert "**Fredag 12. februar kl. 10.00–12.00**, Buen" in text
    assert "Før: fredag 29. januar kl. 09.00–11.30" in text.replace("\\", "")
    assert "Sted: Buen" in text
    assert notices(network, 60) == []


def test_several_meetings_are_told_of_in_one_post(network: Network) -> None:
    kari = network.member("Kari")
    first, second = meeting(network), meeting_on(network, "2027-05-07")
    send(form_of(kari, second.id), "Lagre", place="Buen")
    send(form_of(kari, first.id), "Lagre", place="Buen")
    (told,) = notices(network)
    assert "2 møter er endret" in texts([told])
    assert told.message.summary == "2 møter er endret"


def test_what_is_taken_back_in_time_is_told_to_nobody(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    changed = send(form_of(kari, row.id), "Lagre", day="2027-02-12", theme="Praksis")
    undone = changed.press("Angre")
    assert "Endringen er tatt tilbake" in undone.text
    assert notices(network, 30) == []
    after = meeting(network, row.id)
    assert (after.starts_at, after.theme, after.moved_on) == (row.starts_at, "", None)
    assert after.sequence == 2
    assert due_days(network, row.id) == [
        "2027-01-15 open",
        "2027-01-15 open",
        "2027-01-22 open",
        "2027-02-01 open",
    ]


def test_the_next_change_after_a_notice_is_a_new_one(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    send(form_of(kari, row.id), "Lagre", place="Buen")
    assert len(notices(network)) == 1
    send(form_of(kari, row.id), "Lagre", place="Rådhuset")
    text = texts(notices(network))
    assert "Sted: Rådhuset" in text
    assert "Før: Buen" in text


def test_papers_and_an_open_door_are_shown_and_not_told(network: Network) -> None:
    row = meeting(network)
    saved = send(
        form_of(network.member("Kari"), row.id),
        "Lagre",
        papers="Årsmelding https://example.org/a.pdf",
        open_to_all="true",
    )
    assert "Årsmelding" in saved.text
    assert "Åpent også for andre." in saved.text
    assert notices(network, 30) == []


def test_a_draft_is_changed_silently(network: Network) -> None:
    row = meeting(network)
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, row.id).state = MeetingState.DRAFT
    form = form_of(network.member("Kari"), row.id)
    assert "Avlys" not in form.buttons
    send(form, "Lagre", day="2027-02-12")
    assert notices(network, 30) == []
    assert meeting(network, row.id).moved_on is None


def test_undo_leaves_alone_what_others_did_meanwhile(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    changed = send(form_of(kari, row.id), "Lagre", place="Buen")
    send(form_of(kari, row.id), "Lagre", theme="Praksis")
    changed.press("Angre")
    after = meeting(network, row.id)
    assert (after.place, after.theme) == ("Buen", "Praksis")


def test_undo_does_not_take_back_a_call_in(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    changed = send(form_of(kari, row.id), "Lagre", place="Buen")
    with network.deps.store.transaction() as session:
        attendance.call_in(session, session.get_one(Meeting, row.id))
    changed.press("Angre")
    after = meeting(network, row.id)
    assert (after.place, after.state) == ("NAV Lindesnes, Mandal", MeetingState.CALLED)


def test_a_form_that_somebody_overtook_says_so_and_keeps_what_was_typed(network: Network) -> None:
    row, kari = meeting(network), network.member("Kari")
    slow = form_of(kari, row.id)
    send(form_of(network.member("Nils"), row.id), "Lagre", place="Buen")
    told = send(slow, "Lagre", theme="Praksis")
    assert "Noen andre har endret møtet imens." in told.text
    assert told.inputs()["theme"] == "Praksis"
    assert meeting(network, row.id).theme == ""
    send(told, "Lagre", theme="Praksis", place="NAV Lindesnes, Mandal")
    after = meeting(network, row.id)
    assert (after.theme, after.place) == ("Praksis", "NAV Lindesnes, Mandal")


def test_saving_twice_is_one_change(network: Network) -> None:
    row = meeting(network)
    form = form_of(network.member("Kari"), row.id)
    for _ in range(2):
        send(form, "Lagre", place="Buen")
    assert meeting(network, row.id).sequence == 1


def test_cards_that_stand_in_the_channel_are_drawn_again(network: Network) -> None:
    row = meeting(network)
    network.pass_days(5)  # Kari has her reminder
    send(form_of(network.member("Kari"), row.id), "Lagre", day="2027-02-12")
    redrawn = [out for sent, out in network.send_due() if sent.kind == posted.REFRESH]
    assert len(redrawn) == 1
    assert "12. februar" in str(redrawn[0].message.card)


def test_another_agency_changes_nothing(network: Network) -> None:
    row, amina = meeting(network), network.member("Amina")
    assert "Endre" not in card_of(amina, row.id).buttons
    for verb, data in (
        ("meeting.change/1", {"meeting": row.id}),
        ("meeting.save/1", {"meeting": row.id, "sequence": 0}),
        ("meeting.undo/1", {"meeting": row.id, "sequence": 0}),
        ("meeting.ask-cancel/1", {"meeting": row.id}),
        ("meeting.cancel/1", {"meeting": row.id, "reason": "x"}),
        ("meeting.restore/1", {"meeting": row.id}),
        ("meeting.take-back/1", {"meeting": row.id, "key": row.key}),
    ):
        refused = amina.press(verb, data)
        assert refused.heading == (
            "Det er verten som kan gjøre det, eller den som styrer nettverket."
        ), verb
    assert meeting(network, row.id).sequence == 0


@pytest.mark.parametrize(
    "verb",
    ["meeting/1", "meeting.change/1", "meeting.ask-cancel/1", "meeting.restore/1"],
)
def test_meetings_of_other_networks_answer_as_none(network: Network, verb: str) -> None:
    with network.deps.store.transaction() as session:
        foreign = session.exec(select(Meeting.id).where(Meeting.network_id == 2)).first()
    kari = network.member("Kari")
    answers = [kari.press(verb, {"meeting": number}).card for number in (foreign, 4711)]
    assert answers[0] == answers[1]


def test_only_administrators_choose_another_host_and_the_duties_follow(network: Network) -> None:
    row = meeting(network)
    assert "host" not in form_of(network.member("Nils"), row.id).inputs()
    form = form_of(network.member("Kari"), row.id)
    saved = send(form, "Lagre", host=str(meeting_on(network, "2027-05-07").host_id))
    assert "Lindesnes kommune" in saved.text
    with network.deps.store.transaction() as session:
        duties = session.exec(select(Duty).where(Duty.meeting_id == row.id)).all()
    assert {duty.organisation_id for duty in duties} == {meeting(network, row.id).host_id}
    assert "Vert: Lindesnes kommune" in texts(notices(network))


# --- Cancelled -----------------------------------------------------------------------------------


def cancelled(network: Network, by: str = "Kari", reason: str = "For få kan komme.") -> Seen:
    asked = form_of(network.member(by), meeting(network).id).press("Avlys")
    assert asked.heading == "Avlyse møtet?"
    return asked.press("Avlys", reason=reason)


def test_cancelling_asks_first_and_says_what_falls_away(network: Network) -> None:
    asked = form_of(network.member("Kari"), meeting(network).id).press("Avlys")
    assert "Påminnelsene stopper, og fire oppgaver faller bort." in asked.text
    assert "General, der 6 personer leser" in asked.text
    kept = asked.press("Behold møtet")
    assert "Avlyst" not in kept.text
    assert meeting(network).state is MeetingState.PLANNED


def test_a_cancelled_meeting_is_told_of_once_and_then_it_is_quiet(network: Network) -> None:
    row = meeting(network)
    assert "Avlyst" in cancelled(network).text
    (told,) = notices(network)
    assert "Møtet er avlyst" in texts([told])
    assert "«For få kan komme.»" in texts([told])
    assert told.message.summary == "Møtet er avlyst: Nettverksmøte 29. januar"
    later = [sent for sent, _ in network.pass_days(30) if sent.subject == f"meeting:{row.id}"]
    assert later == []
    assert meeting(network, row.id).sequence == 1


def test_the_plan_says_why(network: Network) -> None:
    cancelled(network)
    assert "Avlyst: For få kan komme." in network.member("Ola").says("møteplan").text


def test_cancelling_needs_a_reason(network: Network) -> None:
    asked = cancelled(network, reason="  ")
    assert "Skriv noe her." in asked.text
    assert meeting(network).state is MeetingState.PLANNED


def test_cancelling_twice_is_one_notice_with_the_first_reason(network: Network) -> None:
    asked = form_of(network.member("Kari"), meeting(network).id).press("Avlys")
    row = meeting(network)
    asked.press("Avlys", reason="Snø")
    asked.press("Avlys", reason="Noe annet")
    assert meeting(network, row.id).reason == "Snø"
    assert len(notices(network)) == 1


def test_restored_at_once_it_is_as_if_nothing_had_happened(network: Network) -> None:
    row = meeting(network)
    before = [d for d in network.deliveries(DeliveryState.PENDING) if d.kind == planning.REMINDER]
    restored = cancelled(network).press("La møtet bli av likevel")
    assert "Møtet blir av likevel" in restored.text
    assert notices(network, 30) == []
    pending = network.deliveries(DeliveryState.PENDING)
    assert [d for d in pending if d.kind == planning.REMINDER] == before
    assert (meeting(network, row.id).state, meeting(network, row.id).reason) == (
        MeetingState.PLANNED,
        "",
    )


def test_restored_after_the_notice_it_is_told_again_and_called_in_as_before(
    network: Network,
) -> None:
    row = meeting(network)
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, row.id).state = MeetingState.CALLED
    card = cancelled(network)
    notices(network)
    card.press("La møtet bli av likevel")
    assert "Møtet blir av likevel" in texts(notices(network))
    assert meeting(network, row.id).state is MeetingState.CALLED


def test_what_is_over_is_not_restored(network: Network) -> None:
    row, card = meeting(network), cancelled(network)
    network.clock.moment = row.starts_at
    assert "La møtet bli av likevel" not in card.press("La møtet bli av likevel").buttons
    assert meeting(network, row.id).state is MeetingState.CANCELLED


# --- States that come by themselves --------------------------------------------------------------


def test_a_meeting_is_held_when_it_is_over_and_finished_a_month_later(network: Network) -> None:
    row = meeting(network)
    states = []
    for moment in (row.ends_at - timedelta(minutes=1), row.ends_at, row.ends_at + timedelta(31)):
        network.clock.moment = moment
        network.send_due()
        states.append(meeting(network, row.id).state)
    assert states == [MeetingState.PLANNED, MeetingState.HELD, MeetingState.FINISHED]


def test_a_fagdag_is_evaluated_after_it_was_held(network: Network) -> None:
    fagdag = meeting_on(network, "2027-01-15")
    network.clock.moment = fagdag.ends_at + timedelta(hours=2)
    network.send_due()
    assert meeting(network, fagdag.id).state is MeetingState.HELD
    assert network.member("Amina").says("evaluering").heading == "Hva syntes du?"


def test_a_held_meeting_is_a_turn_that_was_had(network: Network) -> None:
    row = meeting(network)
    network.clock.moment = row.ends_at
    network.send_due()
    with network.deps.store.transaction() as session:
        rotations = turns.rotations(session, 1, network.deps.calendar, network.clock())
    standings = rotations[Activity.NETWORK_MEETING].standings(row.starts_at.date())
    (nav,) = (standing for standing in standings if standing.agency.id == row.host_id)
    assert (nav.turns, nav.last) == (2, row.starts_at.date())


def test_a_drafts_day_comes_without_anything_happening(network: Network) -> None:
    row = meeting(network)
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, row.id).state = MeetingState.DRAFT
    assert "29. jan." not in network.member("Ola").says("møteplan").text
    network.pass_days(40)
    assert meeting(network, row.id).state is MeetingState.DRAFT
    sent = [d for d in network.deliveries(DeliveryState.SENT) if d.subject == f"meeting:{row.id}"]
    assert sent == []
