"""What a host may do to a form: it stays short, and our words stay ours."""

from dataclasses import replace

import pytest

from bot.domain import typed
from bot.domain.errors import Refused
from bot.domain.evaluation_changes import Typed, minimum, moved, saved, weeks, without
from bot.domain.evaluation_form import PART_ONE, Form, QuestionKind

SHORT = replace(PART_ONE, questions=PART_ONE.questions[:3])


def change(form: Form, key: str, given: Typed) -> tuple[Form | None, dict[str, str]]:
    read = typed.Form()
    after = saved(form, key, given, read)
    return after, {name: refused.text for name, refused in read.problems.items()}


def keys(form: Form) -> list[str]:
    return [question.key for question in form.questions]


def test_a_new_question_comes_last_under_a_key_of_its_own() -> None:
    after, _ = change(SHORT, "", Typed("Hvilken lengde?", "choice", "Hel dag\n\nHalv dag\n"))
    assert after is not None
    assert keys(after) == ["benefit", "useful", "needs", "q1"]
    assert after.questions[-1].options == ("Hel dag", "Halv dag")
    again, _ = change(after, "", Typed("Noe mer?", "text", required=True))
    assert again is not None
    assert (again.questions[-1].key, again.questions[-1].required) == ("q2", False)


def test_a_sixth_question_is_refused() -> None:
    with pytest.raises(Refused, match="Fem spørsmål er nok"):
        change(PART_ONE, "", Typed("Noe mer?", "text"))


def test_the_hosts_words_are_the_hosts_and_ours_stay_ours() -> None:
    kept, _ = change(SHORT, "needs", Typed(SHORT.questions[2].text, "text"))
    assert kept == SHORT
    reworded, _ = change(SHORT, "needs", Typed("Hva vil du lære?", "text"))
    assert reworded is not None
    assert (reworded.questions[2].key, reworded.questions[2].ours) == ("needs", False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Typed("", "text"), "text"),
        (Typed("x" * 151, "text"), "text"),
        (Typed("Ring 91234567?", "text"), "text"),
        (Typed("Hva?", ""), "kind"),
        (Typed("Hva?", "essay"), "kind"),
        (Typed("Nyttig?", "rating"), "kind"),  # one is there already
        (Typed("Hva?", "choice", "Bare ett"), "options"),
        (Typed("Hva?", "several", "\n".join("abcdefghi")), "options"),
        (Typed("Hva?", "yes-no", follow_up="x" * 151), "follow_up"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(given: Typed, field: str) -> None:
    after, problems = change(SHORT, "", given)
    assert (after, list(problems)) == (None, [field])


def test_what_a_kind_does_not_have_is_left_out() -> None:
    after, _ = change(SHORT, "", Typed("Kom du?", "scale", "a\nb", "Hvorfor?"))
    assert after is not None
    assert after.questions[-1].kind is QuestionKind.SCALE
    assert (after.questions[-1].options, after.questions[-1].follow_up) == ((), "")


def test_questions_move_and_stay_at_the_ends() -> None:
    assert keys(moved(SHORT, "useful", up=True)) == ["useful", "benefit", "needs"]
    assert keys(moved(SHORT, "useful", up=False)) == ["benefit", "needs", "useful"]
    assert moved(SHORT, "benefit", up=True) == SHORT
    assert moved(SHORT, "needs", up=False) == SHORT


def test_a_question_is_taken_away_but_never_the_last_one() -> None:
    one = without(without(SHORT, "useful"), "needs")
    assert keys(one) == ["benefit"]
    with pytest.raises(Refused, match="minst ett"):
        without(one, "benefit")
    with pytest.raises(Refused, match="ikke i skjemaet lenger"):
        without(one, "needs")


@pytest.mark.parametrize("value", ["4", "0", "-5", "51", "fem", ""])
def test_the_minimum_is_never_under_five(value: str) -> None:
    with pytest.raises(Refused):
        minimum(value)


def test_the_numbers_have_bounds() -> None:
    assert (minimum("5"), minimum("12"), weeks("1"), weeks("26")) == (5, 12, 1, 26)
    with pytest.raises(Refused):
        weeks("27")
