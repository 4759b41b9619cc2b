"""Can somebody who holds the database join 200 known answers to 200 known people?

First the attacks are shown to work, on evaluations written as one would at first; then they are
let loose on ours. Three fagdager are attacked and counted together: with one, chance alone would
pass the limit once in a thousand runs.
"""

import hmac
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import create_engine
from sqlmodel import select

from bot.domain.evaluation import MINIMUM
from storage import tables
from storage.keys import Keyring, subkey
from storage.sealing import unseal
from storage.store import Store, driver_url
from tests.anonymity import attacker, leaky
from tests.anonymity.fagdag import Fagdag, respondent

PEOPLE = 200
ROUNDS = 3
BACKUP_EVERY = 17  # answers: no multiple of a batch, so that backups fall within batches too
LIMIT = 1 / PEOPLE + 0.02
ONE_IN_A_BATCH = 1 / MINIMUM + 0.1  # five standard deviations above 600 guesses of one in five


def known_answers() -> list[str]:
    """In the order in which they come; all different, also in length.

    Without a digit: some numbers the door refuses, because they look like somebody's.
    """
    lengths = Random(1).sample(range(PEOPLE), PEOPLE)
    return [
        f"svar-{''.join(secrets.choice('abcdef') for _ in range(12))}-{'x' * length}-"
        for length in lengths
    ]


def with_the_keys(fagdag: Fagdag, truth: Sequence[str], name: str) -> dict[str, float]:
    """name: of the field of an answer, or "text" of what is sent on."""
    key = subkey(fagdag.keys.key(f"evaluation:{fagdag.evaluation_id}"), "answer")
    query = (
        "SELECT sealed FROM waiting_answer WHERE evaluation_id = %s AND detached = %s"
        " ORDER BY xmin::text::bigint, ctid"
    )
    with fagdag.store.engine.connect() as connection:
        which = (fagdag.evaluation_id, name == "text")
        sealed = connection.exec_driver_sql(query, which).scalars()
        opened = [unseal(key, answer)[name] for answer in sealed]
    assert sorted(opened) == sorted(truth)
    return {"rows": attacker.joined(opened, truth)}


def by_place_of_receipt(fagdag: Fagdag) -> dict[str, float]:
    """Who a receipt belongs to is known to this test only, which has the key."""
    key = subkey(fagdag.keys.key(f"evaluation:{fagdag.evaluation_id}"), "receipt")
    truth = [
        hmac.digest(key, respondent(person).encode(), "sha256").hex() for person in range(PEOPLE)
    ]
    query = "SELECT token FROM receipt WHERE evaluation_id = %s ORDER BY xmin::text::bigint, ctid"
    with fagdag.store.engine.connect() as connection:
        tokens = connection.exec_driver_sql(query, (fagdag.evaluation_id,)).scalars()
        order = [bytes(token).hex() for token in tokens]
    assert sorted(order) == sorted(truth)
    return {"receipts": attacker.joined(order, truth)}


def linked(
    answers: attacker.Orders, challenges: attacker.Orders, mine: Mapping[str, str]
) -> dict[str, float]:
    """By the order of one the other: whose answer it is that the sender of a challenge gave."""
    orders = {
        f"{one} and {other}": attacker.joined(
            [mine[text] for text in answers[one]], challenges[other]
        )
        for one in answers
        for other in challenges
        if len(answers[one]) == len(challenges[other]) == PEOPLE
    }
    assert orders
    return orders


def together(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    attacks = {attack for found in rounds for attack in found}
    scores = {name: [found[name] for found in rounds if name in found] for name in attacks}
    return {name: sum(each) / len(each) for name, each in scores.items()}


# The attacks work


@pytest.mark.parametrize(
    ("write", "attack"),
    [
        (leaky.autoincrement, "answer.id"),
        (leaky.random_key_with_row_number, "answer.rowid"),
        (leaky.time_of_answering, "answer.created_at"),
    ],
)
def test_the_attack_joins_everybody_by_number_row_and_time(
    write: leaky.Writer, attack: str, tmp_path: Path
) -> None:
    truth = known_answers()
    write(tmp_path / "leaky.db", truth)
    found = attacker.scores(attacker.sqlite_orders(tmp_path / "leaky.db", truth), truth)
    assert found[attack] == 1


def test_the_attack_joins_almost_everybody_by_the_pages_of_the_file(tmp_path: Path) -> None:
    truth = known_answers()
    leaky.autoincrement(tmp_path / "leaky.db", truth)
    found = attacker.scores(attacker.sqlite_orders(tmp_path / "leaky.db", truth), truth)
    assert found["pages"] > 0.95


def test_the_attack_joins_everybody_by_backups_and_by_the_log(tmp_path: Path) -> None:
    truth = known_answers()
    copies = leaky.written_with_backups(tmp_path, truth, batch=1)
    assert attacker.joined(attacker.by_first_copy(copies, truth), truth) == 1
    log = attacker.everything(copies[50])
    assert attacker.joined(attacker.by_first_place(log, truth[:51]), truth[:51]) > 0.95


def test_batches_alone_do_not_stop_one_who_has_the_backups(tmp_path: Path) -> None:
    """Why our answers are sealed until the closing: one in five is ten times more than chance."""
    truth = known_answers()
    copies = leaky.written_with_backups(tmp_path, truth, batch=5)
    assert attacker.joined(attacker.by_first_copy(copies, truth), truth) > 4 * LIMIT


def test_the_attack_joins_everybody_by_the_length_of_what_is_sealed() -> None:
    truth = known_answers()
    cipher = AESGCM(secrets.token_bytes(32))
    sealed = [cipher.encrypt(secrets.token_bytes(12), text.encode(), None) for text in truth]
    assert attacker.joined(attacker.by_size(sealed, truth), truth) == 1


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_the_attack_joins_everybody_by_transaction_place_and_log_on_postgresql(
    empty_database_url: str,
) -> None:
    truth, engine = known_answers(), create_engine(driver_url(empty_database_url))
    since = attacker.log_place(engine)
    leaky.one_transaction(engine, range(PEOPLE), truth)
    found = attacker.scores(attacker.postgresql_orders(engine, truth, since), truth)
    engine.dispose()
    assert found["leaky_answer.xmin::text::bigint, ctid"] == 1
    assert found["log"] > 0.95
    assert found["leaky_answer.ctid"] > 0.7  # PostgreSQL fills gaps in its pages now and then
    assert found["leaky_answer pages"] > 0.7


# Ours stands


@dataclass
class Siege:
    """Fagdager whose answers are all in, and what the attacker gathered on the way."""

    fagdager: list[Fagdag]
    truths: list[list[str]]
    challenges: list[list[str]]
    copies: list[list[Path]]

    def rounds(self) -> Iterator[tuple[list[str], list[str], list[Path]]]:
        """Of each fagdag what was answered, what was sent on, and the backups."""
        return zip(self.truths, self.challenges, self.copies, strict=True)


def besieged(store: Store, keys: Keyring, folder: Path) -> Siege:
    siege = Siege([], [], [], [])
    for number in range(ROUNDS):
        fagdag, truth, challenges = Fagdag.open(store, keys), known_answers(), known_answers()
        siege.fagdager.append(fagdag)
        siege.truths.append(truth)
        siege.challenges.append(challenges)
        siege.copies.append(answer_all(fagdag, truth, challenges, folder / f"round{number}"))
    return siege


def answer_all(
    fagdag: Fagdag, truth: Sequence[str], challenges: Sequence[str], folder: Path
) -> list[Path]:
    """As the doors do it, but for the many calls of `flush` that find too few to mix."""
    folder.mkdir()
    copies = []
    for person, said in enumerate(zip(truth, challenges, strict=True)):
        fills_batch = person % MINIMUM == MINIMUM - 1
        fagdag.answer(person, *said) if fills_batch else fagdag.answer_only(person, *said)
        if fagdag.store.dialect == "sqlite" and person % BACKUP_EVERY == 0:
            database = Path(str(fagdag.store.engine.url.database))
            copies.append(attacker.copy_sqlite(database, folder / str(person)))
    return copies


def orders_of(
    final: Path, worst_moment: Path, copies: Sequence[Path], truth: Sequence[str]
) -> attacker.Orders:
    orders = attacker.sqlite_orders(final, truth)
    orders["worst moment"] = attacker.by_first_place(attacker.everything(worst_moment), truth)
    orders["backups"] = attacker.by_first_copy(copies, truth)
    return orders


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_whole_sqlite_file_and_all_backups_join_nobody(
    store: Store, keys: Keyring, tmp_path: Path
) -> None:
    siege = besieged(store, keys, tmp_path)
    database = Path(str(store.engine.url.database))
    receipts = "SELECT token FROM receipt"
    sealed = "SELECT sealed FROM waiting_answer"

    # While it is open no answer can be read anywhere, and all that is sealed looks the same.
    for truth, said, copies in siege.rounds():
        assert attacker.by_first_copy([*copies, database], [*truth, *said]) == []
        assert attacker.by_size(attacker.first_seen(copies, sealed), truth) == []

    # Nobody's receipt is found by trying all people, as it would be with a plain hash.
    tokens = set(attacker.first_seen(siege.copies[-1], receipts))
    assert len(tokens) > PEOPLE
    assert tokens.isdisjoint(leaky.plain_hash(person) for person in range(PEOPLE))

    for fagdag in siege.fagdager:
        fagdag.commit_closing()
    worst_moment = attacker.copy_sqlite(database, tmp_path / "worst")
    for fagdag in siege.fagdager:
        fagdag.finish_closing()
    final = attacker.copy_sqlite(database, tmp_path / "final")

    rounds = []
    for truth, said, copies in siege.rounds():
        all_copies = [*copies, worst_moment, final]
        answers = orders_of(final, worst_moment, all_copies, truth)
        challenges = orders_of(final, worst_moment, all_copies, said)
        rounds += [
            attacker.scores(answers, truth),
            attacker.scores(challenges, said),
            linked(answers, challenges, dict(zip(truth, said, strict=True))),
        ]
        assert sorted(answers["answer.payload"]) == sorted(truth)
        assert sorted(challenges["evaluation_challenge.text"]) == sorted(said)
        assert sorted(answers["bytes"]) == sorted(truth)
    found = together(rounds)
    assert {attack: score for attack, score in found.items() if score > LIMIT} == {}

    left = attacker.everything(final)
    assert [token for token in tokens if token in left] == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_superuser_of_postgresql_joins_nobody(
    store: Store, keys: Keyring, tmp_path: Path
) -> None:
    since = attacker.log_place(store.engine)
    siege = besieged(store, keys, tmp_path)
    with store.engine.connect() as connection:
        while_open = attacker.visible(connection)
        tokens = set(connection.exec_driver_sql("SELECT token FROM receipt").scalars())
    log = attacker.write_ahead_log(store.engine, since)

    # While it is open no answer can be read anywhere, and all that is sealed looks the same.
    for truth, said, _ in siege.rounds():
        assert [text for text in (*truth, *said) if text in while_open] == []
        assert attacker.by_first_place(log, [*truth, *said]) == []
    assert tokens.isdisjoint(leaky.plain_hash(person) for person in range(PEOPLE))

    # The place of a receipt among the others does not tell whose it is.
    places = map(by_place_of_receipt, siege.fagdager)
    assert together(list(places))["receipts"] < LIMIT

    # With the key file too, the rows say no more than who answered in one batch.
    for name, truths in (("theme", siege.truths), ("text", siege.challenges)):
        opened = [
            with_the_keys(fagdag, truth, name)
            for fagdag, truth in zip(siege.fagdager, truths, strict=True)
        ]
        assert together(opened)["rows"] < ONE_IN_A_BATCH

    for fagdag in siege.fagdager:
        fagdag.close()

    rounds = []
    for truth, said, _ in siege.rounds():
        orders = attacker.postgresql_orders(store.engine, truth, since)
        challenges = attacker.postgresql_orders(store.engine, said, since)
        rounds += [
            attacker.scores(orders, truth),
            attacker.scores(challenges, said),
            linked(orders, challenges, dict(zip(truth, said, strict=True))),
        ]
        assert sorted(orders["answer.ctid"]) == sorted(truth)
        assert sorted(orders["answer pages"]) == sorted(truth)
        assert sorted(challenges["evaluation_challenge.ctid"]) == sorted(said)
        assert len(orders["log"]) > 0.95 * PEOPLE
    found = together(rounds)
    assert {attack: score for attack, score in found.items() if score > LIMIT} == {}

    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM receipt").scalar_one() == 0
        assert attacker.table_file(connection, "receipt") == b""
        assert attacker.table_file(connection, "waiting_answer") == b""


def test_the_log_at_its_most_talkative_knows_neither_answer_nor_receipt_nor_key(
    database_url: str, keys: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    truth = known_answers()[:12]
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")  # before the store is opened: it looks only then
    with closing(Store.open(database_url)) as store:
        fagdag = Fagdag.open(store, keys)
        for person, text in enumerate(truth):
            fagdag.answer(person, text)
        key = keys.key(f"evaluation:{fagdag.evaluation_id}")
        with store.transaction() as session:
            tokens = session.exec(select(tables.Receipt.token)).all()
        fagdag.close()
        fagdag.results()
    assert "INSERT INTO answer" in caplog.text
    secret = [*truth, key.hex(), repr(key), *(token.hex() for token in tokens), *map(repr, tokens)]
    assert [text for text in secret if text in caplog.text] == []
