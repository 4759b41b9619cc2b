"""Forms as data: what is asked, in which fields, and what may stand in them."""

import json
import string
from dataclasses import fields as slots
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.evaluation_form import (
    DEFAULTS,
    FIRST_PART,
    LONGEST,
    MOST_QUESTIONS,
    MOST_RATED,
    Form,
    Problems,
    Question,
    QuestionKind,
    Scale,
    checked,
    fields,
    restored,
    sent_on,
    stored,
    with_programme,
)
from bot.domain.programme import BLOCKS, EVALUATION, Part

PROGRAMME = (
    Part(time(9), "Velkommen", "NAV"),
    Part(time(9, 15), "Nytt om lover og regler"),
    Part(time(11), "Lunsj"),
    Part(time(12), "Case i grupper"),
    Part(time(14, 45), "Evaluering"),
)
EVERYTHING = Form(
    FIRST_PART,
    1,
    (
        Question("q1", QuestionKind.SCALE, "Nyttig?", required=True),
        Question("q2", QuestionKind.CHOICE, "Hvilken?", ("A", "B", "C")),
        Question("q3", QuestionKind.SEVERAL, "Hvilke?", ("A", "B", "C")),
        Question("q4", QuestionKind.RATING, "Hvor nyttig?", ("Lover", "Case")),
        Question("q5", QuestionKind.YES_NO, "Brukt?", follow_up="Hva?"),
        Question("q6", QuestionKind.TEXT, "Noe mer?"),
        Question("q7", QuestionKind.CHALLENGE, "En utfordring?"),
    ),
)
GIVEN = {
    "q1": "great",
    "q2": "2",
    "q3": "3,1",
    "q4-2": "none",
    "q5": "yes",
    "q5-more": "Tolk på telefon",
    "q6": " Mer tid ",
    "q7": "Praksis kolliderer",
    "q7-send": "yes",
}
words = st.text(string.ascii_lowercase + "æøå ", max_size=30)
typed_in = st.fixed_dictionaries(
    {"q1": st.sampled_from([str(step) for step in Scale])},
    optional={
        "q2": st.sampled_from(["", "1", "2", "3"]),
        "q3": st.lists(st.sampled_from("123"), max_size=4).map(",".join),
        "q4-1": st.sampled_from(["", *map(str, Scale)]),
        "q5": st.sampled_from(["", "yes", "no"]),
        "q5-more": words,
        "q6": words,
        "q7": words,
        "q7-send": st.sampled_from(["", "yes"]),
    },
)


def problems(form: Form, typed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(Problems) as caught:
        checked(form, typed)
    return {name: refused.text for name, refused in caught.value.fields.items()}


@pytest.mark.parametrize("form", DEFAULTS.values(), ids=["del 1", "del 2"])
def test_our_own_forms_are_short_and_their_texts_are_optional(form: Form) -> None:
    assert len(form.questions) <= MOST_QUESTIONS
    assert len({question.key for question in form.questions}) == len(form.questions)
    texts = [field for field in fields(form) if field.kind is QuestionKind.TEXT]
    assert [field.name for field in texts if field.required] == []


def test_part_one_asks_what_the_network_has_always_asked() -> None:
    assert [question.key for question in DEFAULTS[1].questions] == [
        "benefit",
        "useful",
        "needs",
        "theme",
        "challenge",
    ]
    assert [question.key for question in DEFAULTS[2].questions] == [
        "benefit",
        "used",
        "helped",
        "next",
        "challenge",
    ]


def test_nobody_can_choose_not_to_be_anonymous() -> None:
    """There is nowhere to write it down: neither in a form, nor in a question, nor in a field."""
    assert [slot.name for slot in slots(Form)] == ["part", "version", "questions"]
    assert [slot.name for slot in slots(Question)] == [
        "key",
        "kind",
        "text",
        "options",
        "required",
        "follow_up",
        "ours",
    ]


def test_each_kind_has_its_fields() -> None:
    assert [(field.name, str(field.kind)) for field in fields(EVERYTHING)] == [
        ("q1", "scale"),
        ("q2", "choice"),
        ("q3", "several"),
        ("q4-1", "rating"),
        ("q4-2", "rating"),
        ("q5", "yes-no"),
        ("q5-more", "text"),
        ("q6", "text"),
        ("q7", "text"),
        ("q7-send", "several"),
    ]


def test_a_rating_asks_for_each_item_that_one_can_learn_from() -> None:
    asked = fields(with_programme(DEFAULTS[1], PROGRAMME))
    assert [field.label.text for field in asked if field.heading] == [
        "Nytt om lover og regler",
        "Case i grupper",
    ]


def test_without_a_programme_it_asks_for_the_whole_day() -> None:
    (asked,) = [f for f in fields(with_programme(DEFAULTS[1], ())) if f.name.startswith("useful")]
    assert (asked.name, asked.label.text) == ("useful", "Hvor nyttig var dette for arbeidet ditt?")


def test_a_long_programme_does_not_make_a_long_form() -> None:
    long = [Part(time(9, minute), f"Innlegg {minute}") for minute in range(16)]
    asked = fields(with_programme(DEFAULTS[1], long))
    assert len([field for field in asked if field.heading]) == MOST_RATED


def test_of_the_standard_programme_what_holds_the_day_together_is_not_rated() -> None:
    standard = [Part(time(9), block.title) for block in BLOCKS] + [Part(time(14), EVALUATION)]
    asked = fields(with_programme(DEFAULTS[1], standard))
    assert [field.label.text for field in asked if field.heading] == [
        "Nytt om lover og regler",
        "{presenter} viser sin praksis",
        "Case i grupper på tvers av etatene",
        "Plenum: hva fant gruppene?",
    ]


def test_a_filled_in_form_is_kept_without_its_blanks() -> None:
    assert checked(EVERYTHING, GIVEN | {"q4-1": ""}) == {
        **GIVEN,
        "q3": "1,3",
        "q6": "Mer tid",
    }


@given(typed_in)
def test_checking_twice_changes_nothing(typed: dict[str, str]) -> None:
    kept = checked(EVERYTHING, typed)
    assert checked(EVERYTHING, kept) == kept
    assert json.loads(json.dumps(kept)) == kept


@given(typed_in, st.dictionaries(st.text().filter(lambda key: "q" not in key), st.text()))
def test_what_the_form_does_not_ask_is_not_kept(
    typed: dict[str, str], more: dict[str, str]
) -> None:
    assert checked(EVERYTHING, more | typed) == checked(EVERYTHING, typed)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("q1", "", "Velg ett svar."),
        ("q1", "  ", "Velg ett svar."),
        ("q1", "enormous", "Velg blant svarene i lista."),
        ("q2", "4", "Velg blant svarene i lista."),
        ("q2", "1,2", "Velg blant svarene i lista."),
        ("q3", "1,4", "Velg blant svarene i lista."),
        ("q4-2", "yes", "Velg blant svarene i lista."),
        ("q5", "maybe", "Velg blant svarene i lista."),
        ("q6", "x" * (LONGEST + 1), "Dette er {count} tegn. Kort det ned til {longest}."),
        (
            "q7",
            "Ring 91 23 45 67",
            "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
        ),
    ],
)
def test_each_field_says_what_is_wrong_with_it(name: str, value: str, told: str) -> None:
    assert problems(EVERYTHING, GIVEN | {name: value}) == {name: told}


def test_all_problems_are_told_at_once() -> None:
    assert set(problems(EVERYTHING, {"q2": "x", "q6": "y" * 2000})) == {"q1", "q2", "q6"}


def test_problems_are_a_refusal_with_something_to_say() -> None:
    assert issubclass(Problems, Refused)
    assert Problems({}).text == "Se over det som er merket, og send inn på nytt."


def test_what_is_to_be_sent_on_leaves_the_rest_at_once() -> None:
    kept, challenge = sent_on(EVERYTHING, checked(EVERYTHING, GIVEN))
    assert challenge == "Praksis kolliderer"
    assert [name for name in kept if name.startswith("q7")] == []


def test_without_a_consent_it_stays_an_answer_like_the_others() -> None:
    kept, challenge = sent_on(EVERYTHING, checked(EVERYTHING, GIVEN | {"q7-send": ""}))
    assert (kept["q7"], challenge) == ("Praksis kolliderer", "")


@pytest.mark.parametrize("form", [*DEFAULTS.values(), EVERYTHING])
def test_a_form_comes_back_as_it_was_written_down(form: Form) -> None:
    assert restored(json.loads(json.dumps(stored(form)))) == form
