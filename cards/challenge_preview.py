"""Before anything is published: the exact text, the exact place, the exact readers."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.challenges import ChallengeKind
from cards import samples
from cards.challenge import kind_name, posted
from cards.challenge_receipt import ChallengeAction, WithdrawChallenge
from cards.elements import Execute, TextBlock, button, card, context, eyebrow, fact, heading
from cards.words import Words


class PostChallenge(ChallengeAction):
    verb = "challenge.post/1"


class ChangeChallenge(ChallengeAction):
    verb = "challenge.change/1"


@dataclass(frozen=True, slots=True)
class View:
    """Exactly what will be posted, where, and who can read it. `sender` is None when anonymous."""

    challenge_id: int
    claim: str
    text: str
    concerns: tuple[str, ...]
    kind: ChallengeKind | None
    sender: str | None
    channel: str
    people: int
    agencies: int


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body = [
        eyebrow(words.text("Før noe legges ut"), kind_name(view.kind, words)),
        heading(title),
        posted(view.text, view.concerns, view.sender, words),
        _readers(view, words),
        context(
            words.text("Nevn aldri en kandidat."),
            words.text("Du kan trekke det tilbake når som helst."),
        ),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _readers(view: View, words: Words) -> TextBlock:
    people = words.plural("{count} person", "{count} personer", view.people)
    agencies = words.plural("{count} etat", "{count} etater", view.agencies)
    core = words.text("{people} fra {agencies}", people=people, agencies=agencies)
    return fact(words.text("{readers} kan lese kanalen.", readers=core), core=core)


def _actions(view: View, words: Words) -> list[Execute]:
    secret = {"challenge": view.challenge_id, "claim": view.claim}
    return [
        button(words.text("Legg ut"), PostChallenge.model_validate(secret)),
        button(words.text("Endre"), ChangeChallenge.model_validate(secret)),
        button(words.text("Avbryt"), WithdrawChallenge.model_validate(secret)),
    ]


_TYPICAL = View(
    challenge_id=12,
    claim="c-1",
    text="Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    concerns=("NAV Lindesnes", "Mandal videregående skole"),
    kind=ChallengeKind.SAND,
    sender="Kari Nordmann",
    channel="Løsningsgrupper",
    people=31,
    agencies=6,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "anonymous": replace(_TYPICAL, sender=None, kind=None, concerns=(), text=samples.TYPED),
    "longest": replace(_TYPICAL, text=samples.LONGEST, concerns=(samples.LONG_NAME,) * 3),
}
