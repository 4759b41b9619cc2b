"""Who and what are parted at the door, and only what many answered together comes back."""

from collections import Counter
from dataclasses import fields as slots

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation import MINIMUM, Answer, Receipt, SentOn, results, split
from bot.domain.evaluation_form import PART_ONE, QuestionKind, Scale, checked, fields
from tests.domain.test_evaluation_form import EVERYTHING

STEPS = [str(step) for step in Scale]
TEXTS = [field.name for field in fields(PART_ONE) if field.kind is QuestionKind.TEXT]
words = st.text("abcæøå ", max_size=20)
filled_in = st.fixed_dictionaries(
    {"benefit": st.sampled_from(STEPS)},
    optional={"useful": st.sampled_from(STEPS), **dict.fromkeys(TEXTS, words)},
)
everyone = st.lists(filled_in.map(lambda form: checked(PART_ONE, form)), min_size=9, max_size=12)


def leave(_: list[str]) -> None:
    """A shuffle that does nothing, so that a test knows the order."""


@given(st.integers(1), words, filled_in)
def test_a_receipt_knows_who_an_answer_what_and_neither_the_other(
    evaluation: int, who: str, form: dict[str, str]
) -> None:
    parted = split(evaluation, who, PART_ONE, form)
    assert parted == (
        Receipt(evaluation, who),
        Answer(evaluation, checked(PART_ONE, form)),
        SentOn(evaluation, ""),
    )
    assert [[slot.name for slot in slots(half)] for half in parted] == [
        ["evaluation_id", "respondent"],
        ["evaluation_id", "values"],
        ["evaluation_id", "text"],
    ]


@given(st.integers(1), filled_in)
def test_the_answers_of_two_people_who_answer_alike_are_equal(
    evaluation: int, form: dict[str, str]
) -> None:
    _, *one = split(evaluation, "person:1", PART_ONE, form)
    _, *other = split(evaluation, "web:abc", PART_ONE, form)
    assert one == other


def test_neither_an_answer_nor_what_is_sent_on_shows_its_words_in_a_trace() -> None:
    form = {"benefit": "great", "theme": "hemmelig", "challenge": "sand", "challenge-send": "yes"}
    _, answer, challenge = split(3, "person:7", PART_ONE, form)
    assert (answer.values, challenge.text) == ({"benefit": "great", "theme": "hemmelig"}, "sand")
    assert repr((answer, challenge)) == "(Answer(evaluation_id=3), SentOn(evaluation_id=3))"


def test_the_minimum_is_five() -> None:
    """What is promised on the form and in docs/anonymity.md."""
    assert MINIMUM == 5


@settings(max_examples=25)
@given(everyone)
def test_fewer_than_the_minimum_give_no_results(answers: list[dict[str, str]]) -> None:
    assert results(PART_ONE, answers[:4], leave) is None
    assert results(PART_ONE, answers[:5], leave) is not None


@settings(max_examples=25)
@given(everyone, st.integers(-3, 12))
def test_a_network_may_want_more_answers_and_never_fewer(
    answers: list[dict[str, str]], minimum: int
) -> None:
    shown = [n for n in range(len(answers) + 1) if results(PART_ONE, answers[:n], leave, minimum)]
    assert shown == list(range(max(5, minimum), len(answers) + 1))


@settings(max_examples=25)
@given(everyone)
def test_the_results_count_every_answer_once(answers: list[dict[str, str]]) -> None:
    found = results(PART_ONE, answers, leave)
    assert found is not None
    assert found.answered == len(answers)
    for name in ("benefit", "useful"):
        given_steps = Counter(answer.get(name) for answer in answers)
        assert found.counts[name] == {step: given_steps[step] for step in STEPS}
    assert found.texts == {
        key: tuple(answer[key] for answer in answers if key in answer) for key in TEXTS
    }


def test_the_texts_of_each_question_are_shuffled_by_themselves() -> None:
    """Else the third line of one list and the third of another would be one person's."""
    answers = [
        {"benefit": "some"} | {key: f"{key} {number}" for key in TEXTS} for number in range(MINIMUM)
    ]
    shuffled: list[list[str]] = []
    results(PART_ONE, answers, lambda texts: shuffled.append(list(texts)))
    assert shuffled == [[f"{key} {number}" for number in range(MINIMUM)] for key in TEXTS]


@pytest.mark.parametrize("several", ["1,3", "3"])
def test_of_several_choices_each_is_counted(several: str) -> None:
    found = results(EVERYTHING, [{"q3": several}] * 5, leave)
    assert found is not None
    assert found.counts["q3"] == {"1": 5 * ("1" in several), "2": 0, "3": 5}
