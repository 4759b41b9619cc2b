"""Somebody has left, or is back: what became of it, and the way back for a day."""

from dataclasses import dataclass, replace
from typing import Any

from cards import samples
from cards.actions import CardAction, PerformCommand, RowId
from cards.elements import Mark, button, card, context, state
from cards.words import Words


class UndoLeaving(CardAction):
    """«Angre», by who left or by who pressed; `change` is the line in the log."""

    verb = "leaving.undo/1"
    change: RowId


@dataclass(frozen=True, slots=True)
class View:
    """`successors` by name, who take over. back: the leaving was taken back."""

    name: str
    change_id: int
    own: bool = True
    successors: tuple[str, ...] = ()
    back: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    if view.back:
        told = words.text("Det som ingen andre har overtatt siden, er som før.")
        actions = [button(words.text("Hvem er hvem"), PerformCommand(command="contacts"))]
        return card(words, [state(Mark.DONE, title, told)], actions, fallback=title)
    body = [state(Mark.DONE, title, _successors(view, words)), context(_way_back(view, words))]
    actions = [button(words.text("Angre"), UndoLeaving(change=view.change_id))]
    return card(words, body, actions, fallback=title)


def _title(view: View, words: Words) -> str:
    if view.back:
        return words.text("{name} er med igjen", name=view.name)
    if view.own:
        return words.text("Takk for alt du har gjort")
    return words.text("{name} er meldt ut", name=view.name)


def _successors(view: View, words: Words) -> str:
    if not view.successors:
        return ""
    return words.text("{people} tar over.", people=words.listing(view.successors))


def _way_back(view: View, words: Words) -> str:
    if view.own:
        return words.text("Angre i løpet av et døgn. Skriver du i teamet, er du også med igjen.")
    return words.text("Det kan angres i et døgn.")


_OWN = View("Kari Nilsen", 55, successors=("Nils Dahl",))
SAMPLES: dict[str, View] = {
    "own": _OWN,
    "other": replace(_OWN, own=False),
    "nobody": replace(_OWN, successors=()),
    "back": replace(_OWN, back=True),
    "longest": replace(
        _OWN, name=samples.LONG_NAME, own=False, successors=(samples.LONG_NAME,) * 2
    ),
}
