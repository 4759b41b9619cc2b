"""The use case behind both doors: a code, a page, one answer for each, and a challenge apart."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.evaluation_form import PART_ONE, fields
from bot.features.evaluation import answering, closing
from bot.features.evaluation.answering import AnswerPage, Outcome, Result, State
from storage import evaluation_rows, evaluations, planning, tables
from storage.tables import Evaluation
from tests.features.bench import Network

ANSWER = {"benefit": "great", "theme": "Tolk i møtet"}


def opened(network: Network) -> AnswerPage:
    """The fagdag of 15 January is about to end."""
    sent = network.pass_days(15)
    due = next(delivery.due_at for delivery, _ in sent if delivery.kind == planning.INVITATION)
    network.clock.moment = due + timedelta(minutes=5)
    return page(network)


def page(network: Network, part: int = 1) -> AnswerPage:
    with network.deps.store.transaction() as session:
        code = session.get_one(Evaluation, part).code
    found = answering.whole_page(network.deps, code or "")
    assert found is not None
    return found


def answer(network: Network, who: str, **given: str) -> Outcome:
    return answering.answer(network.deps, 1, who, {**ANSWER, **given})


def close(network: Network) -> None:
    network.clock.advance(days=2)
    closing.close_due(network.deps)


def test_a_code_is_read_as_people_type_it(network: Network) -> None:
    code = opened(network).code
    assert len(code) == 8
    for typed in (code.upper(), f"{code[:4]}-{code[4:]}", f" {code[:4]} {code[4:]} "):
        assert answering.whole_page(network.deps, typed) == page(network)


@pytest.mark.parametrize("code", ["", "aaaaaaaa", "12345678901", "'; DROP TABLE", "\x00"])
def test_another_code_leads_nowhere(network: Network, code: str) -> None:
    opened(network)
    assert answering.whole_page(network.deps, code) is None


def test_the_page_says_what_is_asked_and_how_many_have_answered(network: Network) -> None:
    opened(network)
    answer(network, "web:a")
    shown = page(network)
    assert (shown.part, shown.state, shown.answered, shown.minimum) == (1, State.OPEN, 1, 5)
    assert [f.name.partition("-")[0] for f in shown.fields if f.required] == ["benefit"]
    assert shown.next_part is not None
    assert (shown.next_part.part, shown.next_part.state) == (2, State.NOT_YET)


def test_each_door_takes_one_answer_of_each(network: Network) -> None:
    opened(network)
    taken = [answer(network, who).result for who in ("web:a", "web:b", "web:a", "person:1")]
    assert taken == [Result.TAKEN, Result.TAKEN, Result.AGAIN, Result.TAKEN]
    assert page(network).answered == 3
    assert answering.has_answered(network.deps, 1, "web:b")
    assert not answering.has_answered(network.deps, 1, "web:c")


def test_what_was_wrong_comes_back_by_field(network: Network) -> None:
    opened(network)
    outcome = answer(network, "web:a", benefit="", needs="Ring 91234567")
    assert outcome.result is Result.PROBLEMS
    assert set(outcome.problems) == {"benefit", "needs"}
    assert page(network).answered == 0


def test_part_two_is_not_answered_before_its_time(network: Network) -> None:
    opened(network)
    early = answering.answer(network.deps, 2, "web:a", {"benefit": "great"})
    assert early.result is Result.NOT_YET


def test_after_closing_it_is_too_late(network: Network) -> None:
    opened(network)
    answer(network, "web:a")
    close(network)
    assert answer(network, "web:b").result is Result.CLOSED
    assert not answering.has_answered(network.deps, 1, "web:a")
    assert (page(network).state, page(network).answered) == (State.CLOSED, 1)


def test_no_such_evaluation_is_a_closed_one(network: Network) -> None:
    assert answering.answer(network.deps, 99, "web:a", ANSWER).result is Result.CLOSED


def test_the_questions_stand_from_the_first_answer_on(network: Network) -> None:
    opened(network)
    answer(network, "web:a")
    with network.deps.store.transaction() as session:
        assert session.get_one(Evaluation, 1).form_locked
        assert not evaluation_rows.save_form(session, 1, PART_ONE)


def test_a_challenge_with_consent_leaves_the_answer_and_comes_out_at_closing(
    network: Network,
) -> None:
    opened(network)
    sent_on = {"challenge": "Praksis kolliderer", "challenge-send": "yes"}
    answer(network, "web:a", **sent_on)
    answer(network, "web:b", challenge="Denne beholder vi her")
    for who in "cdef":
        answer(network, f"web:{who}")
    with network.deps.store.transaction() as session:
        assert evaluations.challenges(session, 1) == []
    close(network)
    with network.deps.store.transaction() as session:
        (challenge,) = evaluations.challenges(session, 1)
        found = evaluations.results(session, 1)
        assert evaluations.challenge(session, 1, challenge.key) == challenge
        assert evaluations.challenge(session, 2, challenge.key) is None
    assert challenge.text == "Praksis kolliderer"
    assert found is not None
    assert found.texts["challenge"] == ("Denne beholder vi her",)


def test_with_four_answers_no_challenge_is_left_either(network: Network) -> None:
    opened(network)
    for who in "abcd":
        answer(network, f"web:{who}", **{"challenge": "Sand", "challenge-send": "yes"})
    close(network)
    with network.deps.store.transaction() as session:
        assert evaluations.challenges(session, 1) == []


def test_what_storage_holds_of_an_answer_is_what_the_form_says(network: Network) -> None:
    """Without a name and without a time: neither stands in any column of any of the four tables."""
    held = {
        name: sorted(table.model_fields)
        for name, table in (
            ("receipt", tables.Receipt),
            ("waiting", tables.WaitingAnswer),
            ("answer", tables.Answer),
            ("challenge", tables.EvaluationChallenge),
        )
    }
    assert held == {
        "receipt": ["evaluation_id", "token"],
        "waiting": ["detached", "evaluation_id", "key", "mixed", "sealed"],
        "answer": ["evaluation_id", "key", "payload"],
        "challenge": ["evaluation_id", "key", "text"],
    }
    opened(network)
    for person in range(1, 6):
        answer(network, f"person:{person}")
    close(network)
    with network.deps.store.transaction() as session:
        kept = session.exec(select(tables.Answer.payload)).all()
    assert kept == [ANSWER] * 5
    assert {name for payload in kept for name in payload} <= {f.name for f in fields(PART_ONE)}
