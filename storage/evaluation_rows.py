"""Evaluations as they are set up: of which meeting, with which questions, from when to when.

What is answered is kept in storage/evaluations.py.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import Connection, FromClause, and_, bindparam
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain import evaluation_form as forms
from bot.domain import programme
from bot.domain.evaluation_form import Form
from bot.domain.fagdag import Window
from storage import tables
from storage.keys import Keyring
from storage.once import columns_of, insert_if_absent

CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for each other
CODE_LENGTH = 8


def key_name(evaluation_id: int) -> str:
    """What its key is called in the key file."""
    return f"evaluation:{evaluation_id}"


def new_code() -> str:
    """Leads to a page that anybody may open who has the code: 8 of 31 signs, 40 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def tidied(code: str) -> str:
    """A code as somebody typed it: in capitals, with a hyphen or a space."""
    return "".join(code.split()).replace("-", "").lower()


def prepared(
    session: Session, keys: Keyring, meeting: tables.Meeting, part: int, window: Window
) -> tables.Evaluation:
    """The evaluation of that meeting and part, made when there is none; its times as they are now.

    The key is on disk before the row is committed: a crash between leaves an unused key behind.
    """
    values = {
        "network_id": meeting.network_id,
        "meeting_id": meeting.id,
        "part": part,
        "code": new_code(),
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
    }
    made = insert_if_absent(session, tables.Evaluation, values)
    evaluation = session.exec(_of(meeting.id or 0, part)).one()
    if made:
        keys.make(key_name(evaluation.id or 0))
    follow(evaluation, window)
    return evaluation


def follow(evaluation: tables.Evaluation, window: Window) -> None:
    """Until people are asked, the times are the meeting's."""
    if not evaluation.opened and not evaluation.closed:
        evaluation.opens_at, evaluation.closes_at = window.opens_at, window.closes_at


def open_now(evaluation: tables.Evaluation, now: datetime) -> None:
    """People are asked: from here on the times stand."""
    if not evaluation.opened:
        evaluation.opened = True
        evaluation.opens_at = min(evaluation.opens_at, now)


def of_meeting(session: Session, meeting_id: int, part: int = 1) -> tables.Evaluation | None:
    return session.exec(_of(meeting_id, part)).first()


def opened(session: Session, meeting_ids: Collection[int]) -> Sequence[tables.Evaluation]:
    """The first parts of these meetings that people have been asked about, closed or not."""
    if not meeting_ids:
        return ()
    return session.exec(
        select(tables.Evaluation).where(
            col(tables.Evaluation.meeting_id).in_(meeting_ids),
            tables.Evaluation.part == forms.FIRST_PART,
            col(tables.Evaluation.opened),
        )
    ).all()


def find(session: Session, network_id: int, evaluation_id: int) -> tables.Evaluation | None:
    """An evaluation of this network; those of others do not exist here."""
    found = session.get(tables.Evaluation, evaluation_id)
    return found if found is not None and found.network_id == network_id else None


class Standing(NamedTuple):
    """An evaluation that stands as it is, for somebody has answered it, and all that is said around
    it. `host`: the name of the agency. `second`: part 2 of part 1.
    """

    evaluation: tables.Evaluation
    meeting: tables.Meeting
    host: str | None
    second: tables.Evaluation | None


_EVALUATION, _MEETING, _AGENCY = (
    columns_of(table) for table in (tables.Evaluation, tables.Meeting, tables.Organisation)
)
_SECOND = _EVALUATION.alias()
# Written once, as columns, because every answer asks: an entity costs more than its row.
_STANDING = (
    sqlalchemy.select(*_EVALUATION.c, *_MEETING.c, _AGENCY.c.name, *_SECOND.c)
    .join_from(_EVALUATION, _MEETING, _MEETING.c.id == _EVALUATION.c.meeting_id)
    .outerjoin(_AGENCY, _AGENCY.c.id == _MEETING.c.host_id)
    .outerjoin(
        _SECOND,
        and_(
            _SECOND.c.meeting_id == _EVALUATION.c.meeting_id,
            _SECOND.c.part > _EVALUATION.c.part,
        ),
    )
    .where(
        _EVALUATION.c.id == bindparam("evaluation"),
        _EVALUATION.c.network_id == bindparam("network"),
        _EVALUATION.c.form_locked,
    )
)


def standing(connection: Connection, network_id: int, evaluation_id: int) -> Standing | None:
    """An evaluation of this network that somebody has answered, in one look."""
    asked = {"evaluation": evaluation_id, "network": network_id}
    found = connection.execute(_STANDING, asked).first()
    if found is None:
        return None
    values = iter(found)
    first, meeting = _taken(_EVALUATION, values), _taken(_MEETING, values)
    host, second = next(values), _taken(_SECOND, values)
    return Standing(first, meeting, host, None if second.id is None else second)


def _taken(table: FromClause, values: Iterator[Any]) -> Any:
    """The next of the values as a row of the table: to be read, and in no session."""
    return SimpleNamespace(**dict(zip(table.c.keys(), values, strict=False)))


def by_code(session: Session, code: str) -> tables.Evaluation | None:
    """The one whose page the code leads to. What has other signs is not even looked for: PostgreSQL
    cannot be asked about some.
    """
    signs = tidied(code)
    if not signs.isalnum():
        return None
    return session.exec(select(tables.Evaluation).where(tables.Evaluation.code == signs)).first()


def unclosed(session: Session, *, due_at: datetime | None = None) -> list[int]:
    """Those that are not closed yet; with `due_at` only those whose time is over by then."""
    statement = select(tables.Evaluation.id).where(col(tables.Evaluation.closed).is_(False))
    if due_at is not None:
        statement = statement.where(col(tables.Evaluation.closes_at) <= due_at)
    return [number for number in session.exec(statement) if number is not None]


def second_parts(session: Session, network_id: int) -> Sequence[tables.Evaluation]:
    """The second parts of a network that are still to come, or open."""
    return session.exec(
        select(tables.Evaluation)
        .where(
            tables.Evaluation.network_id == network_id,
            tables.Evaluation.part == forms.SECOND_PART,
            col(tables.Evaluation.closed).is_(False),
        )
        .order_by(col(tables.Evaluation.id))
    ).all()


def form(evaluation: tables.Evaluation, meeting: tables.Meeting | None = None) -> Form:
    """The questions as they are asked. Without the meeting, and without the items of its
    programme, as they are edited, and once they stand.
    """
    if evaluation.questions is None:
        asked = forms.DEFAULTS[evaluation.part]
    else:
        asked = forms.restored(evaluation.questions)
    if evaluation.form_locked or meeting is None:
        return asked
    return forms.with_programme(asked, programme.restored(meeting.programme))


def save_form(session: Session, evaluation_id: int, questions: Form | None) -> bool:
    """Change the questions, None for our own again. False once somebody has answered."""
    kept = None if questions is None else forms.stored(questions)
    return _changed(session, evaluation_id, questions=kept)


def save_frame(session: Session, evaluation_id: int, *, weeks: int, minimum: int) -> bool:
    """Change what stands around the questions. False once somebody has answered.

    weeks: from the day until part 2. minimum: answers before anything is shown.
    """
    return _changed(session, evaluation_id, weeks=weeks, minimum=minimum)


def _changed(session: Session, evaluation_id: int, **values: Any) -> bool:
    result = session.exec(
        update(tables.Evaluation)
        .where(
            col(tables.Evaluation.id) == evaluation_id,
            col(tables.Evaluation.form_locked).is_(False),
        )
        .values(**values)
    )
    return result.rowcount == 1


def lock_form(session: Session, evaluation: tables.Evaluation, meeting: tables.Meeting) -> Form:
    """Somebody answers: write the questions down as they are asked, with the programme's items.

    In a transaction of its own, before the answer's. Two at once: both are asked the same.
    """
    session.refresh(evaluation, with_for_update=True)
    asked = form(evaluation, meeting)
    if not evaluation.form_locked:
        evaluation.questions, evaluation.form_locked = forms.stored(asked), True
        session.flush()
    return asked


def _of(meeting_id: int, part: int) -> SelectOfScalar[tables.Evaluation]:
    return select(tables.Evaluation).where(
        tables.Evaluation.meeting_id == meeting_id, tables.Evaluation.part == part
    )
