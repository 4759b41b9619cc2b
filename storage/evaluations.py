"""Who has answered, and what was answered, kept so that nobody can join the two.

While an evaluation is open every answer is sealed, under a key that is not in the database and is
destroyed at closing; then all answers are written in one transaction, in random order. So neither
the database, nor its log, nor any copy of it taken on the way says whose an answer is.
docs/anonymity.md tells what is promised, and what is not.

Nothing here is logged, and no exception carries an answer.
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, LargeBinary, SelectBase, and_, bindparam, func
from sqlmodel import Session, col, delete, insert, select, update

from bot.domain import evaluation as rules
from bot.domain.evaluation import (
    MINIMUM,
    Answer,
    EvaluationClosed,
    Receipt,
    Results,
    SentOn,
)
from storage import evaluation_rows, tables
from storage.evaluation_rows import key_name
from storage.keys import KeyGone, Keyring, subkey
from storage.once import columns_of, insert_found_if_absent
from storage.sealing import seal, unseal
from storage.store import Store, Writing, connection_of

Shuffle = Callable[[list[Any]], None]

_shuffle: Shuffle = secrets.SystemRandom().shuffle


_EVALUATION = columns_of(tables.Evaluation)
# Written once, because every answer asks; by whether many may hold it at once.
_CLOSED = {
    shared: sqlalchemy.select(_EVALUATION.c.closed)
    .where(_EVALUATION.c.id == bindparam("evaluation"))
    .with_for_update(read=shared)
    for shared in (True, False)
}
# Of an evaluation that is open, and stays so until the transaction ends.
_RECEIPT: SelectBase = (
    sqlalchemy.select(
        _EVALUATION.c.id.label("evaluation_id"),
        bindparam("token", type_=LargeBinary).label("token"),
    )
    .where(_EVALUATION.c.id == bindparam("evaluation"), _EVALUATION.c.closed.is_(False))
    .with_for_update(read=True)
)
_WAITING = insert(columns_of(tables.WaitingAnswer))


class EvaluationStillOpen(RuntimeError):
    """A bug: the key would have been destroyed before the answers were out."""


def take(
    writing: Writing, keys: Keyring, receipt: Receipt, answer: Answer, challenge: SentOn
) -> bool:
    """Keep an answer; False when that person had answered before, and nothing is changed.

    All parts in one transaction, so that a crash loses neither. Let nothing else about the person
    be written in that transaction: PostgreSQL marks its rows with a common number.
    Raises EvaluationClosed.
    """
    key = _key(writing, keys, receipt.evaluation_id)
    values = {"evaluation": receipt.evaluation_id, "token": _token(key, receipt.respondent)}
    if not insert_found_if_absent(writing, tables.Receipt, _RECEIPT, values):
        _lock(writing, receipt.evaluation_id)
        return False
    sealing = subkey(key, "answer")
    rows = _sealed(sealing, answer.evaluation_id, [answer.values])
    rows += _sealed(sealing, answer.evaluation_id, [_packed(challenge)], detached=True)
    connection_of(writing).execute(_WAITING, rows)
    return True


def flush(
    session: Session, keys: Keyring, evaluation_id: int, *, shuffle: Shuffle = _shuffle
) -> int:
    """Mix the answers that wait, when they are at least five; how many were mixed.

    In a transaction of its own, after `take`. It cuts what ties a sealed answer to its receipt,
    the common transaction and the order, for the case that the key leaks while all is still open.
    """
    if _closed(session, evaluation_id, shared=False):
        return 0
    sealing = subkey(keys.key(key_name(evaluation_id)), "answer")
    fresh = ~col(tables.WaitingAnswer.mixed)
    answers = _unsealed(session, sealing, _waiting(evaluation_id, fresh, detached=False))
    if len(answers) < MINIMUM:
        return 0
    challenges = _unsealed(session, sealing, _waiting(evaluation_id, fresh, detached=True))
    session.exec(delete(tables.WaitingAnswer).where(_of(evaluation_id), fresh))
    for sealed, detached in ((answers, False), (challenges, True)):
        shuffle(sealed)
        rows = _sealed(sealing, evaluation_id, sealed, mixed=True, detached=detached)
        session.connection().execute(_WAITING, rows)
    _mix_receipts(session, evaluation_id, shuffle)
    return len(answers)


def close(
    session: Session, keys: Keyring, evaluation_id: int, *, shuffle: Shuffle = _shuffle
) -> int:
    """Publish the answers, or drop them when they are too few; how many people answered.

    After the commit comes `after_close`. Both may be repeated, also after a crash between them.
    """
    if _closed(session, evaluation_id, shared=False):
        return count(session, evaluation_id)
    answered = count(session, evaluation_id)
    sealing = subkey(keys.key(key_name(evaluation_id)), "answer")
    if answered >= _minimum(session, evaluation_id):
        answers = _unsealed(session, sealing, _waiting(evaluation_id, detached=False))
        challenges = _unsealed(session, sealing, _waiting(evaluation_id, detached=True))
        shuffle(answers)
        _publish(session, evaluation_id, answers)
        shuffle(challenges)
        _publish_challenges(session, evaluation_id, challenges)
    for table in (tables.WaitingAnswer, tables.Receipt):
        session.exec(delete(table).where(col(table.evaluation_id) == evaluation_id))
    session.exec(
        update(tables.Evaluation)
        .where(col(tables.Evaluation.id) == evaluation_id)
        .values(closed=True, answered=answered)
    )
    return answered


def after_close(store: Store, keys: Keyring, evaluation_id: int) -> None:
    """Wipe what lies deleted in the database's files, and destroy the key. Not in a transaction.

    Raises EvaluationStillOpen, because the key is needed until the closing is committed, and what
    the database raises when it cannot wipe: the key is destroyed all the same, and without it
    what was left behind says nothing.
    """
    with store.transaction() as session:
        if not _closed(session, evaluation_id, shared=True):
            raise EvaluationStillOpen
    try:
        _wipe(store)
    finally:
        keys.destroy(key_name(evaluation_id))


def unfinished(session: Session, keys: Keyring) -> list[int]:
    """Closed evaluations whose key is still there: a crash came before `after_close` was done."""
    closed = session.exec(select(tables.Evaluation.id).where(col(tables.Evaluation.closed))).all()
    names = keys.names()
    return [number for number in closed if number is not None and key_name(number) in names]


def has_answered(session: Session, keys: Keyring, evaluation_id: int, respondent: str) -> bool:
    """Raises EvaluationClosed: afterwards nobody knows."""
    _lock(session, evaluation_id)
    token = _token(keys.key(key_name(evaluation_id)), respondent)
    return session.get(tables.Receipt, (evaluation_id, token)) is not None


def count(session: Session, evaluation_id: int) -> int:
    """How many people have answered, open or closed."""
    answered = session.exec(
        select(tables.Evaluation.answered).where(tables.Evaluation.id == evaluation_id)
    ).one()
    if answered is not None:
        return answered
    receipts = tables.Receipt.evaluation_id == evaluation_id
    return session.exec(select(func.count()).select_from(tables.Receipt).where(receipts)).one()


def results(session: Session, evaluation_id: int, *, shuffle: Shuffle = _shuffle) -> Results | None:
    """What all answered together; None while it is open, and for ever when fewer than five did.

    Never while it is open: two looks, before and after one more answer, would show that answer.
    """
    evaluation = session.get_one(tables.Evaluation, evaluation_id)
    answers = session.exec(
        select(tables.Answer.payload).where(tables.Answer.evaluation_id == evaluation_id)
    ).all()
    form = evaluation_rows.form(evaluation)
    return rules.results(form, answers, shuffle, evaluation.minimum)


def challenges(
    session: Session, evaluation_id: int, *, shuffle: Shuffle = _shuffle
) -> list[tables.EvaluationChallenge]:
    """What its answers want the network to take up, in a new order each time."""
    found = list(
        session.exec(
            select(tables.EvaluationChallenge).where(
                tables.EvaluationChallenge.evaluation_id == evaluation_id
            )
        )
    )
    shuffle(found)
    return found


def challenge(session: Session, network_id: int, key: str) -> tables.EvaluationChallenge | None:
    """One of them, of this network; those of others do not exist here."""
    return session.exec(
        select(tables.EvaluationChallenge)
        .join(tables.Evaluation)
        .where(tables.EvaluationChallenge.key == key, tables.Evaluation.network_id == network_id)
    ).first()


def _key(writing: Writing, keys: Keyring, evaluation_id: int) -> bytes:
    """Raises EvaluationClosed, and KeyGone where the key is lost though it is open."""
    try:
        return keys.key(key_name(evaluation_id))
    except KeyGone:
        _lock(writing, evaluation_id)
        raise


def _token(key: bytes, respondent: str) -> bytes:
    """A plain hash would be undone in a second by trying every person of the network."""
    return hmac.digest(subkey(key, "receipt"), respondent.encode(), "sha256")


def _lock(writing: Writing, evaluation_id: int) -> None:
    """Raises EvaluationClosed."""
    if _closed(writing, evaluation_id, shared=True):
        raise EvaluationClosed


def _closed(writing: Writing, evaluation_id: int, *, shared: bool) -> bool:
    """Whether it is closed, and stays so until this transaction ends.

    Many may answer at once; mixing and closing wait for them, and they for it. SQLite has one
    writer anyway. An evaluation that does not exist counts as closed.
    """
    asked = connection_of(writing).execute(_CLOSED[shared], {"evaluation": evaluation_id})
    return asked.scalar() is not False


def _sealed(
    sealing: bytes,
    evaluation_id: int,
    answers: Sequence[Any],
    *,
    mixed: bool = False,
    detached: bool = False,
) -> list[dict[str, Any]]:
    """Rows of WaitingAnswer."""
    return [
        {
            "key": _random_key(),
            "evaluation_id": evaluation_id,
            "sealed": seal(sealing, answer),
            "mixed": mixed,
            "detached": detached,
        }
        for answer in answers
    ]


def _packed(challenge: SentOn) -> dict[str, str]:
    """As large as an answer, and there also when it is empty: nobody can tell who has one."""
    return {"text": challenge.text}


def _of(evaluation_id: int) -> ColumnElement[bool]:
    return col(tables.WaitingAnswer.evaluation_id) == evaluation_id


def _waiting(
    evaluation_id: int, *which: ColumnElement[bool], detached: bool
) -> ColumnElement[bool]:
    return and_(_of(evaluation_id), col(tables.WaitingAnswer.detached).is_(detached), *which)


def _minimum(session: Session, evaluation_id: int) -> int:
    """A network may want more answers than five before anything is shown, never fewer."""
    return max(MINIMUM, session.get_one(tables.Evaluation, evaluation_id).minimum)


def _unsealed(session: Session, sealing: bytes, which: ColumnElement[bool]) -> list[dict[str, str]]:
    sealed = session.exec(select(tables.WaitingAnswer.sealed).where(which)).all()
    return [unseal(sealing, answer) for answer in sealed]


def _mix_receipts(session: Session, evaluation_id: int, shuffle: Shuffle) -> None:
    """The same receipts, written anew, so that their place does not tell who came when."""
    receipts = col(tables.Receipt.evaluation_id) == evaluation_id
    tokens = list(session.exec(select(tables.Receipt.token).where(receipts)).all())
    session.exec(delete(tables.Receipt).where(receipts))
    shuffle(tokens)
    rows = [{"evaluation_id": evaluation_id, "token": token} for token in tokens]
    session.exec(insert(tables.Receipt), params=rows)


def _publish(session: Session, evaluation_id: int, answers: list[dict[str, str]]) -> None:
    session.exec(
        insert(tables.Answer),
        params=[
            {"key": _random_key(), "evaluation_id": evaluation_id, "payload": answer}
            for answer in answers
        ],
    )


def _publish_challenges(
    session: Session, evaluation_id: int, challenges: list[dict[str, str]]
) -> None:
    rows = [
        {"key": _random_key(), "evaluation_id": evaluation_id, "text": challenge["text"]}
        for challenge in challenges
        if challenge["text"]
    ]
    if rows:
        session.exec(insert(tables.EvaluationChallenge), params=rows)


def _random_key() -> str:
    return secrets.token_hex(16)


def _wipe(store: Store) -> None:
    if store.dialect == "sqlite":
        _wipe_sqlite(store)
    else:
        _wipe_postgresql(store)


def _wipe_sqlite(store: Store) -> None:
    """VACUUM writes the whole file anew, through the write-ahead log, which is then emptied.

    Past SQLAlchemy, which would begin a transaction first.
    """
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if busy:
        raise RuntimeError("somebody reads the database: its log could not be emptied")


def _wipe_postgresql(store: Store) -> None:
    """VACUUM FULL writes the tables anew, without the rows that are deleted but still lie there."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(
            "VACUUM FULL receipt, waiting_answer, answer, evaluation_challenge, delivery"
        )
