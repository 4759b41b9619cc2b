"""The form for a challenge. Nothing is posted from here: a preview comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.domain.challenge_texts import LONGEST
from bot.domain.challenges import ChallengeKind
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_words import came_up, linked
from cards.elements import (
    Input,
    TextBlock,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    problem,
    text_input,
    toggle_input,
)
from cards.words import Words

EXPLAINED: Mapping[ChallengeKind, str] = MappingProxyType(
    {
        ChallengeKind.ELEPHANT: mark("Elefant i rommet: alle vet det, ingen sier det"),
        ChallengeKind.SAND: mark("Sand i maskineriet: noe passer ikke lenger"),
        ChallengeKind.OPPORTUNITY: mark("Mulighet: noe vi kunne gjort bedre"),
    }
)


class SubmitChallenge(CardAction):
    """The filled-in form. `submission` makes the same form, sent twice, one challenge.

    `concerns` is a comma list of agency ids, as a multi-select gives it; `anonymous` is "true" or
    "false". `link` leads to the message in the Team that it is about, `meeting` is the one it came
    up about.
    """

    verb = "challenge.submit/1"
    submission: str
    link: str = ""
    meeting: RowId | None = None
    text: str = ""
    concerns: str = ""
    kind: str = ""
    anonymous: str = "false"


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """The empty form, one with a text from elsewhere, or one that comes back to be changed."""

    submission: str
    agencies: tuple[AgencyChoice, ...]
    link: str = ""
    meeting: Meeting | None = None
    text: str = ""
    concerns: tuple[int, ...] = ()
    kind: ChallengeKind | None = None
    anonymous: bool = False
    problem: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva bør vi se på sammen?")
    body = [
        eyebrow(words.text("Meld en utfordring"), words.text("ingenting legges ut ennå")),
        heading(title),
        *([problem(view.problem)] if view.problem else []),
        context(
            words.text("Du får se nøyaktig hva som legges ut, og hvor, før du sier ja."),
            words.text("Nevn aldri en kandidat."),
        ),
        *linked(view.link, words),
        *_about(view, words),
        *_inputs(view, words),
    ]
    actions = [button(words.text("Se hvordan det blir"), _submit(view), with_inputs=True)]
    return card(words, body, actions, fallback=title)


def _submit(view: View) -> SubmitChallenge:
    meeting_id = view.meeting.id if view.meeting else None
    known = {"link": view.link or None, "meeting": meeting_id}
    there = {name: value for name, value in known.items() if value is not None}
    return SubmitChallenge.model_validate({"submission": view.submission, **there})


def _about(view: View, words: Words) -> list[TextBlock]:
    """Where it came up; without a name it would say who could have raised it."""
    if view.meeting is None:
        return []
    hidden = words.text("Det vises ikke hvis du skjuler navnet ditt.")
    return [context(came_up(view.meeting, words)), context(hidden)]


def _inputs(view: View, words: Words) -> list[Input]:
    return [
        text_input(
            "text",
            words.text("Fortell kort hva det gjelder"),
            value=view.text,
            longest=LONGEST,
            error=words.text("Skriv noen ord om hva det gjelder."),
            required=True,
        ),
        *([_concerns(view, words)] if view.agencies else []),
        _kind(view, words),
        toggle_input(
            "anonymous",
            words.text("Navnet ditt"),
            words.text("Ikke vis hvem jeg er"),
            error=words.text("Velg om navnet ditt skal vises."),
            on=view.anonymous,
        ),
    ]


def _concerns(view: View, words: Words) -> Input:
    return choice_input(
        "concerns",
        words.text("Hvem gjelder det? (valgfritt)"),
        [(str(agency.id), agency.name) for agency in view.agencies],
        value=",".join(str(agency_id) for agency_id in view.concerns),
        several=True,
        error=words.text("Velg etater fra lista."),
    )


def _kind(view: View, words: Words) -> Input:
    return choice_input(
        "kind",
        words.text("Hva slags sak er det? (valgfritt)"),
        [(str(kind), words.text(text)) for kind, text in EXPLAINED.items()],
        value=str(view.kind or ""),
        error=words.text("Velg ett av svarene i lista."),
    )


_AGENCIES = (
    AgencyChoice(1, "NAV Lindesnes"),
    AgencyChoice(2, "Karriere Agder Lyngdal"),
    AgencyChoice(3, samples.LONG_NAME),
    AgencyChoice(4, "Mandal videregående skole"),
)
SAMPLES: dict[str, View] = {
    "empty": View("s-1", _AGENCIES),
    "changing": View(
        "s-1",
        _AGENCIES,
        link="https://teams.microsoft.com/l/message/19:x@thread.tacv2/1",
        text=samples.TYPED,
        concerns=(1, 3),
        kind=ChallengeKind.SAND,
        anonymous=True,
    ),
    "problem": View(
        "s-1",
        _AGENCIES,
        text="Hm",
        problem="Skriv litt mer, så andre forstår hva du mener.",
    ),
    "no-agencies": View("s-1", ()),
    "from-meeting": View("s-1", _AGENCIES, meeting=samples.NETWORK_MEETING),
}
