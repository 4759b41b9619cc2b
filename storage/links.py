"""Links that hold for an hour, signed under a key outside the database."""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.keys import Keyring, subkey

HOLDS = timedelta(hours=1)
_UNTIL = struct.Struct(">Q")  # in seconds of the rules' clock
_SIGNATURE = 24  # bytes


@dataclass(frozen=True, slots=True)
class SignedLink:
    """key: the name of its key. numbers: what a link says, as `struct` packs it."""

    key: str
    numbers: str

    def written(self, keys: Keyring, now: datetime, *numbers: int) -> str:
        until = int((now + HOLDS).timestamp())
        claim = struct.pack(self.numbers, *numbers) + _UNTIL.pack(until)
        return base64.urlsafe_b64encode(claim + self._signature(keys, claim)).decode()

    def read(self, keys: Keyring, now: datetime, secret: str) -> tuple[int, ...] | None:
        """The numbers; None for one that we did not write, or that has had its hour."""
        try:
            signed = base64.urlsafe_b64decode(secret)
        except (binascii.Error, ValueError):
            return None
        claim, signature = signed[:-_SIGNATURE], signed[-_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(keys, claim)):
            return None
        (until,) = _UNTIL.unpack(claim[-_UNTIL.size :])
        in_time = now.timestamp() < until
        return struct.unpack(self.numbers, claim[: -_UNTIL.size]) if in_time else None

    def _signature(self, keys: Keyring, claim: bytes) -> bytes:
        return hmac.digest(subkey(keys.make(self.key), "link"), claim, "sha256")[:_SIGNATURE]
