"""Who may knock: our own check of the token that Teams sends with each activity.

Written by hand because botbuilder answers 500 to bad tokens, accepts some that never expire and
does not notice new signing keys for a day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.teams.keys import SigningKey, SigningKeys
from bot.teams.refusals import Forbidden, Unauthorised

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
"""Whoever writes through Web Chat or Direct Line says themselves who they are; Teams knows it."""
LEEWAY = 300.0
"""Seconds that the sender's clock and ours may differ."""
KEPT_TOKENS = 500
"""Verified tokens remembered, so that a busy hour costs one signature check a token."""


@dataclass(frozen=True)
class _Verified:
    key_id: str
    key: SigningKey
    claims: Mapping[str, Any]


class TokenVerifier:
    """Verifies bearer tokens of the Bot Framework for one app id.

    keys: where the signing keys come from.
    clock: wall time in Unix seconds, for the token's exp and nbf.
    """

    def __init__(self, app_id: str, keys: SigningKeys, clock: Callable[[], float]) -> None:
        self._app_id = app_id
        self._keys = keys
        self._clock = clock
        self._verified: dict[str, _Verified] = {}

    async def verify(
        self, authorization: str | None, *, service_url: str, channel_id: str | None
    ) -> None:
        """Raises Unauthorised or Forbidden unless the token vouches for this activity."""
        token = bearer(authorization)
        kept = self._verified.get(token)
        key_id = kept.key_id if kept else _key_id(token)
        key = await self._keys.find(key_id)
        if key is None:
            raise Unauthorised("unknown signing key")
        claims = self._claims(token, key_id, key)
        self._check_validity(claims)
        if claims.get("serviceurl") != service_url:
            raise Unauthorised("token is for another service URL")
        _check_channel(key, channel_id)

    def _claims(self, token: str, key_id: str, key: SigningKey) -> Mapping[str, Any]:
        """Signature, issuer and audience; remembered while the same key object is in use."""
        kept = self._verified.get(token)
        if kept is None or kept.key is not key:
            kept = _Verified(key_id, key, _decode(token, key, self._app_id))
            if len(self._verified) >= KEPT_TOKENS:
                self._verified.clear()
            self._verified[token] = kept
        return kept.claims

    def _check_validity(self, claims: Mapping[str, Any]) -> None:
        """By our own clock, which tests can move; a token without an end is refused."""
        now = self._clock()
        if not _number(claims.get("exp")) or claims["exp"] <= now - LEEWAY:
            raise Unauthorised("token expired or without expiry")
        if "nbf" in claims and (not _number(claims["nbf"]) or claims["nbf"] > now + LEEWAY):
            raise Unauthorised("token not valid yet")


def bearer(authorization: str | None) -> str:
    """The token of an `Authorization: Bearer …` header. Raises Unauthorised."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorised("no bearer token")
    return token.strip()


def check_tenant(tenants: frozenset[str], allowed: frozenset[str]) -> None:
    """`tenants` are all that the activity names. An empty `allowed` allows every tenant."""
    if len(tenants) > 1:
        raise Forbidden("the activity names two tenants")
    if allowed and not (tenants and tenants <= allowed):
        raise Forbidden("tenant not allowed")


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Unauthorised("malformed token") from error
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise Unauthorised("no key id")
    return key_id


def _decode(token: str, key: SigningKey, app_id: str) -> Mapping[str, Any]:
    try:
        return jwt.decode(
            token,
            key.public_key,
            algorithms=["RS256"],
            issuer=ISSUER,
            audience=app_id,
            options={
                "require": ["exp", "iss", "aud"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Unauthorised("token does not verify") from error


def _check_channel(key: SigningKey, channel_id: str | None) -> None:
    if channel_id != CHANNEL:
        raise Forbidden("the activity does not come from Teams")
    if key.endorsements and channel_id not in key.endorsements:
        raise Forbidden("the key is not endorsed for this channel")


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
