"""One thing that somebody wants to do about a challenge: a question back before it is done.

A løsningsgruppe is asked for in cards/challenge_solving.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.domain.challenge_texts import LONGEST_REASON
from bot.domain.challenges import Step
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from bot.domain.themes import LONGEST as LONGEST_THEME
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_words import AGREED_STAYS, ShowChallenge
from cards.elements import (
    Input,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    quote,
    text_input,
    with_problems,
)
from cards.meeting import name_and_day
from cards.words import Words

TITLES: Mapping[Step, str] = MappingProxyType(
    {
        Step.VIEW: mark("Vårt syn"),
        Step.ASK: mark("Spør avsenderen"),
        Step.SOLVE: mark("Løsningsgruppe"),
        Step.THEME: mark("Tema på fagdag"),
        Step.NO_THEME: mark("Ikke tema likevel"),
        Step.PUT_OFF: mark("Ikke nå"),
        Step.MERGE: mark("Slå sammen"),
        Step.REOPEN: mark("Ta opp igjen"),
        Step.WITHDRAW: mark("Trekk tilbake"),
    }
)
_ASKED: Mapping[Step, str] = MappingProxyType(
    {
        Step.VIEW: mark("Hvordan ser dere på dette?"),
        Step.ASK: mark("Hva vil du spørre avsenderen om?"),
        Step.THEME: mark("Hva skal temaet hete?"),
        Step.NO_THEME: mark("Skal det ikke være tema på en fagdag?"),
        Step.PUT_OFF: mark("Hvorfor ikke nå?"),
        Step.MERGE: mark("Hvilken utfordring er det samme som denne?"),
        Step.REOPEN: mark("Hvorfor skal vi ta det opp igjen?"),
        Step.WITHDRAW: mark("Skal teksten fjernes?"),
    }
)
_FOLLOWS: Mapping[Step, str] = MappingProxyType(
    {
        Step.VIEW: mark("Det står under utfordringen med etatens navn, før den diskuteres."),
        Step.ASK: mark("Spørsmålet står under utfordringen. Avsenderen kan svare uten navn."),
        Step.THEME: mark("Saken går av sakslista, og den som meldte den med navn, får vite det."),
        Step.NO_THEME: mark("Temaet blir tatt av fagdagen, og saken kommer på neste møte igjen."),
        Step.PUT_OFF: mark("Begrunnelsen står på kortet, og saken går av sakslista."),
        Step.MERGE: mark(
            "Etatene som har sagt at det gjelder dem, blir talt med under den andre utfordringen."
        ),
        Step.REOPEN: mark("Saken kommer på neste møte igjen, med begrunnelsen."),
        Step.WITHDRAW: mark("Den blir borte fra kanalen og sakslista, og kan ikke hentes tilbake."),
    }
)
LATER = "later"  # a dropdown cannot be emptied again in every client
WITH_TEXT = frozenset({Step.VIEW, Step.ASK, Step.PUT_OFF, Step.REOPEN})


class BeginStep(CardAction):
    verb = "challenge.step/1"
    challenge: RowId
    step: Step


class TakeStep(CardAction):
    """Do it. `text` is why, or what is said, or the title of a theme; `other` is the challenge that
    this one is a part of, or the fagdag, or LATER.
    """

    verb = "challenge.do/1"
    challenge: RowId
    step: Step
    text: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """others: challenges that this one could be a part of, by id. fagdager: those without a theme.
    typed, chosen: what is in the field, and in the list. binding: the parties have confirmed it.
    """

    challenge_id: int
    step: Step
    text: str
    others: tuple[tuple[int, str], ...] = ()
    fagdager: tuple[Meeting, ...] = ()
    typed: str = ""
    chosen: str = ""
    binding: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text(_ASKED[view.step])
    body = [
        eyebrow(words.text("Utfordring"), words.text(TITLES[view.step])),
        heading(title),
        quote(words, view.text),
        context(words.text(_FOLLOWS[view.step]), *_stays(view, words)),
        *with_problems(_inputs(view, words), view.problems),
    ]
    done = TakeStep(challenge=view.challenge_id, step=view.step)
    actions = [
        button(_yes(view.step, words), done, with_inputs=True),
        button(words.text("Avbryt"), ShowChallenge(challenge=view.challenge_id)),
    ]
    return card(words, body, actions, fallback=title)


def _stays(view: View, words: Words) -> list[str]:
    return [words.text(AGREED_STAYS)] if view.binding and view.step is Step.WITHDRAW else []


def _yes(step: Step, words: Words) -> str:
    if step is Step.WITHDRAW:
        return words.text("Fjern teksten")
    if step is Step.NO_THEME:
        return words.text("Ta det av")
    return words.text("Send") if step in {Step.VIEW, Step.ASK} else words.text("Lagre")


def _inputs(view: View, words: Words) -> list[Input]:
    if view.step is Step.MERGE:
        return [_others(view, words)]
    if view.step is Step.THEME:
        return [_title(view, words), _fagdager(view, words)]
    if view.step not in WITH_TEXT:
        return []
    return [
        text_input(
            "text",
            words.text("Teksten, som alle i kanalen kan lese"),
            value=view.typed,
            longest=LONGEST_REASON,
            error=words.text("Skriv noen ord."),
            required=True,
        )
    ]


def _others(view: View, words: Words) -> Input:
    return dropdown_input(
        "other",
        words.text("Den andre utfordringen"),
        [(str(number), text) for number, text in view.others],
        value=view.chosen,
        error=words.text("Velg en utfordring fra lista."),
        required=True,
    )


def _title(view: View, words: Words) -> Input:
    return line_input(
        "text",
        words.text("Tema"),
        value=view.typed,
        longest=LONGEST_THEME,
        error=words.text("Skriv noen ord."),
        required=True,
    )


def _fagdager(view: View, words: Words) -> Input:
    """The next one without a theme is proposed; a later one waits in the theme bank."""
    listed = [(str(meeting.id), name_and_day(meeting, words)) for meeting in view.fagdager]
    choices = [*listed, (LATER, words.text("En senere fagdag: legg det i temabanken"))]
    return dropdown_input(
        "other",
        words.text("Fagdag uten tema"),
        choices,
        value=view.chosen or choices[0][0],
        error=words.text("Velg en fagdag fra lista."),
        required=True,
    )


_TEXT = "Deltakere må velge mellom praksisplassen og undervisningen den dagen."
_OTHERS = ((3, "Ingen vet hvem som bestiller tolk."), (4, samples.LONGEST[:80]))
SAMPLES: dict[str, View] = {
    **{step.value: View(12, step, _TEXT, _OTHERS, (samples.OPEN_DAY,)) for step in _ASKED},
    "none-planned": View(12, Step.THEME, _TEXT, typed=_TEXT),
    "withdraw-agreed": View(12, Step.WITHDRAW, _TEXT, binding=True),
    "longest": View(12, Step.VIEW, samples.LONGEST, typed=samples.TYPED),
    "problem": View(12, Step.PUT_OFF, _TEXT, problems={"text": "Skriv noe her."}),
}
