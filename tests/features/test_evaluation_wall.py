"""The host finds the code for the wall on the fagdag, and says how many are in the room.

The open day is Ola's (Karriere Agder), in eleven days; Amina is a member like any other.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.meetings import Activity
from storage.tables import Evaluation, Meeting
from tests.features.bench import Network, Seen, parts

PUBLIC = "https://rundebord.example"


@pytest.fixture
def network(network: Network) -> Network:
    """It is the morning of the open day, and our pages can be reached."""
    network.deps = replace(network.deps, public_url=PUBLIC)
    with network.deps.store.transaction() as session:
        day = session.exec(
            select(Meeting.starts_at).where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.OPEN_DAY,
                Meeting.starts_at > network.clock(),
            )
        ).one()
    network.clock.moment = day - timedelta(hours=1)
    return network


def _wall(network: Network) -> Seen:
    return network.member("Ola").says("fagdag").press("Storskjerm")


def _links(seen: Seen) -> list[str]:
    return [part["url"] for part in parts(seen.card) if part.get("type") == "Action.OpenUrl"]


def _rooms(network: Network) -> list[int | None]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Evaluation.room).where(Evaluation.part == 1)))


def test_the_host_is_led_to_the_wall_from_the_morning_of_the_day_on(network: Network) -> None:
    wall = _wall(network)
    (link,) = _links(wall)
    found = re.fullmatch(rf"{PUBLIC}/e/(\w{{4}})(\w{{4}})/skjerm", link)
    assert found is not None
    assert f"{found[1]}-{found[2]}" in wall.text
    assert _links(_wall(network)) == [link]


def test_nobody_else_is_and_not_the_day_before(network: Network) -> None:
    assert "Storskjerm" not in network.member("Amina").says("fagdag").buttons
    network.clock.advance(days=-1)
    assert "Storskjerm" not in network.member("Ola").says("fagdag").buttons


def test_a_card_from_yesterday_is_refused_with_the_reason(network: Network) -> None:
    fagdag = network.member("Ola").says("fagdag")
    network.clock.advance(days=-1)
    assert "Koden vises den dagen fagdagen holdes." in fagdag.press("Storskjerm").text


def test_how_many_are_in_the_room_is_kept_and_can_be_taken_away(network: Network) -> None:
    saved = _wall(network).press("Lagre", room="40")
    assert ("Antallet er lagret." in saved.text, _rooms(network)) == (True, [40])
    assert saved.inputs() == {"room": 40}
    saved.press("Lagre", room="")
    assert _rooms(network) == [None]


@pytest.mark.parametrize("typed", ["mange", "-1", "2001"])
def test_what_is_no_number_is_told_at_the_field_and_changes_nothing(
    network: Network, typed: str
) -> None:
    _wall(network).press("Lagre", room="40")
    told = _wall(network).press("Lagre", room=typed)
    assert ("Antallet er lagret." in told.text, _rooms(network)) == (False, [40])


def test_without_an_address_of_our_own_the_answers_come_in_teams(network: Network) -> None:
    network.deps = replace(network.deps, public_url="")
    wall = _wall(network)
    assert (_links(wall), wall.inputs(), wall.buttons) == ([], {}, ["Tilbake"])
