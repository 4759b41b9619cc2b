"""All that is known of a meeting when its reminders are planned, and the calls that follow."""

from dataclasses import dataclass
from datetime import date

from bot.domain import reminders
from bot.domain.circle import Matter
from bot.domain.meetings import Meeting
from bot.domain.reminders import Occurrence, Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """A reminder that went out: to whom, which one, and on which day.

    unsaid: there was no room for it in what that person may be told, and it never went.
    """

    occurrence: Occurrence
    day: date
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """Somebody asked to be reminded again on a day; `number` counts how often they did."""

    person_id: int
    until: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is called on (or, by a post in the channel, named) on a working day."""

    rule: Rule
    person_id: int
    day: date
    round: int = 0

    @property
    def occurrence(self) -> int:
        return Occurrence(self.person_id, self.round, self.rule.number).number


@dataclass(frozen=True, slots=True)
class Situation:
    """sent: what went out already. snoozes: of people who still want to be reminded again."""

    meeting: Meeting
    matters: tuple[Matter, ...]
    sent: tuple[Asked, ...] = ()
    snoozes: tuple[Snooze, ...] = ()

    def days_sent(self, rule: Rule, person_id: int, round_: int | None = None) -> list[date]:
        """When somebody was called on by a rule, in one round or in all of them."""
        return sorted(
            asked.day
            for asked in self.sent
            if (asked.occurrence.person_id, asked.occurrence.step) == (person_id, rule.number)
            and round_ in {None, asked.occurrence.round}
        )

    def times_called_on(self, person_id: int) -> int:
        """What went out to somebody; a post in the channel names them and calls on nobody."""
        return sum(
            asked.occurrence.person_id == person_id
            and asked.occurrence.step != reminders.POST.number
            and not asked.unsaid
            for asked in self.sent
        )

    def unsaid(self, call: Call) -> bool:
        return any(a.unsaid and a.occurrence.number == call.occurrence for a in self.sent)
