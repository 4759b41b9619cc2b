"""A full name in a text is asked about once, and nothing is kept meanwhile."""

import logging

import pytest
from sqlmodel import select

from storage.tables import AgendaItem
from tests.features.bench import Network, Seen

NAME = "Praksisplass til Fatima Hussein"


def proposed(network: Network, title: str) -> Seen:
    form = network.member("Kari").says("meld sak")
    return form.press("Meld saken", **{**form.inputs(), "title": title})


def kept(network: Network) -> set[str]:
    with network.deps.store.transaction() as session:
        return set(session.exec(select(AgendaItem.title)))


def test_a_name_is_asked_about_and_nothing_is_stored_or_logged(
    network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    before = kept(network)
    with caplog.at_level(logging.DEBUG):
        card = proposed(network, NAME)
    assert card.heading == "Er dette navnet på en person?"
    assert "«Fatima Hussein»" in card.texts
    assert card.inputs() == {"title": NAME}
    assert kept(network) == before
    assert "Fatima" not in caplog.text


def test_what_is_no_name_is_sent_as_it_is_and_not_asked_about_again(network: Network) -> None:
    card = proposed(network, NAME)
    answer = card.press("Nei, send som det er", **card.inputs())
    assert answer.heading != "Er dette navnet på en person?"
    assert NAME in kept(network)


def test_the_text_can_be_changed_on_the_spot(network: Network) -> None:
    card = proposed(network, NAME)
    card.press("Send det jeg har endret", title="Praksisplass til en deltaker")
    assert "Praksisplass til en deltaker" in kept(network)
    assert NAME not in kept(network)


def test_a_changed_text_with_another_name_is_asked_about_again(network: Network) -> None:
    card = proposed(network, NAME)
    again = card.press("Send det jeg har endret", title="Praksisplass til Yusuf Abdi")
    assert "«Yusuf Abdi»" in again.texts


def test_agencies_and_members_are_no_candidates(network: Network) -> None:
    for title in ("NAV Lindesnes og Karriere Agder Lyngdal", "Kari Nilsen og Ola Berg inviterer"):
        proposed(network, title)
        assert title in kept(network)


def test_a_birth_number_is_refused_even_when_it_is_sent_as_it_is(network: Network) -> None:
    card = proposed(network, NAME)
    title = f"{NAME}, ring 412 34 567"
    answer = card.press("Nei, send som det er", title=title)
    assert "Her ligner noe på et telefonnummer." in answer.text
    assert title not in kept(network)


def test_a_name_beside_a_number_is_refused_at_once(network: Network) -> None:
    answer = proposed(network, f"{NAME}, ring 412 34 567")
    assert "Her ligner noe på et telefonnummer." in answer.text


def test_only_what_may_be_asked_about_is_sent_on(network: Network) -> None:
    kari = network.member("Kari")
    for data in ({"to": "nothing/1", "carried": {}}, {"to": "agenda.submit/1"}, {}):
        assert kari.press("name.send/1", data).heading == "Denne knappen er for gammel"
