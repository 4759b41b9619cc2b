"""Which theme goes on which fagdag; and the ways to take a proposal out of the bank."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.themes import Theme
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    with_problems,
)
from cards.meeting import name_and_day
from cards.themes import ShowThemes, votes
from cards.words import Words


class PutThemeOn(CardAction):
    """«Sett opp»."""

    verb = "theme.put-on/1"
    theme: str = ""
    meeting: str = ""


class RemoveTheme(CardAction):
    """«Ta bort forslaget»."""

    verb = "theme.remove/1"
    theme: str = ""
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """fagdager: those that the reader may give a theme. may_remove: administers the network."""

    today: date
    themes: tuple[Theme, ...]
    fagdager: tuple[Meeting, ...]
    theme: str = ""
    meeting: str = ""
    may_remove: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Sett et tema på en fagdag")
    body: list[Checked] = [
        eyebrow(words.text("Temabank")),
        heading(title),
        context(words.text("De som har stemt på temaet, får vite det.")),
        *with_problems([_theme(view, words), *_fagdag(view, words)], view.problems),
        *_none_to_come(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _theme(view: View, words: Words) -> Any:
    choices = [
        (
            str(theme.id),
            words.text("{theme} ({votes})", theme=theme.text, votes=votes(theme, words)),
        )
        for theme in view.themes
    ]
    error = words.text("Velg et tema.")
    return dropdown_input(
        "theme", words.text("Tema"), choices, error=error, value=view.theme, required=True
    )


def _fagdag(view: View, words: Words) -> list[Any]:
    if not view.fagdager:
        return []
    choices = [(str(m.id), name_and_day(m, words, view.today)) for m in view.fagdager]
    error = words.text("Velg en fagdag.")
    return [
        dropdown_input("meeting", words.text("Fagdag"), choices, error=error, value=view.meeting)
    ]


def _none_to_come(view: View, words: Words) -> list[Checked]:
    if view.fagdager:
        return []
    return [context(words.text("Ingen fagdag er planlagt. Skriv «nytt møte» for å legge inn en."))]


def _actions(view: View, words: Words) -> list[Execute]:
    actions = []
    if view.fagdager:
        actions.append(button(words.text("Sett opp"), PutThemeOn(), with_inputs=True))
    if view.may_remove:
        actions.append(button(words.text("Ta bort temaet"), RemoveTheme(), with_inputs=True))
    return [*actions, button(words.text("Tilbake"), ShowThemes(page=0))]


_THEMES = (
    Theme(3, "Tolk på skjerm", date(2026, 4, 23), votes=9),
    Theme(11, "Norskprøven", date(2027, 2, 1)),
)
_TYPICAL = View(samples.TODAY, _THEMES, (samples.OPEN_DAY, samples.MOVED), may_remove=True)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "no-fagdag": replace(_TYPICAL, fagdager=(), may_remove=True),
    "problem": replace(_TYPICAL, theme="3", problems={"meeting": "Velg en fagdag."}),
    "longest": replace(
        _TYPICAL, themes=(replace(_THEMES[0], text=samples.LONGEST[:120]),) * 30, theme="3"
    ),
}
