"""Before anything is published: the exact text, the exact place, the exact readers."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.challenges import ChallengeKind
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import RowId
from cards.challenge_receipt import ChallengeAction, WithdrawChallenge
from cards.challenge_words import kind_name, linked, posted
from cards.elements import (
    ActionSet,
    Checked,
    Container,
    Execute,
    TextBlock,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    quote,
    section,
)
from cards.words import Words


class PostChallenge(ChallengeAction):
    verb = "challenge.post/1"


class ChangeChallenge(ChallengeAction):
    verb = "challenge.change/1"


class JoinChallenge(ChallengeAction):
    """«Gjelder oss også» instead: the draft is dropped, the other counts one agency more."""

    verb = "challenge.join/1"
    other: RowId


@dataclass(frozen=True, slots=True)
class Alike:
    """A challenge that stands in the channel already and may be the same."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """Exactly what will be posted, where, and who can read it. `sender` is None when anonymous.

    told: agencies of which one person each hears of it at the same moment. posted_at: when it is
    posted, where that is not at once. may_join: the reader has an agency to speak for.
    """

    challenge_id: int
    claim: str
    text: str
    concerns: tuple[str, ...]
    kind: ChallengeKind | None
    sender: str | None
    channel: str
    people: int
    agencies: int
    link: str = ""
    meeting: Meeting | None = None
    told: tuple[str, ...] = ()
    posted_at: datetime | None = None
    alike: tuple[Alike, ...] = ()
    may_join: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body = [
        eyebrow(words.text("Før noe legges ut"), kind_name(view.kind, words)),
        heading(title),
        posted(view.text, view.concerns, view.sender, words, view.meeting),
        *linked(view.link, words),
        _readers(view, words),
        *_told(view, words),
        *_hour(view, words),
        context(
            words.text("Nevn aldri en kandidat."),
            words.text("Du kan trekke det tilbake når som helst."),
        ),
        *_alike(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _readers(view: View, words: Words) -> TextBlock:
    people = words.plural("{count} person", "{count} personer", view.people)
    agencies = words.plural("{count} etat", "{count} etater", view.agencies)
    core = words.text("{people} fra {agencies}", people=people, agencies=agencies)
    return fact(words.text("{readers} kan lese kanalen.", readers=core), core=core)


def _told(view: View, words: Words) -> list[TextBlock]:
    if not view.told:
        return []
    sentence = words.text(
        "Kontaktpersonen hos {agencies} får vite det samtidig, for seg selv.",
        agencies=words.listing(view.told),
    )
    return [context(sentence)]


def _hour(view: View, words: Words) -> list[TextBlock]:
    if view.posted_at is None:
        return []
    sentence = words.text(
        "Det legges ut {when}, så klokkeslettet ikke røper deg.", when=words.moment(view.posted_at)
    )
    return [context(sentence)]


def _alike(view: View, words: Words) -> list[Checked]:
    if not view.alike:
        return []
    rows = [row for other in view.alike for row in _row(view, other, words)]
    return [section(words.text("Ligner på noe som alt er meldt")), *rows]


def _row(view: View, other: Alike, words: Words) -> list[Container | ActionSet]:
    quoted = quote(words, other.text)
    if not view.may_join:
        return [quoted]
    joined = JoinChallenge(challenge=view.challenge_id, claim=view.claim, other=other.id)
    return [quoted, ActionSet(actions=[button(words.text("Gjelder oss også"), joined)])]


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
    told=("NAV Lindesnes", "Mandal videregående skole"),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "anonymous": replace(
        _TYPICAL,
        sender=None,
        kind=None,
        concerns=(),
        told=(),
        text=samples.TYPED,
        posted_at=datetime(2027, 2, 26, 8, 0, tzinfo=UTC),
    ),
    "alike": replace(
        _TYPICAL,
        alike=(Alike(3, "Praksis og undervisning faller på samme dag."),),
        link="https://teams.microsoft.com/l/message/19:x@thread.tacv2/1",
        meeting=samples.NETWORK_MEETING,
    ),
    "alike-without-agency": replace(
        _TYPICAL, alike=(Alike(3, "Praksis og undervisning faller på samme dag."),), may_join=False
    ),
    "longest": replace(
        _TYPICAL,
        text=samples.LONGEST,
        concerns=(samples.LONG_NAME,) * 3,
        told=(samples.LONG_NAME,) * 3,
        alike=tuple(Alike(n, samples.LONGEST[:300]) for n in range(1, 4)),
    ),
}
