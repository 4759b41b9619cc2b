"""What people type into forms, read strictly: a value, or a sentence that says what to do.

A form that cannot be taken comes back with everything that was typed and a sentence at the field.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar
from urllib.parse import urlsplit

from bot.domain.errors import Refused, mark

T = TypeVar("T")

LINE = 200  # characters of a title, a name, a place
TEXT = 2_000
MOST_DIGITS = 9  # of a row id
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass
class Form:
    """Reads the fields of a form one by one and remembers what was wrong, by the field's id."""

    problems: dict[str, Refused] = field(default_factory=dict)

    def read(self, name: str, parse: Callable[[], T]) -> T | None:
        """The parsed value; None where `parse` raised Refused, which is then a problem here."""
        try:
            return parse()
        except Refused as refused:
            self.problems[name] = refused
            return None

    def refuse(self, name: str, text: str, **values: object) -> None:
        """A rule about several fields was broken; it is told at this one."""
        self.problems.setdefault(name, Refused(text, **values))


def line(value: str, *, longest: int = LINE, required: bool = False) -> str:
    """One line of text; breaks become spaces. Raises Refused as `text` does."""
    joined = " ".join(value.split())
    return text(joined, longest=longest, required=required)


def text(value: str, *, longest: int = TEXT, required: bool = False) -> str:
    """Text of several lines, without characters that cannot be seen but change what is.

    Raises Refused when it is too long, or empty where something is required.
    """
    clean = _UNSEEN.sub("", value).strip()
    if not any(character.isprintable() and not character.isspace() for character in clean):
        clean = ""  # a name of nothing but joiners would be an empty line on every card
    if required and not clean:
        raise Refused(mark("Skriv noe her."))
    if len(clean) > longest:
        raise Refused(
            mark("Dette er {count} tegn. Kort det ned til {longest}."),
            count=len(clean),
            longest=longest,
        )
    return clean


def day(value: str) -> date:
    """A day as a date field sends it. Raises Refused for 31 February and for other centuries."""
    try:
        found = date.fromisoformat(value.strip())
    except ValueError:
        raise Refused(mark("Den datoen finnes ikke. Velg en dag i kalenderen.")) from None
    if not EARLIEST <= found <= LATEST:
        raise Refused(mark("Velg en dag i vårt århundre."))
    return found


def optional_day(value: str) -> date | None:
    return day(value) if value.strip() else None


def clock(value: str) -> time:
    """A wall time as a time field sends it: "09:00"; also "9.00", as one writes it."""
    match = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*", value)
    try:
        return time(int(match[1]), int(match[2])) if match else _no_clock()
    except ValueError:
        return _no_clock()


def _no_clock() -> time:
    raise Refused(mark("Skriv et klokkeslett, for eksempel 09.00."))


def number(value: str, *, least: int, most: int) -> int:
    """A whole number within bounds. Number fields send text or a number."""
    try:
        found = int(str(value).strip())
    except ValueError:
        raise Refused(mark("Skriv et helt tall.")) from None
    if not least <= found <= most:
        raise Refused(mark("Skriv et tall fra {least} til {most}."), least=least, most=most)
    return found


def optional_number(value: str, *, least: int, most: int) -> int | None:
    return number(value, least=least, most=most) if str(value).strip() else None


def web_address(value: str) -> str:
    """A pasted link, or nothing. Only https and http, with a host and without a user name."""
    address = value.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("https", "http") and parts.hostname and not parts.username
    except ValueError:
        usable = False
    if (
        not usable
        or len(address) > TEXT
        or any(c.isspace() or not c.isprintable() for c in address)
    ):
        raise Refused(mark("Lim inn hele lenka, den begynner med https://."))
    return address


def row_id(value: str) -> int | None:
    """A row id, as a dropdown sends it; None for anything else, and for what no database takes."""
    digits = value.strip()
    is_id = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_id else None


def ids(value: str) -> tuple[int, ...]:
    """A comma list of row ids, as a multi-select sends it; anything else in it is left out."""
    found = (row_id(part) for part in value.split(","))
    return tuple(number for number in found if number is not None)
