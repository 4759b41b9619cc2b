"""What the cards about rounds share: how they call a meeting, a day and a number of meetings."""

from collections.abc import Iterable
from datetime import date, time

from bot.domain.language import Language
from bot.domain.rounds import Group, Slot
from cards.words import Words, capital


def clock(wall: time, words: Words) -> str:
    """ "10.15"; "10:15" in English."""
    return f"{wall:%H:%M}" if words.language is Language.ENGLISH else f"{wall:%H.%M}"


def meeting(number: int, language: str, words: Words) -> str:
    """ "møte 2, tolk tigrinja"."""
    if language:
        return words.text("møte {number}, tolk {language}", number=number, language=language)
    return words.text("møte {number}", number=number)


def days(listed: Iterable[date], today: date, words: Words) -> str:
    """ "tirsdag 2. mars og onsdag 3. mars"."""
    return words.listing(words.day(day, today) for day in listed)


def window(first: date, last: date, today: date, words: Words) -> str:
    """ "1. mars – 26. mars"."""
    return f"{words.short_day(first, last)} – {words.short_day(last, today)}"


def count(number: int, words: Words) -> str:
    return words.plural("{count} møte", "{count} møter", number)


def round_name(number: int, words: Words) -> str:
    return words.text("Runde {number}", number=number)


def grouped(groups: Iterable[Group], words: Words) -> str:
    """ "3 til møte 1 med tolk (tigrinja) og 2 til møte 4"."""
    return words.listing(_group(group, words) for group in groups)


def _group(group: Group, words: Words) -> str:
    if group.language:
        return words.text(
            "{count} til møte {number} (tolk {language})",
            count=group.count,
            number=group.number,
            language=group.language,
        )
    return words.text("{count} til møte {number}", count=group.count, number=group.number)


def slot_line(slot: Slot, rooms: bool, words: Words) -> str:
    """ "Møte 2, tolk tigrinja" and, where there are two, the room."""
    told = capital(meeting(slot.number, slot.language, words))
    return words.text("{meeting}, rom {room}", meeting=told, room=slot.room) if rooms else told
