"""Reminders as a table: from what they count, whom they call on, and what silences them.

One engine reads it (`days`, `moment`). Who is meant by «the contact» on a day is a matter of
bot/domain/circle.py; how often somebody may be called on, of bot/domain/budget.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.calendar import WorkCalendar

REMINDER_HOUR = time(9, 0)


class Anchor(StrEnum):
    """The day that a rule counts from, in the network's zone."""

    START = "start"  # the meeting begins
    END = "end"  # the meeting is over
    DEADLINE = "deadline"  # the first duty that is still open is due
    ASKED = "asked"  # whoever came before was asked, or what it is about was written down
    CHOSEN = "chosen"  # somebody named the day


class Addressee(StrEnum):
    """Who is called on. The agency as such is nobody."""

    CONTACT = "contact"  # or the one to whom the duty was given by name
    DEPUTY = "deputy"  # the next in the agency
    LAST = "last"  # the end of the chain: the coordinator, or who does a coordinator's tasks
    CHANNEL = "channel"  # a post that names the deputy and calls on nobody
    CHOOSER = "chooser"  # who asked to be reminded again


class Silence(StrEnum):
    """What makes a reminder superfluous."""

    ANSWER = "answer"  # anything somebody pressed: «I gang» and «Minn meg igjen» too
    DONE = "done"


class Direction(StrEnum):
    """Where a day goes that nobody works on."""

    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: so many days, or working days, from the anchor; before it if negative.

    number: part of the identity of what was sent, so it is never given to another rule of a kind.
    times, every: how often at most, and how many working days lie between.
    """

    number: int
    addressee: Addressee
    anchor: Anchor
    days: int = 0
    workdays: int = 0
    direction: Direction = Direction.BACK
    silenced_by: Silence = Silence.DONE
    times: int = 1
    every: int = 0


# Before a meeting. Two working days without an answer, and the next is asked; what is still open a
# week before is asked for once more, whoever answered.
FIRST = Rule(0, Addressee.CONTACT, Anchor.DEADLINE, days=-7)
DEPUTY = Rule(1, Addressee.DEPUTY, Anchor.ASKED, workdays=2, silenced_by=Silence.ANSWER)
POST = Rule(2, Addressee.CHANNEL, Anchor.ASKED, workdays=2, silenced_by=Silence.ANSWER)
WEEK_BEFORE = Rule(3, Addressee.CONTACT, Anchor.START, days=-7)
LAST = Rule(4, Addressee.LAST, Anchor.ASKED, workdays=2, silenced_by=Silence.ANSWER)
AGAIN = Rule(5, Addressee.CHOOSER, Anchor.CHOSEN, direction=Direction.FORWARD)
BEFORE = (FIRST, DEPUTY, POST, LAST, WEEK_BEFORE)

# After it: short minutes that nobody posted, and what came of a solution. Then quiet for good.
MINUTES = (
    Rule(0, Addressee.CONTACT, Anchor.END, days=3, direction=Direction.FORWARD),
    Rule(1, Addressee.DEPUTY, Anchor.END, days=7, direction=Direction.FORWARD),
)
REPORT = (
    Rule(6, Addressee.CONTACT, Anchor.DEADLINE, direction=Direction.FORWARD, times=2, every=5),
)

# Questions that are put once more when nothing comes, and one that waits for second thoughts.
CONSENT = Rule(0, Addressee.CONTACT, Anchor.ASKED, workdays=5)
COUNTS = Rule(0, Addressee.CONTACT, Anchor.ASKED, workdays=3)
ABSENCE = Rule(0, Addressee.CONTACT, Anchor.ASKED, days=1, direction=Direction.FORWARD)

STEPS: Mapping[int, Rule] = MappingProxyType(
    {rule.number: rule for rule in (*BEFORE, AGAIN, *REPORT)}
)


def days(rule: Rule, anchor: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """The working days of a rule, counted from the day of its anchor."""
    first = _first(rule, anchor, calendar)
    return tuple(calendar.add_workdays(first, rule.every * n) for n in range(rule.times))


def moment(rule: Rule, anchor: date, calendar: WorkCalendar) -> datetime:
    """When a rule calls for the first time, in UTC."""
    return calendar.at(_first(rule, anchor, calendar), REMINDER_HOUR)


def _first(rule: Rule, anchor: date, calendar: WorkCalendar) -> date:
    if rule.workdays:
        return calendar.add_workdays(anchor, rule.workdays)
    day = anchor + timedelta(days=rule.days)
    back = rule.direction is Direction.BACK
    return calendar.on_or_before(day) if back else calendar.on_or_after(day)


# --- Which of them one was -----------------------------------------------------------------------

_ROUNDS, _STEPS = 100, 10


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Which reminder of a meeting one is, as its delivery's occurrence tells: a readable number.

    person_id: who is called on, or named. round: a meeting that moved well ahead is asked about
    anew, and whoever asked to be reminded again may ask so again. The person 12, round 0, step 3 is
    12003.
    """

    person_id: int
    round: int
    step: int

    @property
    def number(self) -> int:
        return (self.person_id * _ROUNDS + min(self.round, _ROUNDS - 1)) * _STEPS + self.step

    @classmethod
    def of(cls, number: int) -> "Occurrence":
        rest, step = divmod(number, _STEPS)
        person_id, round_ = divmod(rest, _ROUNDS)
        return cls(person_id, round_, step)


def step_of(occurrence: int) -> Rule:
    """The rule that a reminder before a meeting followed."""
    return STEPS.get(Occurrence.of(occurrence).step, FIRST)
