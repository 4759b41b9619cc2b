"""`varsler` and `kommende varsler`: what one is told, and how one would rather have it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState
from bot.domain.people import RoleKind
from bot.domain.preferences import Notices, Preference
from bot.features import upkeep
from bot.kinds import KINDS
from cards.notices_words import WHAT
from storage import preferences, rehearsal
from storage.posted import REFRESH
from storage.tables import Delivery, Person, Role
from tests.features.bench import Member, Network, Seen

AHEAD = timedelta(days=30)


def choose(member: Member, notices: Notices, until: str = "") -> Seen:
    form = member.says("varsler").press("Endre")
    return form.press("Lagre", notices=notices, until=until)


def stored(network: Network, first_name: str) -> Preference:
    with network.deps.store.transaction() as session:
        return preferences.of_person(session, _person(session, first_name))


def _person(session: Any, first_name: str) -> int:
    found = select(Person).where(col(Person.name).startswith(f"{first_name} "))
    return int(session.exec(found).one().id)


def called_on(network: Network) -> set[str]:
    """Who is to be called on about meetings, by first name, as it is planned now."""
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Person.name)
            .join(Delivery, col(Delivery.person_id) == col(Person.id))
            .where(Delivery.kind == "duty-reminder", Delivery.state == DeliveryState.PENDING)
        )
        return {name.split()[0] for name in rows}


def without_deputy(network: Network, first_name: str) -> None:
    with network.deps.store.transaction() as session:
        number = _person(session, first_name)
        for role in session.exec(select(Role).where(Role.person_id == number)):
            session.delete(role)


# --- `varsler` -----------------------------------------------------------------------------------


def test_everybody_is_told_in_words_what_they_get(network: Network) -> None:
    seen = network.member("Kari").says("varsler")
    assert seen.heading == "Du får høyst én melding i uka"
    assert "Oppgavene til NAV Lindesnes kommer til deg." in seen.text
    assert seen.buttons == ["Endre", "Hvem jeg ikke når"]
    deputy = network.member("Nils").says("varsler")
    assert "Oppgavene til NAV Lindesnes går til Kari Nilsen." in deputy.text
    assert deputy.buttons == ["Endre", "Det som kommer"]


def test_the_next_and_the_last_messages_stand_on_the_card(network: Network) -> None:
    kari = network.member("Kari")
    before = kari.says("varsler").texts
    assert ("Neste" in before, "Sist" in before) == (True, False)
    network.pass_days(30)
    assert "Sist" in kari.says("varsler").texts


def test_it_is_nobody_elses_business(network: Network) -> None:
    spoken = network.member("Kari").in_channel().says("varsler")
    assert spoken.heading == "Dette tar vi på tomannshånd"


def test_a_weekly_summary_is_chosen_at_once(network: Network) -> None:
    saved = choose(network.member("Kari"), Notices.SUMMARY)
    assert saved.heading == "Du får et sammendrag på mandager"
    assert stored(network, "Kari") == Preference(Notices.SUMMARY)
    assert "Kari" in called_on(network)


@pytest.mark.parametrize(
    ("notices", "until", "problem"),
    [
        ("hver dag", "", "Velg én av de tre."),
        ("cards", "2026-12-01", "Velg en dag som kommer."),
        ("cards", "2028-06-01", "Velg en dag innen ett år."),
        ("cards", "2027-02-31", "Den datoen finnes ikke. Velg en dag i kalenderen."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    network: Network, notices: str, until: str, problem: str
) -> None:
    kari = network.member("Kari")
    again = kari.says("varsler").press("Endre").press("Lagre", notices=notices, until=until)
    assert problem in again.text
    assert again.inputs() == {"notices": notices, "until": until}
    assert stored(network, "Kari") == Preference()


# --- An agency keeps an addressee ----------------------------------------------------------------


def test_whoever_gets_the_duties_is_told_who_gets_them_then(network: Network) -> None:
    question = choose(network.member("Kari"), Notices.CALENDAR)
    assert question.heading == "Skal Nils Dahl få oppgavene?"
    assert (question.inputs(), stored(network, "Kari")) == ({}, Preference())
    kept = question.press("Behold som i dag")
    assert (kept.heading, stored(network, "Kari")) == (
        "Du får høyst én melding i uka",
        Preference(),
    )
    done = question.press("Ja, gjør det")
    assert done.heading == "Du får fristene i kalenderen, ingen kort"
    assert "Oppgavene til NAV Lindesnes går til Nils Dahl." in done.text
    assert done.buttons == ["Endre", "Kalenderlenke", "Hvem jeg ikke når"]


def test_the_duties_follow_the_choice_at_once(network: Network) -> None:
    upkeep.plan(network.deps)
    assert "Kari" in called_on(network)
    choose(network.member("Kari"), Notices.CALENDAR).press("Ja, gjør det")
    assert "Kari" not in called_on(network)
    assert "Nils" in called_on(network)
    choose(network.member("Kari"), Notices.CARDS)
    assert "Kari" in called_on(network)


def test_a_deputy_may_be_chosen_in_the_same_card(network: Network) -> None:
    without_deputy(network, "Nils")
    question = choose(network.member("Kari"), Notices.CALENDAR)
    assert list(question.inputs()) == ["stand_in"]
    again = question.press("Ja, gjør det", stand_in="99999")
    assert "Velg en person i lista." in again.text
    assert stored(network, "Kari") == Preference()
    again.press("Ja, gjør det", stand_in=question.inputs()["stand_in"])
    assert "Nils Dahl er vara for NAV Lindesnes." in network.member("Kari").says("endringer").text
    with network.deps.store.transaction() as session:
        deputies = select(Role).where(
            Role.kind == RoleKind.DEPUTY, Role.person_id == _person(session, "Nils")
        )
        assert len(session.exec(deputies).all()) == 1


def test_somebody_from_elsewhere_is_named_as_such(network: Network) -> None:
    question = choose(network.member("Amina"), Notices.CARDS, "2027-02-01")
    assert "Ingen andre hos dere får kort, så Kari Nilsen" in question.text
    done = question.press("Ja, gjør det")
    assert done.heading == "Jeg forstyrrer deg ikke før 1. februar"
    assert stored(network, "Amina") == Preference(paused_until=date(2027, 2, 1))


def test_where_nobody_else_takes_cards_the_duties_stay(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            person.notices = Notices.CALENDAR
            session.add(person)
    amina = network.member("Amina")
    saved = choose(amina, Notices.CALENDAR)
    assert "kommer til deg." in saved.text
    assert "Amina" in called_on(network)


# --- Left in peace -------------------------------------------------------------------------------


def test_a_pause_is_typed_as_one_says_it_and_ended_with_one_press(network: Network) -> None:
    nils = network.member("Nils")
    paused = nils.says("ikke forstyrr til 1. februar")
    assert paused.heading == "Jeg forstyrrer deg ikke før 1. februar"
    assert stored(network, "Nils") == Preference(paused_until=date(2027, 2, 1))
    form = paused.press("Endre")
    assert form.inputs() == {"notices": "cards", "until": "2027-02-01"}
    assert paused.press("Slå på igjen").heading == "Du får høyst én melding i uka"
    assert stored(network, "Nils") == Preference()


def test_a_day_that_is_none_is_answered_with_an_example(network: Network) -> None:
    told = network.member("Nils").says("ikke forstyrr til jul")
    assert "ikke forstyrr til 1. februar" in told.heading
    assert network.member("Nils").says("ikke forstyrr").heading == "Du får høyst én melding i uka"
    assert stored(network, "Nils") == Preference()


def test_a_pause_keeps_how_one_wants_it_and_is_over_on_its_day(network: Network) -> None:
    nils = network.member("Nils")
    choose(nils, Notices.SUMMARY)
    nils.says("ikke forstyrr til 11.1.")
    assert stored(network, "Nils") == Preference(Notices.SUMMARY, date(2027, 1, 11))
    network.clock.advance(days=10)
    assert nils.says("varsler").heading == "Du får et sammendrag på mandager"
    assert nils.says("varsler").press("Endre").inputs()["until"] == ""


# --- Who is not reached --------------------------------------------------------------------------


def test_whoever_administers_sees_who_is_not_reached_and_what_helps(network: Network) -> None:
    listed = network.member("Kari").says("varsler").press("Hvem jeg ikke når")
    assert listed.heading == "Disse får jeg ikke tak i"
    assert "Be Nils Dahl skrive «hei» til Rundebord." in listed.text
    assert "Så lenge nevner jeg dem i «General»." in listed.text
    refused = network.member("Nils").press("notices.unreached/1", {"page": 0})
    assert refused.heading == "Det er den som styrer nettverket, som ser hvem jeg ikke når."


def test_whoever_writes_in_their_chat_is_reached_again(network: Network) -> None:
    kari = network.member("Kari")
    network.member("Nils").in_channel().says("møteplan")
    assert "Nils Dahl" in kari.press("notices.unreached/1", {"page": 0}).text
    network.member("Nils").says("hei")
    assert "Nils Dahl" not in kari.press("notices.unreached/1", {"page": 0}).text


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DeliveryState.UNKNOWN, "Jeg vet ikke om meldingen fra 4\\. januar kom fram."),
        (DeliveryState.FAILED, "Meldingen fra 4\\. januar kom ikke fram."),
    ],
)
def test_a_last_message_that_went_wrong_is_told(
    network: Network, state: DeliveryState, told: str
) -> None:
    everybody_is_reached(network)
    kari = network.member("Kari")
    assert kari.press("notices.unreached/1", {"page": 0}).heading == "Jeg når alle"
    with network.deps.store.transaction() as session:
        number = _person(session, "Nils")
        went_wrong = Delivery(
            network_id=1,
            kind="role-taken",
            subject="change:1",
            audience=f"person:{number}",
            person_id=number,
            due_at=network.clock(),
            expires_at=network.clock() + AHEAD,
            state=state,
        )
        session.add(went_wrong)
    listed = kari.press("notices.unreached/1", {"page": 0})
    assert told.replace("\\", "") in listed.text.replace("\\", "")
    network.clock.advance(days=31)
    assert kari.press("notices.unreached/1", {"page": 0}).heading == "Jeg når alle"


def test_a_card_that_could_not_be_drawn_again_is_no_message_that_got_lost(
    network: Network,
) -> None:
    everybody_is_reached(network)
    with network.deps.store.transaction() as session:
        number = _person(session, "Nils")
        redrawn = Delivery(
            network_id=1,
            kind=REFRESH,
            subject="delivery:1",
            audience=f"person:{number}",
            person_id=number,
            due_at=network.clock(),
            expires_at=network.clock() + AHEAD,
            state=DeliveryState.FAILED,
        )
        session.add(redrawn)
    listed = network.member("Kari").press("notices.unreached/1", {"page": 0})
    assert listed.heading == "Jeg når alle"


def everybody_is_reached(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            person.unreachable = False
            session.add(person)


# --- `kommende varsler` --------------------------------------------------------------------------


def pages(seen: Seen) -> Iterator[Seen]:
    yield seen
    while "Neste side" in seen.buttons:
        seen = seen.press("Neste side")
        yield seen


def test_whoever_administers_sees_all_and_others_what_concerns_them(network: Network) -> None:
    upkeep.plan(network.deps)
    everything = "\n".join(page.text for page in pages(network.member("Kari").says("hva sendes")))
    own = "\n".join(page.text for page in pages(network.member("Ola").says("kommende varsler")))
    assert "Kari Nilsen" in everything
    assert "Kari Nilsen, NAV Lindesnes" not in own
    assert "fordi NAV Lindesnes er vert" in everything


def test_in_a_channel_only_what_is_posted_is_told(network: Network) -> None:
    everybody_is_reached(network)
    upkeep.plan(network.deps)
    spoken = network.member("Kari").in_channel().says("kommende varsler")
    for page in pages(spoken):
        assert ", NAV Lindesnes" not in page.text


def test_what_depends_on_an_answer_says_so(network: Network) -> None:
    upkeep.plan(network.deps)
    listed = "\n".join(page.text for page in pages(network.member("Kari").says("hva sendes")))
    assert "hvis ingen har svart" in listed


def test_when_nothing_is_coming_it_says_what_to_do(network: Network) -> None:
    network.pass_days(400)
    empty = network.member("Kari").says("kommende varsler")
    assert (empty.heading, empty.buttons) == ("Jeg har ingenting å sende", ["Møteplan"])


def test_every_kind_of_message_has_words(network: Network) -> None:
    assert WHAT.keys() == KINDS.keys() - {REFRESH}


@pytest.mark.parametrize("start", range(0, 60, 6))
def test_what_is_forecast_is_exactly_what_is_sent_when_nobody_presses_anything(
    network: Network, start: int
) -> None:
    """Whatever day of the demo's spring it is, and whoever is away or wants a summary."""
    choose(network.member("Ola"), Notices.SUMMARY)
    network.member("Nils").says("ikke forstyrr til 20. januar")
    days_pass(network, start)
    expected = forecast(network)
    assert days_pass(network, AHEAD.days) == expected
    assert expected


def days_pass(network: Network, days: int) -> list[tuple[Any, str]]:
    """One after the other, as in life, where the tick comes all the time."""
    sent = [row for _ in range(days) for row, _ in network.pass_days(1)]
    return [(row.sent_at, row.audience) for row in sent if row.kind != REFRESH]


def forecast(network: Network) -> list[tuple[Any, str]]:
    now, deps = network.clock(), network.deps
    found = rehearsal.rehearse(deps.store, 1, now, now + AHEAD, deps.calendar)
    return [(each.coming.at, each.coming.to) for each in found if each.coming.unsaid is None]


def test_the_first_to_be_reminded_stand_on_the_card_that_confirms_a_year(network: Network) -> None:
    kari = network.member("Kari")
    draft = kari.says("årsplan 2028")
    question = draft.press("Bekreft alle")
    assert "De første jeg minner på noe" in question.texts
    listed = question.press("Alle varslene")
    assert "om årsplanen for 2028 blir bekreftet" in listed.text
    assert listed.press("Tilbake").heading == question.heading


# --- The hours -----------------------------------------------------------------------------------


def test_the_hours_are_set_where_the_network_is_set_up(network: Network) -> None:
    kari = network.member("Kari")
    form = kari.press("setup.basics/1", {})
    typed = form.inputs()
    assert (typed["hours_from"], typed["hours_to"]) == ("08:00", "15:30")
    again = form.press("Lagre", **{**typed, "hours_from": "12:00", "hours_to": "12:30"})
    assert "Velg et klokkeslett som er minst en time senere." in again.text
    assert again.inputs()["hours_to"] == "12:30"
    again.press("Lagre", **{**typed, "hours_from": "9.00", "hours_to": "14.00"})
    assert kari.press("setup.basics/1", {}).inputs()["hours_from"] == "09:00"
    assert "Meldinger sendes nå mellom 09.00 og 14.00" in kari.says("endringer").text


def test_nothing_is_sent_outside_the_hours(network: Network) -> None:
    kari = network.member("Kari")
    form = kari.press("setup.basics/1", {})
    form.press("Lagre", **{**form.inputs(), "hours_from": "13:00", "hours_to": "15:00"})
    sent = [row for row, _ in network.pass_days(60) if row.person_id is not None]
    local = {network.deps.calendar.local(row.sent_at).hour for row in sent if row.sent_at}
    assert local == {13}
