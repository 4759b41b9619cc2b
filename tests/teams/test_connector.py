"""What leaves for Teams, and how each of Teams' answers is understood."""

from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.deps import Mention, Message, Posted, Target
from bot.domain.errors import DeliveryFailed
from bot.teams.connector import Connector
from bot.teams.credentials import AppCredentials, NoCredentials
from bot.teams.failures import patiently, retry_after
from bot.teams.hosts import ExactHosts, LoopbackOnly
from tests.fakes import connector as fakes
from tests.fakes.connector import FakeConnector, Fault
from tests.fakes.login import FakeApplication
from tests.fakes.teams import BOT, CHANNEL, KARI, TENANT
from tests.teams.conftest import CARD, NOW, Clock

MESSAGE = Message(CARD, summary="Møteplanen")
THREAD = f"{CHANNEL};messageid=1700000000000"


@pytest.fixture
def connector(session: aiohttp.ClientSession) -> Connector:
    return Connector(session, NoCredentials(), LoopbackOnly(), lambda: NOW)


@pytest.fixture
def thread(teams: FakeConnector) -> Target:
    return Target(TENANT, teams.service_url, BOT["id"], THREAD, CHANNEL)


@pytest.fixture
def channel(thread: Target) -> Target:
    return replace(thread, conversation_id=CHANNEL)


@pytest.fixture
def person(thread: Target) -> Target:
    return replace(thread, conversation_id=None, channel_id=None, teams_user_id=KARI.teams_id)


async def test_a_message_to_a_thread_carries_the_card_and_its_summary(
    connector: Connector, teams: FakeConnector, thread: Target
) -> None:
    posted = await connector.post(thread, MESSAGE)

    [delivered] = teams.delivered
    assert posted == Posted(THREAD, delivered.activity_id)
    assert delivered.how == "post"
    assert delivered.conversation_id == THREAD
    assert delivered.activity == {
        "type": "message",
        "attachments": [
            {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
        ],
        "summary": "Møteplanen",
    }


async def test_ids_are_quoted_in_the_address(
    connector: Connector, teams: FakeConnector, thread: Target
) -> None:
    await connector.post(replace(thread, conversation_id="a:1/../2?x=#%41 ø"), MESSAGE)

    [request] = teams.requests
    assert request.path == (
        "/teams/v3/conversations/a%3A1%2F..%2F2%3Fx%3D%23%2541%20%C3%B8/activities"
    )


async def test_a_service_url_may_lack_its_last_slash(
    connector: Connector, teams: FakeConnector, thread: Target
) -> None:
    await connector.post(replace(thread, service_url=teams.service_url.rstrip("/")), MESSAGE)

    assert len(teams.posts) == 1


async def test_a_message_to_a_channel_opens_a_thread_there(
    connector: Connector, teams: FakeConnector, channel: Target
) -> None:
    posted = await connector.post(channel, MESSAGE)

    [delivered] = teams.delivered
    assert delivered.how == "thread"
    assert posted == Posted(delivered.conversation_id, delivered.activity_id)
    assert posted.conversation_id == f"{CHANNEL};messageid={posted.activity_id}"
    assert teams.requests[0].body["isGroup"] is True
    assert teams.requests[0].body["channelData"] == {
        "channel": {"id": CHANNEL},
        "tenant": {"id": TENANT},
    }


async def test_a_thread_tells_its_first_message_even_when_teams_does_not(
    connector: Connector, teams: FakeConnector, channel: Target
) -> None:
    teams.fail_next(Fault(body=b'{"id":"19:x;messageid=7"}', delivered=True))

    assert await connector.post(channel, MESSAGE) == Posted("19:x;messageid=7", "7")


async def test_a_conversation_with_a_person_is_opened_by_their_teams_id(
    connector: Connector, teams: FakeConnector, person: Target
) -> None:
    conversation_id = await connector.open(person)

    assert conversation_id == f"a:{KARI.teams_id}"
    assert teams.opened == [
        {
            "isGroup": False,
            "bot": {"id": BOT["id"]},
            "members": [{"id": KARI.teams_id}],
            "tenantId": TENANT,
            "channelData": {"tenant": {"id": TENANT}},
        }
    ]
    assert teams.delivered == []


async def test_posting_to_a_person_before_opening_is_a_bug(
    connector: Connector, teams: FakeConnector, person: Target
) -> None:
    with pytest.raises(ValueError, match="opened"):
        await connector.post(person, MESSAGE)

    assert teams.requests == []


async def test_an_update_replaces_the_message_of_that_id(
    connector: Connector, teams: FakeConnector, thread: Target
) -> None:
    await connector.update(thread, "17", MESSAGE)

    [delivered] = teams.updates
    assert (delivered.conversation_id, delivered.activity_id) == (THREAD, "17")
    assert delivered.activity["attachments"][0]["content"] == CARD
    assert teams.requests[0].method == "PUT"


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Kari Nordmann", "<at>Kari Nordmann</at>"),
        ("</at><at>Alle & <b>", "<at>&lt;/at&gt;&lt;at&gt;Alle &amp; &lt;b&gt;</at>"),
        ("Kari\nOla\u202e\x00", "<at>KariOla</at>"),
    ],
)
async def test_a_mention_stands_in_the_text_exactly_as_in_its_entity(
    connector: Connector, teams: FakeConnector, thread: Target, name: str, tag: str
) -> None:
    await connector.post(thread, replace(MESSAGE, mention=Mention(KARI.teams_id, name)))

    [delivered] = teams.delivered
    assert delivered.activity["text"] == f"{tag} Møteplanen"
    assert delivered.activity["entities"] == [
        {"type": "mention", "text": tag, "mentioned": {"id": KARI.teams_id, "name": name}}
    ]


async def test_a_bare_message_is_its_text_and_nothing_in_it_is_markup(
    connector: Connector, teams: FakeConnector, thread: Target
) -> None:
    await connector.post(thread, Message({}, summary="**Møte** <at>alle</at>", bare=True))

    [delivered] = teams.delivered
    assert "attachments" not in delivered.activity
    assert delivered.activity["text"] == "**Møte** <at>alle</at>"
    assert delivered.activity["textFormat"] == "plain"


# What went wrong → what the sender is told: reason, permanent, ambiguous, retry_after.
FAULTS = {
    "429 with seconds": (Fault(429, retry_after="7"), ("throttled", False, False, 7.0)),
    "429 without a wish": (Fault(429), ("throttled", False, False, 0.0)),
    "429 with nonsense": (Fault(429, retry_after="soon"), ("throttled", False, False, 0.0)),
    "429 with a wish below zero": (
        Fault(429, retry_after="-5"),
        ("throttled", False, False, 0.0),
    ),
    "429 with an absurd wish": (
        Fault(429, retry_after="1000000000"),
        ("throttled", False, False, 3600.0),
    ),
    "412": (Fault(412), ("precondition", False, False, None)),
    "412 with seconds": (Fault(412, retry_after="3"), ("precondition", False, False, 3.0)),
    "401 without a token": (Fault(401), ("unauthorised", False, False, 300.0)),
    "403": (Fault(403), ("forbidden", True, False, None)),
    "403 blocked": (fakes.BLOCKED, ("blocked", True, False, None)),
    "404": (Fault(404), ("gone", True, False, None)),
    "413": (Fault(413), ("too-large", True, False, None)),
    "400": (Fault(400), ("rejected", True, False, None)),
    "405": (Fault(405), ("rejected", True, False, None)),
    "redirect": (
        Fault(302, location="https://evil.example/"),
        ("redirected", True, False, None),
    ),
    "permanent redirect": (Fault(308, location="/teams/"), ("redirected", True, False, None)),
    "408": (Fault(408), ("server-error", False, True, None)),
    "500": (Fault(500), ("server-error", False, True, None)),
    "502": (Fault(502), ("server-error", False, True, None)),
    "502 after delivery": (fakes.ARRIVED_THEN_502, ("server-error", False, True, None)),
    "503": (Fault(503, retry_after="5"), ("server-error", False, True, None)),
    "504": (Fault(504), ("server-error", False, True, None)),
    "reset": (fakes.RESET, ("connection-lost", False, True, None)),
    "reset after delivery": (fakes.ARRIVED_THEN_RESET, ("connection-lost", False, True, None)),
}


def told(failure: DeliveryFailed) -> tuple[str, bool, bool, float | None]:
    return failure.reason, failure.permanent, failure.ambiguous, failure.retry_after


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_is_told_as_the_table_says_and_nothing_is_repeated(
    connector: Connector, teams: FakeConnector, thread: Target, fault: str
) -> None:
    how, expected = FAULTS[fault]
    teams.fail_next(how)

    with pytest.raises(DeliveryFailed) as caught:
        await connector.post(thread, MESSAGE)

    assert told(caught.value) == expected
    assert len(teams.requests) == 1
    assert len(teams.delivered) == how.delivered


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_new_thread_meets_faults_like_any_other_message(
    connector: Connector, teams: FakeConnector, channel: Target, fault: str
) -> None:
    how, expected = FAULTS[fault]
    teams.fail_next(how)

    with pytest.raises(DeliveryFailed) as caught:
        await connector.post(channel, MESSAGE)

    assert told(caught.value) == expected
    assert len(teams.requests) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_is_harmless_to_repeat_is_never_ambiguous(
    connector: Connector, teams: FakeConnector, person: Target, fault: str
) -> None:
    how, (reason, permanent, _, wait) = FAULTS[fault]
    teams.fail_next(how)

    with pytest.raises(DeliveryFailed) as caught:
        await connector.open(person)

    assert told(caught.value) == (reason, permanent, False, wait)


async def test_an_answer_that_never_comes_is_ambiguous(
    teams: FakeConnector, thread: Target
) -> None:
    teams.fail_next(fakes.HANG)
    timeout = aiohttp.ClientTimeout(total=5, sock_read=0.05)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        connector = Connector(session, NoCredentials(), LoopbackOnly(), lambda: NOW)
        with pytest.raises(DeliveryFailed) as caught:
            await connector.post(thread, MESSAGE)

    assert told(caught.value) == ("timeout", False, True, None)


async def test_a_refused_connection_may_simply_be_tried_again(
    connector: Connector, thread: Target, unused_tcp_port: int
) -> None:
    nobody = replace(thread, service_url=f"http://127.0.0.1:{unused_tcp_port}/teams/")

    with pytest.raises(DeliveryFailed) as caught:
        await connector.post(nobody, MESSAGE)

    assert told(caught.value) == ("unreachable", False, False, None)


async def test_a_failed_tls_handshake_may_simply_be_tried_again(
    session: aiohttp.ClientSession, teams: FakeConnector, thread: Target
) -> None:
    class AnyHost:
        def allows(self, service_url: str) -> bool:
            return True

    connector = Connector(session, NoCredentials(), AnyHost(), lambda: NOW)
    tls = replace(thread, service_url=teams.service_url.replace("http:", "https:"))

    with pytest.raises(DeliveryFailed) as caught:
        await connector.post(tls, MESSAGE)

    assert told(caught.value) == ("unreachable", False, False, None)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"not JSON", b'{"id":7}', b"[" * 50_000, fakes.HUGE]
)
async def test_a_success_with_a_strange_body_is_posted_with_an_empty_id(
    connector: Connector, teams: FakeConnector, thread: Target, channel: Target, body: bytes
) -> None:
    teams.fail_next(Fault(body=body, delivered=True), Fault(body=body, delivered=True))

    assert await connector.post(thread, MESSAGE) == Posted(THREAD, "")
    assert await connector.post(channel, MESSAGE) == Posted("", "")


async def test_a_conversation_without_an_id_is_tried_again_later(
    connector: Connector, teams: FakeConnector, person: Target
) -> None:
    teams.fail_next(fakes.NO_ID)

    with pytest.raises(DeliveryFailed) as caught:
        await connector.open(person)

    assert told(caught.value) == ("no-conversation-id", False, False, None)


async def test_a_host_that_is_not_allowed_is_never_connected_to(
    session: aiohttp.ClientSession, teams: FakeConnector, thread: Target
) -> None:
    application = FakeApplication()
    credentials = AppCredentials(lambda: application, Clock())
    connector = Connector(session, credentials, ExactHosts(), lambda: NOW)

    with pytest.raises(DeliveryFailed) as caught:
        await connector.post(thread, MESSAGE)

    assert told(caught.value) == ("host-not-allowed", True, False, None)
    assert teams.requests == []
    assert application.fetched == 0


class TestTheToken:
    @pytest.fixture
    def application(self) -> FakeApplication:
        return FakeApplication()

    @pytest.fixture
    def connector(self, session: aiohttp.ClientSession, application: FakeApplication) -> Connector:
        credentials = AppCredentials(lambda: application, Clock())
        return Connector(session, credentials, LoopbackOnly(), lambda: NOW)

    async def test_it_is_fetched_once_for_many_messages(
        self, connector: Connector, teams: FakeConnector, thread: Target
    ) -> None:
        for _ in range(3):
            await connector.post(thread, MESSAGE)

        assert [request.authorization for request in teams.requests] == ["Bearer token-1"] * 3

    async def test_a_refused_one_is_replaced_and_the_message_sent_once_more(
        self, connector: Connector, teams: FakeConnector, thread: Target
    ) -> None:
        teams.fail_next(Fault(401))

        await connector.post(thread, MESSAGE)

        authorizations = [request.authorization for request in teams.requests]
        assert authorizations == ["Bearer token-1", "Bearer token-2"]
        assert len(teams.delivered) == 1

    async def test_when_the_new_one_is_refused_too_everything_stops_and_somebody_is_called(
        self,
        connector: Connector,
        teams: FakeConnector,
        thread: Target,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        teams.fail_next(Fault(401), Fault(401))

        with pytest.raises(DeliveryFailed) as caught:
            await connector.post(thread, MESSAGE)

        assert told(caught.value) == ("unauthorised", False, False, 300.0)
        assert len(teams.requests) == 2
        assert "look at its app id and its password" in caplog.text
        assert "token-" not in caplog.text

    async def test_without_one_nothing_is_sent_and_it_may_be_tried_again(
        self,
        connector: Connector,
        application: FakeApplication,
        teams: FakeConnector,
        thread: Target,
    ) -> None:
        application.error = ConnectionError()

        with pytest.raises(DeliveryFailed) as caught:
            await connector.post(thread, MESSAGE)

        assert told(caught.value) == ("no-token", False, False, None)
        assert teams.requests == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("12", 12.0),
        ("1.5", 1.5),
        ("3600", 3600.0),
        ("1000000000", 3600.0),
        ("9" * 400, None),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30.0),
        ("Fri, 15 Jan 2027 08:00:30", 30.0),
        ("Fri, 15 Jan 2027 07:59:00 GMT", None),
        ("Fri, 15 Jan 2037 08:00:00 GMT", 3600.0),
        ("Fri, 99 Jan 2027 08:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after(header, datetime(2027, 1, 15, 8, 0, tzinfo=UTC)) == seconds


class TestPatience:
    """A person waits for the answer: what was surely not delivered is tried again at once."""

    @pytest.fixture
    def waits(self) -> list[float]:
        return []

    async def _answer(
        self, connector: Connector, target: Target, waits: list[float]
    ) -> Posted | DeliveryFailed:
        async def wait(seconds: float) -> None:
            waits.append(seconds)

        try:
            return await patiently(lambda: connector.post(target, MESSAGE), wait)
        except DeliveryFailed as failure:
            return failure

    async def test_the_wait_is_what_teams_asked_for_and_a_little_more(
        self, connector: Connector, teams: FakeConnector, thread: Target, waits: list[float]
    ) -> None:
        teams.fail_next(Fault(429, retry_after="2"), Fault(412))

        answer = await self._answer(connector, thread, waits)

        assert answer == Posted(THREAD, teams.posts[0].activity_id)
        assert len(waits) == 2
        assert 2.0 <= waits[0] <= 2.5
        assert 2.0 <= waits[1] <= 2.5  # the pause doubles for each try

    async def test_it_ends(
        self, connector: Connector, teams: FakeConnector, thread: Target, waits: list[float]
    ) -> None:
        teams.fail_next(*[Fault(429)] * 20)

        answer = await self._answer(connector, thread, waits)

        assert isinstance(answer, DeliveryFailed)
        assert sum(waits) <= 8.0
        assert len(teams.requests) == len(waits) + 1

    async def test_a_longer_wish_than_a_person_waits_is_not_waited_for(
        self, connector: Connector, teams: FakeConnector, thread: Target, waits: list[float]
    ) -> None:
        teams.fail_next(Fault(429, retry_after="9"))

        answer = await self._answer(connector, thread, waits)

        assert isinstance(answer, DeliveryFailed)
        assert waits == []

    @pytest.mark.parametrize(
        "fault", [fakes.ARRIVED_THEN_502, fakes.ARRIVED_THEN_RESET, Fault(404)]
    )
    async def test_what_may_have_arrived_or_never_will_is_not_repeated(
        self,
        connector: Connector,
        teams: FakeConnector,
        thread: Target,
        waits: list[float],
        fault: Fault,
    ) -> None:
        teams.fail_next(fault)

        answer = await self._answer(connector, thread, waits)

        assert isinstance(answer, DeliveryFailed)
        assert len(teams.requests) == 1
        assert waits == []
