"""Somebody is asked, 1:1, to be in a løsningsgruppe."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.solution_group import Invitation
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_solving_words import ShowSolution
from cards.elements import (
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    shortened,
    state,
)
from cards.words import Words

SHOWN = 400  # characters of the challenge


class AnswerInvitation(CardAction):
    """«Ja, jeg blir med», or «Kan ikke», by which the next of the agency is asked."""

    verb = "solution.answer/1"
    challenge: RowId
    coming: bool


@dataclass(frozen=True, slots=True)
class View:
    """others: who else is asked. instead: who is asked if the reader cannot; "" for nobody.

    over: nothing is asked any more.
    """

    challenge_id: int
    text: str
    invitation: Invitation
    others: tuple[str, ...] = ()
    instead: str = ""
    over: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    body = [eyebrow(words.text("Løsningsgruppe"), words.text("bare til deg"))]
    if view.over:
        gone = context(words.text("Du trenger ikke å gjøre noe."))
        return card(words, [*body, heading(title), gone], fallback=title)
    shown = quote(words, shortened(view.text, SHOWN))
    if view.invitation is not Invitation.ASKED:
        told = state(Mark.DONE, title)
        return card(words, [*body, told, shown], _again(view, words), fallback=title)
    asked = [
        heading(title),
        shown,
        context(
            words.text("Et par møter, og så en løsning alle kan stå for."),
            words.text("Jeg har også spurt {names}.", names=words.listing(view.others))
            if view.others
            else "",
        ),
    ]
    return card(words, [*body, *asked], _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    if view.over:
        return words.text("Løsningsgruppa trenger ikke svar lenger")
    match view.invitation:
        case Invitation.YES:
            return words.text("Du er med i løsningsgruppa")
        case Invitation.NO:
            return words.text("Du er ikke med i løsningsgruppa")
    return words.text("Kan du være med i en løsningsgruppe?")


def _actions(view: View, words: Words) -> list[Execute]:
    cannot = (
        words.text("Kan ikke, spør {name}", name=view.instead)
        if view.instead
        else words.text("Kan ikke")
    )
    return [
        button(
            words.text("Ja, jeg blir med"),
            AnswerInvitation(challenge=view.challenge_id, coming=True),
        ),
        button(cannot, AnswerInvitation(challenge=view.challenge_id, coming=False)),
    ]


def _again(view: View, words: Words) -> list[Execute]:
    """The other answer can still be given."""
    show = button(words.text("Vis"), ShowSolution(challenge=view.challenge_id))
    if view.invitation is Invitation.NO:
        back = AnswerInvitation(challenge=view.challenge_id, coming=True)
        return [button(words.text("Jeg kan likevel"), back), show]
    leave = AnswerInvitation(challenge=view.challenge_id, coming=False)
    return [show, button(words.text("Kan ikke likevel"), leave)]


_ASKED = View(
    12,
    "Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    Invitation.ASKED,
    ("Kari Nilsen", "Ola Berg"),
    "Nils Dahl",
)
SAMPLES: dict[str, View] = {
    "asked": _ASKED,
    "nobody-else": replace(_ASKED, others=(), instead=""),
    "longest": replace(_ASKED, text=samples.LONGEST, instead="Et Svært Langt Navn Etternavnsen"),
    "yes": replace(_ASKED, invitation=Invitation.YES),
    "no": replace(_ASKED, invitation=Invitation.NO),
    "over": replace(_ASKED, over=True, text=""),
}
