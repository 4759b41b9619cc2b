"""What a result may show, whatever was answered; and cells that no spreadsheet calculates."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cells import safe
from bot.domain.evaluation import MINIMUM, results
from bot.domain.evaluation_form import PART_ONE, PART_TWO, Form, Question, QuestionKind, Scale
from bot.domain.results import Report, charts, comparisons, report

DAY = date(2027, 2, 12)
FORM = Form(
    1,
    1,
    (
        *PART_ONE.questions[:2],
        Question(
            "which", QuestionKind.SEVERAL, "Hvilke?", ("Nav", "Skolen", "Karriere"), ours=False
        ),
        Question("why", QuestionKind.TEXT, "Hvorfor?", ours=False),
        PART_ONE.questions[-1],
    ),
)
SCALES = st.sampled_from(["", *Scale])
ANSWERS = st.lists(
    st.fixed_dictionaries(
        {"benefit": SCALES, "useful": SCALES, "which": st.sampled_from(["", "1", "1,3", "2"])}
    ).map(lambda values: {name: value for name, value in values.items() if value}),
    max_size=40,
)


def reported(answers: list[dict[str, str]], minimum: int = MINIMUM) -> Report | None:
    found = results(FORM, answers, random.Random(1).shuffle, minimum)
    return report(FORM, found, minimum) if found else None


@given(answers=ANSWERS, minimum=st.integers(0, 12))
def test_no_figure_is_shown_of_fewer_than_the_minimum(
    answers: list[dict[str, str]], minimum: int
) -> None:
    shown = reported(answers, minimum)
    least = max(minimum, MINIMUM)
    assert (shown is None) == (len(answers) < least)
    for figure in shown.figures if shown else ():
        chose = sum(figure.name in answer for answer in answers)
        assert not figure.steps or chose >= least, figure


@given(answers=ANSWERS)
def test_every_figure_that_is_shown_is_a_true_count(answers: list[dict[str, str]]) -> None:
    shown = reported(answers)
    for figure in shown.figures if shown else ():
        for step in figure.steps:
            chosen = [answer.get(figure.name, "").split(",") for answer in answers]
            assert step.count == sum(step.value in each for each in chosen)


def test_exactly_five_are_shown_and_four_are_not() -> None:
    five = [{"benefit": "great"}] * MINIMUM
    found = reported(five)
    assert found is not None
    assert [figure.name for figure in found.figures if figure.steps] == ["benefit"]
    assert reported(five[1:]) is None


def test_a_question_that_four_of_many_answered_keeps_its_figures_to_itself() -> None:
    found = reported([{"benefit": "great"}] * 20 + [{"useful": "none"}] * 4)
    assert found is not None
    assert [figure.name for figure in found.figures if figure.steps] == ["benefit"]


def test_the_box_beside_a_challenge_is_no_figure() -> None:
    found = reported([{"benefit": "great"}] * 6)
    assert found is not None
    assert [figure.name for figure in found.figures] == ["benefit", "useful", "which"]


def test_items_of_a_programme_are_drawn_together_and_count_the_upper_steps() -> None:
    rated = Question("useful", QuestionKind.RATING, "Nyttig?", ("Tolk", "Voksenrett"), ours=False)
    form = Form(1, 1, (rated,))
    answers = [{"useful-1": "great", "useful-2": "little"}] * 3 + [{"useful-1": "some"}] * 3
    found = results(form, answers, random.Random(1).shuffle)
    assert found is not None
    (chart,) = charts(report(form, found).figures)
    assert [(bar.label.text, bar.count) for bar in chart.bars] == [("Tolk", 6)]


def test_only_scales_that_both_asked_are_compared() -> None:
    one = reported([{"benefit": "great"}] * 3 + [{"benefit": "none"}] * 3)
    second = results(PART_TWO, [{"benefit": "great"}] * 5, random.Random(1).shuffle)
    assert one is not None
    assert second is not None
    found = list(comparisons(report(PART_TWO, second), one, 1, DAY, same_part=False))
    assert [(line.here, line.there) for line in found] == [(100, 50)]
    same = list(comparisons(one, report(PART_TWO, second), 1, DAY, same_part=True))
    assert same == []  # the wording differs


CORPUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    '=HYPERLINK("http://x","y")',
    " =cmd|' /C calc'!A0",
    "\n=1",
    "\uff1d1+1",
    "\u00a0=1",
    "=\x00",
]


@pytest.mark.parametrize("text", CORPUS)
def test_what_a_spreadsheet_would_calculate_is_text(text: str) -> None:
    assert safe(text).startswith("'")
    assert "\x00" not in safe(text)


@given(text=st.text(alphabet=st.sampled_from("=+-@\t\r\n\x00 a1\uff1d'\""), max_size=8))
def test_nothing_begins_as_a_formula_and_nothing_else_is_changed(text: str) -> None:
    cell = safe(text)
    assert not cell.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.replace("\x00", "") or cell == text.replace("\x00", "")


@pytest.mark.parametrize("text", ["Tolk på skjerm", "5", "", "a=1", "'=1", "2026-01-15"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text
