"""What a member wants to be told, and until when they want to be left in peace.

Whoever turns their cards off, or is away, is passed over when an agency's duties are sent; that
somebody always remains is a rule of bot/domain/circle.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.errors import Refused, mark


class Notices(StrEnum):
    """How somebody is told what waits for them."""

    CARDS = "cards"
    CALENDAR = "calendar"  # deadlines in their own calendar, no cards
    SUMMARY = "summary"  # one card a week, on Mondays


LONGEST_PAUSE = timedelta(days=366)  # longer than that one leaves, rather than being away


@dataclass(frozen=True, slots=True)
class Preference:
    """What one person chose. On the day `paused_until` they are told things again."""

    notices: Notices = Notices.CARDS
    paused_until: date | None = None

    def paused(self, day: date) -> bool:
        return self.paused_until is not None and day < self.paused_until

    @property
    def away_until(self) -> date | None:
        """The first day on which duties may be sent to them; None for any day.

        A weekly summary is a card, too. Whoever wants the calendar only is away for good.
        """
        return date.max if self.notices is Notices.CALENDAR else self.paused_until

    def takes_cards(self, day: date) -> bool:
        return self.away_until is None or self.away_until <= day


def checked_notices(value: str) -> Notices:
    """Raises Refused for what is no choice."""
    try:
        return Notices(value)
    except ValueError:
        raise Refused(mark("Velg én av de tre.")) from None


def checked_pause(until: date, today: date) -> date:
    """Raises Refused for a day that is not ahead, and for one more than a year away."""
    if until <= today:
        raise Refused(mark("Velg en dag som kommer."))
    if until - today > LONGEST_PAUSE:
        raise Refused(mark("Velg en dag innen ett år."))
    return until


# --- A day as one says it ------------------------------------------------------------------------

_MONTHS = (
    ("januar", "january", "jan"),
    ("februar", "february", "feb"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("desember", "december", "des", "dec"),
)
_WEEKDAYS = (
    ("mandag", "måndag", "monday"),
    ("tirsdag", "tysdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lørdag", "laurdag", "saturday"),
    ("søndag", "sundag", "sunday"),
)
_MONTH: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
)
_WEEKDAY: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
)
_TOMORROW = frozenset({"i morgen", "imorgen", "i morgon", "tomorrow"})
_SMALL_WORDS = re.compile(r"^(?:(?:fram|frem)\s+)?(?:til|until|till|to)\s+|^(?:den|the)\s+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS = re.compile(r"(\d{1,2})[./](\d{1,2})\.?(?:[./]?\s*(\d{4}|\d{2}))?")
_IN_WORDS = re.compile(r"(?:([^\W\d]+)\s+)?(\d{1,2})\.?\s*([^\W\d]+)\.?(?:\s+(\d{4}))?")


def spoken_day(said: str, today: date) -> date:
    """A day as one types it after «til»: "1. februar", "1.2.", "2027-02-01", "mandag", "i morgen".

    Without a year it is the next such day. Raises Refused for what is no day.
    """
    text = _without_small_words(said)
    if text in _TOMORROW:
        return today + timedelta(days=1)
    if text in _WEEKDAY:
        return today + timedelta(days=(_WEEKDAY[text] - today.weekday() - 1) % 7 + 1)
    return _numbered(text, today)


def _without_small_words(said: str) -> str:
    text, before = " ".join(said.lower().split()), ""
    while text != before:
        before, text = text, _SMALL_WORDS.sub("", text)
    return text


def _numbered(text: str, today: date) -> date:
    if found := _ISO.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]), today)
    if found := _DIGITS.fullmatch(text):
        year = int(found[3]) if found[3] else None
        return _day(int(found[1]), int(found[2]), year, today)
    found = _IN_WORDS.fullmatch(text)
    if found and found[3] in _MONTH and (not found[1] or found[1] in _WEEKDAY):
        year = int(found[4]) if found[4] else None
        return _day(int(found[2]), _MONTH[found[3]], year, today)
    raise Refused(_NO_DAY)


_NO_DAY = mark("Den dagen forsto jeg ikke. Skriv for eksempel «ikke forstyrr til 1. februar».")
_CENTURY = 100
_LEAP_YEARS_AWAY = 8  # years between two 29ths of February, where a century skips one


def _day(day: int, month: int, year: int | None, today: date) -> date:
    """Raises Refused for 31 February."""
    if year is not None:
        years = [year + today.year // _CENTURY * _CENTURY if year < _CENTURY else year]
    else:
        years = list(range(today.year, today.year + _LEAP_YEARS_AWAY + 1))
    found = (known for y in years if (known := _existing(y, month, day)) is not None)
    chosen = next((known for known in found if year is not None or known > today), None)
    if chosen is None:
        raise Refused(_NO_DAY)
    return chosen


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
