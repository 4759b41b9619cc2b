"""One meeting with its duties, and how the other cards speak of meetings and duties."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.domain.duties import CHECKLISTS, Duty
from bot.domain.meetings import LIVE, Meeting, MeetingState, Paper
from bot.domain.series import Pattern, Repeats
from bot.domain.ways import Way
from cards import samples
from cards.actions import CardAction, RowId
from cards.duty_actions import ShowDuties, Shown
from cards.duty_words import done_button, duty_row, progress, undo_button
from cards.elements import (
    ActionSet,
    Checked,
    Execute,
    Mark,
    TextBlock,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    line,
    link,
    link_row,
    quote,
    section,
    state,
)
from cards.meeting_ways import TakeBackMeeting, UndoChange, all_ways, first_ways
from cards.series_words import rhythm
from cards.words import Words, capital

FIRST_ITEMS = 5  # of the agenda; the whole of it has its own card


class ShowMeeting(CardAction):
    """A meeting with all its duties. `more`: with everything one can do about it."""

    verb = "meeting/1"
    meeting: RowId
    more: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A meeting at a glance. `own`: the duties that the reader's agency does.

    ways: what the reader may do about it, the most likely first. unfolded: all of them in view.
    rhythm: of the series it belongs to. done, note: what was just done, and what follows from it;
    `undo` takes it back.
    """

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...] = ()
    agenda: tuple[str, ...] = ()
    own: frozenset[int] = frozenset()
    ways: tuple[Way, ...] = ()
    unfolded: bool = False
    rhythm: Pattern | None = None
    done: str = ""
    note: str = ""
    undo: CardAction | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    body = [*_top(view, words), when_and_where(meeting, view.today, words)]
    about = [sentence for sentence in _about(view, words) if sentence]
    told = [context(*about)] if about else []
    if meeting.state is MeetingState.CANCELLED:
        body = [*body, *reason(meeting, words), *told]
    else:
        rows = [*_duties(view, words), *_checklist(view, words)]
        body = [*body, *told, *rows, *_papers(meeting, words), *_agenda(view, words)]
    told_as = name_and_day(meeting, words, view.today)
    if view.unfolded:
        return card(words, [*body, *all_ways(meeting, view.ways, words)], fallback=told_as)
    more = ShowMeeting(meeting=meeting.id, more=True)
    actions = first_ways(meeting, view.ways, words, more=more, undo=view.undo)
    return card(words, body, actions, fallback=told_as)


def _top(view: View, words: Words) -> list[Checked]:
    if not view.done:
        return [_eyebrow(view, words), heading(headline(view.meeting, words))]
    name = section(_name(view.meeting, words))
    return [_eyebrow(view, words), state(Mark.DONE, view.done, view.note), name]


def headline(meeting: Meeting, words: Words) -> str:
    """What one would call the meeting: by its theme, else by what it is and who has it."""
    if meeting.state is MeetingState.CANCELLED:
        return words.text("Møtet er avlyst")
    return _name(meeting, words)


def _name(meeting: Meeting, words: Words) -> str:
    if meeting.theme:
        return meeting.theme
    activity = words.activity(meeting.activity)
    if meeting.host is None:
        return activity
    return words.text("{activity} hos {host}", activity=activity, host=meeting.host)


def name_and_day(meeting: Meeting, words: Words, today: date | None = None) -> str:
    """ "Nettverksmøte 18. mars", for eyebrows and notifications."""
    day = words.short_day(words.day_of(meeting.starts_at), today)
    return words.text("{activity} {day}", activity=words.activity(meeting.activity), day=day)


def when_and_where(meeting: Meeting, today: date, words: Words) -> TextBlock:
    when = capital(
        words.span(meeting.starts_at, meeting.ends_at, whole_day=meeting.whole_day, today=today)
    )
    return fact(f"{when}, {meeting.place}" if meeting.place else when, core=when)


def from_now(meeting: Meeting, today: date, words: Words) -> str:
    return words.from_now(words.day_of(meeting.starts_at), today)


def host_sentence(meeting: Meeting, words: Words) -> str:
    if meeting.host is None:
        return ""
    return words.text("{host} er vert denne gangen.", host=meeting.host)


def moved_sentence(meeting: Meeting, today: date, words: Words) -> str:
    if meeting.moved_on is None:
        return ""
    return words.text("Tidspunktet ble endret {day}.", day=words.short_day(meeting.moved_on, today))


def _duties(view: View, words: Words) -> list[Checked]:
    """What there is to do, and the way to all that can be done with it."""
    if not view.duties:
        return []
    rows = [
        duty_row(duty, view.today, words, pressed=_pressed(duty, view, words))
        for duty in view.duties
    ]
    every = button(words.text("Vis alle oppgavene"), ShowDuties(meeting=view.meeting.id))
    return [*rows, ActionSet(actions=[every])] if view.unfolded else list(rows)


def _pressed(duty: Duty, view: View, words: Words) -> Execute | None:
    if duty.id not in view.own:
        return None
    pressed = undo_button if duty.done else done_button
    return pressed(duty, words, Shown.ALL)


def _checklist(view: View, words: Words) -> list[Checked]:
    """What belongs inside the meeting, where there still is one ahead."""
    told = CHECKLISTS.get(view.meeting.activity)
    if told is None or view.meeting.state not in LIVE:
        return []
    return [context(words.text(told))]


def _eyebrow(view: View, words: Words) -> TextBlock:
    near = from_now(view.meeting, view.today, words)
    if view.meeting.theme or view.meeting.state is MeetingState.CANCELLED:
        return eyebrow(words.activity(view.meeting.activity), near)
    return eyebrow(capital(near))


def _about(view: View, words: Words) -> tuple[str, ...]:
    meeting = view.meeting
    if meeting.state is MeetingState.CANCELLED:
        return () if view.done else (words.text("Du trenger ikke å gjøre noe."),)
    if meeting.state is MeetingState.DRAFT:
        return (words.text("Dette er et forslag. Ingenting er sendt."),)
    moved = moved_sentence(meeting, view.today, words)
    host = host_sentence(meeting, words) if meeting.theme else ""
    known = words.text("Åpent også for andre.") if meeting.open_to_all else ""
    again = words.text("{rhythm}.", rhythm=rhythm(view.rhythm, words)) if view.rhythm else ""
    return host, known, again, moved, progress(view.duties, words)


def reason(meeting: Meeting, words: Words) -> list[Checked]:
    """Why a meeting was cancelled, in the words of whoever did it."""
    return [quote(words, meeting.reason)] if meeting.reason else []


def _papers(meeting: Meeting, words: Words) -> list[Checked]:
    if not meeting.papers:
        return []
    rows = [
        link_row(
            paper.title, urlsplit(paper.url).hostname or "", link(words.text("Les"), paper.url)
        )
        for paper in meeting.papers
    ]
    return [section(words.text("Å lese på forhånd")), *rows]


def _agenda(view: View, words: Words) -> list[Checked]:
    if not view.agenda:
        return []
    shown = view.agenda[:FIRST_ITEMS]
    points = [line(f"{number}. {point}") for number, point in enumerate(shown, start=1)]
    rest = len(view.agenda) - len(shown)
    more = words.plural("og én sak til", "og {count} saker til", rest) if rest else ""
    return [section(words.text("Saksliste")), *points, *([context(more)] if more else [])]


_MANY = tuple(Paper(samples.LONG_NAME, f"https://www.lindesnes.kommune.no/{n}") for n in range(6))
_OWN = frozenset({31, 32, 33})
_HOST = (Way.CALL_IN, Way.AGENDA, Way.CHANGE, Way.OFFER_TURN, Way.JOIN, Way.SERIES)
_LINKED = replace(
    samples.NETWORK_MEETING,
    link="https://teams.microsoft.com/l/meetup-join/1",
    open_to_all=True,
    papers=(Paper("Årsmelding 2026", "https://www.regjeringen.no/arsmelding.pdf"),),
)
SAMPLES: dict[str, View] = {
    "network-meeting": View(
        _LINKED,
        samples.TODAY,
        samples.SOME_DUTIES,
        ("Velkommen og runde rundt bordet", "Evaluering av siste fagdag", "3. juni: hvem gjør hva"),
        own=_OWN,
        ways=_HOST,
    ),
    "unfolded": View(
        _LINKED,
        samples.TODAY,
        samples.SOME_DUTIES,
        own=_OWN,
        ways=_HOST,
        unfolded=True,
        rhythm=Pattern(Repeats.MONTHS, weekday=3, nth=3, every=2),
    ),
    "read-only": View(samples.OPEN_DAY, samples.TODAY, samples.SOME_DUTIES, ways=(Way.FAGDAG,)),
    "called-in": View(
        replace(_LINKED, state=MeetingState.CALLED),
        samples.TODAY,
        samples.DONE_DUTIES,
        own=_OWN,
        ways=(Way.JOIN, Way.AGENDA, Way.ATTENDANCE, Way.CHANGE, Way.OFFER_TURN),
        unfolded=True,
    ),
    "open-evaluation": View(
        samples.OPEN_DAY,
        date(2027, 4, 22),
        samples.DONE_DUTIES,
        own=_OWN,
        ways=(Way.EVALUATION, Way.FAGDAG, Way.ATTENDANCE, Way.CHANGE),
    ),
    "changed": View(
        replace(samples.MOVED, moved_on=samples.TODAY),
        samples.TODAY,
        samples.OPEN_DUTIES,
        own=_OWN,
        ways=_HOST,
        done="Endringen er lagret",
        note="Kanalen får vite det om fem minutter. Endrer du mer, samles det.",
        undo=UndoChange(meeting=10, sequence=3),
    ),
    "made": View(
        samples.NETWORK_MEETING,
        samples.TODAY,
        samples.OPEN_DUTIES,
        own=_OWN,
        ways=_HOST,
        done="Møtet står i planen",
        note="Ingenting er sendt ennå.",
        undo=TakeBackMeeting(meeting=7, key="k"),
    ),
    "draft": View(
        replace(samples.NETWORK_MEETING, state=MeetingState.DRAFT),
        samples.TODAY,
        ways=(Way.CHANGE,),
    ),
    "held": View(
        replace(samples.NETWORK_MEETING, state=MeetingState.HELD),
        date(2027, 3, 19),
        samples.DONE_DUTIES,
        ways=(Way.OUTCOMES, Way.ATTENDANCE, Way.AGENDA),
    ),
    "cancelled": View(samples.CANCELLED, samples.TODAY, samples.OPEN_DUTIES),
    "just-cancelled": View(
        replace(samples.CANCELLED, reason="For få kan komme."),
        samples.TODAY,
        done="Avlyst",
        note="Kanalen får vite det om fem minutter.",
        ways=(Way.RESTORE,),
    ),
    "cancelled-with-reason": View(
        replace(samples.CANCELLED, reason=samples.TYPED),
        samples.TODAY,
        ways=(Way.RESTORE, Way.SERIES),
    ),
    "history": View(samples.HELD, samples.TODAY),
    "moved-longest": View(
        replace(samples.MOVED, papers=_MANY, link="https://example.org/x", theme="Tema " * 40),
        samples.TODAY,
        samples.OPEN_DUTIES,
        tuple([samples.LONGEST[:200]] * 15),
        own=_OWN,
        ways=_HOST,
        unfolded=True,
    ),
}
