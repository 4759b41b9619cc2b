"""One process per SQLite file: a second one would send everything twice as fast, and starve."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.store import driver_url


class StoreBusy(RuntimeError):
    """Another process works on the same SQLite file. `hint` says what to do."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another Rundebord process")
        self.hint = "Stop the other process, or move to PostgreSQL to run more than one."


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold `<file>.lock` for as long as the block runs; the kernel lets go when a process dies.

    Raises StoreBusy when somebody else holds it. PostgreSQL needs no lock.
    """
    address = driver_url(url)
    if address.get_backend_name() != "sqlite":
        yield
        return
    path = Path(address.database or "")
    held = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(held, path)
        yield
    finally:
        os.close(held)


def _take(held: int, path: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreBusy(path) from error
