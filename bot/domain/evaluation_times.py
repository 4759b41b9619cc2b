"""When part 2 of a fagdag's evaluation is asked, of whom, and who is reminded.

Part 1 is asked on the day itself: `window` in bot/domain/fagdag.py.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.domain.attendance import Coming, Invited, expected
from bot.domain.calendar import WorkCalendar
from bot.domain.fagdag import Window

USUAL_WEEKS = 6
FEWEST_WEEKS, MOST_WEEKS = 1, 26
LASTS = timedelta(days=21)
ASKED_AT = time(9, 0)
REMINDED_AFTER = (5, 10)  # working days, a week apart as everything unasked; then silence
A_DAY = timedelta(days=1)

AtWork = Callable[[date], bool]  # whether people are there: no holiday, nor one of the schools'


def second_window(day: date, weeks: int, calendar: WorkCalendar, at_work: AtWork) -> Window:
    """Three weeks from the first day at work that is so many weeks after the fagdag.

    Within the schools' holidays, however long, it waits for the first day after them. It closes
    with the last of its days.
    """
    first = day + timedelta(weeks=weeks)
    while not at_work(first):
        first += A_DAY
    return Window(calendar.at(first, ASKED_AT), calendar.at(first + LASTS + A_DAY, time.min))


def asked_on(window: Window, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """When part 2 is asked, and asked again of those who have not answered; within its window."""
    first = calendar.day_of(window.opens_at)
    days = (calendar.add_workdays(first, count) for count in REMINDED_AFTER)
    later = (calendar.at(day, ASKED_AT) for day in days)
    return (window.opens_at, *(moment for moment in later if moment < window.closes_at))


def came(
    invited: Sequence[Invited],
    present: Collection[int] | None,
    deputies: Callable[[int], Iterable[int]],
    contacts: Callable[[int], Iterable[int]],
) -> tuple[int, ...]:
    """Who came, as far as anybody knows: those who said so, and the deputies they said would.

    present: the agencies that were there, when the host has written it down. Those of others did
    not come, whatever they said; and for one that was there without a word, its contact came.
    Nobody is asked twice, and nobody who said no.
    """
    there = [
        person
        for person in invited
        if present is None or person.agency_id is None or person.agency_id in present
    ]
    own = [person.person_id for person in there if person.coming is Coming.YES]
    sent = [
        deputy
        for person in there
        if person.coming is Coming.DEPUTY and person.agency_id is not None
        for deputy in deputies(person.agency_id)
    ]
    stayed = {person.person_id for person in invited if person.coming is Coming.NO}
    unsaid = sorted(set(present or ()) - expected(invited))
    silent = [person for agency in unsaid for person in contacts(agency) if person not in stayed]
    return tuple(dict.fromkeys([*own, *sent, *silent]))
