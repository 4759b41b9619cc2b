"""Which agency somebody means who types a name, or the beginning of one."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.domain.agencies import Agency

NEAR_ENOUGH = 0.6  # «karire» and «læringsentret», but not any two words


def meant(typed: str, agencies: Iterable[Agency]) -> Agency | None:
    """The agency of that name; else the only one with the words in its name, else the nearest.

    None where nothing, or more than one, comes near.
    """
    wanted = " ".join(typed.casefold().split())
    listed = {agency.name.casefold(): agency for agency in agencies}
    if not wanted:
        return None
    if wanted in listed:
        return listed[wanted]
    containing = [agency for name, agency in listed.items() if wanted in name]
    if containing:
        return containing[0] if len(containing) == 1 else None
    return _nearest(wanted, listed)


def _nearest(wanted: str, listed: dict[str, Agency]) -> Agency | None:
    """By the whole name, or by one word of it."""
    words = {word: name for name in listed for word in (name, *name.split())}
    found = get_close_matches(wanted, words, n=1, cutoff=NEAR_ENOUGH)
    return listed[words[found[0]]] if found else None
