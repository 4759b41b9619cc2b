"""What somebody has to do for a meeting: the bundles, and what can become of one duty.

The bundles are tables: the cooperation model says who is responsible, the routine says what is
done, and practice adds the days. So are the moves: bot/domain/duty_moves.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.calendar import WorkCalendar
from bot.domain.errors import mark
from bot.domain.meetings import LIVE, Activity, Meeting, MeetingState
from bot.domain.resource_groups import BEFORE_YOU_PART

A_LONG_DAY = timedelta(hours=4)  # beyond it people need to eat


class DutyKind(StrEnum):
    CALL_IN = "call-in"
    ROOM = "room"
    AGENDA = "agenda"
    INTERPRETER = "interpreter"
    PROGRAMME = "programme"
    CASE = "case"
    CATERING = "catering"
    MINUTES = "minutes"
    STATUS = "status"


AFTER = frozenset({DutyKind.MINUTES, DutyKind.STATUS})  # done when the meeting has been


class DutyState(StrEnum):
    OPEN = "open"
    STARTED = "started"
    HELP = "help"  # whoever has it asked for help
    DONE = "done"
    NOT_NEEDED = "not-needed"


UNSETTLED = frozenset({DutyState.OPEN, DutyState.STARTED, DutyState.HELP})


# --- The bundles ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting, with what else decides its duties.

    languages: the interpreters that the day of a round needs; empty for every other meeting.
    """

    meeting: Meeting
    presenter_id: int | None = None
    languages: tuple[str, ...] = ()


class Who(StrEnum):
    """Which agency has a duty. The presenter is the host where nobody else presents."""

    HOST = "host"
    PRESENTER = "presenter"


class Need(StrEnum):
    ALWAYS = "always"
    ROOM = "room"
    INTERPRETER = "interpreter"
    FOOD = "food"


def _meets_somewhere(occasion: Occasion) -> bool:
    """A meeting without place or link has not been given its place yet."""
    return bool(occasion.meeting.place) or not occasion.meeting.link


def _is_long(occasion: Occasion) -> bool:
    meeting = occasion.meeting
    return meeting.whole_day or meeting.ends_at - meeting.starts_at > A_LONG_DAY


NEEDS: Mapping[Need, Callable[[Occasion], bool]] = MappingProxyType(
    {
        Need.ALWAYS: lambda _occasion: True,
        Need.ROOM: _meets_somewhere,
        Need.INTERPRETER: lambda occasion: bool(occasion.languages),
        Need.FOOD: lambda occasion: _meets_somewhere(occasion) and _is_long(occasion),
    }
)


class Unit(StrEnum):
    DAYS = "days"
    WORKDAYS = "workdays"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A row of a bundle: due so long after the meeting's day, or before it where `offset` < 0.

    A deadline that nobody works on comes early before a meeting, and late after it.
    """

    kind: DutyKind
    offset: int
    unit: Unit = Unit.DAYS
    who: Who = Who.HOST
    needed: Need = Need.ALWAYS

    def due(self, meeting_day: date, calendar: WorkCalendar) -> date:
        if self.unit is Unit.WORKDAYS:
            return calendar.add_workdays(meeting_day, self.offset)
        day = meeting_day + timedelta(days=self.offset)
        return calendar.on_or_before(day) if self.offset < 0 else calendar.on_or_after(day)


_CALLED_TO = (
    DutyRule(DutyKind.CALL_IN, -14),
    DutyRule(DutyKind.ROOM, -14, needed=Need.ROOM),
    DutyRule(DutyKind.AGENDA, -7),
    DutyRule(DutyKind.CATERING, -7, needed=Need.FOOD),
)
_MEETING = (*_CALLED_TO, DutyRule(DutyKind.MINUTES, 3))
_DAY = (
    DutyRule(DutyKind.CALL_IN, -21),
    DutyRule(DutyKind.ROOM, -21, needed=Need.ROOM),
    DutyRule(DutyKind.PROGRAMME, -14),
    DutyRule(DutyKind.CASE, -14, who=Who.PRESENTER),
    DutyRule(DutyKind.CATERING, -7, needed=Need.ROOM),
)
BUNDLES: Mapping[Activity, tuple[DutyRule, ...]] = MappingProxyType(
    {
        Activity.NETWORK_MEETING: _MEETING,
        Activity.STEERING_GROUP: _MEETING,
        Activity.WORKING_GROUP: _MEETING,
        # What was agreed is carried out at each workplace, and told to the other groups.
        Activity.SOLUTION_GROUP: (*_MEETING, DutyRule(DutyKind.STATUS, 10, unit=Unit.WORKDAYS)),
        Activity.INFORMATION_MEETING: _CALLED_TO,
        Activity.OPEN_DAY: _DAY,
        Activity.COOPERATION_DAY: _DAY,
        Activity.RESOURCE_GROUP: (
            DutyRule(DutyKind.CALL_IN, -14),
            DutyRule(DutyKind.ROOM, -14, needed=Need.ROOM),
            DutyRule(DutyKind.INTERPRETER, -21, needed=Need.INTERPRETER),
        ),
        Activity.WEBINAR: (),
    }
)

# What belongs inside a meeting has no deadline and is nobody's duty: its card reminds of it.
_MINUTES_TOGETHER = mark("Bli enige om det korte referatet før dere går.")
CHECKLISTS: Mapping[Activity, str] = MappingProxyType(
    {
        Activity.NETWORK_MEETING: _MINUTES_TOGETHER,
        Activity.STEERING_GROUP: _MINUTES_TOGETHER,
        Activity.WORKING_GROUP: _MINUTES_TOGETHER,
        Activity.SOLUTION_GROUP: _MINUTES_TOGETHER,
        Activity.RESOURCE_GROUP: BEFORE_YOU_PART,
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A duty that a meeting should have, of which agency, and until when."""

    kind: DutyKind
    agency_id: int
    due_on: date


def bundle(occasion: Occasion, calendar: WorkCalendar) -> tuple[Wanted, ...]:
    """What a meeting asks of whom, in the order of its table, planned from its day.

    Nobody has the duties of a meeting without a host, nor of a draft, which nobody has heard of.
    """
    meeting = occasion.meeting
    if meeting.host_id is None or meeting.state is MeetingState.DRAFT:
        return ()
    presenter = occasion.presenter_id or meeting.host_id
    owners = {Who.HOST: meeting.host_id, Who.PRESENTER: presenter}
    day = calendar.day_of(meeting.starts_at)
    return tuple(
        Wanted(rule.kind, owners[rule.who], rule.due(day, calendar))
        for rule in BUNDLES[meeting.activity]
        if NEEDS[rule.needed](occasion)
    )


# --- One duty ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do, as the rules and the cards see it.

    person_id: the member of the agency to whom it was given by name. offered_to: the agency that
    was asked to take it over and has not answered. languages: what the interpreters must speak.
    """

    id: int
    kind: DutyKind
    due_on: date
    done_at: datetime | None = None
    done_by: str | None = None
    state: DutyState = DutyState.OPEN
    agency_id: int | None = None
    agency: str = ""
    person_id: int | None = None
    person: str = ""
    offered_to_id: int | None = None
    offered_to: str = ""
    reason: str = ""
    languages: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Nothing is left to do: it was done, or is not needed."""
        return self.done_at is not None or self.state not in UNSETTLED

    @property
    def answered(self) -> bool:
        """Somebody has seen it and said how it stands."""
        return self.done or self.state is not DutyState.OPEN or self.person_id is not None

    @property
    def after(self) -> bool:
        """To be done when the meeting has been, not before."""
        return self.kind in AFTER


def is_asked(kind: DutyKind, meeting: Meeting, now: datetime) -> bool:
    """Whether a duty of the meeting is anybody's matter at this moment."""
    if kind in AFTER:
        been = {*LIVE, MeetingState.HELD, MeetingState.FINISHED}
        return meeting.state in been and now >= meeting.starts_at
    return meeting.state in LIVE and now < meeting.ends_at
