"""Told to one person of an agency, privately, the moment a challenge about it is posted."""

from dataclasses import dataclass
from typing import Any

from bot.domain.challenges import Step
from cards import samples
from cards.challenge_step import TITLES, BeginStep
from cards.challenge_words import ShowChallenge
from cards.elements import button, card, context, eyebrow, heading, quote
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """withdrawn: the text is gone. may_add: it is not settled, so that a view still helps."""

    challenge_id: int
    agency: str
    text: str
    channel: str
    withdrawn: bool = False
    may_add: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    if view.withdrawn:
        gone = context(words.text("Du trenger ikke å gjøre noe."))
        return card(
            words, [eyebrow(words.text("Utfordring")), heading(title), gone], fallback=title
        )
    body = [
        eyebrow(words.text("Utfordring"), words.text("bare til deg")),
        heading(title),
        quote(words, view.text),
        context(
            words.text("Den står i «{channel}» nå.", channel=view.channel),
            words.text("Dere kan legge til hvordan dere ser det før den diskuteres.")
            if view.may_add
            else "",
        ),
    ]
    add = button(
        words.text(TITLES[Step.VIEW]), BeginStep(challenge=view.challenge_id, step=Step.VIEW)
    )
    show = button(words.text("Vis"), ShowChallenge(challenge=view.challenge_id))
    return card(words, body, [*([add] if view.may_add else []), show], fallback=title)


def summary(view: View, words: Words) -> str:
    if view.withdrawn:
        return words.text("Innlegget er trukket tilbake")
    return words.text("Noen har meldt noe som gjelder {agency}", agency=view.agency)


_TEXT = "Deltakere må velge mellom praksisplassen og undervisningen den dagen."
SAMPLES: dict[str, View] = {
    "typical": View(12, "NAV Lindesnes", _TEXT, "Løsningsgrupper"),
    "longest": View(12, samples.LONG_NAME, samples.LONGEST, "Løsningsgrupper"),
    "settled": View(12, "NAV Lindesnes", _TEXT, "Løsningsgrupper", may_add=False),
    "withdrawn": View(12, "NAV Lindesnes", "", "Løsningsgrupper", withdrawn=True),
}
