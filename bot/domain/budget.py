"""How often a member is called on unasked: at most once in any seven days, and at most three times
about one meeting. What comes together goes in one message; what finds no room is said to be so.

A message is unsolicited when it calls on a person and is no answer to something they did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.calendar import WorkCalendar
from bot.domain.hours import Hours
from bot.domain.preferences import Notices, Preference

QUIET = timedelta(days=7)
MOST_PER_MEETING = 3

# The kinds of deliveries that answer something the person did, and what. Every other kind draws on
# the budget of whomever it calls on.
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "duty-reminder-again": "they asked to be reminded on that day",
        "challenge-answered": "they raised the challenge",
        "challenge-decided": "they raised the challenge",
        "challenge-question": "they raised the challenge, and only they know",
        "turn-answered": "they offered the turn",
        "agreement-settled": "they proposed the change of the agreement",
        "objection-settled": "they objected to the minutes",
        "evaluation-asked": "they came to the fagdag, and it is not over yet",
        "theme-planned": "they voted for the theme",
        "greeting": "they opened the chat, or added the bot",
        "refresh": "a card that they have changes where it stands; no phone rings",
    }
)

# The kinds that are never in one message with anything else, and why.
ALONE: Mapping[str, str] = MappingProxyType(
    {
        "evaluation-asked": "a list that ticks it off would show who has answered",
        "evaluation-second": "the same; and its reminders, who has not",
    }
)


class Unsaid(StrEnum):
    """Why a person is not told something that was meant for them."""

    ENOUGH = "enough"  # they have been told of that meeting three times
    NO_ROOM = "no room"  # it would be of no use any more when the next message may go


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that waits to be said to a person.

    place: the network and the chat or channel; only what goes to one place goes in one message.
    hours: those of its network. about: its kind and subject; of two about the same the later one
    waits, in case the earlier is enough. meeting: its key, where it is about one. alone: nothing
    else goes in its message.
    """

    id: int
    due_at: datetime
    expires_at: datetime
    place: str
    about: str
    hours: Hours = field(default_factory=Hours)
    meeting: str | None = None
    early: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Had:
    """What a person has been told: when last, and how many times about each meeting."""

    latest: datetime | None = None
    of_meeting: Mapping[str, int] = field(default_factory=dict)

    def and_then(self, slot: "Slot") -> "Had":
        """Several things about one meeting in one message are one time."""
        about = {wish.meeting for wish in slot.wishes if wish.meeting is not None}
        more = {meeting: self.of_meeting.get(meeting, 0) + 1 for meeting in about}
        return Had(slot.at, {**self.of_meeting, **more})


@dataclass(frozen=True, slots=True)
class Slot:
    """One message: when, and what is in it. The first of the wishes leads."""

    at: datetime
    wishes: tuple[Wish, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(wish.id for wish in self.wishes)


@dataclass(frozen=True, slots=True)
class Decision:
    """The next message; what can never be in one; and when each of the rest may go by itself, as
    far as is known now. By the wishes' ids.
    """

    slot: Slot | None
    unsaid: Mapping[int, Unsaid]
    later: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Times:
    """When a person may be told anything: within working hours, and as they chose."""

    calendar: WorkCalendar
    preference: Preference = field(default_factory=Preference)

    def next(self, moment: datetime, hours: Hours) -> datetime:
        """The first moment that is not earlier and not in a pause. UTC."""
        if self.preference.paused_until is not None:
            moment = max(moment, self.calendar.at(self.preference.paused_until, time()))
        if self.preference.notices is Notices.SUMMARY:
            return hours.next_summary(moment, self.calendar)
        return hours.next_open(moment, self.calendar)

    def of(self, wish: Wish, not_before: datetime) -> datetime:
        """When a wish may go by itself. A weekly summary is ahead of its week."""
        due_at = wish.due_at
        if self.preference.notices is Notices.SUMMARY and wish.early:
            due_at = min(due_at, wish.hours.summary_of(due_at, self.calendar))
        return self.next(max(due_at, not_before), wish.hours)


def decide(wishes: Iterable[Wish], had: Had, times: Times, now: datetime) -> Decision:
    """What goes in the next message, and when. The longest due leads; with it goes all that is due
    before there can be another message.
    """
    listed = sorted(wishes, key=lambda wish: (wish.due_at, wish.id))
    open_from = max(now, had.latest + QUIET) if had.latest else now
    at = {wish.id: times.of(wish, open_from) for wish in listed}
    unsaid = {wish.id: why for wish in listed if (why := _unsaid(wish, had, at[wish.id]))}
    said = [wish for wish in listed if wish.id not in unsaid]
    if not said:
        return Decision(None, unsaid)
    lead = min(said, key=lambda wish: at[wish.id])
    slot = _gathered(lead, at[lead.id], listed, had, times)
    return Decision(
        slot,
        {key: why for key, why in unsaid.items() if key not in slot.ids},
        {wish.id: at[wish.id] for wish in said if wish.id not in slot.ids},
    )


def play(
    wishes: Iterable[Wish], had: Had, times: Times, now: datetime, until: datetime
) -> tuple[tuple[Slot, ...], Mapping[int, Unsaid]]:
    """The messages until a moment, if nobody does anything meanwhile; and what is never said."""
    left = {wish.id: wish for wish in wishes}
    slots: list[Slot] = []
    while True:
        decision = decide(left.values(), had, times, now)
        slot = decision.slot
        if slot is None or slot.at > until:
            return tuple(slots), decision.unsaid
        slots.append(slot)
        had, now = had.and_then(slot), slot.at
        left = {key: wish for key, wish in left.items() if key not in slot.ids}


def _unsaid(wish: Wish, had: Had, at: datetime) -> Unsaid | None:
    if _has_had_enough(wish, had):
        return Unsaid.ENOUGH
    return Unsaid.NO_ROOM if wish.expires_at <= at else None


def _has_had_enough(wish: Wish, had: Had) -> bool:
    return wish.meeting is not None and had.of_meeting.get(wish.meeting, 0) >= MOST_PER_MEETING


def _gathered(lead: Wish, at: datetime, listed: Sequence[Wish], had: Had, times: Times) -> Slot:
    if lead.alone:
        return Slot(at, (lead,))
    following = times.next(at + QUIET, lead.hours)
    chosen = {lead.about: lead}
    for wish in listed:
        ripe = wish.due_at <= at or (wish.early and wish.due_at < following)
        fits = not wish.alone and wish.place == lead.place and wish.expires_at > at
        if ripe and fits and not _has_had_enough(wish, had):
            chosen.setdefault(wish.about, wish)
    return Slot(at, tuple(chosen.values()))
