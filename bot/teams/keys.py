"""The keys that sign Teams' tokens, read from the Bot Framework's OpenID metadata."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
from yarl import URL

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
MAX_AGE = 24 * 3600.0
"""Seconds after which the keys are read again before anybody is let in."""
FRESH = MAX_AGE / 2
"""Seconds after which they are read again beside the work: on a usual day nobody waits for them."""
RETRY_PAUSE = 60.0
"""Seconds between two reads, however many unknown key ids are shown to us."""
READ_SECONDS = 5.0
"""For both answers together: whoever waits for a key has an answer of Teams to wait for, too."""
MAX_BYTES = 1_000_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class SigningKey:
    """One key. `endorsements` are the channels it may speak for; empty when it does not say."""

    public_key: Any
    endorsements: frozenset[str]


class SigningKeys:
    """The current keys by id. When the key server is silent, those we know go on working.

    monotonic: seconds that never go back, for the age of the keys.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float],
        metadata_url: str = METADATA_URL,
    ) -> None:
        self._session = session
        self._monotonic = monotonic
        self._metadata_url = metadata_url
        self._keys: dict[str, SigningKey] = {}
        self._read_at = float("-inf")
        self._tried_at = float("-inf")
        self._flight: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """The key of this id, after reading the keys anew when that may help. Never raises."""
        age = self._monotonic() - self._read_at
        reading = self._reading() if age >= FRESH or key_id not in self._keys else None
        if reading is not None and (age >= MAX_AGE or key_id not in self._keys):
            await asyncio.shield(reading)
        return self._keys.get(key_id)

    def _reading(self) -> asyncio.Task[None] | None:
        """The read under way, or a new one; None when the last began less than a minute ago."""
        if self._flight is None or self._flight.done():
            now = self._monotonic()
            if now - self._tried_at < RETRY_PAUSE:
                return None
            self._tried_at = now
            self._flight = asyncio.create_task(self._read())
        return self._flight

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                metadata = await self._get(self._metadata_url)
                address = _beside(self._metadata_url, metadata["jwks_uri"])
                keys = _signing_keys(await self._get(address))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.warning("signing keys could not be read: %s", type(error).__name__)
            return
        self._keys = keys
        self._read_at = self._monotonic()

    async def _get(self, url: str) -> Any:
        async with self._session.get(url, allow_redirects=False) as response:
            response.raise_for_status()
            body = await response.content.read(MAX_BYTES)
            while chunk := await response.content.read(MAX_BYTES):
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ValueError("the key server's answer is too long")
            return json.loads(body)


def _beside(metadata_url: str, keys_url: str) -> str:
    """Raises ValueError where the metadata leads to another host: we ask the login server alone."""
    if URL(keys_url).origin() != URL(metadata_url).origin():
        raise ValueError("the keys lie on another host")
    return keys_url


def _signing_keys(answer: Any) -> dict[str, SigningKey]:
    """By key id. Raises ValueError when none is usable: then the old ones are better."""
    pairs = (_signing_key(jwk) for jwk in answer["keys"])
    keys = dict(pair for pair in pairs if pair is not None)
    if not keys:
        raise ValueError("no usable signing key")
    return keys


def _signing_key(jwk: Any) -> tuple[str, SigningKey] | None:
    """None for an entry we cannot use: one strange key must not hide the others."""
    try:
        public_key = jwt.PyJWK(jwk, algorithm="RS256").key
        return jwk["kid"], SigningKey(public_key, frozenset(jwk.get("endorsements") or ()))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("a signing key was skipped: %s", type(error).__name__)
        return None
