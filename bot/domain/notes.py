"""What came up on a fagdag, one line each: who may write it down, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import guard
from bot.domain.calendar import WorkCalendar
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import FAGDAGER
from bot.domain.meetings import Meeting, MeetingState

LONGEST = 300  # characters of a line
WRITTEN_UNTIL = timedelta(days=7)  # after the day, while it is remembered


class NoteKind(StrEnum):
    """Opportunities count as much as challenges."""

    CHALLENGE = "challenge"
    OPPORTUNITY = "opportunity"
    THEME = "theme"


TAKEN_UP = frozenset({NoteKind.CHALLENGE, NoteKind.OPPORTUNITY})


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    kind: NoteKind
    text: str


def checked(value: str) -> str:
    """One line. Raises Refused for none, for too much, and for personal data."""
    return guard.line(value, longest=LONGEST, required=True)


def checked_kind(value: str) -> NoteKind:
    """Raises Refused for what is no kind of ours."""
    if value not in set(NoteKind):
        raise Refused(mark("Velg hva slags linje det er."))
    return NoteKind(value)


def may_be_written(meeting: Meeting, now: datetime, calendar: WorkCalendar) -> bool:
    """From the morning of the day until a week after it, when it is not cancelled."""
    begins, ends = calendar.day_of(meeting.starts_at), calendar.day_of(meeting.ends_at)
    takes_place = meeting.state not in {MeetingState.DRAFT, MeetingState.CANCELLED}
    in_time = begins <= calendar.day_of(now) <= ends + WRITTEN_UNTIL
    return meeting.activity in FAGDAGER and takes_place and in_time
