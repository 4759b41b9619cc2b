"""How long it takes to plan a large round: 40 candidates, 4 languages, 5 agencies, four weeks.

`.venv/bin/python -m tests.benchmarks.rounds` prints it. The bound is two seconds.
"""

import time as clock
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from bot.domain.calendar import WorkCalendar
from bot.domain.resource_groups import Part
from bot.domain.rounds import Frame, Group, plan

FRAME = Frame(
    first=date(2027, 3, 1),
    last=date(2027, 3, 28),
    begins=time(8),
    ends=time(16),
    length=timedelta(minutes=30),
    pause=timedelta(0),
    lunch=time(11, 30),
    rooms=2,
)
GROUPS = [
    *(Group(n, language, 3) for n in (1, 2, 3) for language in ("tigrinja", "arabisk", "dari")),
    Group(1, "somali", 3),
    Group(4, "", 10),
]
UNABLE = {part: {date(2027, 3, 1 + place)} for place, part in enumerate(Part)}


def main() -> None:
    calendar = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
    begun = clock.perf_counter()
    programme = plan(GROUPS, FRAME, UNABLE, calendar, informed_from=date(2027, 2, 1))
    seconds = clock.perf_counter() - begun
    if programme is not None:
        days = " and ".join(str(day) for day in programme.days)
        found = f"{len(programme.slots)} meetings on {days}, {programme.left_over} left over"
        print(f"a round of 40: {found}: {seconds:.3f} s")


if __name__ == "__main__":
    main()
