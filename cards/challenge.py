"""The challenge as it stands in the channel, for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from bot.domain.challenges import LONGEST, ChallengeKind, ChallengeState
from bot.domain.errors import mark
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Container,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    problem,
    quote,
    text_input,
)
from cards.words import Words, capital

KINDS: Mapping[ChallengeKind, str] = MappingProxyType(
    {
        ChallengeKind.ELEPHANT: mark("Elefant i rommet"),
        ChallengeKind.SAND: mark("Sand i maskineriet"),
        ChallengeKind.OPPORTUNITY: mark("Mulighet"),
    }
)


class BeginAnswer(CardAction):
    """Unfold the posted challenge with a field for the answer."""

    verb = "challenge.begin/1"
    challenge: RowId


class AnswerChallenge(CardAction):
    verb = "challenge.answer/1"
    challenge: RowId
    answer: str = ""


class ShowChallenge(CardAction):
    """Fold the card together again."""

    verb = "challenge.show/1"
    challenge: RowId


@dataclass(frozen=True, slots=True)
class View:
    """The challenge as it stands in the channel, for everybody. Withdrawn: the text is gone.

    `answering`: unfolded with a field for the answer, for the one who pressed; `problem` and
    `typed` keep an answer that was refused.
    """

    challenge_id: int
    state: ChallengeState
    text: str
    concerns: tuple[str, ...]
    kind: ChallengeKind | None
    sender: str | None
    raised_on: date | None
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    answering: bool = False
    typed: str = ""
    problem: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    if view.state is ChallengeState.WITHDRAWN:
        return _withdrawn(view, words)
    body: list[Checked] = [
        eyebrow(_kind(view.kind, words), _raised(view, words)),
        heading(_title(view, words)),
        posted(view.text, view.concerns, view.sender, words),
        *_answer(view, words),
    ]
    if view.answering:
        return _answering(view, body, words)
    return card(words, body, _begin(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    if view.state is ChallengeState.WITHDRAWN:
        return words.text("Innlegget er trukket tilbake")
    return words.text("{kind}: {title}", kind=_kind(view.kind, words), title=_title(view, words))


def posted(text: str, concerns: tuple[str, ...], sender: str | None, words: Words) -> Container:
    """Exactly what everybody reads: the same block in the preview and in the channel."""
    name = sender or words.text("anonym")
    about = words.text("Gjelder {agencies}", agencies=words.listing(concerns)) if concerns else ""
    return quote(words, text, about, words.text("Avsender: {name}", name=name))


def kind_name(kind: ChallengeKind | None, words: Words) -> str:
    return words.text(KINDS[kind]) if kind else ""


def _kind(kind: ChallengeKind | None, words: Words) -> str:
    return kind_name(kind, words) or words.text("Utfordring")


def _raised(view: View, words: Words) -> str:
    if view.raised_on is None:
        return ""
    return words.text("meldt {day}", day=words.short_day(view.raised_on))


def _title(view: View, words: Words) -> str:
    if view.state is not ChallengeState.ANSWERED:
        return words.text("Kan vi løse dette sammen?")
    if view.answered_by is None:
        return words.text("Dette har fått svar")
    return words.text("{name} har svart", name=view.answered_by)


def _answer(view: View, words: Words) -> list[Checked]:
    if view.state is not ChallengeState.ANSWERED:
        return []
    when = words.moment(view.answered_at) if view.answered_at else ""
    return [quote(words, view.answer, capital(when))]


def _begin(view: View, words: Words) -> list[Execute]:
    """The first answer stands, so that whoever gave it is not talked over."""
    if view.state is ChallengeState.ANSWERED:
        return []
    return [button(words.text("Svar"), BeginAnswer(challenge=view.challenge_id))]


def _answering(view: View, body: list[Checked], words: Words) -> dict[str, Any]:
    asked = text_input(
        "answer",
        words.text("Svaret ditt, som alle i kanalen kan lese"),
        value=view.typed,
        longest=LONGEST,
        error=words.text("Skriv et svar."),
        required=True,
    )
    wrong = [problem(view.problem)] if view.problem else []
    send = AnswerChallenge(challenge=view.challenge_id)
    actions = [
        button(words.text("Send svaret"), send, with_inputs=True),
        button(words.text("Avbryt"), ShowChallenge(challenge=view.challenge_id)),
    ]
    return card(words, [*body, *wrong, asked], actions, fallback=summary(view, words))


def _withdrawn(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    gone = context(words.text("Avsenderen har fjernet teksten."))
    body = [eyebrow(words.text("Utfordring"), _raised(view, words)), heading(title), gone]
    return card(words, body, fallback=title)


_FLAGGED = View(
    challenge_id=12,
    state=ChallengeState.FLAGGED,
    text="Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    concerns=("NAV Lindesnes", "Mandal videregående skole"),
    kind=ChallengeKind.SAND,
    sender="Kari Nordmann",
    raised_on=date(2027, 2, 12),
)
_ANSWERED = replace(
    _FLAGGED,
    state=ChallengeState.ANSWERED,
    answer="Vi flytter praksisen til uka før ferien. Jeg kaller inn til et møte.",
    answered_by="Nils Hansen",
    answered_at=datetime(2027, 2, 15, 9, 12, tzinfo=UTC),
)
SAMPLES: dict[str, View] = {
    "flagged": _FLAGGED,
    "anonymous": replace(_FLAGGED, sender=None, kind=None, concerns=()),
    "typed-markup": replace(_FLAGGED, text=samples.TYPED, sender="**Kari** <at>Alle</at>"),
    "longest": replace(_ANSWERED, text=samples.LONGEST, answer=samples.LONGEST),
    "answering": replace(_FLAGGED, answering=True),
    "answer-refused": replace(
        _FLAGGED, answering=True, typed="Ok", problem="Skriv litt mer, så andre forstår."
    ),
    "answered": _ANSWERED,
    "withdrawn": replace(_FLAGGED, state=ChallengeState.WITHDRAWN, text="", raised_on=None),
}
