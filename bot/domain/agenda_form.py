"""What people type about one item, read strictly."""

from bot.domain import typed
from bot.domain.agenda import LONGEST_TITLE, MOST_MINUTES, ItemKind
from bot.domain.errors import Refused, mark
from bot.domain.guard import refuse_personal_data


def checked_title(value: str) -> str:
    """Raises Refused when it is empty, too long, or looks like somebody's personal data."""
    title = typed.line(value, longest=LONGEST_TITLE, required=True)
    refuse_personal_data(title)
    return title


def checked_minutes(value: str) -> int | None:
    return typed.optional_number(value, least=1, most=MOST_MINUTES)


def checked_kind(value: str) -> ItemKind:
    if value not in set(ItemKind):
        raise Refused(mark("Velg ett av svarene."))
    return ItemKind(value)
