"""One meeting with its duties, and how the other cards speak of meetings and duties."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.domain.duties import Duty
from bot.domain.meetings import LIVE, Meeting, MeetingState, Paper
from bot.domain.series import Pattern, Repeats
from bot.domain.ways import Way
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    ColumnSet,
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
    row,
    section,
    state,
)
from cards.meeting_ways import TakeBackMeeting, UndoChange, all_ways, first_ways
from cards.series_words import rhythm
from cards.words import NEAR, Words, capital

FIRST_ITEMS = 5  # of the agenda; the whole of it has its own card
SOON = 3  # days: from then on a deadline is marked


class MarkDuty(CardAction):
    """«Gjort» for one duty."""

    verb = "duty.done/1"
    duty: RowId


class ReopenDuty(CardAction):
    """«Angre»."""

    verb = "duty.undo/1"
    duty: RowId


class ShowMeeting(CardAction):
    """A meeting with all its duties. `more`: with everything one can do about it."""

    verb = "meeting/1"
    meeting: RowId
    more: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A meeting at a glance. `may_act`: the reader's agency does its duties.

    ways: what the reader may do about it, the most likely first. unfolded: all of them in view.
    rhythm: of the series it belongs to. done, note: what was just done, and what follows from it;
    `undo` takes it back.
    """

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...] = ()
    agenda: tuple[str, ...] = ()
    may_act: bool = False
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
        may_act = view.may_act and meeting.state in LIVE
        rows = duty_rows(view.duties, view.today, words, may_mark=may_act, may_undo=may_act)
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


def progress(duties: tuple[Duty, ...], words: Words) -> str:
    """ "2 av 5 oppgaver er gjort."; nothing before the first is done."""
    done = sum(duty.done for duty in duties)
    if done == 0:
        return ""
    return words.plural(
        "{done} av {count} oppgave er gjort.",
        "{done} av {count} oppgaver er gjort.",
        len(duties),
        done=done,
    )


def duty_rows(
    duties: Iterable[Duty], today: date, words: Words, *, may_mark: bool, may_undo: bool
) -> list[ColumnSet]:
    return [
        row(
            _mark(duty, today),
            words.duty(duty.kind),
            _detail(duty, today, words),
            strong=_mark(duty, today) is Mark.SOON,
            button=_button(duty, words, may_mark=may_mark, may_undo=may_undo),
        )
        for duty in duties
    ]


def _mark(duty: Duty, today: date) -> Mark:
    if duty.done:
        return Mark.DONE
    return Mark.SOON if (duty.due_on - today).days <= SOON else Mark.OPEN


def _detail(duty: Duty, today: date, words: Words) -> str:
    if duty.done_at is not None:
        return done_sentence(duty, today, words)
    day = words.day(duty.due_on, today)
    if duty.due_on < today:
        return words.text("Fristen var {day}", day=day)
    distance = (duty.due_on - today).days
    if distance in NEAR:
        return words.text("Frist {near}, {day}", near=words.text(NEAR[distance]), day=day)
    return words.text("Frist {day}", day=day)


def done_sentence(duty: Duty, today: date, words: Words) -> str:
    """ "Gjort av Nils Hansen, i dag kl. 10.12"."""
    if duty.done_at is None:
        return ""
    when = words.moment(duty.done_at, today)
    if duty.done_by is None:
        return words.text("Gjort {when}", when=when)
    return words.text("Gjort av {name}, {when}", name=duty.done_by, when=when)


def _button(duty: Duty, words: Words, *, may_mark: bool, may_undo: bool) -> Execute | None:
    if duty.done:
        return button(words.text("Angre"), ReopenDuty(duty=duty.id)) if may_undo else None
    return button(words.text("Gjort"), MarkDuty(duty=duty.id)) if may_mark else None


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
        may_act=True,
        ways=_HOST,
    ),
    "unfolded": View(
        _LINKED,
        samples.TODAY,
        samples.SOME_DUTIES,
        may_act=True,
        ways=_HOST,
        unfolded=True,
        rhythm=Pattern(Repeats.MONTHS, weekday=3, nth=3, every=2),
    ),
    "read-only": View(samples.OPEN_DAY, samples.TODAY, samples.SOME_DUTIES, ways=(Way.FAGDAG,)),
    "called-in": View(
        replace(_LINKED, state=MeetingState.CALLED),
        samples.TODAY,
        samples.DONE_DUTIES,
        may_act=True,
        ways=(Way.JOIN, Way.AGENDA, Way.ATTENDANCE, Way.CHANGE, Way.OFFER_TURN),
        unfolded=True,
    ),
    "open-evaluation": View(
        samples.OPEN_DAY,
        date(2027, 4, 22),
        samples.DONE_DUTIES,
        may_act=True,
        ways=(Way.EVALUATION, Way.FAGDAG, Way.ATTENDANCE, Way.CHANGE),
    ),
    "changed": View(
        replace(samples.MOVED, moved_on=samples.TODAY),
        samples.TODAY,
        samples.OPEN_DUTIES,
        may_act=True,
        ways=_HOST,
        done="Endringen er lagret",
        note="Kanalen får vite det om fem minutter. Endrer du mer, samles det.",
        undo=UndoChange(meeting=10, sequence=3),
    ),
    "made": View(
        samples.NETWORK_MEETING,
        samples.TODAY,
        samples.OPEN_DUTIES,
        may_act=True,
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
        may_act=True,
        ways=_HOST,
        unfolded=True,
    ),
}
