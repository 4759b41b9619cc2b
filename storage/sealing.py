"""Sealing: encryption that tells neither content, nor length, nor time."""

import json
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
PLAIN_BYTES = 24 * 1024  # every answer is filled up to this before it is encrypted


def seal(key: bytes, values: Mapping[str, str]) -> bytes:
    """Raises ValueError, without the content, when it does not fit."""
    plain = json.dumps(dict(values), ensure_ascii=False).encode().ljust(PLAIN_BYTES)
    if len(plain) > PLAIN_BYTES:
        msg = f"an answer must fit in {PLAIN_BYTES} bytes"
        raise ValueError(msg)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def unseal(key: bytes, sealed: bytes) -> dict[str, str]:
    """The padding is white space, which JSON ignores. Raises cryptography's InvalidTag."""
    nonce, encrypted = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    values: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, encrypted, None))
    return values
