"""The host changes what is asked, sees it as the participants will, and is stopped by an answer."""

import pytest
from sqlmodel import select

from bot.domain.meetings import Activity, MeetingState
from bot.features.evaluation import answering, found
from storage.tables import Evaluation, Meeting
from tests.features.bench import Network, Seen


@pytest.fixture
def questions(network: Network) -> Seen:
    """Ola's agency hosts the fagdag of 15 January."""
    return network.member("Ola").says("fagdag").press("Evaluering")


def rows(seen: Seen) -> list[str]:
    """The questions on the card, in order."""
    return [text for text in seen.texts if text.endswith("?") and "svare før" not in text][1:]


def test_only_the_host_gets_there(network: Network, questions: Seen) -> None:
    assert "Evaluering" not in network.member("Ingrid").says("fagdag").buttons
    refused = questions.press("Forhåndsvis", network.member("Ingrid"))
    assert refused.heading.startswith("Det er verten som kan gjøre det")


def test_a_changed_question_is_asked_in_the_hosts_words(questions: Seen) -> None:
    form = questions.press("Endre")
    assert form.inputs()["text"] == "Har du fått faglig utbytte av dagen?"
    after = form.press("Lagre", text="Lærte du noe {nytt}?", kind="scale", required="true")
    assert rows(after)[0] == "Lærte du noe {nytt}?"
    preview = after.press("Forhåndsvis")
    labels = [part["label"] for part in preview.card["body"] if "label" in part]
    assert labels[0] == "Lærte du noe {nytt}?"
    assert preview.buttons == ["Tilbake"]


def test_what_cannot_be_taken_comes_back_as_it_was_typed(questions: Seen) -> None:
    again = questions.press("Endre").press("Lagre", text="Hvilken?", kind="choice", options="En")
    assert again.inputs()["text"] == "Hvilken?"
    assert again.inputs()["options"] == "En"
    assert "Skriv fra 2 til 8 svar, ett på hver linje." in again.texts


def test_questions_are_moved_and_taken_away_after_a_question(questions: Seen) -> None:
    before = rows(questions)
    moved = questions.press("Endre").press("Flytt ned")
    assert rows(moved) == [before[1], before[0], *before[2:]]
    sure = moved.press("Endre").press("Ta bort")
    assert sure.heading == "Skal vi slutte å spørre om dette?"
    assert rows(sure.press("Behold")) == rows(moved)
    assert rows(sure.press("Ta bort")) == rows(moved)[1:]


def test_the_usual_questions_come_back(questions: Seen) -> None:
    changed = questions.press("Endre").press("Ta bort").press("Ta bort")
    assert "Legg til" in changed.buttons
    back = changed.press("Våre spørsmål").press("Ja, bruk de vanlige")
    assert rows(back) == rows(questions)
    assert "Våre spørsmål" not in back.buttons


def test_part_two_has_its_weeks(network: Network, questions: Seen) -> None:
    second = questions.press("Til del 2")
    wrong = second.press("Lagre tallene", weeks="0", minimum="4")
    assert "Skriv et tall fra 1 til 26." in wrong.texts
    assert "Skriv et tall fra 5 til 50." in wrong.texts
    second.press("Lagre tallene", weeks="3", minimum="8")
    with network.deps.store.transaction() as session:
        row = session.get_one(Evaluation, 2)
        assert (row.weeks, row.minimum) == (3, 8)
        assert f"{row.opens_at:%Y-%m-%d %H:%M}" == "2027-02-05 08:00"


def test_part_two_is_prepared_also_when_the_day_is_finished(
    network: Network, questions: Seen
) -> None:
    """A month after the day, and before part 2 is asked."""
    second = questions.press("Til del 2")
    network.pass_days(50)
    with network.deps.store.transaction() as session:
        evaluation = session.get_one(Evaluation, 2)
        held = session.get_one(Meeting, evaluation.meeting_id)
        assert (held.state, evaluation.closed) == (MeetingState.FINISHED, False)
    assert second.press("Lagre tallene", weeks="8", minimum="8").heading == "Tallene er lagret"


def test_no_evaluation_is_made_for_a_day_of_long_ago(network: Network) -> None:
    with network.deps.store.transaction() as session:
        held = session.exec(
            select(Meeting).where(
                Meeting.activity == Activity.OPEN_DAY, Meeting.ends_at < network.clock()
            )
        ).all()
        made = [found.of_day(network.deps, session, row, part) for row in held for part in (1, 2)]
        assert set(made) == {None}


def test_after_the_first_answer_the_questions_stand(network: Network, questions: Seen) -> None:
    sent = network.pass_days(11)
    with network.deps.store.transaction() as session:
        network.clock.moment = session.get_one(Evaluation, 1).opens_at
    taken = answering.answer(network.deps, 1, "web:a", {"benefit": "great"})
    assert (taken.result, bool(sent)) == (answering.Result.TAKEN, True)
    form = questions.press("Endre")
    refused = form.press("Lagre", text="Noe annet?", kind="scale")
    assert refused.heading == "Noen har allerede svart, så spørsmålene kan ikke endres."
    assert "Endre" not in form.press("Avbryt").buttons
