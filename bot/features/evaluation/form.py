"""`evaluering`, and answering in Teams."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import fagdag
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import Window
from bot.domain.meetings import Meeting
from bot.features.evaluation import answering, found
from bot.features.evaluation.answering import AnswerPage, Result, State
from cards import evaluation_closed, evaluation_form, evaluation_thanks, notice
from cards.evaluation_form import SubmitEvaluation
from storage import evaluation_rows, meetings, tables
from storage.tables import Evaluation


def respondent(person_id: int) -> str:
    """Who answers in Teams, for the receipt and for nothing else."""
    return f"person:{person_id}"


def show(deps: Deps, turn: Turn) -> Reply:
    """`evaluering`: the form that is open now, or when the next one opens."""
    with deps.store.transaction() as session:
        days = _days(deps, session, turn)
        for row, _, window in days:
            if _is_open(session, row, window, turn):
                return _first(deps, session, turn, row)
        for evaluation in evaluation_rows.second_parts(session, turn.known.network_id):
            if answering.state(evaluation, turn.now) is State.OPEN:
                return _form(deps, session, turn, evaluation)
        for _, meeting, window in days:
            if window.opens_at > turn.now:
                return _not_yet(turn, meeting, window)
    raise Refused(mark("Det er ikke planlagt noen fagdag ennå."))


def _days(deps: Deps, session: Session, turn: Turn) -> list[tuple[tables.Meeting, Meeting, Window]]:
    """The fagdager that are not past evaluating, the next one first."""
    since = turn.now - fagdag.LONGEST_OPEN
    rows = meetings.upcoming(session, turn.known.network_id, since)
    windows = (
        (row, meeting, fagdag.window(meeting, deps.calendar))
        for row, meeting in zip(rows, meetings.described(session, rows), strict=True)
    )
    return [(row, meeting, window) for row, meeting, window in windows if window is not None]


def _is_open(session: Session, row: tables.Meeting, window: Window, turn: Turn) -> bool:
    stored = evaluation_rows.of_meeting(session, row.id or 0)
    begins = stored.opens_at if stored and stored.opened else window.opens_at
    return begins <= turn.now < window.closes_at


def _first(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    evaluation = found.opened(deps, session, row)
    if evaluation is None:
        raise Refused(mark("Det møtet blir ikke evaluert."))
    return _form(deps, session, turn, evaluation)


def _form(deps: Deps, session: Session, turn: Turn, evaluation: Evaluation) -> Reply:
    page = answering.described(deps, session, evaluation)
    who = respondent(turn.known.person_id)
    if answering.known_to_have_answered(deps, session, page.evaluation_id, who):
        shown = answering.with_next(deps, session, page)
        return _thanks(deps, turn, shown, again=True)
    return Reply(evaluation_form.build(view_of(page), turn.words))


def _not_yet(turn: Turn, meeting: Meeting, window: Window) -> Reply:
    words = turn.words
    opens = words.moment(window.opens_at, words.day_of(turn.now))
    text = words.text(
        "Evalueringen av {activity} åpner {opens}, et kvarter før dagen slutter.",
        activity=words.activity(meeting.activity).lower(),
        opens=opens,
    )
    view = notice.View(words.text("Ingen evaluering er åpen nå"), text)
    return Reply(notice.build(view, words))


def view_of(page: AnswerPage) -> evaluation_form.View:
    """The blank form, the same for everybody."""
    return evaluation_form.View(
        page.evaluation_id, page.part, page.meeting, page.fields, page.minimum, page.about
    )


def submit(deps: Deps, turn: Turn, action: SubmitEvaluation) -> Reply:
    """Take an answer. What was typed comes back with the reasons when it cannot be taken."""
    page = answering.asked(deps, turn.known.network_id, action.evaluation)
    if page is None:
        raise Refused(mark("Den evalueringen finnes ikke lenger."))
    outcome = answering.take(deps, page, respondent(turn.known.person_id), action.given)
    match outcome.result:
        case Result.PROBLEMS:
            return _look_again(turn, page, action.given, outcome.problems)
        case Result.CLOSED:
            closed = evaluation_closed.View(page.meeting)
            return Reply(evaluation_closed.build(closed, turn.words), private=True)
        case Result.NOT_YET:
            return _not_yet(turn, page.meeting, Window(page.opens_at, page.closes_at))
    if not page.locked:  # the first answer of all may have made part 2
        with deps.store.transaction() as session:
            page = answering.with_next(deps, session, page)
    return _thanks(deps, turn, page, again=outcome.result is Result.AGAIN)


def _thanks(deps: Deps, turn: Turn, page: AnswerPage, *, again: bool) -> Reply:
    following = page.next_part
    view = evaluation_thanks.View(
        page.meeting,
        again=again,
        take_home=following.fields if following else (),
        asked_on=deps.calendar.day_of(following.opens_at) if following else None,
    )
    aloud = "" if again else turn.words.text("Takk, svaret er tatt imot")
    return Reply(evaluation_thanks.build(view, turn.words), private=True, aloud=aloud)


def _look_again(
    turn: Turn, page: AnswerPage, given: Mapping[str, str], problems: Mapping[str, Refused]
) -> Reply:
    words = turn.words
    told = {name: words.text(why.text, **why.values) for name, why in problems.items()}
    view = replace(view_of(page), given=given, problems=told)
    return Reply(evaluation_form.build(view, words), private=True)
