"""What the network makes of an evaluation afterwards joins nobody to an answer either: the themes
that were proposed, what was sent on, its summary, and who votes for what.
"""

from collections.abc import Sequence
from random import Random

from sqlmodel import col, select

from storage import results, tables
from storage.keys import Keyring
from storage.store import Store
from tests.anonymity import attacker
from tests.anonymity.fagdag import ENDS, Fagdag
from tests.demo_network import calendar

PEOPLE = 60
ROUNDS = 3
LIMIT = 1 / PEOPLE + 0.06  # five standard deviations above 180 guesses of one in sixty

# What is kept of the use of an evaluation. Who votes is known, and of whose theme is not.
KEPT = {
    tables.Result: {"evaluation_id", "network_id", "key", "closed_on", "placed"},
    tables.Note: {"id", "network_id", "meeting_id", "kind", "text", "removed_at"},
    tables.Theme: {
        "id",
        "network_id",
        "text",
        "source",
        "source_id",
        "proposed_on",
        "merged_into_id",
        "meeting_id",
        "replaced",
        "removed_at",
    },
    tables.ThemeVote: {"theme_id", "person_id"},
    tables.EvaluationChallenge: {"key", "evaluation_id", "text"},
}


def known_words(seed: int, kind: str) -> list[str]:
    """In the order in which they come."""
    letters = Random(seed)
    return [f"{kind} {''.join(letters.choices('abcdefgh', k=14))}" for _ in range(PEOPLE)]


def used(fagdag: Fagdag, proposed: Sequence[str], sent_on: Sequence[str]) -> None:
    """Everybody answers, one after the other, and the network is told."""
    for person, words in enumerate(zip(proposed, sent_on, strict=True)):
        fagdag.answer(person, *words)
    fagdag.close()
    with fagdag.store.transaction() as session:
        results.settle(session, ENDS, calendar())


def in_the_bank(fagdag: Fagdag) -> list[str]:
    """In the order of their numbers."""
    with fagdag.store.transaction() as session:
        return list(
            session.exec(
                select(tables.Theme.text)
                .where(tables.Theme.source_id == fagdag.evaluation_id)
                .order_by(col(tables.Theme.id))
            )
        )


def sent(fagdag: Fagdag) -> list[str]:
    """As the cards and the page list them."""
    with fagdag.store.transaction() as session:
        row = session.get_one(tables.Evaluation, fagdag.evaluation_id)
        return [challenge.text for challenge in results.challenges(session, [row])]


def test_neither_theme_nor_challenge_tells_by_its_place_whose_it_is(
    store: Store, keys: Keyring
) -> None:
    by_theme, by_challenge, together = [], [], []
    for seed in range(ROUNDS):
        proposed, sent_on = known_words(seed, "Tema"), known_words(seed + 100, "Sak")
        fagdag = Fagdag.open(store, keys)
        used(fagdag, proposed, sent_on)
        bank, taken_up = in_the_bank(fagdag), sent(fagdag)
        assert (sorted(bank), sorted(taken_up)) == (sorted(proposed), sorted(sent_on))
        by_theme.append(attacker.joined(bank, proposed))
        by_challenge.append(attacker.joined(taken_up, sent_on))
        whose = dict(zip(proposed, sent_on, strict=True))
        together.append(attacker.joined(taken_up, [whose[theme] for theme in bank]))
    assert max(sum(rates) / ROUNDS for rates in (by_theme, by_challenge, together)) <= LIMIT


def test_a_proposal_of_the_evaluation_comes_without_the_vote_of_who_made_it(
    store: Store, keys: Keyring
) -> None:
    fagdag = Fagdag.open(store, keys)
    used(fagdag, known_words(1, "Tema"), known_words(2, "Sak"))
    with store.transaction() as session:
        assert session.exec(select(tables.ThemeVote)).all() == []


def test_nothing_is_kept_by_which_it_could_be_joined() -> None:
    columns = {table: set(table.model_fields) for table in KEPT}
    assert columns == KEPT
