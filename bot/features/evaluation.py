"""Fagdag evaluation: it opens a quarter before the end, is answered once, and closes by itself."""

import logging
from collections.abc import Callable

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries, fagdag
from bot.domain.errors import Refused, mark
from bot.domain.evaluation import FORMS, MINIMUM, EvaluationClosed, split
from bot.domain.meetings import Meeting
from bot.domain.people import may_act_for
from cards import evaluation_closed, evaluation_form, evaluation_thanks, notice
from cards.evaluation_form import SubmitEvaluation
from cards.openings import OpenEvaluation
from cards.words import Words
from storage import evaluations, meetings, planning, tables
from storage.keys import KeyGone
from storage.tables import Delivery, Evaluation

log = logging.getLogger(__name__)

PART_ONE = next(iter(FORMS))


def show(deps: Deps, turn: Turn) -> Reply:
    """`evaluering`: the form that is open now, or when the next one opens."""
    with deps.store.transaction() as session:
        for meeting in _evaluated(deps, session, turn):
            window = fagdag.window(meeting, deps.calendar)
            if window and _is_open(session, meeting, window, turn):
                return _form(deps, session, turn, meeting)
            if window and window.opens_at > turn.now:
                return _not_yet(turn, meeting, window)
    raise Refused(mark("Det er ikke planlagt noen fagdag ennå."))


def _evaluated(deps: Deps, session: Session, turn: Turn) -> list[Meeting]:
    """The fagdager that are not past evaluating, the next one first."""
    since = turn.now - fagdag.LONGEST_OPEN
    rows = meetings.upcoming(session, turn.known.network_id, since)
    listed = meetings.described(session, rows)
    return [meeting for meeting in listed if fagdag.window(meeting, deps.calendar)]


def _is_open(session: Session, meeting: Meeting, window: fagdag.Window, turn: Turn) -> bool:
    opened = evaluations.of_meeting(session, meeting.id)
    begins = opened.opens_at if opened else window.opens_at
    return begins <= turn.now < window.closes_at


def _form(deps: Deps, session: Session, turn: Turn, meeting: Meeting) -> Reply:
    evaluation_id = _opened(deps, session, turn.known.network_id, meeting).id or 0
    if evaluations.has_answered(session, deps.keys, evaluation_id, turn.known.person_id):
        view = evaluation_thanks.View(meeting, again=True)
        return Reply(evaluation_thanks.build(view, turn.words), private=True)
    form = evaluation_form.View(evaluation_id, meeting, MINIMUM)
    return Reply(evaluation_form.build(form, turn.words))


def _opened(deps: Deps, session: Session, network_id: int, meeting: Meeting) -> Evaluation:
    """The evaluation of a fagdag, opened now unless it already was."""
    window = fagdag.window(meeting, deps.calendar)
    new = Evaluation(
        network_id=network_id,
        meeting_id=meeting.id,
        part=1,
        form=PART_ONE,
        opens_at=deps.now(),
        closes_at=window.closes_at if window else deps.now(),
    )
    return evaluations.open_evaluation(session, deps.keys, new)


def _not_yet(turn: Turn, meeting: Meeting, window: fagdag.Window) -> Reply:
    words = turn.words
    opens = words.moment(window.opens_at, words.day_of(turn.now))
    text = words.text(
        "Evalueringen av {activity} åpner {opens}, et kvarter før dagen slutter.",
        activity=words.activity(meeting.activity).lower(),
        opens=opens,
    )
    view = notice.View(words.text("Ingen evaluering er åpen nå"), text)
    return Reply(notice.build(view, words))


def open_now(deps: Deps, turn: Turn, action: OpenEvaluation) -> Reply:
    """The host opens it before its time; the invitation follows at once."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        if not may_act_for(turn.known, row.host_id):
            raise Refused(mark("Det er verten som åpner evalueringen."))
        (meeting,) = meetings.described(session, [row])
        if not fagdag.may_open_now(meeting, turn.now, deps.calendar):
            raise Refused(mark("Evalueringen kan åpnes den dagen fagdagen holdes."))
        _opened(deps, session, row.network_id, meeting)
        planning.replan(session, row.network_id, turn.now, deps.calendar)
    view = notice.View(
        turn.words.text("Evalueringen er åpen"),
        turn.words.text("Skjemaet legges ut i kanalen nå."),
    )
    return Reply(notice.build(view, turn.words))


def submit(deps: Deps, turn: Turn, action: SubmitEvaluation) -> Reply:
    """Take an answer. What was typed comes back with the reason when it cannot be taken."""
    with deps.store.transaction() as session:
        evaluation, meeting = _found(session, turn, action.evaluation)
        if evaluation.closed or turn.now >= evaluation.closes_at:
            return _closed(turn, meeting)
        given = action.model_dump(exclude={"evaluation"})
        person = turn.known.person_id
        try:
            receipt, answer = split(evaluation.id or 0, person, evaluation.form, given)
            taken = evaluations.take(session, deps.keys, receipt, answer)
        except EvaluationClosed:
            return _closed(turn, meeting)
        except Refused as refused:
            return _again(turn, evaluation, meeting, given, refused)
    view = evaluation_thanks.View(meeting, again=not taken)
    card = evaluation_thanks.build(view, turn.words)
    return Reply(card, private=True, aloud=turn.words.text("Takk, svaret er tatt imot"))


def _found(session: Session, turn: Turn, evaluation_id: int) -> tuple[Evaluation, Meeting]:
    evaluation = evaluations.find(session, turn.known.network_id, evaluation_id)
    if evaluation is None:
        raise Refused(mark("Den evalueringen finnes ikke lenger."))
    row = session.get_one(tables.Meeting, evaluation.meeting_id)
    return evaluation, meetings.described(session, [row])[0]


def _closed(turn: Turn, meeting: Meeting) -> Reply:
    view = evaluation_closed.View(meeting)
    return Reply(evaluation_closed.build(view, turn.words), private=True)


def _again(
    turn: Turn, evaluation: Evaluation, meeting: Meeting, given: dict[str, str], refused: Refused
) -> Reply:
    problem = turn.words.text(refused.text, **refused.values)
    view = evaluation_form.View(evaluation.id or 0, meeting, MINIMUM, given, problem)
    return Reply(evaluation_form.build(view, turn.words), private=True)


def invite(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The form in the channel, for everybody; it opens the evaluation. None once it is closed."""
    row = session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))
    (meeting,) = meetings.described(session, [row])
    if fagdag.window(meeting, deps.calendar) is None:
        return None
    evaluation = _opened(deps, session, row.network_id, meeting)
    if evaluation.closed:
        return None
    words = Words(deps.language, deps.zone)
    view = evaluation_form.View(evaluation.id or 0, meeting, MINIMUM)
    return Message(evaluation_form.build(view, words), evaluation_form.summary(view, words))


def mix(deps: Deps) -> None:
    """Tick: mix the answers that wait, so that less could be told if the key leaked while open."""
    _for_each(deps, _unclosed(deps), evaluations.flush)


def close_due(deps: Deps) -> None:
    """Tick: close what has had its day, and finish what a crash left half closed."""
    _for_each(deps, _unclosed(deps, due=True), evaluations.close)
    with deps.store.transaction() as session:
        unfinished = evaluations.unfinished(session, deps.keys)
    for evaluation_id in unfinished:
        evaluations.after_close(deps.store, deps.keys, evaluation_id)


def _for_each(deps: Deps, numbers: list[int], work: Callable[..., object]) -> None:
    """One whose key is gone (a backup came back without its key file) does not stop the others."""
    for evaluation_id in numbers:
        try:
            with deps.store.transaction() as session:
                work(session, deps.keys, evaluation_id)
        except KeyGone:
            log.warning("the key of evaluation %d is missing: restore the key file", evaluation_id)


def _unclosed(deps: Deps, *, due: bool = False) -> list[int]:
    with deps.store.transaction() as session:
        return evaluations.unclosed(session, due_at=deps.now() if due else None)
