"""Which service URLs we talk to: asked when a request comes in and again before each one goes out.

The bot's token travels to the service URL, so a URL that merely looks like Microsoft's would be a
theft. Anybody can register `<name>.trafficmanager.net`; only whole host names are compared.
"""

import re
from dataclasses import dataclass
from typing import Protocol

TEAMS_HOST = "smba.trafficmanager.net"

# A narrow grammar instead of a URL parser: what two parsers could read differently is not in it.
_PATH = r"(?:/[A-Za-z0-9._~-]+)*/?"
_HTTPS_URL = rf"https://(?P<host>[a-z0-9.-]+)(?::443)?{_PATH}"
_LOOPBACK_URL = (
    rf"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::(?P<port>[1-9][0-9]{{0,4}}))?{_PATH}"
)
_HIGHEST_PORT = 65_535
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")


class HostPolicy(Protocol):
    """Says whether the bot may send its token and its messages to a service URL."""

    def allows(self, service_url: str) -> bool: ...


@dataclass(frozen=True)
class ExactHosts:
    """Production: https, port 443, and one of these host names letter by letter."""

    hosts: frozenset[str] = frozenset({TEAMS_HOST})

    def allows(self, service_url: str) -> bool:
        match = _match(_HTTPS_URL, service_url)
        return match is not None and match["host"] in self.hosts


@dataclass(frozen=True)
class LoopbackOnly:
    """The demo: http to this machine, any port, and nothing else."""

    def allows(self, service_url: str) -> bool:
        match = _match(_LOOPBACK_URL, service_url)
        return match is not None and int(match["port"] or 80) <= _HIGHEST_PORT


def _match(pattern: str, service_url: str) -> re.Match[str] | None:
    return None if _DOTS.search(service_url) else re.fullmatch(pattern, service_url)
