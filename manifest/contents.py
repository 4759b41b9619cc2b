"""What the app package says: the manifest, and one localisation file for each further language.

The commands come from bot/routes and the texts from the catalogues, so the menu of the client
cannot promise what the bot does not understand. The Playground never reads a manifest; only a real
tenant does.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import mark
from bot.domain.language import Language
from bot.routes import COMMANDS
from bot.settings import Settings
from cards.help import CommandLine
from cards.words import Words

SCHEMA = "1.29"  # of the manifest and of the localisation files alike: Teams wants them equal
SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}"
NAME = "Rundebord"
ACCENT = "#14524F"  # the background of the colour icon
COLOR_ICON, OUTLINE_ICON = "color.png", "outline.png"
DEFAULT = Language.BOKMAL
FURTHER = tuple(language for language in Language if language is not DEFAULT)
SCOPES = ("team", "personal")  # in a group chat nobody's network is known, so nothing would work

SHORT = mark("Husker møtene og oppgavene i nettverk mellom etater.")
FULL = (
    mark(
        "Rundebord husker for nettverk der flere etater samarbeider: når dere møtes, hvem sin tur"
        " det er å være vert, og hva som må være gjort til møtet."
    ),
    mark(
        "Den det gjelder, får en påminnelse i god tid. Når fagdagen er over, samler Rundebord inn"
        " anonyme svar. Det som ikke fungerer, kan meldes til en løsningsgruppe."
    ),
    mark("Skriv «{help}» for å se alt du kan be om."),
)

ON_MESSAGE = "raise"  # Teams' id of the command; there is only one, so nobody asks for it
ON_MESSAGE_TITLE = mark("Ta opp i nettverket")
ON_MESSAGE_DESCRIPTION = mark("Meld det meldingen handler om, så nettverket kan se på det.")

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PROJECT = Path(__file__).parent.parent / "pyproject.toml"


class PackageIncomplete(Exception):
    """A setting that the package is made of is missing or wrong. `hint` says what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


def manifest(settings: Settings) -> dict[str, Any]:
    """manifest.json. Raises PackageIncomplete without an app id or a public address."""
    words = Words(DEFAULT, settings.timezone)
    address, app_id = _address(settings), _app_id(settings)
    return {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": _version(),
        "id": app_id,
        "developer": _developer(address),
        "name": {"short": NAME},
        "description": {"short": words.text(SHORT), "full": _full(words)},
        "localizationInfo": {
            "defaultLanguageTag": str(DEFAULT),
            "additionalLanguages": [
                {"languageTag": str(language), "file": file_of(language)} for language in FURTHER
            ],
        },
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": ACCENT,
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot"},
        "bots": [_bot(app_id, words)],
        "composeExtensions": [_on_messages(app_id, words)],
        "validDomains": [urlsplit(address).hostname],
    }


def localisation(language: Language, settings: Settings) -> dict[str, str]:
    """The texts in another language, each under the path it has in the manifest.

    The name is the same in all of them, but the schema wants it told.
    """
    words = Words(language, settings.timezone)
    texts = {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": NAME,
        "description.short": words.text(SHORT),
        "description.full": _full(words),
    }
    for number, line in enumerate(commands(words)):
        path = f"bots[0].commandLists[0].commands[{number}]"
        texts[f"{path}.title"] = line.phrase
        texts[f"{path}.description"] = line.description
    on_messages = "composeExtensions[0].commands[0]"
    texts[f"{on_messages}.title"] = words.text(ON_MESSAGE_TITLE)
    texts[f"{on_messages}.description"] = words.text(ON_MESSAGE_DESCRIPTION)
    return texts


def commands(words: Words) -> Iterator[CommandLine]:
    """The commands of the menu. A client writes the title as a message, so it is the phrase."""
    return (command.line(words) for command in COMMANDS.values() if command.everyday)


def file_of(language: Language) -> str:
    return f"{language}.json"


def _bot(app_id: str, words: Words) -> dict[str, Any]:
    menu = [{"title": line.phrase, "description": line.description} for line in commands(words)]
    return {
        "botId": app_id,
        "scopes": list(SCOPES),
        "commandLists": [{"scopes": list(SCOPES), "commands": menu}],
    }


def _on_messages(app_id: str, words: Words) -> dict[str, Any]:
    """What the menu of every message offers. The bot answers with the form (fetchTask)."""
    command = {
        "id": ON_MESSAGE,
        "type": "action",
        "context": ["message"],
        "title": words.text(ON_MESSAGE_TITLE),
        "description": words.text(ON_MESSAGE_DESCRIPTION),
        "fetchTask": True,
    }
    return {"botId": app_id, "commands": [command]}


def _developer(address: str) -> dict[str, str]:
    return {
        "name": NAME,
        "websiteUrl": f"{address}/",
        "privacyUrl": f"{address}/privacy",
        "termsOfUseUrl": f"{address}/terms",
    }


def _full(words: Words) -> str:
    return "\n\n".join(words.text(text, help=COMMANDS["help"].line(words).phrase) for text in FULL)


def _app_id(settings: Settings) -> str:
    if not _GUID.fullmatch(settings.app_id):
        raise PackageIncomplete(
            "RUNDEBORD_APP_ID is not the id of an app registration",
            "Take it from the bot's registration in Entra; it looks like 0f1e2d3c-….",
        )
    return settings.app_id


def _address(settings: Settings) -> str:
    """The public address without a slash at its end."""
    parts = urlsplit(settings.public_url)
    if parts.scheme != "https" or not parts.hostname:
        raise PackageIncomplete(
            "RUNDEBORD_PUBLIC_URL is not an address that begins with https://",
            "Teams shows it to those who install the bot, with its pages on privacy and terms.",
        )
    return settings.public_url.rstrip("/")


def _version() -> str:
    """The project's own version: Teams takes a changed package only under a new one."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return str(project["version"])
