"""One thing that a løsningsgruppe does, or that a party says: the form for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.domain.challenge_texts import LONGEST_REASON
from bot.domain.errors import mark
from bot.domain.minutes import LONGEST_TASK
from bot.domain.solving import (
    ANSWERS,
    ENDS,
    LONGEST_ALTERNATIVE,
    LONGEST_OUTCOME,
    LONGEST_STATUS,
    MOST_ALTERNATIVES,
    STARTS,
    Said,
    SolvingStep,
)
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Input,
    button,
    card,
    choice_input,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    number_input,
    quote,
    text_input,
    whole,
    with_problems,
)
from cards.words import Words, capital

TITLES: Mapping[SolvingStep, str] = MappingProxyType(
    {
        SolvingStep.GATHER: mark("Endre gruppa"),
        SolvingStep.MEET: mark("Finn et møte"),
        SolvingStep.WEIGH: mark("Alternativer"),
        SolvingStep.TASK: mark("Ny oppgave"),
        SolvingStep.TRY: mark("Fungerer det hos oss?"),
        SolvingStep.OUTCOME: mark("Skriv resultatet"),
        SolvingStep.CONFIRM: mark("Bekreft resultatet"),
        SolvingStep.USE: mark("Tatt i bruk hos oss"),
        SolvingStep.HOLDS: mark("Holder løsningen?"),
        SolvingStep.STATUS: mark("Skriv status"),
    }
)
ASKED: Mapping[SolvingStep, str] = MappingProxyType(
    {
        SolvingStep.GATHER: mark("Hvem skal løse dette?"),
        SolvingStep.MEET: mark("Når skal gruppa møtes?"),
        SolvingStep.WEIGH: mark("Hva kan dere gjøre?"),
        SolvingStep.TASK: mark("Hvem gjør hva?"),
        SolvingStep.TRY: mark("Kan dette fungere i praksis hos dere?"),
        SolvingStep.OUTCOME: mark("Hva er dere blitt enige om?"),
        SolvingStep.CONFIRM: mark("Er dere med på dette?"),
        SolvingStep.USE: mark("Er det tatt i bruk hos dere?"),
        SolvingStep.HOLDS: mark("Holder løsningen?"),
        SolvingStep.STATUS: mark("Hva skal de andre få vite?"),
    }
)
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
SAID: Mapping[Said, str] = MappingProxyType(
    {Said.YES: mark("ja"), Said.RESERVED: mark("ja, med forbehold"), Said.NO: mark("nei")}
)


class BeginSolving(CardAction):
    verb = "solution.step/1"
    challenge: RowId
    step: SolvingStep


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


@dataclass(frozen=True, slots=True)
class View:
    """about: what a party answers to. people, agencies: to choose from, by id. days: proposed."""

    typed: TakeSolving
    text: str
    about: str = ""
    people: tuple[tuple[int, str], ...] = ()
    agencies: tuple[tuple[int, str], ...] = ()
    days: tuple[date, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> SolvingStep:
        return self.typed.step


class ShowSolution(CardAction):
    """Who works on it, what they have agreed, and what each party has said."""

    verb = "solution/1"
    challenge: RowId


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text(ASKED[view.step])
    hours = {"starts": f"{STARTS:%H.%M}", "ends": f"{ENDS:%H.%M}"}
    follows = words.text(_FOLLOWS[view.step], **hours)
    body: list[Checked] = [
        eyebrow(words.text("Løsningsgruppe")),
        heading(title),
        quote(words, view.about or view.text),
        context(follows),
        *with_problems(_inputs(view, words), view.problems),
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


def _inputs(view: View, words: Words) -> list[Input]:
    made = _FIELDS.get(view.step)
    return made(view, words) if made else []


def _people(view: View, words: Words) -> list[Input]:
    listed = [(str(number), name) for number, name in view.people]
    return [
        choice_input(
            "people",
            words.text("Personer"),
            listed,
            value=view.typed.people,
            several=True,
            error=words.text("Velg tre til seks personer."),
            required=True,
        )
    ]


def _alternatives(view: View, words: Words) -> list[Input]:
    return [
        text_input(
            "alternatives",
            words.text("Alternativer, ett på hver linje"),
            value=view.typed.alternatives,
            longest=MOST_ALTERNATIVES * (LONGEST_ALTERNATIVE + 2),
            error=words.text("Skriv minst ett alternativ."),
            required=True,
        ),
        number_input(
            "chosen",
            words.text("Hvilken linje er dere enige om? (valgfritt)"),
            value=whole(view.typed.chosen),
            least=1,
            most=MOST_ALTERNATIVES,
            error=words.text("Skriv nummeret på linja."),
        ),
    ]


def _task(view: View, words: Words) -> list[Input]:
    return [
        line_input(
            "task",
            words.text("Oppgaven"),
            value=view.typed.task,
            longest=LONGEST_TASK,
            error=words.text("Skriv hva som skal gjøres."),
            required=True,
        ),
        dropdown_input(
            "agency",
            words.text("Etat"),
            [(str(number), name) for number, name in view.agencies],
            value=view.typed.agency,
            error=words.text("Velg en etat fra lista."),
            required=True,
        ),
        date_input(
            "due",
            words.text("Frist (valgfritt)"),
            value=view.typed.due,
            error=words.text("Velg en dag i kalenderen."),
        ),
    ]


def _outcome(view: View, words: Words) -> list[Input]:
    return [
        text_input(
            "what",
            words.text("Hva gjør dere fra nå av?"),
            value=view.typed.what,
            longest=LONGEST_OUTCOME,
            error=words.text("Skriv hva dere er enige om."),
            required=True,
        ),
        line_input(
            "who",
            words.text("Hvem gjør det?"),
            value=view.typed.who,
            error=words.text("Skriv hvilke etater eller roller."),
            required=True,
        ),
        date_input(
            "starts",
            words.text("Fra når?"),
            value=view.typed.starts,
            error=words.text("Velg en dag i kalenderen."),
            required=True,
        ),
    ]


def _said(view: View, words: Words) -> list[Input]:
    answers = ANSWERS[view.step]
    chosen = [
        choice_input(
            "said",
            words.text("Svaret fra etaten din"),
            [(answer.value, capital(words.text(SAID[answer]))) for answer in answers],
            value=view.typed.said,
            error=words.text("Velg ett svar."),
            required=True,
        )
    ]
    return [*(chosen if len(answers) > 1 else []), _word(view, words)]


def _word(view: View, words: Words) -> Input:
    plain = view.step is SolvingStep.USE
    label = (
        words.text("Et ord om hvordan det går (valgfritt)")
        if plain
        else words.text("Forbehold eller grunn (trengs ikke for et ja)")
    )
    return line_input(
        "text",
        label,
        value=view.typed.text,
        longest=LONGEST_REASON,
        error=words.text("Skriv noen ord."),
    )


def _status(view: View, words: Words) -> list[Input]:
    return [
        text_input(
            "text",
            words.text("Status, én eller to setninger"),
            value=view.typed.text,
            longest=LONGEST_STATUS,
            error=words.text("Skriv hvor saken står."),
            required=True,
        )
    ]


_FIELDS: Mapping[SolvingStep, Callable[[View, Words], list[Input]]] = MappingProxyType(
    {
        SolvingStep.GATHER: _people,
        SolvingStep.WEIGH: _alternatives,
        SolvingStep.TASK: _task,
        SolvingStep.OUTCOME: _outcome,
        SolvingStep.STATUS: _status,
        **dict.fromkeys(ANSWERS, _said),
    }
)


_TEXT = "Deltakere må velge mellom praksisplassen og undervisningen den dagen."
_PEOPLE = ((1, "Kari Nilsen, NAV Lindesnes"), (2, "Ola Berg, Karriere Agder"))
_DAYS = (date(2027, 3, 11), date(2027, 3, 12), date(2027, 3, 15))


def _sample(step: SolvingStep) -> View:
    return View(
        TakeSolving(challenge=12, step=step, people="1,2"),
        _TEXT,
        about="Praksis legges til ferier og uka før ferie." if step in ANSWERS else "",
        people=_PEOPLE,
        agencies=((1, "NAV Lindesnes"), (2, samples.LONG_NAME)),
        days=_DAYS,
    )


SAMPLES: dict[str, View] = {
    **{step.value: _sample(step) for step in SolvingStep},
    "longest": replace(
        _sample(SolvingStep.GATHER),
        text=samples.LONGEST,
        people=tuple((n, f"Fornavn Etternavn {n}, {samples.LONG_NAME}") for n in range(60)),
    ),
    "problem": replace(
        _sample(SolvingStep.CONFIRM),
        typed=TakeSolving(challenge=12, step=SolvingStep.CONFIRM, said="no", version=1),
        problems={"text": "Skriv noe her."},
    ),
}
