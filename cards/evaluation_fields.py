"""The fields of an evaluation as inputs, and what is said above them; the web page says it too."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from bot.domain.evaluation_form import FIRST_PART, SKIPPED, Field, QuestionKind, Text
from cards.elements import (
    Checked,
    Input,
    choice_input,
    dropdown_input,
    section,
    text_input,
    with_problems,
)
from cards.words import Words


def title(part: int, words: Words) -> str:
    if part == FIRST_PART:
        return words.text("Hva syntes du?")
    return words.text("Har du fått brukt det?")


def privacy(minimum: int, words: Words) -> tuple[str, str]:
    """What is kept, and who reads it. Both are kept by the way answers are stored:
    docs/anonymity.md.
    """
    return (
        words.text(
            "Svaret lagres uten navn og tidspunkt. "
            "At du har svart, glemmes når evalueringen er over."
        ),
        words.text(
            "Nettverket leser alle svarene samlet etterpå, hvis minst {minimum} har svart.",
            minimum=words.number(minimum),
        ),
    )


def said(text: Text, words: Words) -> str:
    """Our own questions in the reader's language, the host's as they were written."""
    return words.text(text.text) if text.ours else text.text


def label(field: Field, words: Words) -> str:
    """The question; one that need not be answered says so, unless something above it does."""
    asked = said(field.label, words)
    if field.required or field.heading is not None or field.kind is QuestionKind.SEVERAL:
        return asked
    return optional(asked, words)


def skipped(words: Words) -> str:
    """The way back for who has chosen something and regrets it."""
    return words.text("Vil ikke svare")


def optional(asked: str, words: Words) -> str:
    return words.text("{question} (valgfritt)", question=asked)


def inputs(
    fields: Iterable[Field],
    words: Words,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> list[Checked]:
    """The inputs in order, each with what was typed and what was wrong with it."""
    shown: list[Checked] = []
    for heading, group in groupby(fields, key=lambda field: field.heading):
        if heading is not None:
            shown.append(section(optional(said(heading, words), words)))
        listed = [_input(field, given or {}, words) for field in group]
        shown += with_problems(listed, problems or {})
    return shown


def _input(field: Field, given: Mapping[str, str], words: Words) -> Input:
    name, asked, value = field.name, label(field, words), given.get(field.name, "")
    if field.kind is QuestionKind.TEXT:
        error = words.text("Skriv høyst {limit} tegn.", limit=field.longest)
        return text_input(
            name, asked, error=error, value=value, longest=field.longest, required=field.required
        )
    options = [(key, said(text, words)) for key, text in field.options]
    if field.may_be_skipped:
        options.append((SKIPPED, skipped(words)))
    error = words.text("Velg ett svar.")
    if field.heading is not None:  # one line each, or the programme fills three screens
        return dropdown_input(
            name, asked, options, error=error, value=value, required=field.required
        )
    several = field.kind is QuestionKind.SEVERAL
    return choice_input(
        name, asked, options, error=error, value=value, several=several, required=field.required
    )
