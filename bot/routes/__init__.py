"""The table of contents: what one can type, what one can press, and who may.

Every line leads to one function in bot/features. Read `commands` to know the product, then the
area that you are after: a module each, with its buttons.
"""

from collections.abc import Callable

from bot.deps import Chosen, Deps, Reply, Turn
from bot.features.challenges import raising
from bot.routes import challenges, duties, fagdag, meetings, people, rounds, setup, year
from bot.routes.button import Button
from bot.routes.commands import ANY_NETWORK, COMMANDS, Command, by_phrase, known, lines, typed

__all__ = [
    "ANY_NETWORK",
    "BUTTONS",
    "COMMANDS",
    "ON_MESSAGE",
    "Button",
    "Command",
    "by_phrase",
    "known",
    "lines",
    "typed",
]

_AREAS = (meetings, duties, year, fagdag, challenges, people, setup, rounds)

BUTTONS: dict[str, Button] = {
    button.action.verb: button for area in _AREAS for button in area.BUTTONS
}

# «Ta opp i nettverket», in the menu of every message in the Team
ON_MESSAGE: Callable[[Deps, Turn, Chosen], Reply] = raising.begin_from_message
