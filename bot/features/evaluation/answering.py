"""The use case behind both doors: what an evaluation asks at this moment, and taking answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from bot.deps import Deps
from bot.domain import programme
from bot.domain.errors import Refused
from bot.domain.evaluation import EvaluationClosed, split
from bot.domain.evaluation_form import (
    SECOND_PART,
    Field,
    Form,
    Problems,
    fields,
    rated_titles,
)
from bot.domain.language import Language
from bot.domain.meetings import Meeting
from bot.features.evaluation import found
from storage import evaluation_rows, evaluations, meetings, tables
from storage.tables import Evaluation

TOPICS = 3  # of a day without a theme


class State(StrEnum):
    NOT_YET = "not-yet"
    OPEN = "open"
    CLOSED = "closed"


class Result(StrEnum):
    TAKEN = "taken"
    AGAIN = "again"  # this respondent had answered before; the first answer stays
    NOT_YET = "not-yet"
    CLOSED = "closed"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What is asked now, and everything that is said around it; the same for everybody.

    form: as it is asked now; it stands once it is `locked`, with the first answer. minimum: answers
    before anything is shown. room: how many are there, when the host said. about: what the day was
    about. language: of the network. Filled in where it is asked for: answered, how many have, and
    next_part, part 2 of part 1, to take home.
    """

    evaluation_id: int
    code: str
    part: int
    meeting: Meeting
    state: State
    opens_at: datetime
    closes_at: datetime
    form: Form
    locked: bool
    minimum: int
    language: Language
    about: tuple[str, ...] = ()
    answered: int = 0
    room: int | None = None
    next_part: "AnswerPage | None" = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """In order, with their texts; what comes back is named after them."""
        return fields(self.form)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer. problems: why it was not taken, by field name."""

    result: Result
    problems: Mapping[str, Refused] = field(default_factory=dict)


def page(deps: Deps, code: str) -> AnswerPage | None:
    """What the code leads to; None for one that leads nowhere."""
    with deps.store.transaction() as session:
        evaluation = evaluation_rows.by_code(session, code)
        return described(deps, session, evaluation) if evaluation else None


def whole_page(deps: Deps, code: str) -> AnswerPage | None:
    """The same with how many have answered, and with what comes next."""
    with deps.store.transaction() as session:
        evaluation = evaluation_rows.by_code(session, code)
        if evaluation is None:
            return None
        shown = with_next(deps, session, described(deps, session, evaluation))
        return replace(shown, answered=evaluations.count(session, shown.evaluation_id))


def has_answered(deps: Deps, evaluation_id: int, respondent: str) -> bool:
    """While it can be answered; afterwards nobody knows, and it is False."""
    with deps.store.transaction() as session:
        return known_to_have_answered(deps, session, evaluation_id, respondent)


def known_to_have_answered(
    deps: Deps, session: Session, evaluation_id: int, respondent: str
) -> bool:
    try:
        return evaluations.has_answered(session, deps.keys, evaluation_id, respondent)
    except EvaluationClosed:
        return False


def described(deps: Deps, session: Session, evaluation: Evaluation) -> AnswerPage:
    row, meeting = found.described(session, evaluation)
    follow(deps, session, row, evaluation)
    return _page(deps, row, meeting, evaluation)


def _page(deps: Deps, row: tables.Meeting, meeting: Meeting, evaluation: Evaluation) -> AnswerPage:
    return AnswerPage(
        evaluation_id=evaluation.id or 0,
        code=evaluation.code or "",
        part=evaluation.part,
        meeting=meeting,
        state=state(evaluation, deps.now()),
        opens_at=evaluation.opens_at,
        closes_at=evaluation.closes_at,
        form=evaluation_rows.form(evaluation, row),
        locked=evaluation.form_locked,
        minimum=evaluation.minimum,
        language=deps.language,
        about=about(row),
        room=evaluation.room,
    )


def asked(deps: Deps, network_id: int, evaluation_id: int) -> AnswerPage | None:
    """What an evaluation of this network asks, with part 2, when there is one to come. From the
    first answer on that stands, and a look is enough.
    """
    with deps.store.reading() as connection:
        standing = evaluation_rows.standing(connection, network_id, evaluation_id)
    if standing is None:
        return _not_answered_yet(deps, network_id, evaluation_id)
    evaluation, row, host, second = standing
    meeting = meetings.as_seen(row, host)
    following = _page(deps, row, meeting, second) if second else None
    return replace(_page(deps, row, meeting, evaluation), next_part=following)


def _not_answered_yet(deps: Deps, network_id: int, evaluation_id: int) -> AnswerPage | None:
    with deps.store.transaction() as session:
        evaluation = evaluation_rows.find(session, network_id, evaluation_id)
        if evaluation is None:
            return None
        return with_next(deps, session, described(deps, session, evaluation))


def with_next(deps: Deps, session: Session, shown: AnswerPage) -> AnswerPage:
    """With part 2, when there is one to come; its times stand once part 1 is answered."""
    if shown.part == SECOND_PART:
        return shown
    second = evaluation_rows.of_meeting(session, shown.meeting.id, SECOND_PART)
    if second is None:
        return shown
    row = session.get_one(tables.Meeting, shown.meeting.id)
    if not shown.locked:
        follow(deps, session, row, second)
    return replace(shown, next_part=_page(deps, row, shown.meeting, second))


def about(row: tables.Meeting) -> tuple[str, ...]:
    """What one remembers the day by: its theme, else the first items of its programme."""
    if row.theme:
        return (row.theme,)
    return rated_titles(programme.restored(row.programme))[:TOPICS]


def follow(deps: Deps, session: Session, row: tables.Meeting, evaluation: Evaluation) -> None:
    """A fagdag that was moved takes its evaluation along, until people are asked."""
    if not evaluation.opened and not evaluation.closed:
        found.of_day(deps, session, row, evaluation.part)


def state(evaluation: Evaluation, now: datetime) -> State:
    if evaluation.closed or now >= evaluation.closes_at:
        return State.CLOSED
    return State.OPEN if now >= evaluation.opens_at else State.NOT_YET


def answer(deps: Deps, evaluation_id: int, respondent: str, given: Mapping[str, Any]) -> Outcome:
    """Look it up, and take an answer."""
    with deps.store.transaction() as session:
        evaluation = session.get(Evaluation, evaluation_id)
        shown = described(deps, session, evaluation) if evaluation else None
    return take(deps, shown, respondent, given) if shown else Outcome(Result.CLOSED)


def take(deps: Deps, shown: AnswerPage, respondent: str, given: Mapping[str, Any]) -> Outcome:
    """Take an answer to what was just looked up. respondent: "person:5" or "web:" and the value of
    a random cookie.

    Who answers is kept as a receipt only, and nothing else about them is written here: see
    docs/anonymity.md.
    """
    if shown.state is not State.OPEN:
        return Outcome(Result.CLOSED if shown.state is State.CLOSED else Result.NOT_YET)
    form = shown.form if shown.locked else _locked(deps, shown.evaluation_id)
    try:
        receipt, values, challenge = split(shown.evaluation_id, respondent, form, given)
        with deps.store.writing() as connection:
            taken = evaluations.take(connection, deps.keys, receipt, values, challenge)
    except Problems as problems:
        return Outcome(Result.PROBLEMS, problems.fields)
    except EvaluationClosed:
        return Outcome(Result.CLOSED)
    return Outcome(Result.TAKEN if taken else Result.AGAIN)


def _locked(deps: Deps, evaluation_id: int) -> Form:
    """The questions, which stand from the first answer on."""
    with deps.store.transaction() as session:
        evaluation = session.get_one(Evaluation, evaluation_id)
        row, _ = found.described(session, evaluation)
        found.begin(deps, session, row, evaluation)
        return evaluation_rows.lock_form(session, evaluation, row)
