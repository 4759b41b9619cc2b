"""What is typed about a round: its frame, how many candidates are due, and which interpreters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from bot.domain import typed
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark
from bot.domain.resource_groups import MEETINGS, NUMBERS, Part
from bot.domain.rounds import Frame, Group, hours
from bot.domain.spoken import LANGUAGES
from bot.domain.typed import Form

MOST_PEOPLE = 60  # due for one meeting in one round
LONGEST_FRAME = timedelta(days=27)  # four weeks, so that the days still fit on a card
AHEAD = timedelta(days=366)
ONE_ROOM = 1
TWO_ROOMS = 2
_LANGUAGE = re.compile(r"\s*([^\W\d_][\w -]*?)\s*:?\s+(\d+)\s*")


@dataclass(frozen=True, slots=True)
class FrameTyped:
    """A form as it was typed."""

    first: str = ""
    last: str = ""
    begins: str = ""
    ends: str = ""
    lunch: str = ""
    length: str = ""
    pause: str = ""
    rooms: str = ""


@dataclass(frozen=True, slots=True)
class CountsTyped:
    """By the number of the meeting, as it was typed."""

    people: Mapping[int, str] = field(default_factory=dict)
    languages: Mapping[int, str] = field(default_factory=dict)


def read_frame(
    form: Form,
    told: FrameTyped,
    parties: Mapping[Part, int],
    calendar: WorkCalendar,
    today: date,
) -> Frame | None:
    """The frame of a round; None where something is wrong with it, which is then in the form."""
    first = form.read("first", lambda: _first(told.first, today))
    last = form.read("last", lambda: typed.day(told.last))
    begins = form.read("begins", lambda: typed.clock(told.begins))
    ends = form.read("ends", lambda: typed.clock(told.ends))
    lunch = form.read("lunch", lambda: typed.clock(told.lunch) if told.lunch.strip() else time.min)
    length = form.read("length", lambda: typed.number(told.length, least=15, most=180))
    pause = form.read("pause", lambda: typed.number(told.pause, least=0, most=60))
    rooms = form.read("rooms", lambda: _rooms(told.rooms, parties))
    if first is not None and last is not None:
        form.read("last", lambda: _check_days(first, last, calendar))
    if begins is not None and ends is not None and ends <= begins:
        form.refuse("ends", mark("Slutten må komme etter starten."))
    if form.problems or None in (first, last, begins, ends, lunch, length, pause, rooms):
        return None
    frame = Frame(
        first=first or today,
        last=last or today,
        begins=begins or time.min,
        ends=ends or time.min,
        length=timedelta(minutes=length or 0),
        pause=timedelta(minutes=pause or 0),
        lunch=lunch or None,
        rooms=rooms or ONE_ROOM,
    )
    if not hours(frame):
        form.refuse("ends", mark("Det er ikke plass til et eneste møte. Gjør dagen lengre."))
        return None
    return frame


def _first(value: str, today: date) -> date:
    day = typed.day(value)
    if not today < day <= today + AHEAD:
        raise Refused(mark("Velg en dag som kommer, innen et år."))
    return day


def _check_days(first: date, last: date, calendar: WorkCalendar) -> None:
    if last < first:
        raise Refused(mark("Siste dag må komme etter første dag."))
    if last - first > LONGEST_FRAME:
        raise Refused(mark("Velg høyst fire uker."))
    if calendar.on_or_after(first) > last:
        raise Refused(mark("Det er ingen arbeidsdag i den tida."))


def _rooms(value: str, parties: Mapping[Part, int]) -> int:
    """Two rooms are for meeting 4 beside the others: nobody can sit in both."""
    rooms = typed.number(value, least=ONE_ROOM, most=TWO_ROOMS)
    until_school, last = ({parties.get(p) for p in MEETINGS[n].parts} for n in (1, 4))
    both = (until_school & last) - {None}
    if rooms == TWO_ROOMS and both:
        raise Refused(mark("Samme etat kan ikke sitte i to rom samtidig. Velg ett rom."))
    return rooms


def read_counts(form: Form, told: CountsTyped) -> tuple[Group, ...] | None:
    """What is due, by number and language; None where something is wrong, which is in the form."""
    groups = [group for number in NUMBERS for group in _read_number(form, told, number)]
    if not form.problems and not any(group.count for group in groups):
        form.refuse("people_1", mark("Skriv hvor mange til minst ett av møtene."))
    return None if form.problems else tuple(group for group in groups if group.count)


def _read_number(form: Form, told: CountsTyped, number: int) -> list[Group]:
    people = form.read(
        f"people_{number}",
        lambda: typed.optional_number(told.people.get(number, ""), least=0, most=MOST_PEOPLE),
    )
    listed = form.read(f"languages_{number}", lambda: languages(told.languages.get(number, "")))
    due, spoken = people or 0, listed or {}
    with_interpreter = sum(spoken.values())
    if with_interpreter > due:
        form.refuse(
            f"languages_{number}",
            mark("Her er det tolk til {count}, men bare {due} til møtet."),
            count=with_interpreter,
            due=due,
        )
    spoken_groups = [Group(number, language, count) for language, count in spoken.items()]
    return [*spoken_groups, Group(number, "", due - with_interpreter)]


def languages(value: str) -> dict[str, int]:
    """ "tigrinja 3, arabisk 1" as counts by language. Raises Refused for anything else.

    The refusal does not repeat what was typed: it may be a name.
    """
    counted: dict[str, int] = {}
    for part in re.split(r"[,;\n]", value):
        if not part.strip():
            continue
        match = _LANGUAGE.fullmatch(part)
        if match is None:
            raise Refused(mark("Skriv språk og antall, for eksempel «tigrinja 3, arabisk 1»."))
        counted[_language(match[1])] = counted.get(_language(match[1]), 0) + _people(match[2])
    return {language: count for language, count in counted.items() if count}


def _language(name: str) -> str:
    language = " ".join(name.casefold().split())
    if language not in LANGUAGES:
        raise Refused(mark("Det språket har jeg ikke på lista. Skriv «annet» og antall."))
    return language


def _people(count: str) -> int:
    return typed.number(count, least=0, most=MOST_PEOPLE)


def written(counts: Mapping[str, int]) -> str:
    """As it would be typed."""
    return ", ".join(f"{language} {count}" for language, count in counts.items() if language)
