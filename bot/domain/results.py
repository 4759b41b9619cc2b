"""What a closed evaluation may tell: figures, texts, and how they stand beside an earlier one.

Everything here is about a whole evaluation: there is no agency, no person and no time in it, and it
never changes, because answers are given out only at closing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.evaluation import MINIMUM, Results
from bot.domain.evaluation_form import Field, Form, QuestionKind, Scale, Text, fields
from bot.domain.meetings import Activity

TOLD_WITHIN = timedelta(days=7)  # later it is no news
DISCUSSED_AT = frozenset({Activity.NETWORK_MEETING, Activity.WORKING_GROUP})
UPPER = (Scale.GREAT, Scale.SOME)  # what the reports have always counted together
THEME = "theme"  # the question whose answers go into the theme bank
LONGEST_THEME_IN_TITLE = 80
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that could be chosen, and how many chose it."""

    value: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What was chosen at one field. heading: said above the items of a rating.

    answered: how many chose anything. `steps` is empty where they were too few to be shown.
    """

    name: str
    kind: QuestionKind
    label: Text
    answered: int
    steps: tuple[Step, ...]
    heading: Text | None = None

    @property
    def upper(self) -> int:
        """How many chose one of the two upper steps of a scale."""
        return sum(step.count for step in self.steps if step.value in UPPER)

    @property
    def percent(self) -> int:
        """The same of a hundred who answered."""
        return round(_HUNDRED * self.upper / self.answered) if self.answered else 0


@dataclass(frozen=True, slots=True)
class Said:
    """What was written at one field, in random order."""

    name: str
    label: Text
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    answered: int
    figures: tuple[Figure, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question in two whole evaluations. `part` and `day` are the other one's."""

    label: Text
    here: int  # of a hundred
    there: int
    part: int
    day: date


@dataclass(frozen=True, slots=True)
class Bar:
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn together: the steps of a question, or the items of a rating.

    answered: of how many. upper: of a scale, how many chose one of its two upper steps; for a
    rating that is what each bar counts, and it is None here. items: it is a rating.
    """

    title: Text
    bars: tuple[Bar, ...]
    answered: int
    items: bool = False
    upper: int | None = None


def report(form: Form, results: Results, minimum: int = MINIMUM) -> Report:
    """What `results` says, in the order of the form.

    A question that fewer than the minimum answered keeps its figures to itself, also in a large
    evaluation: what two people chose is easily guessed at.
    """
    least = max(minimum, MINIMUM)
    asked = [field for field in fields(form) if not _is_consent(field)]
    return Report(
        answered=results.answered,
        figures=tuple(_figure(field, results, least) for field in asked if field.options),
        said=tuple(
            Said(field.name, field.label, results.texts[field.name])
            for field in asked
            if results.texts.get(field.name)
        ),
    )


def _is_consent(field: Field) -> bool:
    """The box beside a challenge: what was ticked there was sent on, and is counted nowhere."""
    return field.kind is QuestionKind.SEVERAL and len(field.options) == 1


def _figure(field: Field, results: Results, least: int) -> Figure:
    counts = results.counts[field.name]
    answered = _answered(field, results)
    steps = tuple(Step(value, label, counts[value]) for value, label in field.options)
    shown = steps if answered >= least else ()
    return Figure(field.name, field.kind, field.label, answered, shown, field.heading)


def _answered(field: Field, results: Results) -> int:
    """How many chose anything; where one may choose several, at least so many did."""
    counts = results.counts[field.name].values()
    return max(counts) if field.kind is QuestionKind.SEVERAL else sum(counts)


def charts(figures: Iterable[Figure]) -> tuple[Chart, ...]:
    """One drawing for each question that has something to show."""
    drawn: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.steps:
            drawn.setdefault(_question(figure), []).append(figure)
    return tuple(_chart(group) for group in drawn.values())


def _question(figure: Figure) -> str:
    return figure.heading.text if figure.heading else figure.name


def _chart(group: list[Figure]) -> Chart:
    first, answered = group[0], max(figure.answered for figure in group)
    if first.heading is not None:
        items = tuple(Bar(figure.label, figure.upper) for figure in group)
        return Chart(first.heading, items, answered, items=True)
    steps = tuple(Bar(step.label, step.count) for step in first.steps)
    upper = first.upper if first.kind is QuestionKind.SCALE else None
    return Chart(first.label, steps, answered, upper=upper)


def comparisons(
    here: Report, there: Report, part: int, day: date, *, same_part: bool
) -> Iterator[Comparison]:
    """Scales that both asked. Of another part the wording differs, and the key says it is the same.

    Neither is ever less than a whole evaluation, so nothing can be subtracted.
    """
    others = {figure.name: figure for figure in there.figures if _is_scale(figure)}
    for figure in here.figures:
        other = others.get(figure.name)
        if other is None or not _is_scale(figure):
            continue
        if not same_part or figure.label == other.label:
            yield Comparison(figure.label, figure.percent, other.percent, part, day)


def _is_scale(figure: Figure) -> bool:
    return figure.kind is QuestionKind.SCALE and bool(figure.steps)


def standing(evaluation_id: int) -> str:
    """The name of the agenda item that an evaluation becomes."""
    return f"evaluation:{evaluation_id}"


def agenda_title(theme: str, day: date, part: int) -> str:
    """What the item is called: stored as typed items are, so in bokmål for everybody."""
    about = f"«{theme[:LONGEST_THEME_IN_TITLE].rstrip()}»" if theme else f"{day.day}.{day.month}."
    begins = "Evalueringen av fagdagen" if part == 1 else "Hva fagdagen ble brukt til:"
    return f"{begins} {about}"
