"""Who is reminded of a meeting's duties, and on which day: the table of reminders, with people.

One named person is asked. Without an answer it is the next in the agency, then the end of the
chain. Whoever is away, or wants the calendar only, is passed over, but somebody always remains.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.domain import reminders
from bot.domain.budget import MOST_PER_MEETING
from bot.domain.calendar import WorkCalendar
from bot.domain.circle import Circle, Matter
from bot.domain.meetings import LIVE, Meeting
from bot.domain.reminders import Addressee, Anchor, Rule
from bot.domain.situation import Call, Situation

# A first question that went out so long before its day was for an earlier date of the meeting.
ANOTHER_DATE = timedelta(days=7)


def calls(
    situation: Situation, circle: Circle, calendar: WorkCalendar, today: date
) -> Iterator[Call]:
    """Everybody who is still to be called on before a meeting, each thing once.

    What went out already is not among it, whichever way it went.
    """
    if situation.meeting.state not in LIVE:
        return
    gone = {asked.occurrence.number for asked in situation.sent}
    listed = [
        call
        for matter in situation.matters
        for call in _matter_calls(situation, matter, circle, calendar, today)
    ]
    listed += _snoozed_calls(situation, circle, calendar)
    for occurrence, call in _earliest(listed).items():
        if occurrence not in gone:
            yield call


def _earliest(listed: Iterable[Call]) -> dict[int, Call]:
    """Two matters of a meeting may call on the same person: once is enough, the first time."""
    by_day = sorted(listed, key=lambda call: call.day, reverse=True)
    return {call.occurrence: call for call in by_day}


def _matter_calls(
    situation: Situation, matter: Matter, circle: Circle, calendar: WorkCalendar, today: date
) -> Iterator[Call]:
    first = _first_call(situation, matter, circle, calendar, today)
    if first is None:
        return
    meeting_day = calendar.day_of(situation.meeting.starts_at)
    latest = first.day
    yield first
    if not (matter.answered or _snoozed(situation, matter, circle)):
        for call in _escalation(situation, matter, first, circle, calendar, today):
            if call.day < meeting_day:
                latest = call.day
                yield call
    (day,) = reminders.days(reminders.WEEK_BEFORE, meeting_day, calendar)
    person_id = _responsible(situation, matter, reminders.WEEK_BEFORE, first.round, circle, day)
    if person_id is not None and day > latest and not _waits(situation, person_id, day):
        yield Call(reminders.WEEK_BEFORE, person_id, day, first.round)


def _responsible(
    situation: Situation, matter: Matter, rule: Rule, number: int, circle: Circle, day: date
) -> int | None:
    """Who is asked once more; where there was no room for that, the next in the agency."""
    person_id = circle.responsible(matter, day)
    if person_id is None or not situation.unsaid(Call(rule, person_id, day, number)):
        return person_id
    return circle.deputy(matter, {person_id}, day) or person_id


def _first_call(
    situation: Situation, matter: Matter, circle: Circle, calendar: WorkCalendar, today: date
) -> Call | None:
    """The question to the responsible one, on the day it went out or will go out."""
    (planned,) = reminders.days(reminders.FIRST, matter.deadline, calendar)
    opening = _not_before(today, planned, calendar)
    person_id = _asked_already(situation, matter, circle, opening) or circle.responsible(
        matter, opening
    )
    if person_id is None:
        return None
    sent = situation.days_sent(reminders.FIRST, person_id)
    earlier = [day for day in sent if _for_an_earlier_date(situation.meeting, day, planned)]
    current = sent[len(earlier) :]
    return Call(reminders.FIRST, person_id, current[0] if current else opening, len(earlier))


def _asked_already(situation: Situation, matter: Matter, circle: Circle, day: date) -> int | None:
    """Who was asked while others were away, and is still there: coming back asks nobody anew."""
    named = circle.represents(matter.person_id, matter.agency_id)
    asked = (
        told.occurrence.person_id
        for told in situation.sent
        if told.occurrence.step == reminders.FIRST.number and not told.unsaid and not named
    )
    there = (p for p in asked if circle.represents(p, matter.agency_id) and circle.here(p, day))
    return next(there, None)


def _for_an_earlier_date(meeting: Meeting, sent: date, planned: date) -> bool:
    moved_on = meeting.moved_on
    return moved_on is not None and sent <= moved_on and planned - sent > ANOTHER_DATE


def _not_before(today: date, day: date, calendar: WorkCalendar) -> date:
    """Nobody is passed over because the bot, or the plan, was late: then it begins now."""
    return day if day >= today else calendar.on_or_after(today)


def _escalation(
    situation: Situation,
    matter: Matter,
    first: Call,
    circle: Circle,
    calendar: WorkCalendar,
    today: date,
) -> Iterator[Call]:
    """Who is asked next while nobody answers, each two working days after the one before; at once
    where that one could not be told.
    """
    asked, before = {first.person_id}, first
    for rule in (reminders.DEPUTY, reminders.LAST):
        (later,) = reminders.days(rule, before.day, calendar)
        day = before.day if situation.unsaid(before) else later
        person_id = _next_asked(rule, situation, matter, asked, circle, day)
        if person_id is None:
            continue
        sent = situation.days_sent(rule, person_id, first.round)
        day = sent[0] if sent else _not_before(today, day, calendar)
        before = Call(rule, person_id, day, first.round)
        asked.add(person_id)
        yield before
        if rule is reminders.DEPUTY:
            yield replace(before, rule=reminders.POST)


def _next_asked(
    rule: Rule,
    situation: Situation,
    matter: Matter,
    asked: Collection[int],
    circle: Circle,
    day: date,
) -> int | None:
    if rule is reminders.DEPUTY:
        return circle.deputy(matter, asked, day)
    return circle.last(matter, situation.meeting.host_id, asked, day)


def _snoozed(situation: Situation, matter: Matter, circle: Circle) -> bool:
    """Somebody of the agency said when they want to be asked again, and that is an answer."""
    return any(circle.represents(s.person_id, matter.agency_id) for s in situation.snoozes)


def _waits(situation: Situation, person_id: int, day: date) -> bool:
    """Who asked to be reminded later is not reminded before."""
    return any(s.person_id == person_id and s.until >= day for s in situation.snoozes)


def _snoozed_calls(situation: Situation, circle: Circle, calendar: WorkCalendar) -> Iterator[Call]:
    agencies = {matter.agency_id for matter in situation.matters}
    for snooze in situation.snoozes:
        here = circle.roster.members.get(snooze.person_id) in agencies
        if here and situation.times_called_on(snooze.person_id) < MOST_PER_MEETING:
            (day,) = reminders.days(reminders.AGAIN, snooze.until, calendar)
            yield Call(reminders.AGAIN, snooze.person_id, day, snooze.number)


def calls_after(
    situation: Situation, rules: Iterable[Rule], circle: Circle, calendar: WorkCalendar
) -> Iterator[Call]:
    """Who is asked, and when, for what should have come after a meeting."""
    gone = {asked.occurrence.number for asked in situation.sent}
    for matter in situation.matters:
        for call in _matter_calls_after(situation, matter, rules, circle, calendar):
            if call.occurrence not in gone:
                yield call


def _matter_calls_after(
    situation: Situation,
    matter: Matter,
    rules: Iterable[Rule],
    circle: Circle,
    calendar: WorkCalendar,
) -> Iterator[Call]:
    end, asked = calendar.day_of(situation.meeting.ends_at), set[int]()
    for rule in rules:
        anchor = end if rule.anchor is Anchor.END else matter.deadline
        for number, day in enumerate(reminders.days(rule, anchor, calendar)):
            deputised = rule.addressee is Addressee.DEPUTY
            person_id = (circle.next(matter, asked, day) if deputised else None) or (
                _responsible(situation, matter, rule, number, circle, day)
            )
            if person_id is not None:
                asked.add(person_id)
                yield Call(rule, person_id, day, number)
