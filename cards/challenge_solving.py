"""One thing that a løsningsgruppe does, or that a party says: the form for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.domain.errors import mark
from bot.domain.solution_group import ENDS, STARTS
from bot.domain.solving import ANSWERS, SolvingStep
from cards import samples
from cards.challenge_solving_fields import Listed, TakeSolving, inputs
from cards.challenge_solving_words import ASKED, ShowSolution
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    with_problems,
)
from cards.words import Words, capital

_FOLLOWS: Mapping[SolvingStep, str] = MappingProxyType(
    {
        SolvingStep.GATHER: mark(
            "Tre til seks som kan bestemme over arbeidet eller pengene, og én fra praksis. "
            "Jeg spør hver av dem."
        ),
        SolvingStep.MEET: mark("De første dagene uten andre møter, kl. {starts}–{ends}."),
        SolvingStep.WEIGH: mark("Skriv dem på hver sin linje. Alle i kanalen kan lese dem."),
        SolvingStep.TASK: mark("Oppgaven står i lista til etaten, som alle andre oppgaver."),
        SolvingStep.TRY: mark("Alle i kanalen ser svaret, med etatens navn."),
        SolvingStep.OUTCOME: mark("Hver etat blir bedt om å bekrefte det dere skriver."),
        SolvingStep.CONFIRM: mark("Alle i kanalen ser svaret, med etatens navn."),
        SolvingStep.USE: mark("Når alle har tatt det i bruk, er utfordringen løst."),
        SolvingStep.HOLDS: mark("Et nei med en grunn tar saken opp igjen."),
        SolvingStep.STATUS: mark(
            "Én eller to setninger. De kommer av seg selv på sakslista til de andre gruppene."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class View:
    """about: what a party answers to. listed: to choose from. days: proposed."""

    typed: TakeSolving
    text: str
    about: str = ""
    listed: Listed = ()
    days: tuple[date, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> SolvingStep:
        return self.typed.step


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text(ASKED[view.step])
    hours = {"starts": f"{STARTS:%H.%M}", "ends": f"{ENDS:%H.%M}"}
    follows = words.text(_FOLLOWS[view.step], **hours)
    fields = inputs(view.typed, view.listed, words)
    body: list[Checked] = [
        eyebrow(words.text("Løsningsgruppe")),
        heading(title),
        quote(words, view.about or view.text),
        context(follows),
        *with_problems(fields, view.problems),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.typed.challenge
    back = button(words.text("Avbryt"), ShowSolution(challenge=number))
    if view.step is SolvingStep.MEET:
        return [*(_day(view, day, words) for day in view.days), back]
    done = TakeSolving(challenge=number, step=view.step, version=view.typed.version)
    title = words.text("Spør dem") if view.step is SolvingStep.GATHER else words.text("Lagre")
    return [button(title, done, with_inputs=True), back]


def _day(view: View, day: date, words: Words) -> Execute:
    """One press: the meeting's own card can move it."""
    chosen = TakeSolving(challenge=view.typed.challenge, step=SolvingStep.MEET, day=day.isoformat())
    return button(capital(words.day(day)), chosen)


_TEXT = "Deltakere må velge mellom praksisplassen og undervisningen den dagen."
_PEOPLE = ((1, "Kari Nilsen, NAV Lindesnes"), (2, "Ola Berg, Karriere Agder"))
_AGENCIES = ((1, "NAV Lindesnes"), (2, samples.LONG_NAME))
_DAYS = (date(2027, 3, 11), date(2027, 3, 12), date(2027, 3, 15))


def _sample(step: SolvingStep) -> View:
    return View(
        TakeSolving(challenge=12, step=step, people="1,2"),
        _TEXT,
        about="Praksis legges til ferier og uka før ferie." if step in ANSWERS else "",
        listed=_AGENCIES if step is SolvingStep.TASK else _PEOPLE,
        days=_DAYS,
    )


SAMPLES: dict[str, View] = {
    **{step.value: _sample(step) for step in SolvingStep},
    "longest": replace(
        _sample(SolvingStep.GATHER),
        text=samples.LONGEST,
        listed=tuple((n, f"Fornavn Etternavn {n}, {samples.LONG_NAME}") for n in range(60)),
    ),
    "problem": replace(
        _sample(SolvingStep.CONFIRM),
        typed=TakeSolving(challenge=12, step=SolvingStep.CONFIRM, said="no", version=1),
        problems={"text": "Skriv noe her."},
    ),
}
