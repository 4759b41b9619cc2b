"""Several things that wait for one person, in one message: a row each, opened one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    row,
    shortened,
    state,
    with_action,
)
from cards.words import Words

IN_VIEW = 6  # rows on a page
LONGEST_SUMMARY = 180  # what a locked phone shows, and a little more


class ShowGathered(CardAction):
    """«Vis»: the thing's own card, in place of the list."""

    verb = "gathered.one/1"
    delivery: RowId


class ShowAllGathered(CardAction):
    """The way back to the list; `delivery` is the one that leads the message."""

    verb = "gathered/1"
    delivery: RowId
    page: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """`text` is its own message's line for the phone, already translated. `done`: nothing is to be
    said about it any more.
    """

    delivery: int
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """lead: the delivery that leads the message. `name`: whom a mention in a channel is for, "" in
    a chat. weekly: the reader chose a summary a week.
    """

    lead: int
    items: Sequence[Item]
    network: str
    name: str = ""
    page: int = 1
    weekly: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    first = (_page(view) - 1) * IN_VIEW
    shown = view.items[first : first + IN_VIEW]
    body = [
        eyebrow(words.text("Ukas liste") if view.weekly else "", view.network),
        *_headed(view, words),
        *(_row(item, words) for item in shown),
    ]
    return card(words, body, _pages(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    waiting = [item.text for item in view.items if not item.done]
    told = f"{_title(view, words)}. {waiting[0]}" if waiting else f"{_title(view, words)}."
    return shortened(told, LONGEST_SUMMARY)


def with_way_to_all(opened: dict[str, Any], lead: int, words: Words) -> dict[str, Any]:
    """An opened card, with the way back to the list it stands in."""
    back = button(words.text("Tilbake til lista"), ShowAllGathered(delivery=lead))
    return with_action(opened, back)


def _title(view: View, words: Words) -> str:
    count = sum(not item.done for item in view.items)
    if count == 0:
        return words.text("Alt på lista er gjort")
    number = words.number(count)
    whole = {"number": number, "name": view.name}
    if view.name:
        title = words.plural(
            "{number} ting venter på {name}", "{number} ting venter på {name}", count, **whole
        )
    else:
        title = words.plural(
            "{number} ting venter på deg", "{number} ting venter på deg", count, number=number
        )
    return title[:1].upper() + title[1:]


def _headed(view: View, words: Words) -> list[Any]:
    title = _title(view, words)
    if all(item.done for item in view.items):
        return [state(Mark.DONE, title)]
    return [heading(title), context(words.text("Trykk «Vis», så åpner den seg her."))]


def _row(item: Item, words: Words) -> Any:
    pressed = button(words.text("Vis"), ShowGathered(delivery=item.delivery), tooltip=item.text)
    if item.done:
        return row(Mark.DONE, item.text, words.text("Ikke mer å gjøre"), button=pressed)
    return row(Mark.OPEN, item.text, "", button=pressed)


def _page(view: View) -> int:
    return min(max(view.page, 1), _last_page(view))


def _last_page(view: View) -> int:
    return max(1, -(-len(view.items) // IN_VIEW))


def _pages(view: View, words: Words) -> list[Execute]:
    page = _page(view)
    ways = [(page - 1, words.text("Forrige side")), (page + 1, words.text("Neste side"))]
    return [
        button(title, ShowAllGathered(delivery=view.lead, page=number))
        for number, title in ways
        if 1 <= number <= _last_page(view)
    ]


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
_CALL_IN = Item(21, "Kan du kalle inn til nettverksmøtet torsdag 18. mars?")
_CONSENT = Item(22, "Er dere enige? En endring i avtalen venter på svar fra NAV Lindesnes.")
_COUNTS = Item(23, "Hvor mange kandidater er klare for møter i mai? Svar innen 14. april.")
SAMPLES: dict[str, View] = {
    "three": View(21, (_CALL_IN, _CONSENT, _COUNTS), _NETWORK),
    "one-done": View(21, (Item(21, _CALL_IN.text, done=True), _CONSENT, _COUNTS), _NETWORK),
    "all-done": View(
        21, (Item(21, _CALL_IN.text, done=True), Item(22, _CONSENT.text, done=True)), _NETWORK
    ),
    "in-channel": View(21, (_CALL_IN, _CONSENT), _NETWORK, name="Nils Dahl"),
    "weekly": View(21, (_CALL_IN, _COUNTS), _NETWORK, weekly=True),
    "longest": View(
        31,
        tuple(Item(number, f"{samples.LONG_NAME}: {_CONSENT.text}") for number in range(31, 45)),
        _NETWORK,
        name=samples.LONG_NAME,
        page=2,
    ),
}
