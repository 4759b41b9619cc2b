"""Keys that must not lie in the database: named, random, in one file beside it.

The file is read anew each time, so that several processes share it and a destroyed key does not
live on in somebody's memory. It is never backed up: a key that comes back undoes its destruction.
"""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
OWNER_ONLY = 0o600


class KeyFileUnusable(RuntimeError):
    """The key file cannot be trusted or read. `hint` says what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


class KeyGone(KeyError):
    """There is no key of that name: never made, or destroyed."""


class Keyring:
    """The key file. Made by `create` or `load`; safe for threads and for several processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"Keyring({str(self.path)!r})"

    @classmethod
    def create(cls, path: Path) -> "Keyring":
        """The key file at `path`, made when there is none. Raises KeyFileUnusable as `load`."""
        keyring = cls(path)
        with keyring._locked(fcntl.LOCK_EX):
            if not path.exists():
                keyring._write({})
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """The key file that is there. Raises KeyFileUnusable when missing, open to others, broken.

        A missing file is not made here: new keys in its place would make everything sealed under
        the old ones unreadable, silently.
        """
        keyring = cls(path)
        keyring._read()
        return keyring

    def names(self) -> frozenset[str]:
        with self._locked(fcntl.LOCK_SH):
            return frozenset(self._read())

    def key(self, name: str) -> bytes:
        """The 32 bytes of that key. Raises KeyGone."""
        with self._locked(fcntl.LOCK_SH):
            keys = self._read()
        if name not in keys:
            raise KeyGone(name)
        return keys[name]

    def make(self, name: str) -> bytes:
        """The key of that name, random and on disk before this returns; an existing one is kept."""
        with self._locked(fcntl.LOCK_EX):
            keys = self._read()
            if name not in keys:
                keys[name] = secrets.token_bytes(KEY_BYTES)
                self._write(keys)
        return keys[name]

    def destroy(self, name: str) -> None:
        """Forget the key for ever, and wipe the file it lay in. Harmless when it is gone."""
        with self._locked(fcntl.LOCK_EX):
            keys = self._read()
            if keys.pop(name, None) is None:
                return
            with self.path.open("r+b") as old:
                self._write(keys)
                _wipe(old)

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        """A file of its own carries the lock, because the key file is replaced while it is held."""
        lock = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            fcntl.flock(lock, kind)
            yield
        finally:
            os.close(lock)

    def _read(self) -> dict[str, bytes]:
        try:
            with self.path.open("rb") as file:
                _refuse_open_to_others(file)
                return _parsed(file.read())
        except FileNotFoundError:
            problem = f"the key file {self.path} is missing"
            raise KeyFileUnusable(problem, "Set SECRET_KEY_FILE to the file in use.") from None

    def _write(self, keys: dict[str, bytes]) -> None:
        """All or nothing, and on the disk before this returns."""
        new = f"{self.path}.new"
        content = json.dumps({name: key.hex() for name, key in keys.items()}, indent=0)
        with os.fdopen(_opened_for_owner(new), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(new).replace(self.path)
        _sync_folder(self.path.parent)


def subkey(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that what one use gives away helps with no other."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


def _refuse_open_to_others(file: BinaryIO) -> None:
    if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        problem = f"the key file {file.name} is open to others than its owner"
        raise KeyFileUnusable(problem, f"Run: chmod 600 {file.name}")


def _parsed(content: bytes) -> dict[str, bytes]:
    """The parser's own error would carry the keys along, so nothing of it is passed on."""
    try:
        return {str(name): bytes.fromhex(key) for name, key in json.loads(content).items()}
    except (ValueError, AttributeError, TypeError):
        problem = "the key file is not readable as one"
    raise KeyFileUnusable(problem, "Put the right file in its place; a new one loses what waits.")


def _opened_for_owner(path: str) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    os.fchmod(descriptor, OWNER_ONLY)
    return descriptor


def _wipe(file: BinaryIO) -> None:
    """Overwrite a file that no name leads to any more; what a disk remapped is out of reach."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    file.write(b"\0" * size)
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
