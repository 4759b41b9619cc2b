"""Before a meeting is cancelled: what falls away, who is told, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.series import Scope
from bot.domain.typed import LINE
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    line,
    line_input,
    with_problems,
)
from cards.meeting import ShowMeeting, name_and_day, when_and_where
from cards.meeting_change import SCOPES
from cards.words import Words


class CancelMeeting(CardAction):
    """Cancelled, for a reason that everybody gets to read."""

    verb = "meeting.cancel/1"
    meeting: RowId
    reason: str = ""
    scope: str = Scope.THIS


@dataclass(frozen=True, slots=True)
class View:
    """What cancelling does. open_duties: that fall away. channel, readers: where it is told.

    following, all_to_come: how many meetings of its series the wider choices are about; 0 outside
    of a series.
    """

    meeting: Meeting
    today: date
    open_duties: int
    channel: str
    readers: int
    typed: CancelMeeting
    following: int = 0
    all_to_come: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Avlyse møtet?")
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        line(_falls_away(view, words)),
        context(_told(view, words), words.text("Det kan gjøres om til møtet skulle ha begynt.")),
        *with_problems([_reason(view, words), *_scope(view, words)], view.problems),
    ]
    actions = [
        button(words.text("Avlys"), CancelMeeting(meeting=view.meeting.id), with_inputs=True),
        button(words.text("Behold møtet"), ShowMeeting(meeting=view.meeting.id)),
    ]
    return card(words, body, actions, fallback=title)


def _falls_away(view: View, words: Words) -> str:
    if not view.open_duties:
        return words.text("Påminnelsene stopper.")
    return words.plural(
        "Påminnelsene stopper, og én oppgave faller bort.",
        "Påminnelsene stopper, og {number} oppgaver faller bort.",
        view.open_duties,
        number=words.number(view.open_duties),
    )


def _told(view: View, words: Words) -> str:
    if not view.channel:
        return words.text("Ingen får beskjed: nettverket har ikke valgt noen kanal.")
    return words.plural(
        "Om fem minutter legger jeg det ut i {channel}, der én person leser.",
        "Om fem minutter legger jeg det ut i {channel}, der {count} personer leser.",
        view.readers,
        channel=view.channel,
    )


def _reason(view: View, words: Words) -> Input:
    return line_input(
        "reason",
        words.text("Hvorfor? Alle får lese det."),
        value=view.typed.reason,
        longest=LINE,
        error=words.text("Skriv noen ord om hvorfor."),
        required=True,
    )


def _scope(view: View, words: Words) -> list[Input]:
    if not view.all_to_come:
        return []
    counts = {Scope.THIS: 1, Scope.FOLLOWING: view.following, Scope.ALL: view.all_to_come}
    choices = [
        (str(scope), words.text("{scope} ({count})", scope=words.text(title), count=counts[scope]))
        for scope, title in SCOPES.items()
    ]
    chosen = choice_input(
        "scope",
        words.text("Hvilke møter gjelder det?"),
        choices,
        value=view.typed.scope,
        error=words.text("Velg ett av svarene."),
    )
    return [chosen]


_USUAL = View(samples.NETWORK_MEETING, samples.TODAY, 2, "Generelt", 14, CancelMeeting(meeting=7))
SAMPLES: dict[str, View] = {
    "typical": _USUAL,
    "series": replace(_USUAL, following=7, all_to_come=12),
    "nobody-is-told": replace(_USUAL, channel="", open_duties=0),
    "problem": replace(
        _USUAL,
        meeting=samples.MOVED,
        channel=samples.LONG_NAME,
        typed=CancelMeeting(meeting=7, reason=samples.TYPED),
        problems={"reason": "Dette er 10000 tegn. Kort det ned til 200."},
    ),
}
