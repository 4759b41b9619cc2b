"""What is filled in at each step in and around a løsningsgruppe, and what it is sent in as."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import Field

from bot.domain.challenge_texts import LONGEST_REASON
from bot.domain.minutes import LONGEST_TASK
from bot.domain.solving import (
    ANSWERS,
    LONGEST_ALTERNATIVE,
    LONGEST_OUTCOME,
    LONGEST_STATUS,
    MOST_ALTERNATIVES,
    SolvingStep,
)
from cards.actions import CardAction, RowId
from cards.challenge_solving_words import SAID
from cards.elements import (
    Input,
    choice_input,
    date_input,
    dropdown_input,
    line_input,
    number_input,
    text_input,
    whole,
)
from cards.words import Words, capital

Listed = tuple[tuple[int, str], ...]  # the people or agencies to choose from, by id
Made = Callable[["TakeSolving", Listed, Words], list[Input]]


class TakeSolving(CardAction):
    """Do it. `version`: of what the reader saw when a party answers; each step has its fields."""

    verb = "solution.do/1"
    challenge: RowId
    step: SolvingStep
    version: int = Field(default=0, ge=0, le=100_000)
    people: str = ""
    day: str = ""
    alternatives: str = ""
    chosen: str = ""
    task: str = ""
    agency: str = ""
    due: str = ""
    what: str = ""
    who: str = ""
    starts: str = ""
    said: str = ""
    text: str = ""


def inputs(typed: TakeSolving, listed: Listed, words: Words) -> list[Input]:
    """Nothing for a step that is only pressed."""
    made = _FIELDS.get(typed.step)
    return made(typed, listed, words) if made else []


def _people(typed: TakeSolving, listed: Listed, words: Words) -> list[Input]:
    return [
        choice_input(
            "people",
            words.text("Personer"),
            [(str(number), name) for number, name in listed],
            value=typed.people,
            several=True,
            error=words.text("Velg tre til seks personer."),
            required=True,
        )
    ]


def _alternatives(typed: TakeSolving, _listed: Listed, words: Words) -> list[Input]:
    return [
        text_input(
            "alternatives",
            words.text("Alternativer, ett på hver linje"),
            value=typed.alternatives,
            longest=MOST_ALTERNATIVES * (LONGEST_ALTERNATIVE + 2),
            error=words.text("Skriv minst ett alternativ."),
            required=True,
        ),
        number_input(
            "chosen",
            words.text("Hvilken linje er dere enige om? (valgfritt)"),
            value=whole(typed.chosen),
            least=1,
            most=MOST_ALTERNATIVES,
            error=words.text("Skriv nummeret på linja."),
        ),
    ]


def _task(typed: TakeSolving, listed: Listed, words: Words) -> list[Input]:
    return [
        line_input(
            "task",
            words.text("Oppgaven"),
            value=typed.task,
            longest=LONGEST_TASK,
            error=words.text("Skriv hva som skal gjøres."),
            required=True,
        ),
        dropdown_input(
            "agency",
            words.text("Etat"),
            [(str(number), name) for number, name in listed],
            value=typed.agency,
            error=words.text("Velg en etat fra lista."),
            required=True,
        ),
        date_input(words, "due", words.text("Frist (valgfritt)"), value=typed.due),
    ]


def _outcome(typed: TakeSolving, _listed: Listed, words: Words) -> list[Input]:
    return [
        text_input(
            "what",
            words.text("Hva gjør dere fra nå av?"),
            value=typed.what,
            longest=LONGEST_OUTCOME,
            error=words.text("Skriv hva dere er enige om."),
            required=True,
        ),
        line_input(
            "who",
            words.text("Hvem gjør det?"),
            value=typed.who,
            error=words.text("Skriv hvilke etater eller roller."),
            required=True,
        ),
        date_input(words, "starts", words.text("Fra når?"), value=typed.starts, required=True),
    ]


def _said(typed: TakeSolving, _listed: Listed, words: Words) -> list[Input]:
    answers = ANSWERS[typed.step]
    chosen = [
        choice_input(
            "said",
            words.text("Svaret fra etaten din"),
            [(answer.value, capital(words.text(SAID[answer]))) for answer in answers],
            value=typed.said,
            error=words.text("Velg ett svar."),
            required=True,
        )
    ]
    return [*(chosen if len(answers) > 1 else []), _word(typed, words)]


def _word(typed: TakeSolving, words: Words) -> Input:
    plain = typed.step is SolvingStep.USE
    label = (
        words.text("Et ord om hvordan det går (valgfritt)")
        if plain
        else words.text("Forbehold eller grunn (trengs ikke for et ja)")
    )
    return line_input(
        "text",
        label,
        value=typed.text,
        longest=LONGEST_REASON,
        error=words.text("Skriv noen ord."),
    )


def _status(typed: TakeSolving, _listed: Listed, words: Words) -> list[Input]:
    return [
        text_input(
            "text",
            words.text("Status, én eller to setninger"),
            value=typed.text,
            longest=LONGEST_STATUS,
            error=words.text("Skriv hvor saken står."),
            required=True,
        )
    ]


_FIELDS: Mapping[SolvingStep, Made] = MappingProxyType(
    {
        SolvingStep.GATHER: _people,
        SolvingStep.WEIGH: _alternatives,
        SolvingStep.TASK: _task,
        SolvingStep.OUTCOME: _outcome,
        SolvingStep.STATUS: _status,
        **dict.fromkeys(ANSWERS, _said),
    }
)
