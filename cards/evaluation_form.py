"""A part of a fagdag's evaluation, to be answered: before people leave, or weeks later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from pydantic import ConfigDict

from bot.domain.evaluation import MINIMUM
from bot.domain.evaluation_form import (
    FIRST_PART,
    LONGEST,
    PART_ONE,
    PART_TWO,
    SECOND_PART,
    Field,
    Form,
    Question,
    QuestionKind,
    fields,
    with_programme,
)
from bot.domain.meetings import Meeting
from bot.domain.programme import Part
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Checked, button, card, context, eyebrow, heading, line, problem
from cards.evaluation_fields import inputs, privacy, title
from cards.meeting import name_and_day
from cards.words import Words


class SubmitEvaluation(CardAction):
    """An answer. Its fields are the form's own, so what they are called is known only there; what
    may stand in them is in bot/domain/evaluation_form.py.
    """

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)
    __pydantic_extra__: dict[str, str]

    verb = "evaluation.submit/2"
    evaluation: RowId

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """What was answered belongs in no log and no trace."""
        return [("evaluation", self.evaluation)]

    @property
    def given(self) -> dict[str, str]:
        """What was typed, by field name."""
        return dict(self.__pydantic_extra__ or {})


@dataclass(frozen=True, slots=True)
class View:
    """A part of a meeting's evaluation, the same for everybody who reads it.

    about: what the day was about, for those who are asked weeks later. given, problems: only in
    the answer to one person: what was typed, and what was wrong with it, by field name.
    """

    evaluation_id: int
    part: int
    meeting: Meeting
    fields: tuple[Field, ...]
    minimum: int
    about: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    submit = SubmitEvaluation(evaluation=view.evaluation_id)
    actions = [button(words.text("Send inn"), submit, with_inputs=True)]
    return card(words, body(view, words), actions, fallback=summary(view, words))


def body(view: View, words: Words) -> list[Checked]:
    """What stands on the card, also in the host's preview."""
    return [
        eyebrow(name_and_day(view.meeting, words), words.text("tar under ett minutt")),
        heading(title(view.part, words)),
        *([line(_about(view, words))] if view.part == SECOND_PART else []),
        *([problem(_look_again(words))] if view.problems else []),
        context(*privacy(view.minimum, words)),
        *inputs(view.fields, words, view.given, view.problems),
    ]


def summary(view: View, words: Words) -> str:
    return f"{title(view.part, words)} {name_and_day(view.meeting, words)}"


def _look_again(words: Words) -> str:
    return words.text("Se over det som er merket, og send inn på nytt.")


def _about(view: View, words: Words) -> str:
    """What one needs to remember the day by."""
    topics = words.listing([f"«{topic}»" for topic in view.about])
    if not topics:
        return words.text("Det er noen uker siden fagdagen nå.")
    return words.text("Fagdagen handlet om {topics}.", topics=topics)


PROGRAMME = (
    Part(time(9, 15), "Nytt om lover og regler", "NAV"),
    Part(time(10, 15), "Mandal videregående skole viser sin praksis"),
    Part(time(12, 0), "Case i grupper på tvers av etatene"),
)
OWN_QUESTIONS = Form(
    FIRST_PART,
    1,
    (
        Question("q1", QuestionKind.SCALE, "Fikk du {svar} på det du lurte på?", ours=False),
        Question(
            "q2",
            QuestionKind.CHOICE,
            "Hva passer best?",
            ("Hel dag", "Halv dag", samples.LONG_NAME[:80]),
            required=True,
            ours=False,
        ),
        Question(
            "q3", QuestionKind.SEVERAL, "Hva kan du bidra med?", ("Et case", "Lokale"), ours=False
        ),
        Question("q4", QuestionKind.YES_NO, "Kommer du igjen?", follow_up="Hvorfor?", ours=False),
        Question("q5", QuestionKind.TEXT, "Noe mer?", required=True, ours=False),
    ),
)
_LONG_PROGRAMME = tuple(Part(time(9, n), f"{n}. {samples.LONGEST[:110]}", "NAV") for n in range(8))
_TYPICAL = View(
    5, FIRST_PART, samples.OPEN_DAY, fields(with_programme(PART_ONE, PROGRAMME)), MINIMUM
)
SAMPLES: dict[str, View] = {
    "empty": _TYPICAL,
    "second": View(
        6,
        SECOND_PART,
        samples.OPEN_DAY,
        fields(PART_TWO),
        MINIMUM,
        about=(samples.OPEN_DAY.theme,),
    ),
    "no-programme": View(5, FIRST_PART, samples.OPEN_DAY, fields(PART_ONE), MINIMUM),
    "own-questions": View(5, FIRST_PART, samples.OPEN_DAY, fields(OWN_QUESTIONS), 8),
    "problem": View(
        5,
        FIRST_PART,
        samples.OPEN_DAY,
        _TYPICAL.fields,
        MINIMUM,
        given={"useful-1": "great", "needs": samples.TYPED},
        problems={
            "benefit": "Velg ett svar.",
            "needs": "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
        },
    ),
    "longest": View(
        5,
        SECOND_PART,
        samples.MOVED,
        fields(with_programme(PART_ONE, _LONG_PROGRAMME)),
        MINIMUM,
        about=tuple(part.title for part in _LONG_PROGRAMME[:3]),
        given={
            "benefit": "none",
            "useful-8": "some",
            **dict.fromkeys(("needs", "theme", "challenge"), samples.LONGEST[:LONGEST]),
            "challenge-send": "yes",
        },
    ),
}
