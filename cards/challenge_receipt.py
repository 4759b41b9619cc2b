"""What the sender sees after the yes, or after withdrawing."""

from dataclasses import dataclass
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Mark, button, card, context, eyebrow, heading, quote, state
from cards.words import Words


class ChallengeAction(CardAction):
    """What only the sender's own card can do: `claim` is the secret that proves it."""

    challenge: RowId
    claim: str


class WithdrawChallenge(ChallengeAction):
    verb = "challenge.withdraw/1"


@dataclass(frozen=True, slots=True)
class View:
    """What the sender sees after the yes, or after withdrawing."""

    challenge_id: int
    claim: str
    text: str
    channel: str
    withdrawn: bool = False
    was_posted: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    if view.withdrawn:
        return _withdrawn(view, words)
    title = words.text("Takk for at du sier fra")
    told = words.text("Teksten legges ut i «{channel}» nå.", channel=view.channel)
    body = [
        eyebrow(words.text("Utfordringen din")),
        state(Mark.DONE, title, told),
        quote(words, view.text),
    ]
    withdraw = WithdrawChallenge(challenge=view.challenge_id, claim=view.claim)
    return card(words, body, [button(words.text("Trekk tilbake"), withdraw)], fallback=title)


def _withdrawn(view: View, words: Words) -> dict[str, Any]:
    title, told = _gone(view, words)
    body = [eyebrow(words.text("Utfordringen din")), heading(title), context(told)]
    return card(words, body, fallback=title)


def _gone(view: View, words: Words) -> tuple[str, str]:
    if not view.was_posted:
        return words.text("Avbrutt"), words.text("Ingenting er lagt ut, og teksten er slettet.")
    told = words.text("Teksten fjernes fra «{channel}».", channel=view.channel)
    return words.text("Du har trukket det tilbake"), told


SAMPLES: dict[str, View] = {
    "posted": View(12, "c-1", "Vi mister deltakere i begge ender.", "Løsningsgrupper"),
    "posted-longest": View(12, "c-1", samples.LONGEST, "Løsningsgrupper"),
    "withdrawn": View(12, "c-1", "", "Løsningsgrupper", withdrawn=True),
    "draft-dropped": View(12, "c-1", "", "Løsningsgrupper", withdrawn=True, was_posted=False),
}
