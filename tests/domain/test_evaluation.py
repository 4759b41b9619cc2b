import json
from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.evaluation import (
    FORMS,
    LONGEST,
    MINIMUM,
    PART_ONE,
    Answer,
    QuestionKind,
    Receipt,
    Scale,
    checked,
    results,
    split,
)

FORM = "part-1/1"
SCALES = [question.key for question in PART_ONE if question.kind is QuestionKind.SCALE]
TEXTS = [question.key for question in PART_ONE if question.kind is QuestionKind.TEXT]
KEYS = {*SCALES, *TEXTS}

steps = st.sampled_from([step.value for step in Scale])
filled_in = st.fixed_dictionaries(
    dict.fromkeys(SCALES, steps),
    optional=dict.fromkeys(TEXTS, st.text(max_size=30) | st.none()),
)
everyone = st.lists(filled_in.map(lambda form: checked(FORM, form)), min_size=MINIMUM, max_size=9)


def leave(_: list[str]) -> None:
    """A shuffle that does nothing, so that a test knows the order."""


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_answered_in_under_a_minute(form: str) -> None:
    keys = [question.key for question in FORMS[form]]
    texts = [question for question in FORMS[form] if question.kind is QuestionKind.TEXT]
    assert len(keys) <= 5
    assert len(set(keys)) == len(keys)
    assert not any(question.required for question in texts)


@given(filled_in)
def test_a_filled_in_form_is_accepted_as_it_is_but_for_blanks(form: dict[str, str | None]) -> None:
    kept = checked(FORM, form)
    assert set(kept) <= set(form)
    assert all(value == value.strip() != "" for value in kept.values())
    assert {key: kept[key] for key in SCALES} == {key: form[key] for key in SCALES}


@given(filled_in)
def test_checking_twice_changes_nothing(form: dict[str, str | None]) -> None:
    kept = checked(FORM, form)
    assert checked(FORM, kept) == kept


@given(filled_in, st.dictionaries(st.text().filter(lambda key: key not in KEYS), st.text()))
def test_what_the_form_does_not_ask_is_not_kept(
    form: dict[str, str | None], more: dict[str, str]
) -> None:
    assert checked(FORM, more | form) == checked(FORM, form)


@given(filled_in, st.sampled_from(SCALES), st.sampled_from(["", "   ", None]))
def test_a_missing_required_answer_is_refused(
    form: dict[str, str | None], key: str, blank: str | None
) -> None:
    with pytest.raises(Refused, match="merket med stjerne"):
        checked(FORM, form | {key: blank})


@given(filled_in, st.sampled_from(SCALES), st.text(min_size=1))
def test_a_step_that_is_not_on_the_scale_is_refused(
    form: dict[str, str | None], key: str, step: str
) -> None:
    with pytest.raises(Refused):
        checked(FORM, form | {key: f"x{step}"})


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_may_be_as_long_as_the_limit_and_no_longer(key: str) -> None:
    form = dict.fromkeys(SCALES, "great")
    assert checked(FORM, form | {key: "æ" * LONGEST})[key] == "æ" * LONGEST
    with pytest.raises(Refused, match="Teksten er for lang") as caught:
        checked(FORM, form | {key: "æ" * (LONGEST + 1)})
    assert caught.value.values == {"limit": LONGEST}


def test_control_characters_and_half_characters_are_left_out() -> None:
    form = dict.fromkeys(SCALES, "great") | {"theme": " a\x00b\x1b[c\ud83dd\r\n\te\x7f "}
    assert checked(FORM, form)["theme"] == "ab[cd\n\te"


@given(filled_in)
def test_every_answer_can_be_written_down(form: dict[str, str | None]) -> None:
    kept = checked(FORM, form)
    assert json.loads(json.dumps(kept, ensure_ascii=False).encode()) == kept


@given(st.integers(1), st.integers(1), filled_in)
def test_a_receipt_knows_who_and_an_answer_what_and_neither_the_other(
    evaluation: int, person: int, form: dict[str, str | None]
) -> None:
    receipt, answer = split(evaluation, person, FORM, form)
    assert receipt == Receipt(evaluation, person)
    assert answer == Answer(evaluation, checked(FORM, form))
    assert [field.name for field in fields(receipt)] == ["evaluation_id", "person_id"]
    assert [field.name for field in fields(answer)] == ["evaluation_id", "values"]


@given(st.integers(1), filled_in)
def test_the_answers_of_two_people_who_answer_alike_are_equal(
    evaluation: int, form: dict[str, str | None]
) -> None:
    (_, one), (_, other) = split(evaluation, 1, FORM, form), split(evaluation, 2, FORM, form)
    assert one == other


def test_an_answer_does_not_show_its_words_in_a_trace() -> None:
    _, answer = split(3, 7, FORM, dict.fromkeys(SCALES, "great") | {"theme": "hemmelig"})
    assert repr(answer) == "Answer(evaluation_id=3)"


def test_the_minimum_is_five() -> None:
    """What is promised on the form and in docs/anonymity.md."""
    assert MINIMUM == 5


@settings(max_examples=25)
@given(everyone)
def test_fewer_than_the_minimum_give_no_results(answers: list[dict[str, str]]) -> None:
    assert results(FORM, answers[: MINIMUM - 1], leave) is None
    assert results(FORM, answers[:MINIMUM], leave) is not None


@settings(max_examples=25)
@given(everyone)
def test_the_results_count_every_answer_once(answers: list[dict[str, str]]) -> None:
    found = results(FORM, answers, leave)
    assert found is not None
    assert found.answered == len(answers)
    assert set(found.scales) == set(SCALES)
    for key in SCALES:
        given_steps = Counter(answer[key] for answer in answers)
        assert found.scales[key] == {step: given_steps[step] for step in Scale}
    assert found.texts == {
        key: tuple(answer[key] for answer in answers if key in answer) for key in TEXTS
    }


def test_the_texts_of_each_question_are_shuffled_by_themselves() -> None:
    """Else the third line of one list and the third of another would be one person's."""
    answers = [
        dict.fromkeys(SCALES, "some") | {key: f"{key} {number}" for key in TEXTS}
        for number in range(MINIMUM)
    ]
    shuffled: list[list[str]] = []
    results(FORM, answers, lambda texts: shuffled.append(list(texts)))
    assert shuffled == [[f"{key} {number}" for number in range(MINIMUM)] for key in TEXTS]
