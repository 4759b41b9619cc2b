"""What an agency has to do, duties of meetings and promised tasks together, the oldest first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import Meeting
from bot.domain.minutes import Task
from cards import samples
from cards.duty_actions import ShowAgencyDuties, Shown
from cards.duty_words import (
    deadline,
    done_button,
    mark_of,
    settled_sentence,
    standing,
    the_meeting,
    undo_button,
)
from cards.elements import Checked, Execute, Mark, button, card, context, eyebrow, heading, row
from cards.tasks import ShowTasks, TaskRow, task_row
from cards.words import Words


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty, and the meeting that it is for. yours: it was given to the reader by name."""

    duty: Duty
    meeting: Meeting
    yours: bool = False


Row = DutyRow | TaskRow


@dataclass(frozen=True, slots=True)
class View:
    """A page of what is open, and what was just done. count: all that are open.

    own: it is the reader's own agency. may_act: the reader can say that something is done.
    """

    agency_id: int
    agency: str
    today: date
    rows: tuple[Row, ...]
    count: int
    page: int = 0
    has_more: bool = False
    own: bool = True
    may_act: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Oppgaver"), view.agency),
        heading(title),
        *([] if view.count else [context(_next(words))]),
        *(_row(listed, view, words) for listed in view.rows),
    ]
    return card(words, body, _ways(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.count:
        done = words.text("Dere har gjort alt")
        return done if view.own else words.text("{agency} har gjort alt", agency=view.agency)
    number = words.number(view.count)
    if view.own:
        return words.plural(
            "Dere har én oppgave", "Dere har {number} oppgaver", view.count, number=number
        )
    return words.plural(
        "{agency} har én oppgave",
        "{agency} har {number} oppgaver",
        view.count,
        agency=view.agency,
        number=number,
    )


def _next(words: Words) -> str:
    return words.text("Nye oppgaver kommer med neste møte som dere er vert for.")


def _row(listed: Row, view: View, words: Words) -> Checked:
    if isinstance(listed, TaskRow):
        return task_row(listed, view.today, words, Shown.AGENCY, view.page)
    duty = listed.duty
    name = words.text(
        "{duty} til {meeting}",
        duty=words.duty(duty.kind),
        meeting=the_meeting(listed.meeting, view.today, words),
    )
    ended = settled_sentence(duty, view.today, words)
    yours = words.text("Gitt til deg") if listed.yours and not ended else standing(duty, words)
    parts = ["" if ended else yours, ended or deadline(duty, view.today, words)]
    pressed = undo_button if duty.done else done_button
    return row(
        mark_of(duty, view.today),
        name,
        " · ".join(part for part in parts if part),
        strong=mark_of(duty, view.today) is Mark.SOON,
        button=pressed(duty, words, Shown.AGENCY, view.page) if view.may_act else None,
    )


def _ways(view: View, words: Words) -> list[Execute]:
    turns = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    pages = [
        button(title, ShowAgencyDuties(agency=view.agency_id, page=page))
        for there, title, page in turns
        if there
    ]
    return [*pages, button(words.text("Det alle har lovet"), ShowTasks(page=0))]


_OWNED = [replace(duty, agency_id=2, agency="NAV Lindesnes") for duty in samples.OPEN_DUTIES]
_TASK = Task(5, "Kaller inn rektorene", 2, "NAV Lindesnes", date(2027, 4, 1))
_LATE = replace(_OWNED[0], due_on=date(2027, 2, 20))
_OPEN = View(
    2,
    "NAV Lindesnes",
    samples.TODAY,
    (
        DutyRow(_LATE, samples.NETWORK_MEETING),
        DutyRow(_OWNED[1], samples.NETWORK_MEETING, yours=True),
        TaskRow(_TASK),
    ),
    count=3,
)
SAMPLES: dict[str, View] = {
    "open": _OPEN,
    "one-done": replace(
        _OPEN,
        rows=(DutyRow(samples.DONE_DUTIES[0], samples.NETWORK_MEETING), *_OPEN.rows[1:]),
        count=2,
    ),
    "others": replace(_OPEN, own=False, may_act=False, rows=_OPEN.rows[:1], count=1),
    "empty": replace(_OPEN, rows=(), count=0),
    "others-empty": replace(_OPEN, rows=(), count=0, own=False, may_act=False),
    "longest": replace(
        _OPEN,
        agency=samples.LONG_NAME,
        rows=(
            *((DutyRow(replace(_LATE, offered_to=samples.LONG_NAME), samples.MOVED),) * 4),
            *((TaskRow(replace(_TASK, text=samples.LONGEST[:200], agency=samples.LONG_NAME)),) * 4),
        ),
        count=21,
        page=1,
        has_more=True,
    ),
}
