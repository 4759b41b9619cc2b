"""One person of a party is asked what the agency says: to practice, the outcome, its use."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.solving import ANSWERS, Said, SolvingStep
from cards import samples
from cards.challenge_solving_fields import TakeSolving
from cards.challenge_solving_words import ASKED, SAID, BeginSolving, ShowSolution
from cards.elements import (
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    shortened,
)
from cards.words import Words, capital

SHOWN = 400  # characters


@dataclass(frozen=True, slots=True)
class View:
    """about: what the answer is to, in the group's own words, with `details`. agency: whose answer
    it is; "" for whoever raised the challenge. over: it was answered, or is not asked any more.
    """

    challenge_id: int
    step: SolvingStep
    version: int
    agency: str
    text: str
    about: str
    details: tuple[str, ...] = ()
    over: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    body = [eyebrow(words.text("Løsningsgruppe"), view.agency), heading(title)]
    show = button(words.text("Vis"), ShowSolution(challenge=view.challenge_id))
    if view.over:
        gone = context(words.text("Du trenger ikke å gjøre noe."))
        return card(words, [*body, gone], [show], fallback=title)
    body += [
        quote(words, view.about, *view.details),
        context(words.text("Det gjelder: {text}", text=shortened(view.text, SHOWN))),
    ]
    return card(words, body, [*_answers(view, words), show], fallback=title)


def summary(view: View, words: Words) -> str:
    if view.over:
        return words.text("Takk, svaret er kommet")
    return words.text(ASKED[view.step])


def _answers(view: View, words: Words) -> list[Execute]:
    """A yes is one press; the rest has words."""
    yes = TakeSolving(
        challenge=view.challenge_id, step=view.step, version=view.version, said=Said.YES.value
    )
    other = BeginSolving(challenge=view.challenge_id, step=view.step)
    title = capital(words.text(SAID[Said.YES]))
    return [button(title, yes), button(_otherwise(ANSWERS[view.step], words), other)]


def _otherwise(answers: tuple[Said, ...], words: Words) -> str:
    """What leads to the form, where the answer comes with words."""
    if Said.RESERVED in answers:
        return words.text("Nei, eller forbehold")
    return words.text("Nei") if Said.NO in answers else words.text("Ja, med noen ord")


_TYPICAL = View(
    12,
    SolvingStep.CONFIRM,
    1,
    "NAV Lindesnes",
    "Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    "Praksis legges til ferier og uka før ferie.",
    ("Hvem: NAV og læringssenteret", "Fra 1. april"),
)
SAMPLES: dict[str, View] = {
    **{step.value: replace(_TYPICAL, step=step) for step in ANSWERS},
    "to-the-sender": replace(_TYPICAL, step=SolvingStep.HOLDS, agency=""),
    "longest": replace(_TYPICAL, text=samples.LONGEST, about=samples.LONGEST[:400]),
    "over": replace(_TYPICAL, over=True),
}
