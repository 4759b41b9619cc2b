"""What the sender sees after the yes, or after withdrawing."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    link,
    quote,
    state,
)
from cards.words import Words


class ChallengeAction(CardAction):
    """What only the sender's own card can do: `claim` is the secret that proves it."""

    challenge: RowId
    claim: str


class WithdrawChallenge(ChallengeAction):
    verb = "challenge.withdraw/1"


@dataclass(frozen=True, slots=True)
class View:
    """What the sender sees after the yes, or after withdrawing.

    code: lets them follow it without a name; page: the address at which it does, too. posted_at:
    when it is posted, where that is not at once.
    """

    challenge_id: int
    claim: str
    text: str
    channel: str
    code: str = ""
    page: str = ""
    posted_at: datetime | None = None
    withdrawn: bool = False
    was_posted: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    if view.withdrawn:
        return _withdrawn(view, words)
    title = words.text("Takk for at du sier fra")
    body = [
        eyebrow(words.text("Utfordringen din")),
        state(Mark.DONE, title, _where(view, words)),
        quote(words, view.text),
        *_code(view, words),
    ]
    withdraw = WithdrawChallenge(challenge=view.challenge_id, claim=view.claim)
    actions = [button(words.text("Trekk tilbake"), withdraw), *_page(view, words)]
    return card(words, body, actions, fallback=title)


def _where(view: View, words: Words) -> str:
    if view.posted_at is None:
        return words.text("Teksten legges ut i «{channel}» nå.", channel=view.channel)
    return words.text(
        "Teksten legges ut i «{channel}» {when}.",
        channel=view.channel,
        when=words.moment(view.posted_at),
    )


def _code(view: View, words: Words) -> list[Checked]:
    """Shown here and nowhere else."""
    if not view.code:
        return []
    return [
        fact(words.text("Koden din er {code}", code=view.code), core=view.code),
        context(
            words.text(
                "Navnet ditt er ikke lagret. Skriv ned koden: uten den får du ikke fulgt saken."
            ),
            words.text("Skriv «følg {code}» til meg når du vil se svar.", code=view.code),
        ),
    ]


def _page(view: View, words: Words) -> list[OpenUrl]:
    return [link(words.text("Følg på nettet"), view.page)] if view.page else []


def _withdrawn(view: View, words: Words) -> dict[str, Any]:
    title, told = _gone(view, words)
    body = [eyebrow(words.text("Utfordringen din")), heading(title), context(told)]
    return card(words, body, fallback=title)


def _gone(view: View, words: Words) -> tuple[str, str]:
    if not view.was_posted:
        return words.text("Avbrutt"), words.text("Ingenting er lagt ut, og teksten er slettet.")
    told = words.text("Teksten fjernes fra «{channel}».", channel=view.channel)
    return words.text("Du har trukket det tilbake"), told


_POSTED = View(12, "c-1", "Vi mister deltakere i begge ender.", "Løsningsgrupper")
_ANONYMOUS = replace(
    _POSTED,
    code="K7QM-3XWD-PLZ5-ABGT",
    page="https://rundebord.example.no/f/K7QM-3XWD-PLZ5-ABGT",
    posted_at=datetime(2027, 2, 26, 8, 0, tzinfo=UTC),
)
SAMPLES: dict[str, View] = {
    "posted": _POSTED,
    "anonymous": _ANONYMOUS,
    "posted-longest": replace(_ANONYMOUS, text=samples.LONGEST),
    "withdrawn": replace(_POSTED, text="", withdrawn=True),
    "draft-dropped": replace(_POSTED, text="", withdrawn=True, was_posted=False),
}
