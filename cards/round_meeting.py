"""`ressursgruppe`: one of the four meetings: who comes, who calls in, and what is talked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import Field

from bot.domain.duties import DutyKind
from bot.domain.resource_groups import BEFORE_YOU_PART, MEETINGS, NUMBERS, PARTS, Part
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    plain_row,
    row,
    section,
)
from cards.words import Words, capital


class ShowResourceMeeting(CardAction):
    verb = "resource-meeting/1"
    number: int = Field(ge=1, le=4)


@dataclass(frozen=True, slots=True)
class View:
    """agencies: what the parts are called in this network. duties: what the host does for it."""

    number: int
    agencies: Mapping[Part, str] = field(default_factory=dict)
    duties: tuple[DutyKind, ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    meeting = MEETINGS[view.number]
    title = words.text("Ressursgruppe, møte {number}", number=view.number)
    body = [
        eyebrow(words.text("Ressursgruppe"), words.text("hvert møte handler om én kandidat")),
        heading(title),
        context(words.text(meeting.due)),
        section(words.text("Hvem er med")),
        plain_row(words.text("Kandidaten, som en likeverdig part")),
        *(_part(part, view, words) for part in meeting.parts),
        section(words.text("Det vi snakker om")),
        *(row(Mark.OPEN, words.text(theme), "") for theme in meeting.themes),
        section(words.text("Oppgavene")),
        line(_duties(view, words)),
        context(words.text(BEFORE_YOU_PART)),
    ]
    others = [number for number in NUMBERS if number != view.number]
    actions = [
        button(words.text("Møte {number}", number=number), ShowResourceMeeting(number=number))
        for number in others
    ]
    return card(words, body, actions, fallback=title)


def _part(part: Part, view: View, words: Words) -> Any:
    meeting = MEETINGS[view.number]
    told = [view.agencies.get(part, "")]
    if part is meeting.responsible:
        told.append(words.text("ansvarlig"))
    return plain_row(words.text(PARTS[part]), ", ".join(each for each in told if each))


def _duties(view: View, words: Words) -> str:
    who = words.text(PARTS[MEETINGS[view.number].responsible])
    duties = words.listing(words.duty(duty).lower() for duty in view.duties)
    if not duties:
        return words.text("{who} kaller inn.", who=who)
    return words.text("{who} har ansvar for {duties}.", who=capital(who), duties=duties)


_AGENCIES = {
    Part.PROGRAMME: "NAV Lindesnes",
    Part.CAREER: "Karriere Agder Lyngdal",
    Part.ADULT_EDUCATION: "Lindesnes læringssenter",
    Part.FOLLOW_UP: "NAV Lindesnes",
    Part.UPPER_SECONDARY: "Mandal videregående skole",
}
_DUTIES = (DutyKind.CALL_IN, DutyKind.ROOM)
_TYPICAL = View(1, _AGENCIES, _DUTIES)
SAMPLES: dict[str, View] = {
    "first": _TYPICAL,
    "second": replace(_TYPICAL, number=2),
    "third": replace(_TYPICAL, number=3),
    "fourth": replace(_TYPICAL, number=4),
    "empty": View(1),
    "longest": replace(_TYPICAL, agencies=dict.fromkeys(Part, samples.LONG_NAME)),
}
