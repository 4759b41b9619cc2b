"""A form's fields as the page shows them: in the reader's language, with what was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from bot.domain.evaluation_form import SKIPPED, Field, QuestionKind, Text
from cards.elements import clean
from cards.evaluation_fields import label, optional, said, skipped
from cards.words import Words

STEPPED = frozenset({QuestionKind.SCALE, QuestionKind.RATING})  # few and short: in one row


@dataclass(frozen=True, slots=True)
class Option:
    """`id`: of its input."""

    id: str
    value: str
    label: Markup
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """kind: "text", "one" of the options or "several" of them. first: the id of what takes the
    focus when one is led here. value: the text that was typed.
    """

    name: str
    kind: str
    label: Markup
    required: bool
    first: str
    options: tuple[Option, ...] = ()
    stepped: bool = False
    longest: int = 0
    value: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that share a heading; one alone has none."""

    heading: Markup | None
    inputs: tuple[Input, ...]


def groups(
    fields: Sequence[Field], given: Mapping[str, str], problems: Mapping[str, str], words: Words
) -> list[Group]:
    """In order. `problems`: by field, to be said at the field."""

    def shown(field: Field) -> Input:
        name = field.name
        return _input(field, given.get(name, ""), problems.get(name, ""), words)

    return [
        Group(_heading(heading, words), tuple(shown(field) for field in together))
        for heading, together in groupby(fields, key=lambda field: field.heading)
    ]


def in_need(shown: Sequence[Group]) -> Iterator[Input]:
    """The inputs with a problem, in order, for the summary above them."""
    return (each for group in shown for each in group.inputs if each.problem)


def _heading(heading: Text | None, words: Words) -> Markup | None:
    return _apart(heading, optional(said(heading, words), words)) if heading else None


def _input(field: Field, given: str, problem: str, words: Words) -> Input:
    options = tuple(_options(field, given, words))
    return Input(
        name=field.name,
        kind=_kind(field),
        label=_apart(field.label, label(field, words)),
        required=field.required,
        first=options[0].id if options else field.name,
        options=options,
        stepped=field.kind in STEPPED,
        longest=field.longest,
        value=given,
        problem=problem,
    )


def _kind(field: Field) -> str:
    if field.kind is QuestionKind.TEXT:
        return "text"
    return "several" if field.kind is QuestionKind.SEVERAL else "one"


def _options(field: Field, given: str, words: Words) -> Iterator[Option]:
    chosen = given.split(",")
    for value, text in field.options:
        told = _apart(text, said(text, words))
        yield Option(f"{field.name}.{value}", value, told, value in chosen)
    if field.may_be_skipped:
        yield Option(f"{field.name}.skipped", SKIPPED, escape(skipped(words)), SKIPPED in chosen)


def _apart(text: Text, told: str) -> Markup:
    """What a host wrote stands apart from what is around it, in whatever direction it runs."""
    return escape(told) if text.ours else Markup("<bdi>{}</bdi>").format(clean(told))
