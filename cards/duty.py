"""One duty with everything one can do about it: «Mer»."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.duties import Duty, DutyState
from bot.domain.duty_moves import Made, Move
from bot.domain.meetings import Meeting
from cards import samples
from cards.duty_actions import (
    AcceptDuty,
    AskHelp,
    BeginDrop,
    BeginPass,
    DeclineDuty,
    DutyAction,
    ShowDuties,
    Shown,
    SnoozeDuties,
    StartDuty,
)
from cards.duty_words import (
    deadline,
    done_button,
    done_sentence,
    interpreters,
    question,
    standing,
    the_meeting,
    told,
    undo_button,
)
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    heading,
    in_rows,
    link,
    quote,
    state,
)
from cards.meeting import name_and_day, when_and_where
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """last: who moved it last. may_act: the reader's agency has it. may_answer: it is offered to
    the reader's agency. calendar_url: the deadlines of the meeting as a calendar file.
    """

    meeting: Meeting
    duty: Duty
    today: date
    last: Made | None = None
    may_act: bool = True
    may_answer: bool = False
    calendar_url: str = ""
    shown: Shown = Shown.PRESSED
    page: int = 0


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(name_and_day(view.meeting, words, view.today), view.duty.agency),
        state(Mark.DONE, title) if view.duty.done else heading(title),
        when_and_where(view.meeting, view.today, words),
        *_about(view, words),
        *in_rows(_ways(view, words)),
    ]
    return card(words, body, fallback=title)


def _title(view: View, words: Words) -> str:
    if view.duty.state is DutyState.NOT_NEEDED:
        return words.text("{duty} trengs ikke", duty=words.duty(view.duty.kind))
    if view.duty.done:
        return words.text("{duty}: gjort", duty=words.duty(view.duty.kind))
    if not view.may_act and not view.may_answer:
        meeting = the_meeting(view.meeting, view.today, words)
        name = words.duty(view.duty.kind)
        return words.text("{duty} til {meeting}", duty=name, meeting=meeting)
    return question(view.duty, view.meeting, view.today, words)


def _about(view: View, words: Words) -> list[Checked]:
    duty = view.duty
    reason = [quote(words, duty.reason)] if duty.state is DutyState.NOT_NEEDED else []
    moved = told(view.last, view.today, words)
    ended = done_sentence(duty, view.today, words)
    if duty.done:
        return [*reason, context(moved or words.text("{sentence}.", sentence=ended))]
    how = standing(duty, words)
    parts = (*([how] if how else []), deadline(duty, view.today, words))
    sentences = [words.text("{sentence}.", sentence=part) for part in parts]
    return [context(*sentences, interpreters(duty, words)), *([context(moved)] if moved else [])]


def _ways(view: View, words: Words) -> list[Execute | OpenUrl]:
    every = button(words.text("Vis alle oppgavene"), ShowDuties(meeting=view.meeting.id))
    return [*_answers(view, words), *_moves(view, words), *_undo(view, words), every]


def _answers(view: View, words: Words) -> list[Execute]:
    """For the agency that was asked to take it over."""
    if not view.may_answer or view.last is None:
        return []
    asked = {"duty": view.duty.id, "move": view.last.id, "shown": view.shown, "page": view.page}
    return [
        button(words.text("Vi tar den"), AcceptDuty.model_validate(asked)),
        button(words.text("Vi kan ikke"), DeclineDuty.model_validate(asked)),
    ]


def _moves(view: View, words: Words) -> list[Execute | OpenUrl]:
    if not view.may_act or view.duty.done:
        return []
    possible: list[tuple[str, type[DutyAction], bool]] = [
        (words.text("I gang"), StartDuty, view.duty.state is not DutyState.STARTED),
        (words.text("Trenger hjelp"), AskHelp, view.duty.state is not DutyState.HELP),
        (words.text("Gi videre"), BeginPass, True),
        (words.text("Ikke aktuelt"), BeginDrop, True),
    ]
    listed = [
        button(title, action(duty=view.duty.id, shown=view.shown, page=view.page))
        for title, action, there in possible
        if there
    ]
    later = button(words.text("Minn meg igjen"), SnoozeDuties(meeting=view.meeting.id))
    dated = [link(words.text("Legg i kalenderen"), view.calendar_url)] if view.calendar_url else []
    done = done_button(view.duty, words, view.shown, view.page)
    snoozed = [later] if not view.duty.after else []
    return [done, *listed, *snoozed, *dated]


def _undo(view: View, words: Words) -> list[Execute]:
    moved = view.last is not None and view.last.can_be_undone
    if not view.may_act or not (moved or (view.duty.done and view.last is None)):
        return []
    return [undo_button(view.duty, words, view.shown, view.page, view.last)]


_AT = datetime(2027, 2, 24, 9, 12, tzinfo=UTC)
_OPEN = replace(samples.OPEN_DUTIES[0], agency_id=2, agency="NAV Lindesnes")
_TYPICAL = View(
    samples.NETWORK_MEETING,
    _OPEN,
    samples.TODAY,
    calendar_url="https://rundebord.example/d/k.ics",
)
SAMPLES: dict[str, View] = {
    "open": _TYPICAL,
    "started": replace(
        _TYPICAL,
        duty=replace(_OPEN, state=DutyState.STARTED),
        last=Made(5, Move.START, "Nils Hansen", _AT),
    ),
    "needs-help": replace(
        _TYPICAL,
        duty=replace(_OPEN, state=DutyState.HELP),
        last=Made(5, Move.HELP, "Nils Hansen", _AT),
    ),
    "given": replace(
        _TYPICAL,
        duty=replace(_OPEN, person_id=5, person="Siri Lie"),
        last=Made(5, Move.GIVE, "Nils Hansen", _AT, to="Siri Lie"),
    ),
    "offered": replace(
        _TYPICAL,
        duty=replace(_OPEN, offered_to_id=3, offered_to="Karriere Agder Lyngdal"),
        last=Made(5, Move.OFFER, "Nils Hansen", _AT, to="Karriere Agder Lyngdal"),
    ),
    "asked": replace(
        _TYPICAL,
        duty=replace(_OPEN, offered_to_id=3, offered_to="Karriere Agder Lyngdal"),
        last=Made(5, Move.OFFER, "Nils Hansen", _AT, to="Karriere Agder Lyngdal"),
        may_act=False,
        may_answer=True,
    ),
    "done": replace(
        _TYPICAL,
        duty=replace(samples.DONE_DUTIES[0], state=DutyState.DONE),
        last=Made(5, Move.DONE, "Nils Hansen", _AT),
    ),
    "not-needed": replace(
        _TYPICAL,
        duty=replace(_OPEN, state=DutyState.NOT_NEEDED, reason="Alle møter på nett denne gangen."),
        last=Made(5, Move.NOT_NEEDED, "Nils Hansen", _AT),
    ),
    "others": replace(_TYPICAL, may_act=False, calendar_url=""),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        duty=replace(
            _OPEN, agency=samples.LONG_NAME, reason=samples.TYPED, person=samples.LONG_NAME
        ),
        last=Made(5, Move.GIVE, samples.LONG_NAME, _AT, to=samples.LONG_NAME),
    ),
}
