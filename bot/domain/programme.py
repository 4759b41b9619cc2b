"""The programme of a fagdag: one line for each part, "09.15 Velkommen (NAV)". Times are wall time.

A part lasts until the next one begins; the last one until the day ends.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import accumulate

from bot.domain import guard
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import BEFORE_THE_END
from bot.domain.meetings import Meeting

LONGEST = 1_500  # characters of the whole programme
MOST_PARTS = 16
LINE = 120  # characters of a title

_PART = re.compile(
    r"(?:kl\.?\s*)?(?P<at>\d{1,2}[.:]\d{2})"
    r"(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?"  # an end is where the next part begins
    r"\s*[-–:]?\s*(?P<title>.*?)"
    r"(?:\s*\((?P<who>[^()]+)\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """`who` holds it: an agency or a role, as it was written; "" where nobody was named."""

    at: time
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when the day lasts."""

    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Block:
    """A building block of the standard programme. `weight` is its share of the time."""

    title: str
    weight: int
    only_long_days: bool = False


# How a fagdag of the cooperation model is built up; {presenter} shows its own practice.
BLOCKS = (
    Block(mark("Velkommen"), 3),
    Block(mark("Nytt om lover og regler"), 8),
    Block(mark("{presenter} viser sin praksis"), 8),
    Block(mark("Lunsj"), 6, only_long_days=True),
    Block(mark("Case i grupper på tvers av etatene"), 12),
    Block(mark("Plenum: hva fant gruppene?"), 8),
    Block(mark("Hva tar vi videre?"), 5),
)
EVALUATION = mark("Evaluering")
LONG_DAY = 300  # minutes: from then on people must eat
_MINUTES = 60
_EVALUATION_MINUTES = int(BEFORE_THE_END.total_seconds()) // _MINUTES
_ROUND = 5  # minutes


def hours_of(meeting: Meeting, calendar: WorkCalendar) -> Hours | None:
    """The hours of a fagdag on one day; None where it lasts longer, or only the days are known."""
    starts, ends = calendar.local(meeting.starts_at), calendar.local(meeting.ends_at)
    if meeting.whole_day or starts.date() != ends.date():
        return None
    return Hours(starts.time(), ends.time())


def parsed(text: str, hours: Hours | None) -> tuple[Part, ...]:
    """The parts in order. `hours` is None where only the days of the fagdag are known.

    Raises Refused that names the line: no time, no title, out of order, outside the day.
    """
    whole = guard.text(text, longest=LONGEST)
    lines = [(number, line) for number, line in enumerate(whole.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_PARTS:
        raise Refused(mark("Programmet kan ha {most} linjer. Slå noen sammen."), most=MOST_PARTS)
    numbered = [(number, _part(number, line.strip())) for number, line in lines]
    _check(numbered, hours)
    return tuple(part for _, part in numbered)


def misfit(parts: Sequence[Part], hours: Hours | None) -> Refused | None:
    """Why a programme does not fit the day any more: it was moved after the programme was made."""
    try:
        _check(list(enumerate(parts, 1)), hours)
    except Refused as refused:
        return refused
    return None


def written(parts: Iterable[Part]) -> str:
    """The programme as one types it; `parsed` reads it back."""
    return "\n".join(f"{part.at:%H.%M} {titled(part)}" for part in parts)


def titled(part: Part) -> str:
    """ "Velkommen (NAV)"."""
    return f"{part.title} ({part.who})" if part.who else part.title


def stored(parts: Iterable[Part]) -> list[dict[str, str]]:
    return [{"at": f"{part.at:%H:%M}", "title": part.title, "who": part.who} for part in parts]


def restored(rows: Iterable[Mapping[str, str]]) -> tuple[Part, ...]:
    """What `stored` wrote."""
    return tuple(
        Part(time.fromisoformat(row["at"]), row["title"], row.get("who", "")) for row in rows
    )


def standard(hours: Hours) -> tuple[Part, ...]:
    """The building blocks, spread over the day; the last quarter is for the evaluation.

    The titles are marked texts. Empty where the day is too short to hold them.
    """
    begins, ends = _minutes(hours.starts), _minutes(hours.ends)
    blocks = [b for b in BLOCKS if not b.only_long_days or ends - begins >= LONG_DAY]
    lasts = ends - _EVALUATION_MINUTES - begins
    before = accumulate((block.weight for block in blocks), initial=0)
    total = sum(block.weight for block in blocks)
    if lasts < total * _ROUND // 2:  # shorter, and rounding would set two parts at one time
        return ()
    at = [begins + lasts * weight // total // _ROUND * _ROUND for weight in before]
    parts = [Part(_clock(minute), block.title) for minute, block in zip(at, blocks, strict=False)]
    return (*parts, Part(_clock(ends - _EVALUATION_MINUTES), EVALUATION))


def _part(number: int, line: str) -> Part:
    found = _PART.fullmatch(line)
    if found is None:
        raise Refused(
            mark("Linje {line}: begynn med klokkeslettet, for eksempel «09.15 Velkommen (NAV)»."),
            line=number,
        )
    if not found["title"]:
        raise Refused(mark("Linje {line}: skriv hva som skjer da."), line=number)
    if len(found["title"]) > LINE or len(found["who"] or "") > LINE:
        raise Refused(mark("Linje {line} er for lang. Kort den ned litt."), line=number)
    return Part(_time(number, found["at"]), found["title"], (found["who"] or "").strip())


def _time(number: int, written_time: str) -> time:
    hour, minute = re.split(r"[.:]", written_time)
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise Refused(
            mark("Linje {line}: klokka {at} finnes ikke."), line=number, at=written_time
        ) from None


def _check(numbered: Sequence[tuple[int, Part]], hours: Hours | None) -> None:
    if hours is None:
        return
    before: time | None = None
    for number, part in numbered:
        _check_within(number, part, hours)
        if before is not None and part.at <= before:
            raise _at_odds(
                mark("Linje {line}: kl. {at} er ikke etter linja før, som er kl. {other}."),
                number,
                part,
                before,
            )
        before = part.at


def _check_within(number: int, part: Part, hours: Hours) -> None:
    if part.at < hours.starts:
        text = mark("Linje {line} er kl. {at}, men dagen begynner kl. {other}.")
        raise _at_odds(text, number, part, hours.starts)
    if part.at >= hours.ends:
        text = mark("Linje {line} er kl. {at}, men dagen slutter kl. {other}.")
        raise _at_odds(text, number, part, hours.ends)


def _at_odds(text: str, number: int, part: Part, other: time) -> Refused:
    return Refused(text, line=number, at=f"{part.at:%H.%M}", other=f"{other:%H.%M}")


def _minutes(wall: time) -> int:
    return wall.hour * _MINUTES + wall.minute


def _clock(minutes: int) -> time:
    return time(minutes // _MINUTES, minutes % _MINUTES)
