import logging
import sqlite3
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from bot.domain.evaluation import EvaluationClosed
from bot.domain.evaluation_form import FIRST_PART, Scale
from storage import evaluation_rows, evaluations, tables
from storage.keys import KeyGone, Keyring
from storage.store import Store
from tests.anonymity import attacker
from tests.anonymity.fagdag import WINDOW, Fagdag

SECRET = "Sjefen lytter aldri"


def rows(fagdag: Fagdag, table: type[tables.WaitingAnswer | tables.Answer | tables.Receipt]) -> int:
    with fagdag.store.transaction() as session:
        return len(session.exec(select(table)).all())


def test_an_evaluation_is_opened_once(fagdag: Fagdag) -> None:
    before = fagdag.keys.key(f"evaluation:{fagdag.evaluation_id}")
    with fagdag.store.transaction() as session:
        stored = session.exec(select(tables.Evaluation)).one()
        meeting = session.get_one(tables.Meeting, stored.meeting_id)
        again = evaluation_rows.prepared(session, fagdag.keys, meeting, FIRST_PART, WINDOW)
    assert again.id == fagdag.evaluation_id
    assert fagdag.keys.key(f"evaluation:{fagdag.evaluation_id}") == before


def test_each_person_has_one_answer_and_the_first_one_stays(fagdag: Fagdag) -> None:
    assert [fagdag.answer(person) for person in (1, 2, 3, 4, 5, 2, 5)] == [True] * 5 + [False] * 2
    assert not fagdag.answer(1, "Noe annet")
    assert fagdag.close() == 5
    assert fagdag.themes() == ["Tolk i møtet"] * 5


def test_one_person_at_many_doors_at_once_has_one_answer(fagdag: Fagdag) -> None:
    doors = Barrier(4)

    def press(_: int) -> bool:
        doors.wait()
        return fagdag.answer(7)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(press, range(4))) == [False, False, False, True]
    assert (fagdag.count(), rows(fagdag, tables.WaitingAnswer)) == (1, 2)


def test_many_people_at_once_are_all_counted(fagdag: Fagdag) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda person: fagdag.answer(person, f"Tema {person:02}"), range(40)))
    assert fagdag.close() == 40
    assert fagdag.themes() == [f"Tema {person:02}" for person in range(40)]


def test_it_is_known_who_has_answered_while_it_is_open_and_by_nobody_afterwards(
    fagdag: Fagdag,
) -> None:
    fagdag.answer_all(range(6))
    assert [fagdag.has_answered(person) for person in (0, 5, 6)] == [True, True, False]
    fagdag.close()
    with pytest.raises(EvaluationClosed):
        fagdag.has_answered(0)
    assert (rows(fagdag, tables.Receipt), fagdag.count()) == (0, 6)


def test_the_same_person_has_another_receipt_in_another_evaluation(
    store: Store, keys: Keyring
) -> None:
    first, second = Fagdag.open(store, keys), Fagdag.open(store, keys)
    first.answer(1)
    second.answer(1)
    with store.transaction() as session:
        tokens = session.exec(select(tables.Receipt.token)).all()
    assert len(set(tokens)) == 2


def test_nothing_is_shown_while_it_is_open(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(12))
    assert fagdag.results() is None
    assert rows(fagdag, tables.Answer) == 0


def test_with_four_answers_only_their_number_is_left(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(4))
    assert fagdag.close() == 4
    assert (fagdag.results(), fagdag.count()) == (None, 4)
    assert (rows(fagdag, tables.Answer), rows(fagdag, tables.WaitingAnswer)) == (0, 0)


def test_with_five_answers_they_are_shown(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(5))
    fagdag.close()
    found = fagdag.results()
    assert found is not None
    assert found.answered == 5
    assert found.counts["benefit"] == dict.fromkeys(Scale, 0) | {Scale.GREAT: 5}
    assert sorted(found.texts["theme"]) == [f"Tema {person}" for person in range(5)]


def test_texts_come_in_another_order_in_each_view(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(12))
    fagdag.close()
    views = {found.texts["theme"] for _ in range(10) if (found := fagdag.results())}
    assert len(views) > 1


def test_answers_are_mixed_from_five_on_and_never_fewer(fagdag: Fagdag) -> None:
    mixed = []
    for person in range(11):
        fagdag.answer_only(person)
        with fagdag.store.transaction() as session:
            mixed.append(evaluations.flush(session, fagdag.keys, fagdag.evaluation_id))
    assert mixed == [0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0]


def test_mixing_leaves_no_sealed_answer_and_no_row_as_it_was(fagdag: Fagdag) -> None:
    def waiting() -> set[str | bytes]:
        with fagdag.store.transaction() as session:
            found = session.exec(select(tables.WaitingAnswer)).all()
        return {part for row in found for part in (row.key, row.sealed)}

    for person in range(5):
        fagdag.answer_only(person)
    before = waiting()
    with fagdag.store.transaction() as session:
        evaluations.flush(session, fagdag.keys, fagdag.evaluation_id)
    assert (len(before), len(waiting()), before & waiting()) == (20, 20, set())


def test_an_answer_after_closing_is_refused(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(5))
    fagdag.close()
    with pytest.raises(EvaluationClosed):
        fagdag.answer(6)
    assert fagdag.count() == 5


def test_an_answer_to_no_evaluation_is_refused_in_the_same_way(fagdag: Fagdag) -> None:
    with pytest.raises(EvaluationClosed):
        Fagdag(fagdag.store, fagdag.keys, 999).answer(1)


def test_closing_twice_is_closing_once(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(7))
    assert [fagdag.close(), fagdag.close()] == [7, 7]
    assert fagdag.themes() == [f"Tema {person}" for person in range(7)]


def test_the_key_is_destroyed_at_closing(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(5))
    fagdag.close()
    with pytest.raises(KeyGone):
        fagdag.keys.key(f"evaluation:{fagdag.evaluation_id}")


def test_no_receipt_is_left_in_the_files_after_closing(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(6))
    with fagdag.store.transaction() as session:
        tokens = session.exec(select(tables.Receipt.token)).all()
    fagdag.commit_closing()
    assert any(token in files(fagdag.store) for token in tokens)
    fagdag.finish_closing()
    assert not any(token in files(fagdag.store) for token in tokens)


def files(store: Store) -> bytes:
    if store.dialect == "sqlite":
        return attacker.everything(Path(str(store.engine.url.database)))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        return attacker.table_file(connection, "receipt")


def test_a_crash_after_the_closing_is_committed_is_mended_by_closing_again(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(6))
    fagdag.commit_closing()
    assert fagdag.unfinished() == [fagdag.evaluation_id]
    assert fagdag.close() == 6
    assert fagdag.unfinished() == []
    assert len(fagdag.themes()) == 6


def test_an_open_evaluation_is_not_unfinished(fagdag: Fagdag) -> None:
    assert fagdag.unfinished() == []


def test_the_key_is_not_destroyed_before_the_closing_is_committed(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(6))
    with pytest.raises(evaluations.EvaluationStillOpen):
        fagdag.finish_closing()
    assert fagdag.close() == 6


class Crash(Exception):
    pass


def crash_in(fagdag: Fagdag, person: int) -> None:
    with fagdag.store.transaction() as session:
        evaluations.close(session, fagdag.keys, fagdag.evaluation_id)
        raise Crash(person)


def test_a_crash_while_closing_loses_nothing(fagdag: Fagdag) -> None:
    fagdag.answer_all(range(8))
    with pytest.raises(Crash):
        crash_in(fagdag, 1)
    assert fagdag.answer(8, "Tema 8")
    assert fagdag.close() == 9
    assert fagdag.themes() == [f"Tema {person}" for person in range(9)]


def test_a_crash_between_the_answer_and_the_mixing_loses_nothing(fagdag: Fagdag) -> None:
    for person in range(5):
        fagdag.answer_only(person, f"Tema {person}")
    fagdag.store.engine.dispose()
    assert fagdag.close() == 5
    assert fagdag.themes() == [f"Tema {person}" for person in range(5)]


def test_after_kill_9_every_answer_that_was_confirmed_is_there_once(fagdag: Fagdag) -> None:
    """Everybody presses again afterwards, because nobody knows whose «Takk» got lost."""
    address = fagdag.store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.anonymity.worker", address]
    command += [str(fagdag.keys.path), str(fagdag.evaluation_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        confirmed = [int(line) for line in islice(worker.stdout, 13)]
        worker.kill()
    again = [fagdag.answer(person, f"Tema {person:02}") for person in range(30)]
    assert [again[person] for person in confirmed] == [False] * 13
    assert fagdag.close() == 30
    assert fagdag.themes() == [f"Tema {person:02}" for person in range(30)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_key_is_destroyed_even_when_a_reader_keeps_the_file_from_being_wiped(
    fagdag: Fagdag,
) -> None:
    fagdag.answer_all(range(5))
    fagdag.commit_closing()
    event.listen(
        fagdag.store.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 0")
    )
    fagdag.store.engine.dispose()
    path = fagdag.store.engine.url.database
    with closing(sqlite3.connect(str(path), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM answer").fetchone()
        with pytest.raises(RuntimeError, match="could not be emptied"):
            fagdag.finish_closing()
    assert fagdag.unfinished() == []


def test_no_error_and_no_log_line_carries_an_answer(
    database_url: str, keys: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")  # before the store is opened: it looks only then
    with closing(Store.open(database_url)) as store:
        fagdag = Fagdag.open(store, keys)
        for person in range(6):
            fagdag.answer(person, SECRET)
        with store.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE answer")
        with pytest.raises(SQLAlchemyError) as caught:
            fagdag.close()
    told = caplog.text + "".join(traceback.format_exception(caught.value))
    assert "INSERT INTO answer" in told
    assert SECRET not in told
