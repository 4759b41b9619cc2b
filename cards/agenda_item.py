"""One item of an agenda, for the host: its words, its minutes, its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.agenda import LONGEST_TITLE, MOST_MINUTES, ItemKind
from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_rows import EXPLAINED, KINDS
from cards.elements import (
    ActionSet,
    Execute,
    Input,
    button,
    card,
    choice_input,
    context,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    number_input,
    toggle_input,
    whole,
    with_problems,
)
from cards.meeting import name_and_day
from cards.openings import ShowAgenda
from cards.words import Words


class SaveItem(CardAction):
    """The item as it was typed. `place` counts from 1; `seen` tells if it changed meanwhile."""

    verb = "agenda.item.save/1"
    item: RowId
    seen: str
    title: str = ""
    minutes: str = ""
    kind: str = ""
    place: str = ""
    noted: str = "false"


class PutOff(CardAction):
    """The item leaves this agenda, and waits for a later one."""

    verb = "agenda.put-off/1"
    item: RowId


class StrikeOut(CardAction):
    """The item leaves this agenda, and is not treated at all."""

    verb = "agenda.strike-out/1"
    item: RowId


@dataclass(frozen=True, slots=True)
class View:
    """An item as it is, or as it was typed when that could not be taken.

    others: the titles of the other items in their order; the item stands before number `place`.
    about: who proposed it, and what became of it before. can_wait: not for this meeting only.
    """

    item: int
    meeting: Meeting
    today: date
    seen: str
    title: str
    minutes: str
    kind: str
    noted: bool
    place: int
    others: tuple[str, ...] = ()
    about: str = ""
    can_wait: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    heading_text = words.text("Hva skal stå om saken?")
    told = [context(view.about)] if view.about else []
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(heading_text),
        *told,
        _ways_out(view, words),
        *with_problems(_inputs(view, words), view.problems),
    ]
    return card(words, body, _actions(view, words), fallback=heading_text)


def _ways_out(view: View, words: Words) -> ActionSet:
    off = [button(words.text("Utsett"), PutOff(item=view.item))] if view.can_wait else []
    return ActionSet(actions=[*off, button(words.text("Stryk"), StrikeOut(item=view.item))])


def _actions(view: View, words: Words) -> list[Execute]:
    save = SaveItem(item=view.item, seen=view.seen)
    return [
        button(words.text("Lagre"), save, with_inputs=True),
        button(words.text("Avbryt"), ShowAgenda(meeting=view.meeting.id)),
    ]


def _inputs(view: View, words: Words) -> list[Input]:
    return [
        title_input(view.title, words),
        minutes_input(view.minutes, words),
        *([_place(view, words)] if view.others else []),
        kind_input(view.kind, words, also=ItemKind.ROUND),
        noted_input(words, on=view.noted),
    ]


def title_input(value: str, words: Words) -> Input:
    return line_input(
        "title",
        words.text("Hva gjelder saken?"),
        value=value,
        longest=LONGEST_TITLE,
        error=words.text("Skriv noen ord om hva saken gjelder."),
        required=True,
    )


def minutes_input(value: str, words: Words) -> Input:
    return number_input(
        "minutes",
        words.text("Hvor mange minutter? (valgfritt)"),
        value=whole(value),
        least=1,
        most=MOST_MINUTES,
        error=words.text("Skriv et helt tall, for eksempel 15."),
    )


def kind_input(value: str, words: Words, also: ItemKind | None = None) -> Input:
    listed = [(kind, words.text(text)) for kind, text in EXPLAINED.items()]
    more = [(also, words.text(KINDS[also]))] if also else []
    return choice_input(
        "kind",
        words.text("Hva skal møtet gjøre med den?"),
        [(str(kind), text) for kind, text in (*listed, *more)],
        value=value,
        error=words.text("Velg ett av svarene."),
        required=True,
    )


def noted_input(words: Words, *, on: bool) -> Input:
    return toggle_input(
        "noted",
        words.text("Referat"),
        words.text("Kort referat ønskes"),
        error=words.text("Velg om det ønskes et kort referat."),
        on=on,
    )


def _place(view: View, words: Words) -> Input:
    after = [words.text("Etter «{title}»", title=title) for title in view.others]
    return dropdown_input(
        "place",
        words.text("Plass på lista"),
        [(str(number), text) for number, text in enumerate([words.text("Først"), *after], start=1)],
        value=str(view.place),
        error=words.text("Velg en plass på lista."),
    )


_OTHERS = (
    "Velkommen og orienteringer",
    "Runde rundt «bordet»",
    "Avslutning og veien videre",
)
SAMPLES: dict[str, View] = {
    "typical": View(
        6,
        samples.NETWORK_MEETING,
        samples.TODAY,
        "s-1",
        title="Brukerreisen KIM: erfaringer i møte med offentlige tjenester",
        minutes="30",
        kind=ItemKind.ORIENTATION,
        noted=True,
        place=3,
        others=_OTHERS,
        about="Meldt av Kari Nordmann. Flyttet fra møtet 12. mars, andre gang",
    ),
    "only-one": View(
        6,
        samples.NETWORK_MEETING,
        samples.TODAY,
        "s-1",
        title="Runde rundt bordet",
        minutes="",
        kind=ItemKind.ROUND,
        noted=False,
        place=1,
        can_wait=False,
    ),
    "problem": View(
        6,
        samples.MOVED,
        samples.TODAY,
        "s-1",
        title=samples.TYPED,
        minutes="mange",
        kind="annet",
        noted=False,
        place=2,
        others=tuple(f"{samples.LONGEST[:110]} {n}" for n in range(29)),
        problems={
            "title": "Dette er 130 tegn. Kort det ned til 120.",
            "minutes": "Skriv et helt tall.",
            "kind": "Velg ett av svarene.",
        },
    ),
}
