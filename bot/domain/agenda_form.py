"""What people type about one item, read strictly."""

from bot.domain import guard, typed
from bot.domain.agenda import LONGEST_TITLE, MOST_MINUTES, ItemKind
from bot.domain.errors import Refused, mark


def checked_title(value: str) -> str:
    """Raises Refused when it is empty, too long, or looks like somebody's personal data."""
    return guard.line(value, longest=LONGEST_TITLE, required=True)


def checked_minutes(value: str) -> int | None:
    return typed.optional_number(value, least=1, most=MOST_MINUTES)


def checked_kind(value: str) -> ItemKind:
    if value not in set(ItemKind):
        raise Refused(mark("Velg ett av svarene."))
    return ItemKind(value)
