"""What Teams tells about a Team's channels, and what is made of it."""

import aiohttp
import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.networks import TeamChannel
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.directory import TeamDirectory
from bot.teams.hosts import ExactHosts, LoopbackOnly
from tests.fakes.connector import HUGE_ANSWER, FakeConnector, Fault
from tests.fakes.teams import TEAM
from tests.teams.conftest import NOW

PRIVATE = "19:ledelsen@thread.tacv2"
SHARED = "19:skolene@thread.tacv2"


@pytest.fixture
def directory(session: aiohttp.ClientSession) -> TeamDirectory:
    return TeamDirectory(Connector(session, NoCredentials(), LoopbackOnly(), lambda: NOW))


async def test_every_channel_says_what_it_is_and_how_many_read_it(
    directory: TeamDirectory, teams: FakeConnector
) -> None:
    teams.channels[TEAM] = [
        {"id": TEAM, "name": None, "type": "standard"},
        {"id": PRIVATE, "name": "Ledelsen", "type": "private"},
        {"id": SHARED, "name": "Med skolene", "type": "Shared"},
    ]
    teams.members |= {TEAM: 31, SHARED: 12}

    assert await directory.channels(teams.service_url, TEAM) == (
        TeamChannel(TEAM, "", "standard", 31),
        TeamChannel(PRIVATE, "Ledelsen", "private", None),
        TeamChannel(SHARED, "Med skolene", "shared", 12),
    )


async def test_an_older_answer_names_no_types(
    directory: TeamDirectory, teams: FakeConnector
) -> None:
    teams.channels[TEAM] = [{"id": TEAM}, {"id": "19:x@thread.tacv2", "name": "Planer"}]
    teams.members[TEAM] = 5

    told = await directory.channels(teams.service_url, TEAM)

    assert [(channel.name, channel.kind, channel.readers) for channel in told] == [
        ("", "standard", 5),
        ("Planer", "standard", 5),
    ]


async def test_a_large_team_is_counted_page_by_page(
    directory: TeamDirectory, teams: FakeConnector
) -> None:
    teams.channels[TEAM] = [{"id": TEAM}]
    teams.members[TEAM] = 1203

    (general,) = await directory.channels(teams.service_url, TEAM)

    assert general.readers == 1203
    assert len([request for request in teams.requests if "pagedmembers" in request.path]) == 3


async def test_a_team_whose_members_are_not_shown_has_channels_all_the_same(
    directory: TeamDirectory, teams: FakeConnector
) -> None:
    teams.channels[TEAM] = [{"id": TEAM}]

    assert await directory.channels(teams.service_url, TEAM) == (TeamChannel(TEAM),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"[]", None),
        (b"nonsense", None),
        (b"{}", None),
        (b'{"conversations":null}', ()),
        (b'{"conversations":7,"members":7}', ()),
        (b'{"conversations":[1,null,{},{"id":""},{"id":7}]}', ()),
        (b'{"conversations":[{"id":"19:x","name":7,"type":[]}]}', (TeamChannel("19:x"),)),
    ],
)
async def test_an_answer_of_another_shape_is_no_channel(
    directory: TeamDirectory,
    teams: FakeConnector,
    body: bytes,
    expected: tuple[TeamChannel, ...] | None,
) -> None:
    teams.fail_next(Fault(status=200, body=body, delivered=True))

    if expected is None:
        with pytest.raises(DeliveryFailed):
            await directory.channels(teams.service_url, TEAM)
    else:
        assert await directory.channels(teams.service_url, TEAM) == expected


@pytest.mark.parametrize("fault", [Fault(status=403), Fault(status=502), HUGE_ANSWER])
async def test_a_refusal_and_an_endless_answer_are_told_as_failures(
    directory: TeamDirectory, teams: FakeConnector, fault: Fault
) -> None:
    teams.fail_next(fault)

    with pytest.raises(DeliveryFailed):
        await directory.channels(teams.service_url, TEAM)


async def test_only_teams_own_hosts_are_asked(
    session: aiohttp.ClientSession, teams: FakeConnector
) -> None:
    directory = TeamDirectory(Connector(session, NoCredentials(), ExactHosts(), lambda: NOW))

    with pytest.raises(DeliveryFailed, match="host-not-allowed"):
        await directory.channels(teams.service_url, TEAM)
    assert teams.requests == []
