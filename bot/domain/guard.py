"""No candidate in the bot: what looks like personal data is refused before it is stored or logged.

A kind help and no lock: names cannot be recognised, so the texts beside the fields ask for care.
"""

import re
import unicodedata

from bot.domain import typed
from bot.domain.errors import Refused, mark

# Somebody who copies a number from elsewhere brings spaces, dots and dashes along.
_BETWEEN = r"[^\S\n]?[-.–]?[^\S\n]?"
_ELEVEN_DIGITS = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN}\d){{10}})(?!\d))")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>()\[\],;:«»\"]+@[^\s@]+\.[^\W\d_]{2,}")
_ABROAD = re.compile(rf"(?<![\w+])(?:\+|00)[1-9](?:{_BETWEEN}\(?\d\)?){{7,13}}(?!\d)")
# Eight digits as Norwegian numbers are written; those that begin with 20 are years and dates.
_NORWEGIAN = re.compile(r"(?<![\w.,/-])(?!20)[2-9]\d{7}(?!\w)")
_GROUPED = re.compile(
    r"(?<![\w.,/-])(?<!\d\s)(?!20)[2-9](?:\d{2}([ .])\d{2}\1\d{3}|\d([ .])\d{2}\2\d{2}\2\d{2})"
    r"(?![\s.]?\d)(?!\w)"
)
# The control digits of a birth number (Skatteetaten). From 2032 the first of them may leave a rest.
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FIRST_RESTS = frozenset({0, 1, 2, 3})
_DAYS, _MONTHS = range(1, 32), range(1, 13)
_D_NUMBER = 40  # added to the day of somebody without a birth number
_MONTHS_ADDED = (0, 40, 80)  # 40 and 80: numbers of health registers and of test people


def line(value: str, *, longest: int = typed.LINE, required: bool = False) -> str:
    """One line as it will be kept. Raises Refused as `typed.line` does, and for personal data."""
    found = typed.line(value, longest=longest, required=required)
    refuse_personal_data(found)
    return found


def text(value: str, *, longest: int = typed.TEXT, required: bool = False) -> str:
    """The same of a text of several lines."""
    found = typed.text(value, longest=longest, required=required)
    refuse_personal_data(found)
    return found


def refuse_personal_data(text: str) -> None:
    """Raises Refused for a birth number, a telephone number or an e-mail address.

    The refusal does not repeat what was typed.
    """
    refuse_birth_numbers(text)
    seen = _plain(text)
    if _MAIL.search(seen):
        raise Refused(mark("Her ligner noe på en e-postadresse. Ta den bort, og skriv etaten."))
    without_links = _ADDRESS.sub(" ", seen)
    if any(form.search(without_links) for form in (_NORWEGIAN, _GROUPED, _ABROAD)):
        raise Refused(mark("Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten."))


def refuse_birth_numbers(text: str) -> None:
    """For texts in which an agency may give its own address. Raises Refused."""
    found = _ELEVEN_DIGITS.finditer(_plain(text))
    if any(_is_birth_number(_digits(match[1])) for match in found):
        raise Refused(mark("Her ligner noe på et fødselsnummer. Ta det bort."))


def _plain(text: str) -> str:
    """As it is seen: other shapes of the same digits become them, unseen characters fall away."""
    shown = unicodedata.normalize("NFKC", text)
    if shown.isprintable():  # nearly always, and then nothing in it is unseen
        return shown
    return "".join(c for c in shown if unicodedata.category(c) != "Cf")


def _digits(text: str) -> tuple[int, ...]:
    return tuple(int(character) for character in text if character.isdigit())


def _is_birth_number(digits: tuple[int, ...]) -> bool:
    return (
        _has_birthday(digits)
        and _rest(digits, _FIRST_WEIGHTS) in _FIRST_RESTS
        and _rest(digits, _SECOND_WEIGHTS) == 0
    )


def _has_birthday(digits: tuple[int, ...]) -> bool:
    day, month = 10 * digits[0] + digits[1], 10 * digits[2] + digits[3]
    in_month = any(month - added in _MONTHS for added in _MONTHS_ADDED)
    return in_month and (day in _DAYS or day - _D_NUMBER in _DAYS)


def _rest(digits: tuple[int, ...], weights: tuple[int, ...]) -> int:
    return sum(d * weight for d, weight in zip(digits, weights, strict=False)) % 11
