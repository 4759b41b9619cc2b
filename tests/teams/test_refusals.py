"""Everything that must be turned away: the right status, one constant text, nothing heard.

No row may ever give 5xx: Teams repeats some failures, and a probe must not look like a fault.
"""

import asyncio
import base64
import gzip
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.teams.body import MAX_BYTES, MAX_ID, parse
from bot.teams.dispatch import Dispatcher
from bot.teams.edge import REFUSAL
from bot.teams.hosts import ExactHosts
from bot.teams.refusals import Refusal
from tests.fakes import login, teams
from tests.fakes.login import claims, private_key, sign
from tests.fakes.teams import SERVICE_URL, TENANT, Activity
from tests.teams.conftest import Bench

GOOD = teams.channel_message("møteplan")
JSON = "application/json"


@dataclass(frozen=True)
class Knock:
    """A request to the door; unchanged it would be let in."""

    body: bytes = json.dumps(GOOD).encode()
    token: str | None = None
    scheme: str = "Bearer "
    content_type: str | None = JSON

    def headers(self) -> dict[str, str]:
        token = sign(claims(SERVICE_URL)) if self.token is None else self.token
        headers = {"Authorization": f"{self.scheme}{token}"}
        return (
            headers if self.content_type is None else headers | {"Content-Type": self.content_type}
        )


def token(**changes: Any) -> Knock:
    return Knock(token=sign(claims(SERVICE_URL, **changes)))


def body(**changes: Any) -> Knock:
    return Knock(body=json.dumps(GOOD | changes).encode())


def without(*names: str) -> Knock:
    rest = {name: value for name, value in GOOD.items() if name not in names}
    return Knock(body=json.dumps(rest).encode())


def url(service_url: str) -> Knock:
    """The token vouches for it, so that only the host can be the reason."""
    return Knock(
        body=json.dumps(GOOD | {"serviceUrl": service_url}).encode(),
        token=sign(claims(service_url)),
    )


def tenant(in_channel_data: str | None, in_conversation: str | None) -> Knock:
    channel_data = GOOD["channelData"] | {"tenant": {"id": in_channel_data}}
    conversation = GOOD["conversation"] | {"tenantId": in_conversation}
    return body(channelData=channel_data, conversation=conversation)


def public_pem() -> bytes:
    """The published key as bytes, which a careless verifier takes for an HMAC secret."""
    public = private_key("key-1").public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def hs256_with_the_public_key() -> str:
    """Made by hand: PyJWT refuses to be so careless."""

    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "key-1"}).encode())
    signed = head + b"." + part(json.dumps(claims(SERVICE_URL)).encode())
    mac = hmac.new(public_pem(), signed, hashlib.sha256).digest()
    return (signed + b"." + part(mac)).decode()


def unsigned() -> str:
    return jwt.encode(claims(SERVICE_URL), "", "none", headers={"kid": "key-1"})


def tampered() -> str:
    head, _, signature = sign(claims(SERVICE_URL)).split(".")
    other = sign(claims(SERVICE_URL, sub="someone")).split(".")[1]
    return f"{head}.{other}.{signature}"


HOUR = 3600
LONG = "æ" * (MAX_ID // 2) + "x"
ENTRA = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"

# Rows are made when their test runs: signing 2048-bit keys would slow the collection.
UNAUTHORISED: dict[str, Callable[[], Knock]] = {
    "empty authorization": lambda: Knock(scheme="", token=""),
    "scheme alone": lambda: Knock(token=""),
    "basic scheme": lambda: Knock(scheme="Basic "),
    "token without scheme": lambda: Knock(scheme=""),
    "garbage": lambda: Knock(token="garbage"),
    "three empty parts": lambda: Knock(token=".."),
    "three letters": lambda: Knock(token="a.b.c"),
    "two tokens": lambda: Knock(token=f"{sign(claims(SERVICE_URL))} x"),
    "a very long token": lambda: Knock(token="a" * 6000),
    "unsigned (alg none)": lambda: Knock(token=unsigned()),
    "HS256 with the public key": lambda: Knock(token=hs256_with_the_public_key()),
    "RS512": lambda: Knock(
        token=jwt.encode(
            claims(SERVICE_URL), private_key("key-1"), "RS512", headers={"kid": "key-1"}
        )
    ),
    "tampered claims": lambda: Knock(token=tampered()),
    "another key under a known id": lambda: Knock(
        token=sign(claims(SERVICE_URL), "mine", kid="key-1")
    ),
    "unknown key id": lambda: Knock(token=sign(claims(SERVICE_URL), "mine")),
    "no key id": lambda: Knock(
        token=jwt.encode(claims(SERVICE_URL), private_key("key-1"), "RS256")
    ),
    "wrong issuer": lambda: token(iss="https://api.botframework.us"),
    "no issuer": lambda: token(iss=None),
    "emulator token": lambda: token(iss=ENTRA, appid=login.APP_ID, ver="1.0"),
    "emulator token for anybody": lambda: token(iss=ENTRA, aud="x", appid=login.APP_ID, ver="1.0"),
    "skill token": lambda: token(iss=ENTRA, appid="another-bot", ver="2.0"),
    "our own outbound token": lambda: token(iss=ENTRA, aud="https://api.botframework.com"),
    "wrong audience": lambda: token(aud="66666666-0000-0000-0000-000000000000"),
    "no audience": lambda: token(aud=None),
    "expired": lambda: token(exp=login.NOW - 301),
    "no expiry": lambda: token(exp=None),
    "expiry that is no number": lambda: token(exp="tomorrow"),
    "expiry that is true": lambda: token(exp=True),
    "not valid yet": lambda: token(nbf=login.NOW + 301),
    "start that is no number": lambda: token(nbf="yesterday"),
    "other service URL": lambda: token(serviceurl="https://smba.trafficmanager.net/amer/"),
    "no service URL in the token": lambda: token(serviceurl=None),
    "service URL without its slash": lambda: token(serviceurl=SERVICE_URL.rstrip("/")),
}

FORBIDDEN: dict[str, Callable[[], Knock]] = {
    "another channel": lambda: body(channelId="webchat"),
    "no channel": lambda: without("channelId"),
    "null channel": lambda: body(channelId=None),
    "foreign tenant": lambda: tenant("foreign", "foreign"),
    "foreign tenant in channelData": lambda: tenant("foreign", None),
    "foreign tenant in conversation": lambda: tenant(None, "foreign"),
    "two tenants": lambda: tenant(TENANT, "foreign"),
    "two tenants, the other way": lambda: tenant("foreign", TENANT),
    "no tenant": lambda: tenant(None, None),
    "http": lambda: url("http://smba.trafficmanager.net/emea/"),
    "host of another customer": lambda: url("https://evil.trafficmanager.net/emea/"),
    "user info": lambda: url("https://smba.trafficmanager.net@evil.example/"),
    "another port": lambda: url("https://smba.trafficmanager.net:8443/emea/"),
    "IP address": lambda: url("https://169.254.169.254/latest/"),
    "trailing dot": lambda: url("https://smba.trafficmanager.net./emea/"),
    "newline": lambda: url("https://smba.trafficmanager.net/emea/\n"),
}

MALFORMED: dict[str, Callable[[], Knock]] = {
    "empty": lambda: Knock(body=b""),
    "not JSON": lambda: Knock(body=b"{not json"),
    "two values": lambda: Knock(body=b"{}{}"),
    "array": lambda: Knock(body=b"[]"),
    "array of activities": lambda: Knock(body=json.dumps([GOOD]).encode()),
    "text": lambda: Knock(body=b'"activity"'),
    "number": lambda: Knock(body=b"7"),
    "null": lambda: Knock(body=b"null"),
    "empty object": lambda: Knock(body=b"{}"),
    "bad UTF-8": lambda: Knock(body=b'{"type":"\xff\xfe"}'),
    "UTF-16": lambda: Knock(body=json.dumps(GOOD).encode("utf-16")),
    "byte order mark": lambda: Knock(body=b"\xef\xbb\xbf" + json.dumps(GOOD).encode()),
    "nested arrays": lambda: Knock(body=b"[" * 100_000),
    "nested objects": lambda: Knock(body=b'{"a":' * 30_000 + b"1" + b"}" * 30_000),
    "nested in a value": lambda: Knock(
        body=json.dumps(GOOD).encode()[:-1] + b',"value":' + b"[" * 50 + b"]" * 50 + b"}"
    ),
    "a list of 2 001": lambda: body(value=[0] * 2_001),
    "huge integer": lambda: Knock(body=b'{"a":' + b"9" * 5000 + b"}"),
    "infinite number": lambda: Knock(body=json.dumps(GOOD).encode()[:-1] + b',"value":1e400}'),
    "NaN": lambda: body(value=float("nan")),
    "duplicate keys": lambda: Knock(body=json.dumps(GOOD).encode()[:-1] + b',"type":"message"}'),
    "NUL": lambda: body(text="a\x00b"),
    "half a character": lambda: body(text="\ud800"),
    "half a character as a key": lambda: body(value={"\udfff": 1}),
    "no type": lambda: without("type"),
    "type is a number": lambda: body(type=7),
    "empty type": lambda: body(type=""),
    "no service URL": lambda: without("serviceUrl"),
    "service URL is an object": lambda: body(serviceUrl={"url": SERVICE_URL}),
    "no conversation": lambda: without("conversation"),
    "conversation is a text": lambda: body(conversation="19:x"),
    "conversation without id": lambda: body(conversation={"tenantId": TENANT}),
    "conversation id is a number": lambda: body(conversation={"id": 7}),
    "a long conversation id": lambda: body(conversation={"id": LONG, "tenantId": TENANT}),
    "a long activity id": lambda: body(id=LONG),
    "a long sender id": lambda: body(**{"from": GOOD["from"] | {"id": LONG}}),
    "a long Entra id": lambda: body(**{"from": GOOD["from"] | {"aadObjectId": LONG}}),
    "a long recipient id": lambda: body(recipient=GOOD["recipient"] | {"id": LONG}),
    "a long channel id": lambda: body(channelData=GOOD["channelData"] | {"channel": {"id": LONG}}),
    "a long card id": lambda: body(replyToId=LONG),
    "tenant is a number": lambda: body(channelData={"tenant": {"id": 7}}),
    "tenant is a text": lambda: body(channelData={"tenant": TENANT}),
    "channelData is a text": lambda: body(channelData="x"),
    "channel is a number": lambda: body(channelId=7),
    "no sender": lambda: without("from"),
    "no recipient": lambda: without("recipient"),
    "huge timestamp": lambda: body(timestamp="9" * 1000),
    "card action without action": lambda: body(type="invoke", name="adaptiveCard/action", value={}),
}

ROWS = [
    *((401, UNAUTHORISED, name) for name in UNAUTHORISED),
    *((403, FORBIDDEN, name) for name in FORBIDDEN),
    *((400, MALFORMED, name) for name in MALFORMED),
]


@pytest.mark.parametrize(
    ("status", "rows", "name"), ROWS, ids=[f"{row[0]}-{row[2]}" for row in ROWS]
)
async def test_a_wrong_request_is_refused_with_one_constant_text(
    bench: Bench, status: int, rows: dict[str, Callable[[], Knock]], name: str
) -> None:
    assert await ask(bench, rows[name]()) == (status, REFUSAL, 0)


async def ask(bench: Bench, knock: Knock) -> tuple[int, str, int]:
    """Status, text, and how often the bot was asked; the hosts are those of production."""
    client = await bench.open(hosts=ExactHosts())
    answer = await client.post("/api/messages", data=knock.body, headers=knock.headers())
    return answer.status, await answer.text(), len(bench.bot.heard)


async def test_the_unchanged_request_is_let_in(bench: Bench) -> None:
    assert await ask(bench, Knock()) == (200, "", 1)


@pytest.mark.parametrize(
    "changes", [{"exp": login.NOW - 299}, {"nbf": login.NOW + 299}, {"nbf": None}]
)
async def test_clocks_may_differ_by_five_minutes(bench: Bench, changes: dict[str, Any]) -> None:
    assert await ask(bench, token(**changes)) == (200, "", 1)


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/xml", "multipart/x"])
async def test_what_is_not_announced_as_json_is_refused(
    bench: Bench, content_type: str | None
) -> None:
    assert await ask(bench, Knock(content_type=content_type)) == (415, REFUSAL, 0)


async def test_a_charset_may_be_named(bench: Bench) -> None:
    assert await ask(bench, Knock(content_type=f"{JSON}; charset=utf-8")) == (200, "", 1)


async def test_a_request_without_any_token_is_refused_before_its_body_is_read(
    bench: Bench,
) -> None:
    client = await bench.open()

    answer = await client.post("/api/messages", data=b"{", headers={"Content-Type": JSON})

    assert (answer.status, await answer.text()) == (401, REFUSAL)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


class TestSize:
    async def test_an_announced_size_over_the_limit_is_refused(self, bench: Bench) -> None:
        assert await ask(bench, Knock(body=b" " * (MAX_BYTES + 1))) == (413, REFUSAL, 0)

    async def test_a_size_that_shows_only_on_reading_is_refused(self, bench: Bench) -> None:
        async def unannounced() -> Any:
            for _ in range(20):
                yield b" " * (MAX_BYTES // 16)

        client = await bench.open()
        answer = await client.post("/api/messages", data=unannounced(), headers=Knock().headers())

        assert (answer.status, await answer.text()) == (413, REFUSAL)

    async def test_a_compressed_body_counts_at_its_full_size(self, bench: Bench) -> None:
        headers = Knock().headers() | {"Content-Encoding": "gzip"}
        client = await bench.open()

        answer = await client.post(
            "/api/messages", data=gzip.compress(b" " * 10_000_000), headers=headers
        )

        assert (answer.status, await answer.text()) == (413, REFUSAL)

    async def test_the_largest_allowed_body_is_read(self, bench: Bench) -> None:
        padding = b" " * (MAX_BYTES - len(Knock().body))

        assert await ask(bench, Knock(body=Knock().body + padding)) == (200, "", 1)


class TestTheWire:
    """Requests that no honest client makes, written byte by byte."""

    async def test_a_body_that_does_not_come_is_not_waited_for(self, bench: Bench) -> None:
        assert await self._send(bench, "Content-Length: 100", b'{"type":') == "408"

    async def test_a_size_over_the_limit_is_refused_before_it_is_sent(self, bench: Bench) -> None:
        assert await self._send(bench, f"Content-Length: {MAX_BYTES + 1}", b"{") == "413"

    async def test_a_broken_compression_is_malformed(self, bench: Bench) -> None:
        head = "Content-Length: 9\r\nContent-Encoding: gzip"

        assert await self._send(bench, head, b"not gzip!") == "400"

    @pytest.mark.parametrize("length", ["-1", "abc", "1e3", "99999999999999999999", "1, 2"])
    async def test_a_wrong_length_is_the_clients_mistake(self, bench: Bench, length: str) -> None:
        assert await self._send(bench, f"Content-Length: {length}", b"{}") == "400"

    async def test_a_broken_chunk_is_the_clients_mistake(self, bench: Bench) -> None:
        assert await self._send(bench, "Transfer-Encoding: chunked", b"zz\r\n{}\r\n") == "400"

    async def _send(self, bench: Bench, head: str, body: bytes) -> str:
        """The status of the answer."""
        client = await bench.open()
        reader, writer = await asyncio.open_connection(client.host, client.port)
        authorization = f"Authorization: {Knock().headers()['Authorization']}"
        lines = ["POST /api/messages HTTP/1.1", "Host: x", authorization, f"Content-Type: {JSON}"]
        writer.write("\r\n".join([*lines, head, "", ""]).encode() + body)
        answer = await reader.readline()
        writer.close()
        return answer.decode().split()[1]


async def test_an_unreachable_key_server_means_unauthorised(bench: Bench) -> None:
    bench.login.broken = b"<html>"

    assert await ask(bench, Knock()) == (401, REFUSAL, 0)


async def test_the_log_has_the_reason_and_nothing_of_the_request(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await ask(bench, tenant("kanarifugl\nforged line", None))

    assert [
        record.getMessage() for record in caplog.records if record.name == "bot.teams.edge"
    ] == ["refused with 403: tenant not allowed"]
    assert "kanarifugl" not in caplog.text


def json_values() -> st.SearchStrategy[Any]:
    simple = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    return st.recursive(
        simple,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )


def damaged_activities() -> st.SearchStrategy[Activity]:
    """A good activity with some of its parts, or parts of its parts, replaced by anything."""
    sources = [
        GOOD,
        teams.card_action("x/1", {"a": 1}),
        teams.members_added(),
        teams.installation(),
    ]
    replaced = st.dictionaries(st.sampled_from(sorted(GOOD)), json_values(), max_size=3)
    inner = st.dictionaries(
        st.sampled_from(["id", "tenantId", "tenant", "team", "channel", "action", "name", "type"]),
        json_values(),
        max_size=2,
    )
    names = st.sampled_from(["conversation", "channelData", "from", "recipient", "value"])
    return st.builds(_damage, st.sampled_from(sources), replaced, names, inner)


def _damage(source: Activity, replaced: Activity, name: str, inner: Activity) -> Activity:
    part = source.get(name)
    damaged = part | inner if isinstance(part, dict) else inner
    return source | {name: damaged} | replaced


async def _outcome(body: bytes) -> None:
    """Understood, or refused in our own words; any other exception would be a 500."""
    try:
        await Dispatcher().read(parse(body).payload)
    except Refusal:
        return


class TestAnything:
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(damaged_activities())
    def test_a_damaged_activity_never_surprises_us(self, activity: Activity) -> None:
        asyncio.run(_outcome(json.dumps(activity).encode()))

    @settings(max_examples=300, deadline=None)
    @given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def test_any_bytes_never_surprise_us(self, body: bytes) -> None:
        asyncio.run(_outcome(body))

    @settings(max_examples=200, deadline=None)
    @given(json_values())
    def test_any_json_never_surprises_us(self, value: Any) -> None:
        asyncio.run(_outcome(json.dumps(value).encode()))
