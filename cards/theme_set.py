"""What was done with a theme, or is asked before it is; each can be undone."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Mark, button, card, context, eyebrow, heading, quote, state
from cards.meeting import name_and_day
from cards.openings import ShowFagdag
from cards.themes import ShowThemes
from cards.words import Words


class ReplaceTheme(CardAction):
    """The fagdag has a theme, and its host wants this one instead."""

    verb = "theme.replace/1"
    theme: RowId
    meeting: RowId


class TakeThemeOff(CardAction):
    """«Angre»: the theme goes back into the bank."""

    verb = "theme.take-off/1"
    theme: RowId


class RestoreTheme(CardAction):
    """«Angre» of taking a proposal out of the bank."""

    verb = "theme.restore/1"
    theme: RowId


class Step(Enum):
    ASKED = auto()  # the fagdag has another theme
    SET = auto()
    OFF = auto()
    REMOVED = auto()


@dataclass(frozen=True, slots=True)
class View:
    """meeting: with ASKED and SET. voters: how many hear of it."""

    step: Step
    theme_id: int
    theme: str
    today: date
    meeting: Meeting | None = None
    voters: int = 0


def build(view: View, words: Words) -> dict[str, Any]:
    if view.step is Step.ASKED and view.meeting:
        return _question(view, view.meeting, words)
    if view.step is Step.SET and view.meeting:
        return _set(view, view.meeting, words)
    removed = view.step is Step.REMOVED
    title = words.text("Temaet er tatt bort") if removed else words.text("Temaet er i banken igjen")
    back = button(words.text("Temabank"), ShowThemes(page=0))
    undo = [button(words.text("Angre"), RestoreTheme(theme=view.theme_id))] if removed else []
    body = [eyebrow(words.text("Temabank")), state(Mark.DONE, title, view.theme)]
    return card(words, body, [back, *undo], fallback=title)


def _question(view: View, meeting: Meeting, words: Words) -> dict[str, Any]:
    title = words.text("Fagdagen har et tema fra før. Bytte?")
    body = [
        eyebrow(name_and_day(meeting, words, view.today)),
        heading(title),
        quote(words, meeting.theme, words.text("står der nå")),
        quote(words, view.theme, words.text("skal stå der i stedet")),
    ]
    actions = [
        button(words.text("Bytt"), ReplaceTheme(theme=view.theme_id, meeting=meeting.id)),
        button(words.text("Behold"), ShowThemes(page=0)),
    ]
    return card(words, body, actions, fallback=title)


def _set(view: View, meeting: Meeting, words: Words) -> dict[str, Any]:
    title = words.text("Temaet er satt opp")
    heard = words.plural(
        "Den som stemte, får vite det.", "De {count} som stemte, får vite det.", view.voters
    )
    body = [
        eyebrow(name_and_day(meeting, words, view.today)),
        state(Mark.DONE, title, view.theme),
        *([context(heard)] if view.voters else []),
    ]
    actions = [
        button(words.text("Fagdagen"), ShowFagdag(meeting=meeting.id)),
        button(words.text("Angre"), TakeThemeOff(theme=view.theme_id)),
    ]
    return card(words, body, actions, fallback=title)


_THEME = "Tolk på skjerm"
SAMPLES: dict[str, View] = {
    "asked": View(Step.ASKED, 3, _THEME, samples.TODAY, samples.OPEN_DAY),
    "set": View(Step.SET, 3, _THEME, samples.TODAY, samples.OPEN_DAY, voters=9),
    "set-unvoted": View(Step.SET, 3, samples.LONGEST[:120], samples.TODAY, samples.MOVED),
    "off": View(Step.OFF, 3, _THEME, samples.TODAY),
    "removed": View(Step.REMOVED, 3, _THEME, samples.TODAY),
}
