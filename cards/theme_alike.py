"""Two proposals that look the same: a person says whether they are."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.themes import Pair, Theme
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    plain_row,
    state,
)
from cards.themes import ShowAlike, ShowThemes, votes
from cards.words import Words


class MergeThemes(CardAction):
    """«Slå sammen»: `second` becomes a part of `first`."""

    verb = "themes.merge/1"
    first: RowId
    second: RowId


class PartThemes(CardAction):
    """«Angre»: the two are two again."""

    verb = "themes.part/1"
    first: RowId
    second: RowId


class KeepApart(CardAction):
    """«Hold fra hverandre»: nobody is asked about these two again."""

    verb = "themes.apart/1"
    first: RowId
    second: RowId


class AskAgain(CardAction):
    """«Angre» of that."""

    verb = "themes.apart.undo/1"
    first: RowId
    second: RowId


@dataclass(frozen=True, slots=True)
class View:
    """pair: what is asked about; None where nothing is left. merged: what was just done with it;
    None before.
    """

    pair: Pair | None
    merged: bool | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    if view.pair is None:
        title = words.text("Ingen forslag ligner på hverandre")
        back = button(words.text("Temabank"), ShowThemes(page=0))
        body = [eyebrow(words.text("Temabank")), heading(title)]
        return card(words, body, [back], fallback=title)
    if view.merged is not None:
        return _done(view.pair, words, merged=view.merged)
    title = words.text("Er disse to det samme temaet?")
    asked: list[Checked] = [
        eyebrow(words.text("Temabank")),
        heading(title),
        *(_row(theme, words) for theme in (view.pair.first, view.pair.second)),
        context(words.text("Slår du dem sammen, står det første igjen med alle stemmene.")),
    ]
    return card(words, asked, _choices(view.pair, words), fallback=title)


def _row(theme: Theme, words: Words) -> Checked:
    return plain_row(theme.text, votes(theme, words))


def _choices(pair: Pair, words: Words) -> list[Execute]:
    both = {"first": pair.first.id, "second": pair.second.id}
    return [
        button(words.text("Slå sammen"), MergeThemes(**both)),
        button(words.text("Hold fra hverandre"), KeepApart(**both)),
    ]


def _done(pair: Pair, words: Words, *, merged: bool) -> dict[str, Any]:
    both = {"first": pair.first.id, "second": pair.second.id}
    title = words.text("De er slått sammen") if merged else words.text("De holdes fra hverandre")
    told = pair.first.text if merged else f"{pair.first.text} / {pair.second.text}"
    undo: CardAction = PartThemes(**both) if merged else AskAgain(**both)
    actions = [
        button(words.text("Neste par"), ShowAlike()),
        button(words.text("Angre"), undo),
        button(words.text("Temabank"), ShowThemes(page=0)),
    ]
    body = [eyebrow(words.text("Temabank")), state(Mark.DONE, title, told)]
    return card(words, body, actions, fallback=title)


_PAIR = Pair(
    Theme(3, "Tolk på skjerm", date(2026, 4, 23), votes=9, own=True),
    Theme(8, "Skjermtolk", date(2026, 10, 16)),
)
_LONG = replace(_PAIR.first, text=samples.LONGEST[:120])
SAMPLES: dict[str, View] = {
    "typical": View(_PAIR),
    "merged": View(_PAIR, merged=True),
    "apart": View(_PAIR, merged=False),
    "empty": View(None),
    "longest": View(Pair(_LONG, _LONG)),
}
