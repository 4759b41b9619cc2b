"""What somebody's own calendar gets to know of a meeting: a member's, or anybody's."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.duties import DutyKind
from bot.domain.language import Language
from bot.domain.meetings import LIVE, Activity, Meeting

BACK = timedelta(days=92)  # three months
AHEAD = timedelta(days=549)  # eighteen months: the rest of this year, and the next
ALARM = timedelta(days=1)
HOSTS_ALARM = timedelta(days=7)
DEADLINE_ALARM = timedelta(hours=15)  # before midnight of the day: at nine the day before


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in a calendar file.

    changed_at: when its time, place or state last changed; None when they never did.
    online: one can take part from elsewhere, also where `meeting.link` is not told.
    agenda: the titles of what has been posted. alarm: how long before the start.
    """

    meeting: Meeting
    network: str
    changed_at: datetime | None = None
    online: bool = False
    agenda: tuple[str, ...] = ()
    alarm: timedelta | None = None

    @property
    def takes_sign_ups(self) -> bool:
        """An open fagdag has a page where anybody signs up, until it is over or called off."""
        meeting = self.meeting
        return meeting.open_to_all and meeting.activity is Activity.OPEN_DAY and is_live(meeting)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done for a meeting. Nothing about who does it."""

    kind: DutyKind
    day: date
    meeting: Meeting
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What is written as one file. `language` is None where the reader is not known."""

    name: str
    entries: tuple[Entry, ...]
    language: Language | None = None
    deadlines: tuple[Deadline, ...] = ()


def is_live(meeting: Meeting) -> bool:
    return meeting.state in LIVE


def for_member(entry: Entry, own_agencies: Collection[int | None]) -> Entry:
    """With an alarm: a day before, and a week before what the member's own agency hosts."""
    if entry.meeting.whole_day or not is_live(entry.meeting):
        return entry
    host = entry.meeting.host_id
    hosts = host is not None and host in own_agencies
    return replace(entry, alarm=HOSTS_ALARM if hosts else ALARM)


def for_anybody(entry: Entry) -> Entry:
    """Without what members wrote for each other: the link to the meeting room, papers, the agenda,
    and the reason of a cancellation, which may speak of somebody.

    What is public is named here, so that a new field of a meeting is not, to begin with.
    """
    meeting = entry.meeting
    public = Meeting(
        id=meeting.id,
        activity=meeting.activity,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        state=meeting.state,
        host_id=meeting.host_id,
        host=meeting.host,
        place=meeting.place,
        theme=meeting.theme,
        whole_day=meeting.whole_day,
        open_to_all=meeting.open_to_all,
        key=meeting.key,
        sequence=meeting.sequence,
    )
    return replace(entry, meeting=public, agenda=())


def window(now: datetime) -> tuple[datetime, datetime]:
    """From when until when the meetings of a feed begin."""
    return now - BACK, now + AHEAD
