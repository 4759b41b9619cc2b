"""What this process does at its sockets, as Python itself reports it.

    with wire.watched() as asked:
        ...
    assert asked == []

Every look-up of a name and every connection is told of, whichever library makes it, before it is
made. A look-up is told of by its name, a connection by its numbers.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

Asked = tuple[str, str, object]  # "look-up" or "connection", the host, the port

_listening: list[list[Asked]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it cannot be taken away again, so it is put in once."""
    if not _listening:
        return
    if event == "socket.getaddrinfo":
        _tell(("look-up", _text(arguments[0]), arguments[1]))
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        _tell(("connection", _text(arguments[1][0]), arguments[1][1]))


def _tell(asked: Asked) -> None:
    for each in _listening:
        each.append(asked)


def _text(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host)


sys.addaudithook(_hear)


@contextmanager
def watched() -> Iterator[list[Asked]]:
    """Everything from here on, in order."""
    asked: list[Asked] = []
    _listening.append(asked)
    try:
        yield asked
    finally:
        _listening.remove(asked)
