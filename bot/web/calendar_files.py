"""Calendar files (RFC 5545): the only module that imports `icalendar`.

The package escapes and folds what people typed. The zone is written here: the package (7.3) lets
the change in spring begin an hour late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

import icalendar

from bot.domain import daylight
from bot.domain.entries import DEADLINE_ALARM, CalendarFile, Deadline, Entry, is_live
from bot.domain.meetings import Meeting, MeetingState
from cards.elements import clean
from cards.meeting import name_and_day
from cards.words import Words

PRODUCT = "-//Rundebord//Rundebord//NO"
HOST = "rundebord"  # of the UIDs; never changes, or every meeting would stand there twice
REFRESH = timedelta(hours=1)
A_MOMENT = timedelta(minutes=5)  # what answering takes, with room for a thought
UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)  # before any change, for what never had one
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Method(StrEnum):
    """publish: a file to take in once. A feed that is subscribed to has no method."""

    PUBLISH = "PUBLISH"
    FEED = ""


def written(file: CalendarFile, words: Words, door: str, method: Method) -> bytes:
    """The file. `door`: where our web pages are, for links to them. The same facts give the same
    bytes, so that a reader who has them is told so.
    """
    calendar = _calendar(method)
    if not method:
        _name(calendar, file.name)
    calendar.add_component(_zone(words.zone, str(words.zone), _first_year(file.entries)))
    for entry in file.entries:
        calendar.add_component(_event(entry, words, door))
    for deadline in file.deadlines:
        calendar.add_component(_all_day(deadline, words))
    return bytes(calendar.to_ical())


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to do in a browser, from a moment on. `uid`: its own part of the name it has."""

    uid: str
    at: datetime
    summary: str
    description: str
    url: str


def written_reminder(reminder: Reminder, words: Words) -> bytes:
    """A file with that moment alone; the calendar tells it when it comes, and nobody is busy."""
    event = icalendar.Event()
    event.add("uid", f"{reminder.uid}@{HOST}")
    event.add("dtstamp", UNCHANGED)
    event.add("dtstart", reminder.at.astimezone(words.zone))
    event.add("duration", A_MOMENT)
    event.add("transp", "TRANSPARENT")
    event.add("summary", _flat(reminder.summary))
    event.add("description", f"{_flat(reminder.description)}\n{reminder.url}")
    event.add("url", reminder.url)
    event.add_component(_alarm(timedelta(), _flat(reminder.summary)))
    calendar = _calendar(Method.PUBLISH)
    calendar.add_component(_zone(words.zone, str(words.zone), reminder.at.year))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", str(method))
    return calendar


def _name(calendar: icalendar.Calendar, name: str) -> None:
    """What the calendar is called, and how often to look: once as the standard says it, and once
    as programs knew it before the standard did."""
    told = icalendar.vText(_flat(name))  # by itself, the package would not escape these two
    calendar.add("name", told)
    calendar.add("x-wr-calname", told)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))


# --- One meeting ---------------------------------------------------------------------------------


def _event(entry: Entry, words: Words, door: str) -> icalendar.Event:
    meeting = entry.meeting
    cancelled = meeting.state is MeetingState.CANCELLED
    event = icalendar.Event()
    event.add("uid", f"{meeting.key}@{HOST}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", entry.changed_at or UNCHANGED)
    event.add("last-modified", entry.changed_at or UNCHANGED)
    event.add("dtstart", _moment(meeting, meeting.starts_at, words))
    event.add("dtend", _moment(meeting, meeting.ends_at, words))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled or meeting.whole_day else "OPAQUE")
    event.add("summary", summary(entry, words))
    for name, value in _details(entry, words, door).items():
        event.add(name, value)
    if entry.alarm is not None and not cancelled:
        event.add_component(_alarm(entry.alarm, summary(entry, words)))
    return event


def _moment(meeting: Meeting, moment: datetime, words: Words) -> date | datetime:
    """Wall time with its zone, or the day alone; the last day of several is told as the one after.

    Such meetings begin and end at midnight.
    """
    return words.day_of(moment) if meeting.whole_day else moment.astimezone(words.zone)


def summary(entry: Entry, words: Words) -> str:
    """ "Avlyst: Fagdag for alle: Norskprøver"."""
    meeting = entry.meeting
    name = words.activity(meeting.activity)
    if meeting.theme:
        name = f"{name}: {_flat(meeting.theme)}"
    if meeting.state is MeetingState.CANCELLED:
        return words.text("Avlyst: {name}", name=name)
    return name


def place(entry: Entry, words: Words) -> str:
    """Where to go, or that one need not."""
    online = words.text("På nett") if entry.online else ""
    return " / ".join(part for part in (_flat(entry.meeting.place), online) if part)


def _details(entry: Entry, words: Words, door: str) -> dict[str, str]:
    """The properties that a meeting may lack."""
    sign_up = f"{door}/p/{entry.meeting.key}" if door and entry.takes_sign_ups else ""
    told = {
        "location": place(entry, words),
        "url": entry.meeting.link or sign_up,
        "description": "\n".join(_description(entry, sign_up, words)),
    }
    return {name: value for name, value in told.items() if value}


def _description(entry: Entry, sign_up: str, words: Words) -> Iterable[str]:
    """Who hosts, how to take part, what it is about; line by line."""
    meeting = entry.meeting
    if meeting.reason:
        yield words.text("Avlyst: {name}", name=clean(meeting.reason))
    yield _flat(entry.network)
    if meeting.host:
        yield words.text("Vert: {host}", host=_flat(meeting.host))
    if meeting.link and is_live(meeting):
        yield words.text("Bli med på nett: {link}", link=meeting.link)
    if sign_up:
        yield words.text("Meld på: {link}", link=sign_up)
    if entry.agenda:
        yield ""
        yield words.text("Saksliste")
    yield from (f"{n}. {_flat(title)}" for n, title in enumerate(entry.agenda, start=1))


def _alarm(before: timedelta, told: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", told)
    return alarm


def _flat(text: str) -> str:
    """On one line, without characters that cannot be seen."""
    return " ".join(clean(text).split())


# --- One deadline --------------------------------------------------------------------------------


def _all_day(deadline: Deadline, words: Words) -> icalendar.Event:
    """A day that does not keep anybody from anything else. It moves with its meeting, and the
    number of the meeting's changes is its own.
    """
    meeting = deadline.meeting
    what = words.text("Frist: {duty}", duty=words.duty(deadline.kind).lower())
    event = icalendar.Event()
    event.add("uid", f"{meeting.key}-{deadline.kind}@{HOST}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", deadline.changed_at or UNCHANGED)
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", what)
    event.add("description", name_and_day(meeting, words))
    event.add_component(_alarm(DEADLINE_ALARM, what))
    return event


# --- The zone ------------------------------------------------------------------------------------


def _first_year(entries: Iterable[Entry]) -> int:
    return min((entry.meeting.starts_at.year for entry in entries), default=UNCHANGED.year)


def _zone(zone: tzinfo, name: str, first_year: int) -> icalendar.Timezone:
    """The zone's clocks from before the first moment, by the yearly rules of that time."""
    year = first_year - 1
    described = icalendar.Timezone()
    described.add("tzid", name)
    for change in daylight.changes(zone, year) or (_no_change(zone, year),):
        described.add_component(_observance(change))
    return described


def _no_change(zone: tzinfo, year: int) -> daylight.Change:
    """Clocks that stay: what they show, from the beginning of the year on."""
    shown = daylight.offset(zone, year)
    return daylight.Change(datetime(year, 1, 1), shown, shown, str(zone))  # noqa: DTZ001 - wall time


def _observance(
    change: daylight.Change,
) -> icalendar.TimezoneDaylight | icalendar.TimezoneStandard:
    kind = icalendar.TimezoneDaylight if change.forward else icalendar.TimezoneStandard
    observance = kind()
    observance.add("dtstart", change.onset)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    observance.add("tzname", change.name)
    if change.before != change.after:
        weekday = f"{change.ordinal}{WEEKDAYS[change.onset.weekday()]}"
        rule = {"FREQ": "YEARLY", "BYMONTH": change.onset.month, "BYDAY": weekday}
        observance.add("rrule", rule)
    return observance
