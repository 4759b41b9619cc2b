"""What the bot says, in the reader's language: texts, dates, times and lists.

The bokmål text in the code is the message id; nynorsk and English are catalogues of it. Nothing
here knows about Markdown: a text is plain until cards/elements.py puts it on a card.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po

from bot.domain.duties import DutyKind
from bot.domain.errors import mark
from bot.domain.language import Language
from bot.domain.meetings import Activity
from bot.domain.typed import Form

LANGUAGES = Path(__file__).parent / "languages"
LOCALES = {Language.BOKMAL: "nb", Language.NYNORSK: "nn", Language.ENGLISH: "en_GB"}

ACTIVITIES: Mapping[Activity, str] = MappingProxyType(
    {
        Activity.NETWORK_MEETING: mark("Nettverksmøte"),
        Activity.OPEN_DAY: mark("Fagdag for alle"),
        Activity.COOPERATION_DAY: mark("Samarbeidsdag"),
        Activity.INFORMATION_MEETING: mark("Felles informasjonsmøte"),
        Activity.STEERING_GROUP: mark("Møte i styringsgruppa"),
        Activity.WORKING_GROUP: mark("Møte i arbeidsgruppa"),
        Activity.SOLUTION_GROUP: mark("Møte i løsningsgruppa"),
        Activity.RESOURCE_GROUP: mark("Ressursgruppemøte"),
        Activity.WEBINAR: mark("Webinar"),
    }
)
DUTIES: Mapping[DutyKind, str] = MappingProxyType(
    {
        DutyKind.CALL_IN: mark("Innkalling"),
        DutyKind.ROOM: mark("Rom"),
        DutyKind.AGENDA: mark("Saksliste"),
        DutyKind.PROGRAMME: mark("Program med tider"),
        DutyKind.CATERING: mark("Servering"),
        DutyKind.INTERPRETER: mark("Tolk"),
        DutyKind.CASE: mark("Case"),
        DutyKind.MINUTES: mark("Kort referat"),
        DutyKind.STATUS: mark("Status til de andre gruppene"),
    }
)
NUMBERS = (
    mark("null"),
    mark("én"),
    mark("to"),
    mark("tre"),
    mark("fire"),
    mark("fem"),
    mark("seks"),
    mark("sju"),
    mark("åtte"),
    mark("ni"),
    mark("ti"),
    mark("elleve"),
    mark("tolv"),
)

NEAR: Mapping[int, str] = MappingProxyType(
    {0: mark("i dag"), 1: mark("i morgen"), -1: mark("i går")}  # by days from today
)


class _Unit(Enum):
    """A unit of distance, and its length in days."""

    DAY = 1.0
    WEEK = 7.0
    MONTH = 30.44
    YEAR = 365.25


def _rounded(days: int) -> tuple[_Unit, int]:
    """The distance as one would say it: twelve days, three weeks, four months."""
    upper = {_Unit.DAY: 13, _Unit.WEEK: 60, _Unit.MONTH: 700}
    unit = next((unit for unit, limit in upper.items() if days <= limit), _Unit.YEAR)
    unit = _Unit.WEEK if days == _Unit.WEEK.value else unit
    return unit, round(days / unit.value)


@cache
def _translations(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The catalogue of a language: its forms (singular, plural) by message id. Read once."""
    if language is Language.BOKMAL:
        return {}
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=str(language))
    forms = {_key(message.id): _forms(message.string) for message in catalogue if message.id}
    return {key: translated for key, translated in forms.items() if all(translated)}


def _key(message_id: str | Iterable[str]) -> str:
    return message_id if isinstance(message_id, str) else next(iter(message_id))


def _forms(translation: str | Iterable[str] | None) -> tuple[str, ...]:
    return (translation,) if isinstance(translation, str) else tuple(translation or ("",))


def capital(text: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Words:
    """One reader's language, and the zone in which moments are told."""

    language: Language
    zone: ZoneInfo

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    def text(self, msgid: str, **values: object) -> str:
        """The text in this language, its braces filled. Values are never translated or parsed."""
        return _translations(self.language).get(msgid, (msgid,))[0].format(**values)

    def problems(self, form: Form) -> dict[str, str]:
        """What was wrong with a form, by field, to be said at the fields."""
        return {
            name: self.text(refused.text, **refused.values)
            for name, refused in form.problems.items()
        }

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """`one` for exactly one, else `many`; {count} is the figure. All three languages agree."""
        forms = _translations(self.language).get(one, (one, many))
        return forms[0 if count == 1 else 1].format(count=count, **values)

    def number(self, count: int) -> str:
        """Small numbers in words, as one writes them; larger ones in figures."""
        return self.text(NUMBERS[count]) if 0 <= count < len(NUMBERS) else str(count)

    def activity(self, activity: Activity) -> str:
        return self.text(ACTIVITIES[activity])

    def duty(self, duty: DutyKind) -> str:
        return self.text(DUTIES[duty])

    def listing(self, items: Iterable[str]) -> str:
        """ "a, b og c"."""
        return str(format_list(list(items), locale=self.locale))

    def day(self, day: date, today: date | None = None) -> str:
        """ "torsdag 18. mars", with the year unless it is today's."""
        return self._date(f"EEEE {self._day_pattern}", day, today)

    def short_day(self, day: date, today: date | None = None) -> str:
        """ "18. mars", with the year unless it is today's."""
        return self._date(self._day_pattern, day, today)

    def tight_day(self, day: date, today: date | None = None) -> str:
        """ "18. sep.", for a narrow column."""
        return self._date(self._day_pattern.replace("MMMM", "MMM"), day, today)

    def month(self, day: date) -> str:
        """ "mars 2026"."""
        return str(format_date(day, "MMMM y", locale=self.locale))

    def clock(self, moment: datetime) -> str:
        """ "kl. 10.12" in the network's zone; "10:12" in English."""
        return f"{self._clock_prefix}{self._time(moment)}"

    def moment(self, moment: datetime, today: date | None = None) -> str:
        """ "i dag kl. 10.12", "18. mars kl. 10.12"."""
        day = self.day_of(moment)
        told = self.text("i dag") if day == today else self.short_day(day, today)
        return self._at(told, self.clock(moment))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def hours(self, starts: datetime, ends: datetime) -> str:
        """ "kl. 09.00–11.30"."""
        return f"{self.clock(starts)}–{self._time(ends)}"

    def span(
        self,
        starts: datetime,
        ends: datetime,
        *,
        whole_day: bool = False,
        today: date | None = None,
    ) -> str:
        """ "torsdag 18. mars kl. 09.00–11.30"; only the days when `whole_day`.

        An end at midnight belongs to the day before it.
        """
        first, last = (
            self.day_of(starts),
            self.day_of(max(starts, ends - timedelta(microseconds=1))),
        )
        if whole_day and first == last:
            return self.day(first, today)
        if whole_day:
            same_year = last if first.year == last.year else today
            return f"{self.day(first, same_year)} – {self.day(last, today)}"
        if first == last:
            return self._at(self.day(first, today), self.hours(starts, ends))
        begins = self._at(self.day(first, today), self.clock(starts))
        return f"{begins} – {self._at(self.day(last, today), self.clock(ends))}"

    def from_now(self, day: date, today: date) -> str:
        """How far away a day is, as one says it: "i morgen", "om tre uker", "for to uker siden"."""
        distance = (day - today).days
        if distance in NEAR:
            return self.text(NEAR[distance])
        unit, count = _rounded(abs(distance))
        return self._ahead(unit, count) if distance > 0 else self._ago(unit, count)

    def _ahead(self, unit: _Unit, count: int) -> str:
        number = self.number(count)
        match unit:
            case _Unit.DAY:
                return self.plural("om én dag", "om {number} dager", count, number=number)
            case _Unit.WEEK:
                return self.plural("om en uke", "om {number} uker", count, number=number)
            case _Unit.MONTH:
                return self.plural("om en måned", "om {number} måneder", count, number=number)
            case _Unit.YEAR:
                return self.plural("om ett år", "om {number} år", count, number=number)

    def _ago(self, unit: _Unit, count: int) -> str:
        number = self.number(count)
        match unit:
            case _Unit.DAY:
                return self.plural(
                    "for én dag siden", "for {number} dager siden", count, number=number
                )
            case _Unit.WEEK:
                return self.plural(
                    "for en uke siden", "for {number} uker siden", count, number=number
                )
            case _Unit.MONTH:
                return self.plural(
                    "for en måned siden", "for {number} måneder siden", count, number=number
                )
            case _Unit.YEAR:
                return self.plural(
                    "for ett år siden", "for {number} år siden", count, number=number
                )

    def _date(self, pattern: str, day: date, today: date | None) -> str:
        year = "" if today is None or day.year == today.year else " y"
        return str(format_date(day, pattern + year, locale=self.locale))

    def _time(self, moment: datetime) -> str:
        pattern = "HH:mm" if self.language is Language.ENGLISH else "HH.mm"
        return str(format_time(moment.astimezone(self.zone), pattern, locale=self.locale))

    def _at(self, day: str, clock: str) -> str:
        return f"{day}, {clock}" if self.language is Language.ENGLISH else f"{day} {clock}"

    @property
    def _day_pattern(self) -> str:
        return "d MMMM" if self.language is Language.ENGLISH else "d. MMMM"

    @property
    def _clock_prefix(self) -> str:
        return "" if self.language is Language.ENGLISH else "kl. "
