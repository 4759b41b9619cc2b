"""The login server on both its sides: the keys Teams signs with, and the bot's own token."""

import asyncio
import functools
import json
from dataclasses import dataclass, field
from typing import Any, Self

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
NOW = 1_800_000_000.0
"""The moment of the tests, Unix seconds."""


@functools.cache
def private_key(name: str) -> RSAPrivateKey:
    """One key for each name, made once a run: making them is slow."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeLogin:
    """An OpenID server: metadata and signing keys. `reads` counts how often the keys were read.

    published: key ids with the channels they are endorsed for (None: the key lists none).
    exchanged: key ids that stand for the private key of another name than their own.
    elsewhere: where the metadata says that the keys lie, when that is not here.
    """

    published: dict[str, list[str] | None] = field(default_factory=lambda: {"key-1": ["msteams"]})
    exchanged: dict[str, str] = field(default_factory=dict)
    reads: int = 0
    broken: bytes | None = None
    elsewhere: str | None = None

    def __post_init__(self) -> None:
        self._hanging = asyncio.Event()
        self._hanging.set()
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/v1/.well-known/keys", self._keys)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.recover()
        await self._server.close()

    @property
    def metadata_url(self) -> str:
        return str(self._server.make_url("/v1/.well-known/openidconfiguration"))

    def rotate(self, key_id: str) -> None:
        """Publish one new key instead of the old ones."""
        self.published = {key_id: ["msteams"]}

    def hang(self) -> None:
        """Accept connections and answer nothing."""
        self._hanging.clear()

    def recover(self) -> None:
        self.broken = None
        self._hanging.set()

    async def _metadata(self, request: web.Request) -> web.Response:
        await self._hanging.wait()
        keys = self.elsewhere or str(self._server.make_url("/v1/.well-known/keys"))
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": keys})

    async def _keys(self, request: web.Request) -> web.Response:
        self.reads += 1
        if self.broken is not None:
            return web.Response(body=self.broken)
        return web.json_response({"keys": [self._jwk(key_id) for key_id in self.published]})

    def _jwk(self, key_id: str) -> dict[str, Any]:
        public = private_key(self.exchanged.get(key_id, key_id)).public_key()
        jwk: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(public))
        endorsements = self.published[key_id]
        listed = {} if endorsements is None else {"endorsements": endorsements}
        return jwk | {"kid": key_id, "use": "sig"} | listed


def claims(service_url: str, **changes: Any) -> dict[str, Any]:
    """What a good token says at NOW. A change to None takes the claim out."""
    good = {
        "iss": "https://api.botframework.com",
        "aud": APP_ID,
        "nbf": NOW - 60,
        "exp": NOW + 3600,
        "serviceurl": service_url,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def sign(claims: dict[str, Any], key: str = "key-1", **header: Any) -> str:
    """A token signed with the key of that name; `header` overrides its header, `kid` first."""
    return jwt.encode(claims, private_key(key), "RS256", headers={"kid": key} | header)


def authorization(service_url: str, **changes: Any) -> dict[str, str]:
    """The headers of a request as Teams sends it."""
    return {"Authorization": f"Bearer {sign(claims(service_url, **changes))}"}


@dataclass
class FakeApplication:
    """msal's place at the rim. Like msal, it hands out a kept token until told to forget it."""

    lifetime: int = 3600
    fetched: int = 0
    error: Exception | None = None
    answer: dict[str, Any] | None = None
    _kept: str | None = None

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
        if self.error is not None:
            raise self.error
        if self.answer is not None:
            return self.answer
        if self._kept is None:
            self.fetched += 1
            self._kept = f"token-{self.fetched}"
        return {"access_token": self._kept, "expires_in": self.lifetime, "scopes": scopes}

    def remove_tokens_for_client(self) -> None:
        self._kept = None
