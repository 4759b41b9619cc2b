"""The bot's own token: asked of Entra once an hour, kept in memory, never fetched on the loop."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import msal

SCOPE = "https://api.botframework.com/.default"
REFRESH_MARGIN = 300.0
"""Seconds before expiry when a new token is fetched; the old one serves meanwhile."""
LOGIN_TIMEOUT = 10.0
"""Seconds that one request to the login server may take."""

log = logging.getLogger(__name__)


class NoToken(Exception):
    """The login server gave us none: unreachable, or it does not accept the secret."""


class Application(Protocol):
    """What we use of `msal.ConfidentialClientApplication`. Both calls block."""

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]: ...

    def remove_tokens_for_client(self) -> None: ...


class Credentials(Protocol):
    """Where the connector gets the token it sends along."""

    async def token(self) -> str | None:
        """The bearer token, or None where the other side asks for none. Raises NoToken."""
        ...

    def drop(self, token: str) -> None:
        """The connector refused this token: never hand it out again."""
        ...


class NoCredentials:
    """The demo: the local client asks for no token."""

    async def token(self) -> None:
        return None

    def drop(self, token: str) -> None:
        """There is none to drop."""


@dataclass(frozen=True)
class _Kept:
    value: str
    refresh_at: float
    expires_at: float


class AppCredentials:
    """One msal application for the process; one fetch at a time, in a thread.

    make_application: builds it on first use, in the thread, because msal may then ask the network.
    monotonic: seconds that never go back; expiry is counted from the moment of the answer.
    """

    def __init__(
        self, make_application: Callable[[], Application], monotonic: Callable[[], float]
    ) -> None:
        self._make_application = make_application
        self._monotonic = monotonic
        self._application: Application | None = None
        self._kept: _Kept | None = None
        self._refused = False
        self._flight: asyncio.Task[str] | None = None

    async def token(self) -> str:
        kept, now = self._kept, self._monotonic()
        if kept is None or now >= kept.expires_at:
            return await asyncio.shield(self._fetching())
        if now >= kept.refresh_at:
            self._fetching()
        return kept.value

    def drop(self, token: str) -> None:
        """Many sends may hold the same refused token: only the first complaint counts."""
        if self._kept is not None and self._kept.value == token:
            self._kept = None
            self._refused = True

    def _fetching(self) -> asyncio.Task[str]:
        """The fetch under way, or a new one: however many ask, the login server is asked once."""
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetch())
            self._flight.add_done_callback(_log_failure)
        return self._flight

    async def _fetch(self) -> str:
        answer = await asyncio.to_thread(self._ask)
        value, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not isinstance(lifetime, int | float):
            raise NoToken(str(answer.get("error", "unexpected answer")))
        now = self._monotonic()
        self._kept = _Kept(value, now + lifetime - REFRESH_MARGIN, now + lifetime)
        return value

    def _ask(self) -> dict[str, Any]:
        """Runs in the thread. msal has a cache of its own, which must forget a refused token."""
        try:
            if self._application is None:
                self._application = self._make_application()
            if self._refused:
                self._refused = False
                self._application.remove_tokens_for_client()
            return self._application.acquire_token_for_client([SCOPE]) or {}
        except (OSError, ValueError, KeyError, msal.exceptions.MsalError) as error:
            # Broken answers surface as ValueError or KeyError, the network's errors as OSError.
            raise NoToken(type(error).__name__) from error


def msal_application(
    app_id: str, password: str, app_type: str, tenant_id: str
) -> Callable[[], Application]:
    """The recipe for the real application. `app_type` is SingleTenant or MultiTenant."""
    directory = tenant_id if app_type == "SingleTenant" else "botframework.com"

    def make() -> Application:
        application: Application = msal.ConfidentialClientApplication(
            app_id,
            client_credential=password,
            authority=f"https://login.microsoftonline.com/{directory}",
            timeout=LOGIN_TIMEOUT,
        )
        return application

    return make


def _log_failure(flight: asyncio.Task[str]) -> None:
    """Also marks the exception as seen, for a refresh that nobody waited for."""
    if not flight.cancelled() and (error := flight.exception()) is not None:
        log.warning("no token from the login server: %s", error)
