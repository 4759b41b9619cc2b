"""Which of an agency's coming meetings shall somebody else host?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import PerformCommand
from cards.elements import ColumnSet, button, card, context, dated_row, eyebrow, heading
from cards.meeting import name_and_day
from cards.openings import OfferTurn
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """The meetings that the reader's agency hosts, and the agencies asked for some of them."""

    today: date
    agency: str
    meetings: tuple[Meeting, ...]
    offered: frozenset[int] = frozenset()


def build(view: View, words: Words) -> dict[str, Any]:
    if not view.meetings:
        return _none(view, words)
    title = words.text("Hvilket møte vil dere bytte bort?")
    body = [
        eyebrow(words.text("Bytt vertskap"), view.agency),
        heading(title),
        context(words.text("Trykk på møtet. Ingenting er sendt før du har sett det.")),
        *(_row(meeting, view, words) for meeting in view.meetings),
    ]
    return card(words, body, fallback=title)


def _row(meeting: Meeting, view: View, words: Words) -> ColumnSet:
    on_offer = words.text("Dere har spurt om noen kan ta det") if meeting.id in view.offered else ""
    return dated_row(
        words.tight_day(words.day_of(meeting.starts_at), view.today),
        words.activity(meeting.activity),
        meeting.theme,
        on_offer,
        opens=button(name_and_day(meeting, words, view.today), OfferTurn(meeting=meeting.id)),
    )


def _none(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Dere har ikke noe vertskap å bytte bort")
    told = words.text("I «ansvar» ser dere hvem som har hvilket møte.")
    body = [eyebrow(words.text("Bytt vertskap"), view.agency), heading(title), context(told)]
    actions = [button(words.text("Ansvar"), PerformCommand(command="turns"))]
    return card(words, body, actions, fallback=title)


SAMPLES: dict[str, View] = {
    "several": View(
        samples.TODAY,
        "NAV Lindesnes",
        (samples.NETWORK_MEETING, samples.OPEN_DAY, samples.MOVED),
        frozenset({samples.OPEN_DAY.id}),
    ),
    "none": View(samples.TODAY, samples.LONG_NAME, ()),
}
