"""`temabank`: what people wish to hear about on a fagdag, most votes first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.themes import Theme
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Checked, Execute, Mark, button, card, context, eyebrow, heading, row
from cards.words import Words


class ShowThemes(CardAction):
    """Another page of the theme bank."""

    verb = "themes/1"
    page: int = Field(ge=0, le=1000)


class VoteForTheme(CardAction):
    """«Stem»."""

    verb = "theme.vote/1"
    theme: RowId
    page: int = Field(default=0, ge=0, le=1000)


class TakeVoteBack(CardAction):
    """«Angre»."""

    verb = "theme.vote.undo/1"
    theme: RowId
    page: int = Field(default=0, ge=0, le=1000)


class BeginTheme(CardAction):
    """«Foreslå tema»: the form."""

    verb = "theme.propose/1"


class ShowAlike(CardAction):
    """Proposals that look the same, to be put together or kept apart."""

    verb = "themes.alike/1"


class ChooseTheme(CardAction):
    """The form that puts a theme on a fagdag."""

    verb = "theme.choose/1"


@dataclass(frozen=True, slots=True)
class View:
    """A page of the bank. alike: how many pairs look the same. may_choose: the reader hosts a
    fagdag, or administers the network.
    """

    network: str
    today: date
    themes: tuple[Theme, ...]
    count: int
    page: int = 0
    has_more: bool = False
    alike: int = 0
    may_choose: bool = False
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva skal neste fagdag handle om?")
    hint = words.text("Stem på det du vil høre om. Hvem som har stemt, vises ikke.")
    if not view.themes:
        title = words.text("Ingen temaer er foreslått ennå")
        hint = words.text("Forslag fra evalueringene kommer hit av seg selv.")
    body: list[Checked] = [
        eyebrow(view.network, words.text("temabank"), view.told),
        heading(title),
        context(hint),
        *(_row(theme, view, words) for theme in view.themes),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def votes(theme: Theme, words: Words) -> str:
    if not theme.votes:
        return words.text("Ingen stemmer ennå")
    return words.plural("{count} stemme", "{count} stemmer", theme.votes)


def _row(theme: Theme, view: View, words: Words) -> Checked:
    if theme.planned_on is not None:
        day = words.short_day(theme.planned_on, view.today)
        return row(Mark.DONE, theme.text, words.text("Satt opp {day}", day=day))
    told = votes(theme, words)
    if theme.own:
        told = words.text("{votes}, din er med", votes=told)
        pressed = button(words.text("Angre"), TakeVoteBack(theme=theme.id, page=view.page))
        return row(Mark.DONE, theme.text, told, button=pressed)
    pressed = button(words.text("Stem"), VoteForTheme(theme=theme.id, page=view.page))
    return row(Mark.OPEN, theme.text, told, button=pressed)


def _actions(view: View, words: Words) -> list[Execute]:
    ways: list[tuple[bool, str, CardAction]] = [
        (True, words.text("Foreslå tema"), BeginTheme()),
        (view.may_choose and bool(view.themes), words.text("Sett opp"), ChooseTheme()),
        (view.alike > 0, words.text("Like forslag"), ShowAlike()),
        (
            view.page > 0,
            words.text("Forrige side"),
            ShowThemes(page=view.page - 1 if view.page else 0),
        ),
        (view.has_more, words.text("Neste side"), ShowThemes(page=view.page + 1)),
    ]
    return [button(title, action) for there, title, action in ways if there]


_THEMES = (
    Theme(3, "Tolk på skjerm", date(2026, 4, 23), votes=9, own=True),
    Theme(5, "Hva gjør de andre i hverdagen?", date(2026, 10, 16), votes=6),
    Theme(9, "Veien til læreplass", date(2026, 4, 23), votes=4, planned_on=date(2027, 4, 22)),
    Theme(11, "Norskprøven", date(2027, 2, 1)),
)
_TYPICAL = View(
    "Kvalifiseringsnettverket i Lindesnes", samples.TODAY, _THEMES, 4, alike=1, may_choose=True
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "member": replace(_TYPICAL, alike=0, may_choose=False, told="takk for forslaget"),
    "empty": replace(_TYPICAL, themes=(), count=0, alike=0),
    "longest": replace(
        _TYPICAL,
        themes=(replace(_THEMES[0], text=samples.LONGEST[:120]),) * 8,
        count=40,
        page=1,
        has_more=True,
        alike=12,
    ),
}
