"""How a challenge is told on every card: its kind, its text, where it stands, what was added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.domain.challenge_texts import Remark, RemarkKind
from bot.domain.challenges import ChallengeKind, ChallengeState
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from bot.domain.solution_group import GOOD_MEETINGS
from cards.actions import CardAction, RowId
from cards.elements import Checked, Container, link, link_row, quote
from cards.meeting import name_and_day
from cards.words import Words

KINDS: Mapping[ChallengeKind, str] = MappingProxyType(
    {
        ChallengeKind.ELEPHANT: mark("Elefant i rommet"),
        ChallengeKind.SAND: mark("Sand i maskineriet"),
        ChallengeKind.OPPORTUNITY: mark("Mulighet"),
    }
)
STAGES: Mapping[ChallengeState, str] = MappingProxyType(
    {
        ChallengeState.DRAFT: mark("kladd"),
        ChallengeState.CONFIRMED: mark("på vei ut"),
        ChallengeState.FLAGGED: mark("meldt"),
        ChallengeState.PLANNED: mark("på neste møte"),
        ChallengeState.SOLVING: mark("løsningsgruppe"),
        ChallengeState.THEME: mark("foreslått som tema på en fagdag"),
        ChallengeState.HEARD: mark("tatt opp på en fagdag"),
        ChallengeState.AGREED: mark("avtalt"),
        ChallengeState.IN_USE: mark("tatt i bruk"),
        ChallengeState.NOT_NOW: mark("ikke nå"),
        ChallengeState.MERGED: mark("slått sammen med en annen"),
        ChallengeState.WITHDRAWN: mark("trukket tilbake"),
    }
)
AGREED_STAYS = mark("Det etatene har bekreftet, blir stående.")


class ShowChallenge(CardAction):
    """The challenge anew, folded together; or with everything the reader may do."""

    verb = "challenge.show/1"
    challenge: RowId
    more: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a challenge stands. meeting: the day of the meeting that has it on its agenda, or of
    the fagdag whose theme it is.

    number: which meeting of its løsningsgruppe it is at; 0 before there is one.
    """

    state: ChallengeState
    meeting: date | None = None
    number: int = 0


def kind_name(kind: ChallengeKind | None, words: Words) -> str:
    return words.text(KINDS[kind]) if kind else ""


def kind_or_challenge(kind: ChallengeKind | None, words: Words) -> str:
    return kind_name(kind, words) or words.text("Utfordring")


def stage_name(stage: Stage, words: Words) -> str:
    """ "på møtet 12. mars", in the middle of a sentence."""
    if stage.state is ChallengeState.PLANNED and stage.meeting is not None:
        return words.text("på møtet {day}", day=words.short_day(stage.meeting))
    if stage.state is ChallengeState.THEME and stage.meeting is not None:
        return words.text("tema på fagdagen {day}", day=words.short_day(stage.meeting))
    if stage.state is ChallengeState.HEARD and stage.meeting is not None:
        return words.text("tatt opp på fagdagen {day}", day=words.short_day(stage.meeting))
    if stage.state is ChallengeState.SOLVING and stage.number:
        return _at_meeting(stage.number, words)
    return words.text(STAGES[stage.state])


def _at_meeting(number: int, words: Words) -> str:
    """Two meetings are the norm and no verdict: a third is simply the third."""
    if number > GOOD_MEETINGS:
        return words.text("løsningsgruppe (møte {number})", number=number)
    return words.text("løsningsgruppe (møte {number} av {norm})", number=number, norm=GOOD_MEETINGS)


def posted(
    text: str,
    concerns: tuple[str, ...],
    sender: str | None,
    words: Words,
    meeting: Meeting | None = None,
) -> Container:
    """Exactly what everybody reads: the same block in the preview and in the channel."""
    name = sender or words.text("anonym")
    about = words.text("Gjelder {agencies}", agencies=words.listing(concerns)) if concerns else ""
    at = came_up(meeting, words) if meeting else ""
    return quote(words, text, about, words.text("Avsender: {name}", name=name), at)


def came_up(meeting: Meeting, words: Words) -> str:
    """From which meeting's card it was raised."""
    return words.text("I forbindelse med {meeting}", meeting=name_and_day(meeting, words).lower())


def linked(address: str, words: Words) -> list[Checked]:
    """The way to the message that it is about."""
    if not address:
        return []
    opened = link(words.text("Les"), address)
    return [link_row(words.text("Meldingen det gjelder"), urlsplit(address).hostname or "", opened)]


def supported(count: int, words: Words) -> str:
    """How many agencies have it too; nothing where none has said so."""
    if not count:
        return ""
    return words.plural(
        "{count} etat har sagt at det gjelder dem også.",
        "{count} etater har sagt at det gjelder dem også.",
        count,
    )


def told(remarks: tuple[Remark, ...], words: Words) -> list[Checked]:
    """What was added, each in its own words and with who said it."""
    return [quote(words, remark.text, told_by(remark, words)) for remark in remarks]


def told_by(remark: Remark, words: Words) -> str:
    """Who says it, and to whom."""
    if remark.kind is RemarkKind.VIEW:
        return words.text("Slik ser {agency} det", agency=remark.by)
    if remark.kind is RemarkKind.QUESTION:
        return words.text("Spørsmål til avsenderen fra {name}", name=remark.by)
    return words.text("Avsenderen svarer")
