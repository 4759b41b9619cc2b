"""The receipt code of a challenge: what its sender keeps, so that nobody needs to know the sender.

It is made from the secret that only the sender's own card carries, so that the card can show it
again when a press is repeated; the database keeps the hash of either and finds neither from it.
"""

import base64
import hashlib
import re

LENGTH = 16  # characters of base32: 80 bits
GROUP = 4
_LOOKALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})  # no digits that base32 lacks
_CODE = re.compile(rf"[A-Z2-7]{{{LENGTH}}}")


def code_of(secret: str) -> str:
    """The code in groups, "ABCD-EFGH-IJKL-MNOP"."""
    digest = hashlib.sha256(f"receipt:{secret}".encode()).digest()
    letters = base64.b32encode(digest).decode()[:LENGTH]
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """The letters of a code as somebody wrote it down; None for what is no code."""
    letters = re.sub(r"[\s\-–]", "", typed).upper().translate(_LOOKALIKES)
    return letters if _CODE.fullmatch(letters) else None


def ends_with_code(typed: str) -> bool:
    """Whether a sentence is somebody's code, with or without a word before it."""
    return any(read(rest) for rest in (typed, typed.strip().partition(" ")[2]))


def hash_of(code: str) -> str:
    """What is kept of a code. Raises ValueError for what is no code."""
    letters = read(code)
    if letters is None:
        msg = "not a receipt code"
        raise ValueError(msg)
    return hashlib.sha256(letters.encode()).hexdigest()


def hash_of_secret(secret: str) -> str:
    """What is kept of the secret that the sender's cards carry."""
    return hashlib.sha256(secret.encode()).hexdigest()
