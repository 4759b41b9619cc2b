"""How the cards speak of recurring meetings."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from babel.dates import format_date

from bot.domain.errors import mark
from bot.domain.series import Pattern, Repeats
from cards.agreement_words import month
from cards.words import Words

_A_MONDAY = date(2027, 1, 4)
NTH: Mapping[int, str] = MappingProxyType(
    {
        1: mark("Første {weekday}"),
        2: mark("Andre {weekday}"),
        3: mark("Tredje {weekday}"),
        4: mark("Fjerde {weekday}"),
        -1: mark("Siste {weekday}"),
    }
)


def rhythm(pattern: Pattern, words: Words) -> str:
    """ "Tredje torsdag hver måned", "Hver 2. uke, på torsdag"."""
    day = weekday(pattern.weekday, words)
    if pattern.repeats is Repeats.WEEKS:
        return words.plural(
            "Hver uke, på {weekday}", "Hver {count}. uke, på {weekday}", pattern.every, weekday=day
        )
    which = words.text(NTH[pattern.nth], weekday=day)
    if pattern.repeats is Repeats.MONTHS:
        return words.plural(
            "{which} hver måned", "{which} hver {count}. måned", pattern.every, which=which
        )
    months = words.listing([month(number, words) for number in pattern.months])
    return words.text("{which} i {months}", which=which, months=months)


def weekday(number: int, words: Words) -> str:
    """ "torsdag"; 0 is Monday."""
    return str(format_date(_A_MONDAY + timedelta(days=number), "EEEE", locale=words.locale))
