"""A fagdag: when it is evaluated, who signs up for it, and when those who came are counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain import guard, typed
from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import LIVE, Activity, Meeting, MeetingState

FAGDAGER = frozenset({Activity.OPEN_DAY, Activity.COOPERATION_DAY})
EVALUATED = FAGDAGER
BEFORE_THE_END = timedelta(minutes=15)
LONGEST_OPEN = timedelta(days=2)
_DOES_NOT_HAPPEN = frozenset({MeetingState.DRAFT, MeetingState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when an evaluation can be answered, in UTC."""

    opens_at: datetime
    closes_at: datetime


def window(meeting: Meeting, calendar: WorkCalendar) -> Window | None:
    """Part 1 opens a quarter before the planned end and closes with the next day.

    None for what is not evaluated: other activities, and days that do not happen. A day whose
    minutes are approved already is finished, and is evaluated all the same.
    """
    if meeting.activity not in EVALUATED or meeting.state in _DOES_NOT_HAPPEN:
        return None
    return Window(meeting.ends_at - BEFORE_THE_END, closing(meeting, calendar))


def may_open_now(meeting: Meeting, now: datetime, calendar: WorkCalendar) -> bool:
    """The host may open it from the morning of the day on, until it closes."""
    planned = window(meeting, calendar)
    today = calendar.day_of(now)
    return (
        planned is not None
        and today >= calendar.day_of(meeting.starts_at)
        and now < planned.closes_at
    )


def closing(meeting: Meeting, calendar: WorkCalendar) -> datetime:
    after = calendar.day_of(meeting.ends_at) + timedelta(days=2)
    return calendar.at(after, time(0, 0))


# --- Sign-up: a number and an agency, never a name -----------------------------------------------

MOST_PEOPLE = 500  # from one agency; the largest fagdag had 80 participants in all
MOST_EXTRA = 200  # meals beyond those who signed up
MOST_PARTICIPANTS = 2_000
LONGEST_AGENCY = 100  # characters


class SignUpState(StrEnum):
    """Whether one can sign up now, and if not, why."""

    OPEN = "open"
    BEGUN = "begun"  # it has begun, or it is over
    CANCELLED = "cancelled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class SignedUp:
    """So many come from an agency."""

    agency: str
    people: int


def sign_up_state(meeting: Meeting, now: datetime) -> SignUpState:
    if meeting.state is MeetingState.CANCELLED:
        return SignUpState.CANCELLED
    if meeting.state is MeetingState.DRAFT:
        return SignUpState.DRAFT
    open_still = meeting.state in LIVE and now < meeting.starts_at
    return SignUpState.OPEN if open_still else SignUpState.BEGUN


def has_page(activity: Activity, state: MeetingState, *, open_to_all: bool) -> bool:
    """Only fagdager for all have a page; a closed day, like a draft, is nobody's business."""
    return activity in FAGDAGER and open_to_all and state is not MeetingState.DRAFT


def checked_people(value: str, *, least: int = 0) -> int:
    """How many come; 0 withdraws. Raises Refused."""
    return typed.number(value, least=least, most=MOST_PEOPLE)


def checked_agency(value: str) -> str:
    """The agency as somebody outside the network writes it. Raises Refused."""
    return guard.line(value, longest=LONGEST_AGENCY, required=True)


def together(rows: Iterable[SignedUp]) -> tuple[SignedUp, ...]:
    """One line for each agency, however it was spelt; those that withdrew are left out."""
    sums: dict[str, SignedUp] = {}
    for row in rows:
        key = row.agency.casefold()
        before = sums.get(key, SignedUp(row.agency, 0))
        sums[key] = SignedUp(before.agency, before.people + row.people)
    coming = [line for line in sums.values() if line.people]
    return tuple(sorted(coming, key=lambda line: line.agency.casefold()))


def may_count(meeting: Meeting, now: datetime) -> bool:
    """Those who came are counted once it has begun."""
    return meeting.state not in _DOES_NOT_HAPPEN and now >= meeting.starts_at
