"""What is wrong with the settings: every problem with an id to look up and a hint that helps."""

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from storage.keys import KeyFileUnusable, Keyring
from storage.store import driver_url


@dataclass(frozen=True, slots=True)
class Problem:
    """`id` never changes its meaning: people search for it."""

    id: str
    text: str
    hint: str

    def __str__(self) -> str:
        return f"{self.id}: {self.text} {self.hint}"


def problems(settings: Settings, *, demo: bool) -> list[Problem]:
    """All of them at once, in the order of the settings. Empty when the bot may start."""
    return [found for check in (DEMO if demo else SERVE) for found in check(settings)]


def _database(settings: Settings) -> Iterator[Problem]:
    try:
        driver_url(settings.database_url)
    except ValueError:
        yield Problem(
            "R001",
            "RUNDEBORD_DATABASE_URL is not a database that Rundebord knows.",
            "Use sqlite:///path/to/file.db or postgresql://user@host/name.",
        )


def _loopback(settings: Settings) -> Iterator[Problem]:
    if not is_loopback(settings.host):
        yield Problem(
            "R002",
            "The demo has no authentication and listens on this machine only.",
            "Leave RUNDEBORD_HOST at 127.0.0.1, or use `serve`.",
        )


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _registration(settings: Settings) -> Iterator[Problem]:
    if not settings.app_id:
        yield Problem(
            "R010",
            "RUNDEBORD_APP_ID is missing, and without it nobody's token can be checked.",
            "Take it from the bot's registration in Entra, or try the bot with `demo`.",
        )
    if not settings.app_password.get_secret_value():
        yield Problem(
            "R011",
            "RUNDEBORD_APP_PASSWORD is missing, so nothing could be sent.",
            "Make a client secret in the bot's registration in Entra.",
        )
    if settings.app_type == "SingleTenant" and not settings.app_tenant_id:
        yield Problem(
            "R012",
            "RUNDEBORD_APP_TENANT_ID is missing for a bot of one tenant.",
            "Set it to the tenant that the bot is registered in.",
        )


def _tenants(settings: Settings) -> Iterator[Problem]:
    if not settings.allowed_tenants:
        yield Problem(
            "R013",
            "RUNDEBORD_ALLOWED_TENANTS is empty, so every tenant of the world could use the bot.",
            "List the tenants it is for, with commas between them.",
        )


def _keys(settings: Settings) -> Iterator[Problem]:
    try:
        Keyring.load(settings.secret_key_file)
    except KeyFileUnusable as unusable:
        yield Problem("R020", f"RUNDEBORD_SECRET_KEY_FILE: {unusable}.", unusable.hint)


def _public_url(settings: Settings) -> Iterator[Problem]:
    if settings.public_url and not settings.public_url.startswith("https://"):
        yield Problem(
            "R030",
            "RUNDEBORD_PUBLIC_URL does not begin with https://.",
            "It is where Teams and people outside Teams reach the bot.",
        )


def _folder(settings: Settings) -> Iterator[Problem]:
    address = settings.database_url.removeprefix("sqlite:///")
    if address != settings.database_url and not Path(address).parent.is_dir():
        yield Problem(
            "R003",
            f"The folder of the database does not exist: {Path(address).parent}.",
            "Make it, readable by the bot's user only.",
        )


Check = Callable[[Settings], Iterator[Problem]]
DEMO: tuple[Check, ...] = (_database, _loopback)
SERVE: tuple[Check, ...] = (_database, _folder, _registration, _tenants, _keys, _public_url)
