"""How the cards of the year plan speak of days, and of what is in the way of them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from babel.dates import format_date

from bot.domain.errors import mark
from bot.domain.language import Language
from bot.domain.meetings import Meeting
from bot.domain.year import Shortage, Why
from bot.domain.year_days import Obstacle
from cards.words import Words

PASSED_OVER: Mapping[Obstacle, str] = MappingProxyType(
    {
        Obstacle.HOLIDAY: mark("Ikke {day}, som er en helligdag."),
        Obstacle.WEEKEND: mark("Ikke {day}, som er i helga."),
        Obstacle.SCHOOL: mark("Ikke {day}, da er det skoleferie."),
        Obstacle.TAKEN: mark("Ikke {day}, da er det et annet møte."),
        Obstacle.SQUEEZED: mark("Ikke {day}, som er en innklemt dag."),
        Obstacle.CLOSE: mark("Ikke {day}, for tett på et annet slikt møte."),
    }
)
WARNINGS: Mapping[Obstacle, str] = MappingProxyType(
    {
        Obstacle.PAST: mark("Dagen har vært."),
        Obstacle.HOLIDAY: mark("Det er en helligdag."),
        Obstacle.WEEKEND: mark("Det er i helga."),
        Obstacle.SCHOOL: mark("Det er skoleferie."),
        Obstacle.TAKEN: mark("Det er et annet møte samme dag."),
        Obstacle.SQUEEZED: mark("Det er en innklemt dag."),
    }
)


def passed_over(day: date, obstacle: Obstacle, words: Words) -> str:
    """Why a meeting is not where the agreement would have had it."""
    return words.text(PASSED_OVER[obstacle], day=words.short_day(day, day))


def warning(obstacle: Obstacle | None, words: Words) -> str:
    """What speaks against a day that was chosen all the same."""
    told = WARNINGS.get(obstacle) if obstacle else None
    return words.text(told) if told else ""


def weekday_and_day(day: date, words: Words) -> str:
    """ "tor. 18.", under the name of its month."""
    pattern = "EEE d" if words.language is Language.ENGLISH else "EEE d."
    return str(format_date(day, pattern, locale=words.locale))


def hours_and_host(meeting: Meeting, words: Words) -> str:
    hours = words.hours(meeting.starts_at, meeting.ends_at)
    return words.text("{hours}, {host}", hours=hours, host=meeting.host or words.text("uten vert"))


def shortage(missing: Shortage, words: Words) -> str:
    """ "Nettverksmøte: to av fire, fordi året er i gang."."""
    values = {
        "activity": words.activity(missing.activity),
        "found": words.number(missing.found),
        "agreed": words.number(missing.agreed),
    }
    if missing.why is Why.STARTED:
        return words.text("{activity}: {found} av {agreed}, fordi året er i gang.", **values)
    return words.text("{activity}: {found} av {agreed}. Ingen flere dager er ledige.", **values)
