"""What has changed about meetings, told once where everybody reads it: what was, and what is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.meetings import Meeting, MeetingState
from bot.domain.versions import Topic, news
from cards import samples
from cards.elements import (
    Checked,
    Execute,
    OpenUrl,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    heading,
    line,
    link,
    plain_row,
    section,
)
from cards.meeting import (
    ShowMeeting,
    headline,
    name_and_day,
    reason,
    when_and_where,
)
from cards.plan import ShowPlan
from cards.words import Words

MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Changed:
    """One meeting before and after; they differ in something that is told."""

    was: Meeting
    now: Meeting


@dataclass(frozen=True, slots=True)
class View:
    """The changes of some minutes. `calendar`: the one meeting's calendar file, if any."""

    changes: tuple[Changed, ...]
    today: date
    calendar: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    if len(view.changes) == 1:
        return _one(view, view.changes[0], words)
    title = _title(view, words)
    rows = [_row(change, view.today, words) for change in view.changes[:MOST_ROWS]]
    rest = len(view.changes) - len(rows)
    more = [context(words.plural("Og ett til.", "Og {count} til.", rest))] if rest else []
    plan = button(words.text("Se møteplanen"), ShowPlan(page=0))
    body = [eyebrow(words.text("Møteplan")), heading(title), *rows, *more]
    return card(words, body, [plan], fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    title = _title(view, words)
    if len(view.changes) > 1:
        return title
    meeting = name_and_day(view.changes[0].was, words, view.today)
    return words.text("{title}: {meeting}", title=title, meeting=meeting)


def _title(view: View, words: Words) -> str:
    if len(view.changes) > 1:
        return words.text("{count} møter er endret", count=len(view.changes))
    change = view.changes[0]
    topics = news(change.was, change.now)
    if Topic.STATE in topics:
        cancelled = change.now.state is MeetingState.CANCELLED
        return words.text("Møtet er avlyst") if cancelled else words.text("Møtet blir av likevel")
    return words.text("Møtet er flyttet") if Topic.TIME in topics else words.text("Møtet er endret")


def _one(view: View, change: Changed, words: Words) -> dict[str, Any]:
    body: list[Checked] = [
        eyebrow(name_and_day(change.was, words, view.today)),
        heading(_title(view, words)),
        when_and_where(change.now, view.today, words),
        *reason(change.now, words),
        *_differences(change, view.today, words),
    ]
    return card(words, body, _ways(view, change.now, words), fallback=summary(view, words))


def _differences(change: Changed, today: date, words: Words) -> list[Checked]:
    """What the first line does not say: the time that was, and whatever else is different."""
    if change.now.state is MeetingState.CANCELLED:
        return []
    topics = _listed(change)
    was = _value(Topic.TIME, change.was, today, words)
    earlier = [line(words.text("Før: {value}", value=was))] if Topic.TIME in topics else []
    rest = [_difference(t, change, today, words) for t in topics if t is not Topic.TIME]
    name = section(headline(change.now, words))
    return [*earlier, name, *(plain_row(now, before) for now, before in rest)]


def _ways(view: View, meeting: Meeting, words: Words) -> list[Execute | OpenUrl]:
    if meeting.state is MeetingState.CANCELLED:
        return []
    show = button(words.text("Se møtet"), ShowMeeting(meeting=meeting.id))
    file = [link(words.text("Legg i kalenderen"), view.calendar)] if view.calendar else []
    return [show, *file]


def _listed(change: Changed) -> list[Topic]:
    return [topic for topic in news(change.was, change.now) if topic is not Topic.STATE]


def _difference(topic: Topic, change: Changed, today: date, words: Words) -> tuple[str, str]:
    """How it is, and how it was."""
    now, was = (_value(topic, meeting, today, words) for meeting in (change.now, change.was))
    if topic is Topic.LINK:
        told = words.text("Ny lenke til videomøtet") if change.now.link else ""
        return told or words.text("Møtet er ikke på nett lenger"), ""
    title = {
        Topic.TIME: words.text("Tid: {value}", value=now),
        Topic.PLACE: words.text("Sted: {value}", value=now),
        Topic.HOST: words.text("Vert: {value}", value=now),
        Topic.THEME: words.text("Tema: {value}", value=now),
    }[topic]
    return title, words.text("Før: {value}", value=was)


def _value(topic: Topic, meeting: Meeting, today: date, words: Words) -> str:
    nothing = words.text("ikke bestemt")
    match topic:
        case Topic.TIME:
            return words.span(
                meeting.starts_at, meeting.ends_at, whole_day=meeting.whole_day, today=today
            )
        case Topic.PLACE:
            return meeting.place or nothing
        case Topic.HOST:
            return meeting.host or nothing
        case _:
            return meeting.theme or nothing


def _row(change: Changed, today: date, words: Words) -> Checked:
    day = words.tight_day(words.day_of(change.was.starts_at), today)
    opens = button(name_and_day(change.now, words, today), ShowMeeting(meeting=change.now.id))
    return dated_row(day, _name(change, words), *_details(change, today, words), opens=opens)


def _name(change: Changed, words: Words) -> str:
    return change.now.theme or words.activity(change.now.activity)


def _details(change: Changed, today: date, words: Words) -> tuple[str, ...]:
    if change.now.state is MeetingState.CANCELLED:
        return (words.text("Avlyst: {reason}", reason=change.now.reason),)
    restored = Topic.STATE in news(change.was, change.now)
    again = words.text("Blir av likevel") if restored else ""
    return again, *(_difference(topic, change, today, words)[0] for topic in _listed(change))


_MOVED = Changed(
    was=samples.NETWORK_MEETING,
    now=replace(
        samples.NETWORK_MEETING,
        starts_at=samples.NETWORK_MEETING.starts_at + timedelta(days=7),
        ends_at=samples.NETWORK_MEETING.ends_at + timedelta(days=7),
        moved_on=samples.TODAY,
    ),
)
_ELSEWHERE = Changed(
    was=samples.MOVED,
    now=replace(
        samples.MOVED,
        place=samples.TYPED,
        theme="18. mars: " + samples.LONGEST[:180],
        host="NAV Lindesnes",
        host_id=2,
        link="https://example.org",
    ),
)
_CANCELLED = Changed(
    was=samples.OPEN_DAY,
    now=replace(samples.OPEN_DAY, state=MeetingState.CANCELLED, reason="Foredragsholderen er syk."),
)
_RESTORED = Changed(was=_CANCELLED.now, now=replace(_CANCELLED.was, link=""))
SAMPLES: dict[str, View] = {
    "moved": View((_MOVED,), samples.TODAY, "https://rundebord.example/m/k.ics"),
    "elsewhere-longest": View((_ELSEWHERE,), samples.TODAY),
    "cancelled": View((_CANCELLED,), samples.TODAY),
    "restored": View((_RESTORED,), samples.TODAY),
    "several": View((_MOVED, _CANCELLED, _ELSEWHERE, _RESTORED), samples.TODAY),
    "many": View((_MOVED, _CANCELLED, _ELSEWHERE) * 4, samples.TODAY),
}
