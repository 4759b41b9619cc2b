"""What whoever proposed an item sees: where it ended up, or that it is withdrawn."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_rows import about
from cards.elements import Execute, Mark, button, card, context, eyebrow, heading, quote, state
from cards.meeting import name_and_day, when_and_where
from cards.openings import ShowAgenda
from cards.words import Words


class WithdrawItem(CardAction):
    """The item is not to be treated at all."""

    verb = "agenda.withdraw/1"
    item: RowId


class RestoreItem(CardAction):
    """«Angre» for what was withdrawn."""

    verb = "agenda.restore/1"
    item: RowId


@dataclass(frozen=True, slots=True)
class View:
    """`meeting`: where the item is treated, as number `place`; None where it waits.

    planned: whether a meeting it could have come to is planned at all.
    """

    item: Item
    today: date
    meeting: Meeting | None = None
    place: int = 0
    planned: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    if view.item.state is ItemState.WITHDRAWN:
        return _withdrawn(view, words)
    title = words.text("Saken er meldt")
    where = [when_and_where(view.meeting, view.today, words)] if view.meeting else []
    body = [
        eyebrow(_where(view, words)),
        state(Mark.DONE, title, _told(view, words)),
        *where,
        quote(words, view.item.title, about(view.item, words)),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _where(view: View, words: Words) -> str:
    if view.meeting is None:
        return words.text("Venter på et møte")
    return name_and_day(view.meeting, words, view.today)


def _told(view: View, words: Words) -> str:
    if view.meeting is not None:
        return words.text("Den står som nummer {place} på sakslista.", place=view.place)
    if view.planned:
        return words.text("Verten får den fram når sakslista til et senere møte lages.")
    return words.text("Det er ikke planlagt noe møte ennå. Saken venter til det er det.")


def _actions(view: View, words: Words) -> list[Execute]:
    agenda = (
        [button(words.text("Se sakslista"), ShowAgenda(meeting=view.meeting.id))]
        if view.meeting
        else []
    )
    return [*agenda, button(words.text("Angre"), WithdrawItem(item=view.item.id))]


def _withdrawn(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Saken er trukket")
    body = [
        eyebrow(_where(view, words) if view.meeting else words.text("Saksliste")),
        heading(title),
        context(words.text("Den tas ikke opp i noe møte.")),
        quote(words, view.item.title),
    ]
    actions = [button(words.text("Angre"), RestoreItem(item=view.item.id))]
    return card(words, body, actions, fallback=title)


_ITEM = Item(
    12,
    "Valg av tema for fagdagen til høsten",
    ItemKind.DECISION,
    minutes=20,
    noted=True,
    proposed_by_id=1,
    proposed_by="Kari Nordmann",
)
SAMPLES: dict[str, View] = {
    "on-the-agenda": View(_ITEM, samples.TODAY, samples.NETWORK_MEETING, place=6),
    "waiting": View(replace(_ITEM, state=ItemState.WAITING, minutes=None), samples.TODAY),
    "nothing-planned": View(
        replace(_ITEM, state=ItemState.WAITING, title=samples.TYPED), samples.TODAY, planned=False
    ),
    "withdrawn": View(
        replace(_ITEM, state=ItemState.WITHDRAWN), samples.TODAY, samples.NETWORK_MEETING
    ),
}
