"""How the work of a løsningsgruppe is told on every card: its steps, what is asked, the answers."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.errors import mark
from bot.domain.solving import Said, SolvingStep
from cards.actions import CardAction, RowId

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
SAID: Mapping[Said, str] = MappingProxyType(
    {Said.YES: mark("ja"), Said.RESERVED: mark("ja, med forbehold"), Said.NO: mark("nei")}
)


class ShowSolution(CardAction):
    """Who works on it, what they have agreed, and what each party has said."""

    verb = "solution/1"
    challenge: RowId


class BeginSolving(CardAction):
    verb = "solution.step/1"
    challenge: RowId
    step: SolvingStep
