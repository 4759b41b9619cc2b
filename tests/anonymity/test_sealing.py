import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation_form import (
    FIRST_PART,
    LONGEST,
    MOST_QUESTIONS,
    Form,
    Question,
    QuestionKind,
    fields,
)
from storage.sealing import seal, unseal

KEY = bytes(32)
ANSWERS = st.dictionaries(st.text("abc", max_size=5), st.text(max_size=200), max_size=5)


@given(ANSWERS)
def test_what_is_sealed_comes_back(values: dict[str, str]) -> None:
    assert unseal(KEY, seal(KEY, values)) == values


@given(ANSWERS)
def test_all_that_is_sealed_has_one_length(values: dict[str, str]) -> None:
    assert len(seal(KEY, values)) == len(seal(KEY, {}))


def test_the_same_answer_is_sealed_differently_each_time() -> None:
    assert seal(KEY, {"theme": "Tolk"}) != seal(KEY, {"theme": "Tolk"})


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(InvalidTag):
        unseal(b"1" * 32, seal(KEY, {}))


def test_an_answer_that_was_changed_does_not_open() -> None:
    sealed = bytearray(seal(KEY, {}))
    sealed[50] ^= 1
    with pytest.raises(InvalidTag):
        unseal(KEY, bytes(sealed))


@pytest.mark.parametrize("widest", ["\N{ELEPHANT}", '"', "\n"])
def test_the_longest_answer_to_a_form_of_nothing_but_texts_fits(widest: str) -> None:
    """Every kind of question has at most one text of its own."""
    questions = [Question(f"q{n}", QuestionKind.TEXT, "Hva?") for n in range(MOST_QUESTIONS)]
    asked = fields(Form(FIRST_PART, 1, tuple(questions)))
    values = {field.name: widest * LONGEST for field in asked}
    assert unseal(KEY, seal(KEY, values)) == values


def test_what_does_not_fit_is_refused_without_being_told() -> None:
    with pytest.raises(ValueError, match="must fit") as caught:
        seal(KEY, {"theme": "hemmelig" * 10_000})
    assert "hemmelig" not in str(caught.value)
