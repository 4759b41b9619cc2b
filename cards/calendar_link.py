"""A member's own calendar address: what it is for, the address itself, once, and how to end it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import mark
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    heading,
    line,
    line_input,
    link,
    state,
)
from cards.words import Words


class ShowCalendarLink(CardAction):
    """What `kalenderlenke` shows; also the way back from a question."""

    verb = "calendar-link/1"


class MakeCalendarLink(CardAction):
    """A new address. `replaces`: the reader knows that an old one stops working."""

    verb = "calendar-link.make/1"
    replaces: bool = False


class DeleteCalendarLink(CardAction):
    """No address any more. `sure`: the reader has been asked."""

    verb = "calendar-link.delete/1"
    sure: bool = False


class Step(Enum):
    """Where the reader is; each is a card of its own."""

    OFFER = auto()  # there is none yet
    FRESH = auto()  # here it is, this once
    MADE = auto()  # there is one, made earlier
    RENEW = auto()  # asked before the old one stops working
    DELETE = auto()  # asked before it is deleted
    DELETED = auto()
    NOT_HERE = auto()  # nobody has said where our web door is


@dataclass(frozen=True, slots=True)
class View:
    """`address` with FRESH only; `made_on` and `today` with MADE only."""

    step: Step
    address: str = ""
    made_on: date | None = None
    today: date | None = None


_TITLES: Mapping[Step, str] = MappingProxyType(
    {
        Step.OFFER: mark("Vil du ha møtene i din egen kalender?"),
        Step.FRESH: mark("Her er kalenderlenka di"),
        Step.MADE: mark("Du har en kalenderlenke"),
        Step.RENEW: mark("Vil du bytte ut lenka?"),
        Step.DELETE: mark("Vil du slette kalenderlenka?"),
        Step.DELETED: mark("Kalenderlenka er slettet"),
        Step.NOT_HERE: mark("Kalenderlenker er ikke slått på her"),
    }
)
_EXPLANATIONS: Mapping[Step, str] = MappingProxyType(
    {
        Step.OFFER: mark(
            "Du får en hemmelig adresse som kalenderen din henter møtene fra. "
            "Den følger med når noe blir flyttet eller avlyst."
        ),
        Step.FRESH: mark(
            "Åpne den i kalenderen, eller lim adressen inn der du legger til en kalender fra "
            "nettet. Jeg viser den bare nå."
        ),
        Step.MADE: mark(
            "Den er fra {day}. Jeg har ikke tatt vare på adressen. "
            "Har du mistet den, lager jeg en ny."
        ),
        Step.RENEW: mark(
            "Den gamle slutter å virke med en gang. "
            "Kalendere som bruker den, får ikke med seg nye møter."
        ),
        Step.DELETE: mark("Kalendere som bruker den, får ikke med seg nye møter."),
        Step.DELETED: mark("Det som alt står i kalenderen din, kan du fjerne der."),
        Step.NOT_HERE: mark("Den som driver meg, må først si hvor jeg er på nettet."),
    }
)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text(_TITLES[view.step])
    top = state(Mark.DONE, title) if view.step is Step.DELETED else heading(title)
    day = words.short_day(view.made_on, view.today) if view.made_on else ""
    body = [top, line(words.text(_EXPLANATIONS[view.step], day=day)), *_address(view, words)]
    return card(words, body, _actions(view, words), fallback=title)


def _address(view: View, words: Words) -> list[Checked]:
    """In a field, because a phone marks the whole of it to copy, and no character is escaped."""
    if view.step is not Step.FRESH:
        return []
    label = words.text("Adressen, til å kopiere")
    hint = context(words.text("Alle som har adressen, kan lese møtene. Ikke del den."))
    error = words.text("Skriv «kalenderlenke» for en ny adresse.")
    return [line_input("address", label, error=error, value=view.address), hint]


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    make = button(words.text("Lag lenke"), MakeCalendarLink())
    delete = button(words.text("Slett lenka"), DeleteCalendarLink())
    keep = button(words.text("Behold den"), ShowCalendarLink())
    actions: dict[Step, list[Execute | OpenUrl]] = {
        Step.OFFER: [make],
        Step.FRESH: [*_links(view, words), delete],
        Step.MADE: [button(words.text("Ny lenke"), MakeCalendarLink()), delete],
        Step.RENEW: [button(words.text("Lag ny lenke"), MakeCalendarLink(replaces=True)), keep],
        Step.DELETE: [button(words.text("Slett lenka"), DeleteCalendarLink(sure=True)), keep],
        Step.DELETED: [make],
        Step.NOT_HERE: [],
    }
    return actions[view.step]


def _links(view: View, words: Words) -> list[OpenUrl]:
    """To subscribe, and to take the meetings in once; the same address under two schemes."""
    subscription = urlsplit(view.address)._replace(scheme="webcal").geturl()
    return [
        link(words.text("Åpne i kalenderen"), subscription),
        link(words.text("Last ned møtene"), view.address),
    ]


SAMPLES: dict[str, View] = {
    "offer": View(Step.OFFER),
    "fresh": View(
        Step.FRESH, f"https://rundebord.example.no/kalender/{'Zx7-kQ2_p' * 4}abcdefg.ics"
    ),
    "made": View(Step.MADE, made_on=date(2026, 11, 3), today=samples.TODAY),
    "renew": View(Step.RENEW),
    "delete": View(Step.DELETE),
    "deleted": View(Step.DELETED),
    "not-here": View(Step.NOT_HERE),
}
