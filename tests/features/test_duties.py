"""A duty's life, as those who have it live it: done, begun, passed on, dropped, and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind, DutyState
from bot.domain.meetings import Activity, MeetingState
from bot.features import upkeep
from cards.duty_actions import ShowDuties, ShowDuty
from storage import bundles, duties, planning, versions
from storage.tables import (
    Delivery,
    Duty,
    DutyMove,
    Meeting,
    Membership,
    Organisation,
    Person,
)
from tests.features.bench import Network, Seen
from tests.features.test_membership import colleague, confirmed, name_of
from tests.features.test_setup import merge

# Kari (contact) and Nils (deputy) are from NAV, which hosts the network meeting on 29 January 2027.

KARRIERE = "Agder fylkeskommune v/Karriere Agder Lyngdal"


def reminder(network: Network) -> Seen:
    sent, outgoing = next(
        (sent, out) for sent, out in network.pass_days(9) if sent.kind == planning.REMINDER
    )
    return Seen(network.member("Kari"), outgoing.message.card, sent.activity_id)


def meeting_of(network: Network) -> Meeting:
    with network.deps.store.transaction() as session:
        found = session.exec(
            select(Meeting)
            .where(Meeting.activity == Activity.NETWORK_MEETING)
            .where(col(Meeting.starts_at) > network.clock())
            .order_by(col(Meeting.starts_at))
        ).first()
    assert found is not None
    return found


def nav(network: Network) -> int:
    return agency(network, "NAV Lindesnes")


def agency(network: Network, part: str) -> int:
    with network.deps.store.transaction() as session:
        return (
            session.exec(
                select(Organisation.id).where(
                    col(Organisation.name).contains(part), col(Organisation.valid_to).is_(None)
                )
            ).one()
            or 0
        )


def duty(network: Network, kind: DutyKind = DutyKind.CALL_IN) -> Duty:
    row = meeting_of(network)
    with network.deps.store.transaction() as session:
        return session.exec(select(Duty).where(Duty.meeting_id == row.id, Duty.kind == kind)).one()


def opened(network: Network, name: str = "Kari", kind: DutyKind = DutyKind.CALL_IN) -> Seen:
    """«Mer» about one duty, from the overview."""
    action = ShowDuty(duty=duty(network, kind).id or 0)
    return network.member(name).press(action.verb, action.data())


def moves(network: Network, kind: DutyKind = DutyKind.CALL_IN) -> list[tuple[str, str]]:
    number = duty(network, kind).id
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(DutyMove, Person.name)
            .join(Person, col(Person.id) == col(DutyMove.person_id))
            .where(DutyMove.duty_id == number)
            .order_by(col(DutyMove.id))
        ).all()
    return [(str(row.move), name) for row, name in rows]


def sent(network: Network, kind: str, days: int = 0) -> list[tuple[Any, Any]]:
    return [pair for pair in network.pass_days(days) if pair[0].kind == kind]


def reachable(network: Network, *names: str) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            if person.name.split()[0] in names:
                person.unreachable = False
                session.add(person)


# --- The reminder --------------------------------------------------------------------------------


def test_a_reminder_of_several_has_a_row_and_a_done_for_each(network: Network) -> None:
    card = reminder(network)
    assert card.heading.startswith("Kan du gjøre klart til nettverksmøtet")
    assert card.buttons == ["Gjort", "Gjort", "Gjort", "Mer"]


def test_a_screen_reader_tells_the_buttons_apart(network: Network) -> None:
    told = [a["tooltip"] for a in reminder(network)._actions() if a["title"] == "Gjort"]
    assert told == ["Gjort: innkalling", "Gjort: rom", "Gjort: saksliste"]


def test_with_one_thing_left_it_is_one_sentence(network: Network) -> None:
    for kind in (DutyKind.ROOM, DutyKind.AGENDA):
        opened(network, kind=kind).press("Gi videre").press("Gi videre", to="person:2")
    card = reminder(network)
    assert card.heading == "Kan du kalle inn til nettverksmøtet 29. januar?"
    assert card.buttons == ["Gjort", "Mer"]


def test_more_unfolds_it_and_each_thing_has_its_ways(network: Network) -> None:
    card = reminder(network).press("Mer")
    assert card.buttons == ["Mer", "Mer", "Mer", "Minn meg igjen", "Vis alle oppgavene"]
    assert card.press("Mer").buttons == [
        "Gjort",
        "I gang",
        "Trenger hjelp",
        "Gi videre",
        "Ikke aktuelt",
        "Minn meg igjen",
        "Vis alle oppgavene",
    ]


def test_a_way_taken_from_the_reminder_shows_the_reminder_as_it_is_now(network: Network) -> None:
    card = reminder(network).press("Mer").press("Mer").press("I gang")
    assert card.heading.startswith("Kan du gjøre klart til nettverksmøtet")
    assert "I gang" in card.text


# --- An old copy of the card ---------------------------------------------------------------------


def changed(network: Network, **facts: Any) -> None:
    row = meeting_of(network)
    with network.deps.store.transaction() as session:
        locked = versions.locked(session, 1, row.id or 0)
        assert locked is not None
        version = versions.of(locked)
        after = type(version)(**{**{f: getattr(version, f) for f in version.__slots__}, **facts})
        versions.change(session, locked, after, network.clock(), network.deps.calendar)


def test_done_on_a_copy_of_a_cancelled_meeting_changes_nothing_and_says_so(
    network: Network,
) -> None:
    card = reminder(network)
    number = duty(network).id
    changed(network, state=MeetingState.CANCELLED)
    assert card.press("Gjort").heading == "Møtet er avlyst"
    with network.deps.store.transaction() as session:
        assert session.get_one(Duty, number).state is DutyState.OPEN


def test_done_on_a_copy_of_a_moved_meeting_counts_and_shows_the_new_day(network: Network) -> None:
    card, row = reminder(network), meeting_of(network)
    later = timedelta(days=7)
    changed(network, starts_at=row.starts_at + later, ends_at=row.ends_at + later)
    pressed = card.press("Gjort")
    assert "fredag 5. februar" in pressed.text.lower()
    assert duty(network).state is DutyState.DONE


def test_done_on_a_copy_after_the_host_changed_is_refused(network: Network) -> None:
    card, karriere = reminder(network), agency(network, KARRIERE)
    number = duty(network).id
    changed(network, host_id=karriere)
    assert card.press("Gjort").heading.startswith("Oppgaven hører til en annen etat")
    with network.deps.store.transaction() as session:
        row = session.get_one(Duty, number)
    assert (row.state, row.organisation_id) == (DutyState.OPEN, karriere)


def test_an_old_undo_takes_back_only_the_move_that_it_shows(network: Network) -> None:
    begun = opened(network).press("I gang")
    undo = opened(network)
    assert "Angre" in undo.buttons
    opened(network, "Nils").press("Gjort")
    undo.press("Angre")
    assert duty(network).state is DutyState.DONE
    assert begun.heading.startswith("Oppgavene til")


# --- Moves ---------------------------------------------------------------------------------------


def test_every_move_is_written_down_with_who_made_it(network: Network) -> None:
    opened(network).press("I gang")
    opened(network, "Nils").press("Gjort")
    opened(network).press("Angre")
    assert moves(network) == [
        ("start", "Kari Nilsen"),
        ("done", "Nils Dahl"),
        ("undo", "Kari Nilsen"),
    ]
    assert duty(network).state is DutyState.STARTED
    assert "Kari Nilsen angret" in opened(network).text


def test_help_is_asked_of_the_next_in_the_chain_once(network: Network) -> None:
    reachable(network, "Nils")
    opened(network).press("Trenger hjelp")
    ((delivery, outgoing),) = sent(network, duties.HELP)
    assert delivery.audience == "person:2"
    asked = Seen(network.member("Nils"), outgoing.message.card, delivery.activity_id)
    assert asked.heading.startswith("Kan du hjelpe Kari Nilsen med innkalling til nettverksmøtet")
    taken = asked.press("Jeg tar den")
    assert "Nils Dahl har den" in taken.text
    assert (duty(network).state, duty(network).person_id) == (DutyState.OPEN, 2)
    assert sent(network, duties.HELP, 5) == []


def test_help_that_is_not_needed_any_more_is_not_asked_for(network: Network) -> None:
    reachable(network, "Nils")
    opened(network).press("Trenger hjelp")
    opened(network).press("Angre")
    assert sent(network, duties.HELP, 5) == []


def test_a_duty_is_given_to_a_colleague_by_name(network: Network) -> None:
    form = opened(network).press("Gi videre")
    given = form.press("Gi videre", to="person:2")
    assert "Nils Dahl har den" in given.text
    assert duty(network).person_id == 2


@pytest.mark.parametrize("to", ["", "person:3", "person:999", "agency:999", "nobody", "agency:"])
def test_it_is_given_only_to_those_whom_the_form_offers(network: Network, to: str) -> None:
    again = opened(network).press("Gi videre").press("Gi videre", to=to)
    assert "Velg en person eller en etat." in again.text
    assert moves(network) == []


def offered(network: Network) -> Seen:
    """The question to Karriere Agder, as Ola has it."""
    to = f"agency:{agency(network, KARRIERE)}"
    opened(network).press("Gi videre").press("Gi videre", to=to)
    ((delivery, outgoing),) = sent(network, duties.OFFERED)
    return Seen(network.member("Ola"), outgoing.message.card, delivery.activity_id)


def test_another_agency_has_it_when_it_says_yes_and_not_before(network: Network) -> None:
    question = offered(network)
    assert duty(network).organisation_id == nav(network)
    question.press("Vi tar den")
    assert duty(network).organisation_id == agency(network, KARRIERE)
    changed(network, host_id=agency(network, "læringssenter"))
    assert duty_by_id(network, question) == agency(network, KARRIERE)


def duty_by_id(network: Network, question: Seen) -> int:
    number = next(a["data"]["duty"] for a in question._actions())
    with network.deps.store.transaction() as session:
        return session.get_one(Duty, number).organisation_id


def test_declined_it_stays_and_the_question_shows_the_answer(network: Network) -> None:
    question = offered(network)
    answered = question.press("Vi kan ikke")
    assert answered.heading == f"{KARRIERE} kunne ikke"
    assert (duty(network).organisation_id, duty(network).offered_to_id) == (nav(network), None)
    assert question.press("Vi tar den").heading == f"{KARRIERE} kunne ikke"
    assert answered.press("Angre").heading.startswith("Kan dere ta innkalling")


def test_an_offer_that_was_taken_back_is_not_accepted(network: Network) -> None:
    question = offered(network)
    opened(network).press("Angre")
    assert question.press("Vi tar den").heading == "Du trenger ikke å svare lenger"
    assert duty(network).organisation_id == nav(network)


def test_only_those_who_were_asked_answer(network: Network) -> None:
    question = offered(network)
    refused = question.press("Vi tar den", network.member("Amina"))
    assert refused.heading == "Det er bare de som ble spurt, som kan svare."


def test_what_is_not_needed_says_why_and_is_silent(network: Network) -> None:
    form = opened(network).press("Ikke aktuelt")
    assert "Skriv noe her." in form.press("Ikke aktuelt", reason=" ").text
    form.press("Ikke aktuelt", reason="Alle har fått datoen.")
    row = duty(network)
    assert (row.state, row.reason) == (DutyState.NOT_NEEDED, "Alle har fått datoen.")
    assert "«Alle har fått datoen.»" in opened(network).text


def test_a_reason_with_a_telephone_number_is_refused(network: Network) -> None:
    form = opened(network).press("Ikke aktuelt")
    again = form.press("Ikke aktuelt", reason="Ring 98 76 54 32")
    assert "telefonnummer" in again.text
    assert duty(network).state is DutyState.OPEN


# --- Facts change --------------------------------------------------------------------------------


def kinds(network: Network) -> list[str]:
    row = meeting_of(network)
    with network.deps.store.transaction() as session:
        found = session.exec(select(Duty.kind).where(Duty.meeting_id == row.id)).all()
    return sorted(str(kind) for kind in found)


def test_a_meeting_that_becomes_digital_needs_no_room_and_gets_it_back(network: Network) -> None:
    assert kinds(network) == ["agenda", "call-in", "minutes", "room"]
    place = meeting_of(network).place
    changed(network, place="", link="https://teams.example/l/1")
    assert kinds(network) == ["agenda", "call-in", "minutes"]
    changed(network, place=place or "Læringssenteret")
    assert kinds(network) == ["agenda", "call-in", "minutes", "room"]


def test_a_room_that_somebody_has_begun_with_stays(network: Network) -> None:
    opened(network, kind=DutyKind.ROOM).press("I gang")
    changed(network, place="", link="https://teams.example/l/1")
    assert kinds(network) == ["agenda", "call-in", "minutes", "room"]


def test_a_meeting_that_becomes_long_needs_food(network: Network) -> None:
    row = meeting_of(network)
    changed(network, ends_at=row.starts_at + timedelta(hours=5))
    assert kinds(network) == ["agenda", "call-in", "catering", "minutes", "room"]


def test_who_presents_on_a_fagdag_prepares_the_case_and_it_follows_them(network: Network) -> None:
    school, karriere = agency(network, "læringssenter"), agency(network, KARRIERE)

    def presents(agency_id: int) -> Duty:
        with network.deps.store.transaction() as session:
            row = session.exec(
                select(Meeting)
                .where(Meeting.activity == Activity.OPEN_DAY)
                .where(col(Meeting.starts_at) > network.clock())
                .order_by(col(Meeting.starts_at))
            ).first()
            assert row is not None
            row.presenter_id = agency_id
            case = select(Duty).where(Duty.meeting_id == row.id, Duty.kind == DutyKind.CASE)
            session.exec(case).one().state = DutyState.OPEN
            bundles.follow(session, [row], network.deps.calendar)
            return session.exec(case).one()

    assert presents(school).organisation_id == school
    assert presents(karriere).organisation_id == karriere


def test_meetings_from_before_a_rule_get_what_it_asks_for_once(network: Network) -> None:
    with network.deps.store.transaction() as session:
        bundles.remove(session, col(Duty.kind) == DutyKind.ROOM)
    assert kinds(network) == ["agenda", "call-in", "minutes"]
    for _ in range(2):
        upkeep.follow_rules(network.deps)
        assert kinds(network) == ["agenda", "call-in", "minutes", "room"]


def test_what_a_leaver_had_by_name_is_the_agencys_again_as_far_as_it_had_come(
    network: Network,
) -> None:
    opened(network).press("Gi videre").press("Gi videre", to="person:2")
    opened(network, "Nils").press("I gang")
    confirmed(network.member("Nils").says("slutter"), "Ja, jeg slutter")
    row = duty(network)
    assert (row.organisation_id, row.person_id) == (nav(network), None)
    assert row.state is DutyState.STARTED


def test_a_merger_takes_over_what_is_begun_and_ends_what_was_asked_between_the_two(
    network: Network,
) -> None:
    opened(network, kind=DutyKind.ROOM).press("I gang")
    opened(network, kind=DutyKind.AGENDA).press("Trenger hjelp")
    question = offered(network)
    merge(network, "2027-01-05").press("Slå sammen")
    network.pass_days(2)
    new = agency(network, "Nye NAV")
    found = {kind: duty(network, kind) for kind in (DutyKind.ROOM, DutyKind.AGENDA)}
    assert {row.organisation_id for row in found.values()} == {new}
    assert [row.state for row in found.values()] == [DutyState.STARTED, DutyState.HELP]
    assert (duty(network).organisation_id, duty(network).offered_to_id) == (new, None)
    assert question.press("Vi tar den").heading == "Du trenger ikke å svare lenger"


# --- The week of whom it would be is full --------------------------------------------------------


def test_another_agency_is_asked_through_somebody_whose_week_is_not_full(network: Network) -> None:
    with_a_colleague(network)
    told_today(network, "Ola")
    to = f"agency:{agency(network, KARRIERE)}"
    opened(network).press("Gi videre").press("Gi videre", to=to)
    assert asked_of(network, duties.OFFERED) == ["Liv Aas"]


def test_what_cannot_be_said_in_time_is_asked_of_the_next_in_the_agency(network: Network) -> None:
    with_a_colleague(network)
    to = f"agency:{agency(network, KARRIERE)}"
    opened(network).press("Gi videre").press("Gi videre", to=to)
    told_today(network, "Ola")
    with network.deps.store.transaction() as session:
        row = session.exec(select(Delivery).where(Delivery.kind == duties.OFFERED)).one()
        row.expires_at = network.clock() + timedelta(days=3)
    assert asked_of(network, duties.OFFERED) == ["Liv Aas"]


def with_a_colleague(network: Network) -> None:
    """Liv is from Karriere Agder as Ola is, who is its contact; everybody has a chat."""
    colleague(network, "Liv Aas", "Karriere Agder")
    reachable(network, "Ola", "Liv", "Kari")


def asked_of(network: Network, kind: str) -> list[str]:
    return [name_of(network, row.audience) for row, _ in sent(network, kind)]


def told_today(network: Network, name: str) -> None:
    """They have just had the one message of their week."""
    now = network.clock()
    with network.deps.store.transaction() as session:
        person = session.exec(select(Person).where(col(Person.name).startswith(f"{name} "))).one()
        session.add(
            Delivery(
                network_id=1,
                kind="consent",
                subject="agreement:9",
                audience=f"person:{person.id}",
                person_id=person.id,
                due_at=now,
                expires_at=now + timedelta(days=1),
                allotted_at=now,
                sent_at=now,
                state=DeliveryState.SENT,
            )
        )


# --- Lists ---------------------------------------------------------------------------------------


def test_the_overview_shows_the_whole_bundle(network: Network) -> None:
    action = ShowDuties(meeting=meeting_of(network).id or 0)
    card = network.member("Ola").press(action.verb, action.data())
    assert card.heading == "Oppgavene til nettverksmøtet 29. januar"
    assert card.text.count("NAV Lindesnes") >= 4
    assert card.buttons == ["Til møtet"]


def test_my_duties_are_those_of_my_agency_oldest_first(network: Network) -> None:
    card = network.member("Kari").says("mine oppgaver")
    assert "NAV Lindesnes" in card.text
    assert card.buttons.count("Gjort") >= 3
    done = card.press("Gjort")
    assert "Angre" in done.buttons
    assert done.press("Angre").buttons == card.buttons


def test_another_agency_is_found_by_a_part_of_its_name(network: Network) -> None:
    card = network.member("Ola").says("oppgaver nav")
    assert "NAV Lindesnes" in card.text
    assert "Gjort" not in card.buttons


def test_an_unknown_agency_is_answered_with_those_there_are(network: Network) -> None:
    card = network.member("Ola").says("oppgaver politiet")
    assert card.heading.startswith("Hvilken etat mener du?")
    assert "NAV Lindesnes" in card.heading


def test_whoever_represents_nobody_is_told_how_to_say_it(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for belongs in session.exec(select(Membership).where(Membership.person_id == 1)):
            belongs.organisation_id = None
            session.add(belongs)
    assert "hvem er jeg" in network.member("Kari").says("mine oppgaver").text


def test_nothing_is_sent_unasked_by_reading(network: Network) -> None:
    network.member("Kari").says("mine oppgaver")
    assert [d for d in network.deliveries(DeliveryState.PENDING) if d.kind == duties.HELP] == []
