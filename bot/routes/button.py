"""What one can press, and who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.deps import Deps, Reply, Turn
from bot.domain.people import Right
from cards.actions import CardAction


@dataclass(frozen=True, slots=True)
class Button:
    """What one can press: the class that wrote the button reads it, too.

    asks_about_names: free text near a candidate, in which a full name is asked about first.
    """

    action: type[CardAction]
    use_case: Callable[[Deps, Turn, Any], Reply]
    right: Right = Right.MEMBER
    looks_at_team: bool = False
    asks_about_names: bool = False
