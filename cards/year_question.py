"""Before something of a draft is lost: a question, and the way back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import button, card, context, eyebrow, heading
from cards.meeting import name_and_day
from cards.words import Words
from cards.year import ProposeAgain, ShowYear, Year


class DiscardYear(CardAction):
    verb = "year.discard/1"
    year: Year


class TakeOut(CardAction):
    verb = "year.take-out/1"
    meeting: RowId


class Asked(StrEnum):
    AGAIN = "again"
    DISCARD = "discard"
    TAKE_OUT = "take-out"


@dataclass(frozen=True, slots=True)
class View:
    """count: the dates of the draft. changed: those that somebody changed by hand.

    meeting: the date that would be taken out.
    """

    asked: Asked
    year: int
    count: int = 0
    changed: int = 0
    meeting: Meeting | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title, action = _question(view, words)
    body = [
        eyebrow(words.text("Årsplan {year}", year=view.year), words.text("ingenting er sendt")),
        heading(title),
        context(*_about(view, words)),
    ]
    back = button(words.text("Tilbake"), ShowYear(year=view.year))
    return card(words, body, [button(_yes(view, words), action), back], fallback=title)


def _question(view: View, words: Words) -> tuple[str, CardAction]:
    if view.meeting is not None:
        named = name_and_day(view.meeting, words)
        return words.text("Skal {meeting} ut av planen?", meeting=named), TakeOut(
            meeting=view.meeting.id
        )
    if view.asked is Asked.DISCARD:
        return words.text("Vil du forkaste utkastet?"), DiscardYear(year=view.year)
    return words.text("Vil du begynne på nytt?"), ProposeAgain(year=view.year, sure=True)


def _about(view: View, words: Words) -> tuple[str, ...]:
    changed = words.plural(
        "{count} dato er endret for hånd, og den endringen blir borte.",
        "{count} datoer er endret for hånd, og de endringene blir borte.",
        view.changed,
    )
    count = words.plural("{count} møte blir borte.", "{count} møter blir borte.", view.count)
    match view.asked:
        case Asked.TAKE_OUT:
            return (words.text("«Nytt forslag» henter det fram igjen."),)
        case Asked.DISCARD:
            return count, changed if view.changed else ""
        case Asked.AGAIN:
            return (changed,)


def _yes(view: View, words: Words) -> str:
    match view.asked:
        case Asked.TAKE_OUT:
            return words.text("Ta ut")
        case Asked.DISCARD:
            return words.text("Forkast")
        case Asked.AGAIN:
            return words.text("Nytt forslag")


SAMPLES: dict[str, View] = {
    "again": View(Asked.AGAIN, 2027, changed=1),
    "discard": View(Asked.DISCARD, 2027, count=12, changed=3),
    "discard-untouched": View(Asked.DISCARD, 2027, count=1),
    "take-out": View(Asked.TAKE_OUT, 2027, meeting=samples.MOVED),
}
