"""The host changes what a fagdag's evaluation asks, until somebody has answered it."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import evaluation_changes as changes
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.evaluation_changes import Typed
from bot.domain.evaluation_form import DEFAULTS, SECOND_PART, Form, Question
from bot.features.evaluation import answering, found
from bot.features.evaluation.form import view_of
from cards import evaluation_edit, evaluation_preview, evaluation_question, evaluation_sure
from cards.evaluation_edit import PreviewEvaluation, ResetForm, SaveFrame, ShowQuestion
from cards.evaluation_question import MoveQuestion, RemoveQuestion, SaveQuestion
from cards.openings import EditEvaluation
from storage import evaluation_rows
from storage.tables import Evaluation


def show(deps: Deps, turn: Turn, action: EditEvaluation) -> Reply:
    """«Evaluering» on the fagdag card. Raises Refused for everybody but the host."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        return _shown(deps, session, turn, evaluation)


def preview(deps: Deps, turn: Turn, action: PreviewEvaluation) -> Reply:
    """Exactly what the participants will see."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        view = view_of(answering.described(deps, session, evaluation))
    return Reply(evaluation_preview.build(evaluation_preview.View(view), turn.words), private=True)


def ask_about(deps: Deps, turn: Turn, action: ShowQuestion) -> Reply:
    """The form of one question, or of a new one."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        given = Typed()
        if action.key:
            given = _typed(turn, changes.find(_form(evaluation), action.key))
        return _question(session, turn, evaluation, action.key, given)


def save_question(deps: Deps, turn: Turn, action: SaveQuestion) -> Reply:
    """What was typed comes back with the reasons when it cannot be taken."""
    given = Typed(
        action.text,
        action.kind,
        action.options,
        action.follow_up,
        required=action.required == "true",
    )
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        read, before = typed.Form(), _form(evaluation)
        after = changes.saved(before, action.key, _as_marked(turn, before, action.key, given), read)
        if after is None:
            problems = turn.words.problems(read)
            return _question(session, turn, evaluation, action.key, given, problems)
        _keep(session, evaluation, after)
        return _shown(deps, session, turn, evaluation, turn.words.text("Spørsmålet er lagret"))


def move(deps: Deps, turn: Turn, action: MoveQuestion) -> Reply:
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        _keep(session, evaluation, changes.moved(_form(evaluation), action.key, up=action.up))
        return _shown(deps, session, turn, evaluation, turn.words.text("Spørsmålet er flyttet"))


def remove(deps: Deps, turn: Turn, action: RemoveQuestion) -> Reply:
    """Asked about first, because what the host wrote is gone then."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        before = _form(evaluation)
        if not action.sure:
            text = evaluation_edit.asked_text(changes.find(before, action.key), turn.words)
            return _sure(session, turn, evaluation, action.key, text)
        _keep(session, evaluation, changes.without(before, action.key))
        return _shown(deps, session, turn, evaluation, turn.words.text("Spørsmålet er tatt bort"))


def reset(deps: Deps, turn: Turn, action: ResetForm) -> Reply:
    """Our own questions again."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        if not action.sure:
            return _sure(session, turn, evaluation)
        _keep(session, evaluation, None)
        done = turn.words.text("De vanlige spørsmålene er tilbake")
        return _shown(deps, session, turn, evaluation, done)


def save_frame(deps: Deps, turn: Turn, action: SaveFrame) -> Reply:
    """The weeks until part 2, and how many must answer before anything is shown."""
    with deps.store.transaction() as session:
        _, evaluation = found.of_host(deps, session, turn, action.meeting, action.part)
        read = typed.Form()
        minimum = read.read("minimum", lambda: changes.minimum(action.minimum))
        weeks = evaluation.weeks
        if evaluation.part == SECOND_PART:
            weeks = read.read("weeks", lambda: changes.weeks(action.weeks)) or weeks
        if read.problems:
            said = {"weeks": action.weeks, "minimum": action.minimum}
            problems = turn.words.problems(read)
            return _shown(deps, session, turn, evaluation, **said, problems=problems)
        minimum = minimum or evaluation.minimum
        if not evaluation_rows.save_frame(
            session, evaluation.id or 0, weeks=weeks, minimum=minimum
        ):
            raise _too_late()
        session.refresh(evaluation)
        row, _ = found.described(session, evaluation)
        found.of_day(deps, session, row, evaluation.part)  # part 2 has moved with its weeks
        return _shown(deps, session, turn, evaluation, turn.words.text("Tallene er lagret"))


def _form(evaluation: Evaluation) -> Form:
    """The questions as they are edited: of the programme's items nothing is known here."""
    return evaluation_rows.form(evaluation)


def _keep(session: Session, evaluation: Evaluation, form: Form | None) -> None:
    if not evaluation_rows.save_form(session, evaluation.id or 0, form):
        raise _too_late()
    session.refresh(evaluation)


def _too_late() -> Refused:
    return Refused(mark("Noen har allerede svart, så spørsmålene kan ikke endres."))


def _typed(turn: Turn, question: Question) -> Typed:
    """A question as its form shows it: our own in the host's language."""
    said = turn.words.text
    return Typed(
        text=said(question.text) if question.ours else question.text,
        kind=str(question.kind),
        options="\n".join(question.options),
        follow_up=_follow_up(turn, question),
        required=question.required,
    )


def _follow_up(turn: Turn, question: Question) -> str:
    if not question.ours or not question.follow_up:
        return question.follow_up
    return turn.words.text(question.follow_up)


def _as_marked(turn: Turn, form: Form, key: str, given: Typed) -> Typed:
    """What came back; where our own words were left as they were shown, the marked text again."""
    before = changes.find(form, key) if key else None
    if before is None or not before.ours:
        return given
    shown = _typed(turn, before)
    return replace(
        given,
        text=before.text if given.text == shown.text else given.text,
        follow_up=before.follow_up if given.follow_up == shown.follow_up else given.follow_up,
    )


def _question(
    session: Session,
    turn: Turn,
    evaluation: Evaluation,
    key: str,
    given: Typed,
    problems: dict[str, str] | None = None,
) -> Reply:
    _, meeting = found.described(session, evaluation)
    view = evaluation_question.View(meeting, evaluation.part, key, given, problems or {})
    return Reply(evaluation_question.build(view, turn.words), private=True)


def _sure(
    session: Session, turn: Turn, evaluation: Evaluation, key: str = "", question: str = ""
) -> Reply:
    _, meeting = found.described(session, evaluation)
    view = evaluation_sure.View(meeting, evaluation.part, key, question)
    return Reply(evaluation_sure.build(view, turn.words), private=True)


def _shown(
    deps: Deps, session: Session, turn: Turn, evaluation: Evaluation, done: str = "", **said: Any
) -> Reply:
    """The questions as they are now. `said`: what was typed and could not be taken."""
    _, meeting = found.described(session, evaluation)
    form = _form(evaluation)
    typed_numbers = {"weeks": str(evaluation.weeks), "minimum": str(evaluation.minimum)}
    view = evaluation_edit.View(
        meeting,
        form,
        opens=turn.words.moment(evaluation.opens_at, deps.calendar.day_of(turn.now)),
        changed=evaluation.questions is not None and form != DEFAULTS[evaluation.part],
        locked=evaluation.form_locked,
        done=done,
        **{**typed_numbers, **said},
    )
    return Reply(evaluation_edit.build(view, turn.words), private=True)
