"""A round: many meetings on one or two consecutive days, planned from counts alone.

The plan is made in plain steps, so that everybody can follow it: every possible day or pair of days
is tried; in each, the interpreters come first, one language after the other; then meeting 4, which
other people attend; then the rest; and what is still free takes a part of a language that was too
long. The best days are those with the fewest left over, then the fewest days, then the earliest.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.calendar import WorkCalendar
from bot.domain.resource_groups import MEETINGS, NUMBERS, Part

LUNCH = timedelta(minutes=30)
A_WEEK = timedelta(days=7)  # what the information meeting comes before the round, at least
INFORMS = (Part.CAREER, Part.ADULT_EDUCATION)  # who holds the information meeting
INFORMED = 3  # the number of the meeting that it comes before
LAST = 4  # the meeting that other parts attend than the first three
_SOME_DAY = date(2000, 1, 3)  # wall times are added up on a day without a change of clocks


class RoundState(StrEnum):
    ASKED = "asked"  # the counts are asked for
    COUNTED = "counted"  # a programme can be proposed
    PLANNED = "planned"  # confirmed, and in the calendar
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Group:
    """So many meetings with that number, with an interpreter of that language or ("") without."""

    number: int
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Within which days and hours (wall time), how long a meeting lasts, and how many rooms."""

    first: date
    last: date
    begins: time
    ends: time
    length: timedelta
    pause: timedelta
    lunch: time | None = None
    rooms: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting; `starts` and `ends` are wall time. `cancelled`: its whole day was called off."""

    day: date
    starts: time
    ends: time
    number: int
    language: str = ""
    room: int = 1
    cancelled: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        return MEETINGS[self.number].parts


@dataclass(frozen=True, slots=True)
class Programme:
    """In order of time. `left`: what did not find room. `information`: the day of that meeting."""

    slots: tuple[Slot, ...]
    left: tuple[Group, ...] = ()
    information: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({slot.day for slot in self.slots}))

    @property
    def left_over(self) -> int:
        return sum(group.count for group in self.left)


def from_day(frame: Frame, day: date) -> Frame:
    """The frame without what comes before that day; it may be empty then."""
    return replace(frame, first=max(frame.first, day))


def hours(frame: Frame) -> tuple[tuple[time, time], ...]:
    """When the meetings of a day begin and end in one room; nobody meets during lunch."""
    return tuple((begins.time(), ends.time()) for begins, ends in _hours(frame))


def _hours(frame: Frame) -> Iterator[tuple[datetime, datetime]]:
    begins, end_of_day = _on_a_day(frame.begins), _on_a_day(frame.ends)
    lunch = _on_a_day(frame.lunch) if frame.lunch else None
    while begins + frame.length <= end_of_day:
        if lunch is not None and begins < lunch + LUNCH and begins + frame.length > lunch:
            begins = lunch + LUNCH
            continue
        yield begins, begins + frame.length
        begins += frame.length + frame.pause


def _on_a_day(wall: time) -> datetime:
    return datetime.combine(_SOME_DAY, wall)


def plan(
    groups: Iterable[Group],
    frame: Frame,
    unable: Mapping[Part, Collection[date]],
    calendar: WorkCalendar,
    informed_from: date | None = None,
) -> Programme | None:
    """The best programme within the frame; None where no day suits anybody.

    unable: the days on which those who play a part cannot. informed_from: the first day on which
    an information meeting can be held; None where none is needed.
    """
    wanted = [group for group in groups if group.count]
    found = []
    for days in _possible_days(frame, calendar):
        for late_first in (days, days[::-1]):
            arranged = _arranged(wanted, days, late_first, frame, unable)
            programme = _informed(arranged, unable, calendar, informed_from)
            if programme is not None and programme.slots:
                found.append(programme)
    return min(found, key=_rank, default=None)


def _possible_days(frame: Frame, calendar: WorkCalendar) -> list[tuple[date, ...]]:
    """Each working day of the frame, and each with the next working day."""
    every = [frame.first + timedelta(days=n) for n in range((frame.last - frame.first).days + 1)]
    days = [day for day in every if calendar.is_workday(day)]
    return [*((day,) for day in days), *pairwise(days)]


def _rank(programme: Programme) -> tuple[int, int, int, int, date]:
    """What makes one programme better than another; the smaller comes first."""
    days = programme.days
    for_the_last = {slot.day for slot in programme.slots if slot.number == LAST}
    return (
        programme.left_over,
        len(days),
        (days[-1] - days[0]).days,  # rather Tuesday and Wednesday than Friday and Monday
        len(for_the_last),
        days[0],
    )


# --- The meetings of some days -------------------------------------------------------------------


@dataclass
class _Day:
    """A day that is being filled. `early` and `late` hold (number, language): 1-3, and 4.

    `cells`: how many meetings fit in one room. `shared`: there is one room for both.
    """

    day: date
    cells: int
    shared: bool
    open_to: frozenset[int]
    early: list[tuple[int, str]] = field(default_factory=list)
    late: list[tuple[int, str]] = field(default_factory=list)

    def room_for(self, number: int) -> int:
        if number not in self.open_to:
            return 0
        own = self.late if number == LAST else self.early
        taken = len(self.early) + len(self.late) if self.shared else len(own)
        return self.cells - taken

    def take(self, meetings: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """As many of them as there is room for; the others are given back."""
        if not meetings:
            return []
        number = meetings[0][0]
        room = self.room_for(number)
        (self.late if number == LAST else self.early).extend(meetings[:room])
        return meetings[room:]


def _arranged(
    groups: list[Group],
    days: tuple[date, ...],
    late_first: tuple[date, ...],
    frame: Frame,
    unable: Mapping[Part, Collection[date]],
) -> Programme:
    cells = hours(frame)
    filled = {day: _Day(day, len(cells), frame.rooms == 1, _open_to(day, unable)) for day in days}
    too_long = _fill_languages(groups, list(filled.values()))
    rest = _fill(_meetings(groups, LAST), [filled[day] for day in late_first])
    rest += _fill(_without_interpreter(groups), list(filled.values()))
    for block in too_long:
        rest += max(filled.values(), key=lambda day: day.room_for(1)).take(block)
    slots = [slot for day in filled.values() for slot in _slots(day, cells)]
    slots.sort(key=lambda slot: (slot.day, slot.starts, slot.room))
    return Programme(tuple(slots), _counted(rest))


def _open_to(day: date, unable: Mapping[Part, Collection[date]]) -> frozenset[int]:
    """The numbers of the meetings for which everybody can come on that day."""
    return frozenset(
        number
        for number in NUMBERS
        if not any(day in unable.get(part, ()) for part in MEETINGS[number].parts)
    )


def _fill_languages(groups: list[Group], days: list[_Day]) -> list[list[tuple[int, str]]]:
    """The longest language first, whole on the first day with room; those that fit nowhere."""
    languages = sorted({group.language for group in groups if group.language})
    blocks = [_of_language(groups, language) for language in languages]
    too_long = []
    for block in sorted(blocks, key=len, reverse=True):
        day = next((day for day in days if day.room_for(1) >= len(block)), None)
        if day is None:
            too_long.append(block)
        else:
            day.take(block)
    return too_long


def _of_language(groups: list[Group], language: str) -> list[tuple[int, str]]:
    """All meetings with that interpreter, those of one number beside each other."""
    return sorted(
        (group.number, language)
        for group in groups
        if group.language == language
        for _ in range(group.count)
    )


def _meetings(groups: list[Group], number: int) -> list[tuple[int, str]]:
    return [(number, "") for group in groups if group.number == number for _ in range(group.count)]


def _without_interpreter(groups: list[Group]) -> list[tuple[int, str]]:
    plain = [group for group in groups if not group.language]
    return [meeting for number in NUMBERS if number != LAST for meeting in _meetings(plain, number)]


def _fill(meetings: list[tuple[int, str]], days: list[_Day]) -> list[tuple[int, str]]:
    """One day after the other; what is left over."""
    for day in days:
        meetings = day.take(meetings)
    return meetings


def _slots(day: _Day, cells: tuple[tuple[time, time], ...]) -> Iterator[Slot]:
    """Meeting 4 comes last, so that its people come once; in a room of its own, if there is one."""
    first_late = len(day.early) if day.shared else 0
    for (begins, ends), (number, language) in zip(cells, day.early, strict=False):
        yield Slot(day.day, begins, ends, number, language)
    for (begins, ends), (number, _) in zip(cells[first_late:], day.late, strict=False):
        yield Slot(day.day, begins, ends, number, room=1 if day.shared else 2)


def _counted(meetings: list[tuple[int, str]]) -> tuple[Group, ...]:
    counted = Counter(meetings)
    return tuple(
        Group(number, language, counted[number, language]) for number, language in sorted(counted)
    )


# --- The information meeting ---------------------------------------------------------------------


def _informed(
    programme: Programme,
    unable: Mapping[Part, Collection[date]],
    calendar: WorkCalendar,
    informed_from: date | None,
) -> Programme | None:
    """With the day of the information meeting; None where there is no day for it."""
    needed = any(slot.number == INFORMED for slot in programme.slots)
    if informed_from is None or not needed:
        return programme
    day = information_day(programme.days[0], informed_from, unable, calendar)
    return Programme(programme.slots, programme.left, day) if day else None


def information_day(
    first_day: date,
    not_before: date,
    unable: Mapping[Part, Collection[date]],
    calendar: WorkCalendar,
) -> date | None:
    """The last working day, at least a week before the round, on which both who hold it can."""
    day = first_day - A_WEEK
    while day >= not_before:
        if calendar.is_workday(day) and not any(day in unable.get(p, ()) for p in INFORMS):
            return day
        day -= timedelta(days=1)
    return None
