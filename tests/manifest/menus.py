"""The commands as members meet them: on the real help card, and in the menu of a client."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import holidays

from bot.deps import Deps, Place, PlaceKind, Said, Sender, Turn
from bot.domain.calendar import WorkCalendar
from bot.routes import BUTTONS, COMMANDS
from cards.elements import escape
from cards.help import ShowEverything
from cards.words import Words
from storage.keys import Keyring
from storage.store import Store
from tests.cards.inspection import nodes

Listed = list[tuple[str, str]]
"""What to type, and what it gives, in the order shown."""


def on_the_help_card(words: Words, folder: Path, *, everything: bool = False) -> Listed:
    """The card that `hjelp` gives where the clock cannot be moved, read row by row; `everything`:
    the one behind its last button.
    """
    store = Store.open(f"sqlite:///{folder}/unused.db")
    calendar = WorkCalendar(words.zone, holidays.country_holidays("NO"))
    deps = Deps(store, Keyring.create(folder / "secret.key"), lambda: turn.now, calendar)
    place = Place("tenant", PlaceKind.PERSONAL, "chat")
    said = Said(place, Sender("tenant", "kari", "29:kari", "Kari"), "http://localhost", "bot")
    turn = Turn(said, None, words, datetime(2027, 3, 1, tzinfo=UTC))
    try:
        if everything:
            return _rows(BUTTONS[ShowEverything.verb].use_case(deps, turn, ShowEverything()).card)
        return _rows(COMMANDS["help"].use_case(deps, turn).card)
    finally:
        store.close()


def _rows(card: dict[str, Any]) -> Listed:
    rows = [node["items"] for node in nodes(card["body"]) if node["type"] == "Container"]
    return [(str(name["text"]), str(detail["text"])) for name, detail in rows]


def in_the_menu(manifest: dict[str, Any], localised: dict[str, str]) -> Listed:
    """The menu, `localised` texts in the place of the manifest's own, as they stand on a card."""
    (bot,) = manifest["bots"]
    (menu,) = bot["commandLists"]
    return [
        (
            escape(localised.get(f"{_path(number)}.title", command["title"])),
            escape(localised.get(f"{_path(number)}.description", command["description"])),
        )
        for number, command in enumerate(menu["commands"])
    ]


def _path(number: int) -> str:
    return f"bots[0].commandLists[0].commands[{number}]"
