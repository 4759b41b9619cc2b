"""Before a proposal is withdrawn: the parties have been asked, so it cannot be taken up again."""

from dataclasses import dataclass
from typing import Any

from cards.actions import CardAction, RowId
from cards.agreement import ShowAgreement
from cards.elements import button, card, context, eyebrow, heading
from cards.words import Words


class WithdrawProposal(CardAction):
    verb = "agreement.withdraw/1"
    agreement: RowId


@dataclass(frozen=True, slots=True)
class View:
    """answered: how many parties have said yes already."""

    agreement: int
    answered: int


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Vil du trekke forslaget?")
    told = words.plural("{count} etat har sagt ja.", "{count} etater har sagt ja.", view.answered)
    body = [
        eyebrow(words.text("Avtalen")),
        heading(title),
        context(
            words.text("Da gjelder avtalen som før, og ingen blir spurt mer."),
            told if view.answered else "",
        ),
    ]
    actions = [
        button(words.text("Trekk forslaget"), WithdrawProposal(agreement=view.agreement)),
        button(words.text("Tilbake"), ShowAgreement()),
    ]
    return card(words, body, actions, fallback=title)


SAMPLES: dict[str, View] = {"some": View(12, 2), "none": View(12, 0)}
