"""One meeting with its duties, and how the other cards speak of meetings and duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import LIVE, Meeting, MeetingState
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
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
    row,
    section,
)
from cards.words import NEAR, Words, capital

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
    """A meeting with all its duties."""

    verb = "meeting/1"
    meeting: RowId


class OpenEvaluation(CardAction):
    """The host opens part 1 before its time."""

    verb = "evaluation.open/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """A meeting and its duties at a glance. `may_act`: the reader's agency does them."""

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...] = ()
    agenda: tuple[str, ...] = ()
    may_act: bool = False
    may_open_evaluation: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    body = [
        _eyebrow(view, words),
        heading(headline(meeting, words)),
        when_and_where(meeting, view.today, words),
    ]
    about = [sentence for sentence in _about(view, words) if sentence]
    told = [context(*about)] if about else []
    if meeting.state is MeetingState.CANCELLED:
        return card(words, [*body, *told], fallback=name_and_day(meeting, words, view.today))
    may_act = view.may_act and meeting.state in LIVE
    rows = duty_rows(view.duties, view.today, words, may_mark=may_act, may_undo=may_act)
    body = [*body, *told, *rows, *_agenda(view, words)]
    return card(
        words, body, _actions(view, words), fallback=name_and_day(meeting, words, view.today)
    )


def headline(meeting: Meeting, words: Words) -> str:
    """What one would call the meeting: by its theme, else by what it is and who has it."""
    if meeting.state is MeetingState.CANCELLED:
        return words.text("Møtet er avlyst")
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
        return (words.text("Du trenger ikke å gjøre noe."),)
    if meeting.state is MeetingState.DRAFT:
        return (words.text("Dette er et forslag. Ingenting er sendt."),)
    moved = moved_sentence(meeting, view.today, words)
    host = host_sentence(meeting, words) if meeting.theme else ""
    return host, moved, progress(view.duties, words)


def _agenda(view: View, words: Words) -> list[TextBlock]:
    if not view.agenda:
        return []
    points = [line(f"{number}. {point}") for number, point in enumerate(view.agenda, start=1)]
    return [section(words.text("Saksliste")), *points]


def _actions(view: View, words: Words) -> list[Execute]:
    if not view.may_open_evaluation:
        return []
    return [button(words.text("Åpne evalueringen"), OpenEvaluation(meeting=view.meeting.id))]


SAMPLES: dict[str, View] = {
    "network-meeting": View(
        samples.NETWORK_MEETING,
        samples.TODAY,
        samples.SOME_DUTIES,
        ("Velkommen og runde rundt bordet", "Evaluering av siste fagdag", "3. juni: hvem gjør hva"),
        may_act=True,
    ),
    "read-only": View(samples.OPEN_DAY, samples.TODAY, samples.SOME_DUTIES),
    "open-evaluation": View(
        samples.OPEN_DAY,
        date(2027, 4, 22),
        samples.DONE_DUTIES,
        may_act=True,
        may_open_evaluation=True,
    ),
    "cancelled": View(samples.CANCELLED, samples.TODAY, samples.OPEN_DUTIES),
    "history": View(samples.HELD, samples.TODAY),
    "moved-longest": View(samples.MOVED, samples.TODAY, samples.OPEN_DUTIES, may_act=True),
}
