"""`kalenderlenke`: made, shown once, renewed, deleted; for one person's eyes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.features import calendar_link
from storage.tables import CalendarFeed
from tests.features.bench import Network, Seen, parts

DOOR = "https://rundebord.example.no"


@pytest.fixture
def network(network: Network) -> Network:
    """With a web door."""
    return replace(network, deps=replace(network.deps, public_url=DOOR))


def address(seen: Seen) -> str:
    return str(seen.inputs()["address"])


def links(seen: Seen) -> dict[str, str]:
    found: list[dict[str, Any]] = list(parts(seen.card))
    return {part["title"]: part["url"] for part in found if part.get("type") == "Action.OpenUrl"}


def works(network: Network, told: str) -> bool:
    token = told.removeprefix(f"{DOOR}/kalender/").removesuffix(".ics")
    return calendar_link.file_for(network.deps, token) is not None


def stored(network: Network) -> list[CalendarFeed]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(CalendarFeed)).all())


def test_two_words_and_one_press_give_an_address_that_works(network: Network) -> None:
    offer = network.member("Kari").says("min kalender")
    assert (offer.heading, offer.buttons) == (
        "Vil du ha møtene i din egen kalender?",
        ["Lag lenke"],
    )
    assert stored(network) == []
    fresh = offer.press("Lag lenke")
    assert fresh.heading == "Her er kalenderlenka di"
    assert address(fresh).startswith(f"{DOOR}/kalender/")
    assert links(fresh) == {
        "Åpne i kalenderen": address(fresh).replace("https:", "webcal:"),
        "Last ned møtene": address(fresh),
    }
    assert works(network, address(fresh))


def test_the_address_is_shown_once(network: Network) -> None:
    kari = network.member("Kari")
    told = address(kari.says("kalenderlenke").press("Lag lenke"))
    network.clock.advance(days=2)
    later = kari.says("kalenderlenke")
    assert later.heading == "Du har en kalenderlenke"
    assert "Den er fra 4. januar." in later.text
    assert told.rpartition("/")[2].removesuffix(".ics") not in str(later.card)
    assert works(network, told)


def test_a_new_one_is_asked_about_first_because_the_old_one_stops_working(
    network: Network,
) -> None:
    kari = network.member("Kari")
    old = address(kari.says("kalenderlenke").press("Lag lenke"))
    question = kari.says("kalenderlenke").press("Ny lenke")
    assert question.heading == "Vil du bytte ut lenka?"
    assert question.press("Behold den").heading == "Du har en kalenderlenke"
    assert works(network, old)
    new = address(question.press("Lag ny lenke"))
    assert (works(network, old), works(network, new), len(stored(network))) == (False, True, 1)


def test_an_old_offer_does_not_replace_what_was_made_since(network: Network) -> None:
    offer = network.member("Kari").says("kalenderlenke")
    first = address(offer.press("Lag lenke"))
    assert offer.press("Lag lenke").heading == "Vil du bytte ut lenka?"
    assert works(network, first)


def test_it_is_deleted_after_a_question_and_can_be_made_again(network: Network) -> None:
    fresh = network.member("Kari").says("kalenderlenke").press("Lag lenke")
    question = fresh.press("Slett lenka")
    assert question.heading == "Vil du slette kalenderlenka?"
    assert works(network, address(fresh))
    deleted = question.press("Slett lenka")
    assert deleted.heading == "Kalenderlenka er slettet"
    assert (works(network, address(fresh)), stored(network)) == (False, [])
    assert question.press("Slett lenka").heading == "Kalenderlenka er slettet"
    assert works(network, address(deleted.press("Lag lenke")))


def test_in_a_channel_only_the_one_who_presses_sees_it(network: Network) -> None:
    kari = network.member("Kari")
    spoken = kari.in_channel().says("kalenderlenke")
    assert spoken.heading == "Dette tar vi på tomannshånd"
    offer = kari.says("kalenderlenke")
    (make,) = (part for part in parts(offer.card) if part.get("title") == "Lag lenke")
    in_channel = kari.in_channel()
    told = in_channel.with_an_old_client().press(make["verb"], make["data"])
    assert (told.inputs(), stored(network)) == ({}, [])
    assert works(network, address(in_channel.press(make["verb"], make["data"])))


def test_everybody_has_their_own(network: Network) -> None:
    told = [
        address(network.member(name).says("kalenderlenke").press("Lag lenke"))
        for name in ("Kari", "Amina")
    ]
    assert len(set(told)) == 2
    network.member("Kari").says("kalenderlenke").press("Slett lenka").press("Slett lenka")
    assert [works(network, one) for one in told] == [False, True]


def test_without_a_web_door_it_says_so(network: Network) -> None:
    closed = replace(network, deps=replace(network.deps, public_url=""))
    kari = closed.member("Kari")
    told = kari.says("kalenderlenke")
    assert (told.heading, told.buttons) == ("Kalenderlenker er ikke slått på her", [])
    offer = network.member("Kari").says("kalenderlenke")
    (make,) = (part for part in parts(offer.card) if part.get("title") == "Lag lenke")
    assert kari.press(make["verb"], make["data"]).heading == told.heading
    assert stored(network) == []


def test_made_on_is_the_networks_day(network: Network) -> None:
    network.clock.moment = network.clock().replace(hour=23, minute=30)
    network.member("Kari").says("kalenderlenke").press("Lag lenke")
    (row,) = stored(network)
    assert row.made_on == (network.clock() + timedelta(hours=1)).date()
