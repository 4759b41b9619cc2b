"""Who cannot be reached, and what helps; for those who administer the network."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Any

from cards import samples
from cards.actions import PerformCommand
from cards.elements import ColumnSet, Execute, Mark, button, card, context, eyebrow, heading, row
from cards.notices import COMING, ShowNotices, ShowUnreached
from cards.words import Words

PAGE = 8


class Trouble(Enum):
    """What is known of somebody who may not have got their messages."""

    REFUSED = auto()  # Teams refuses to let us write to them
    UNSURE = auto()  # it left, and nobody knows whether it arrived
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Unreached:
    """A person, and what went wrong with what was sent to them last; `since` is that day."""

    name: str
    trouble: Trouble
    since: date | None = None


@dataclass(frozen=True, slots=True)
class View:
    """channel: where they are mentioned meanwhile; "" before the network has chosen one."""

    bot: str
    today: date
    people: tuple[Unreached, ...]
    channel: str = ""
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Disse får jeg ikke tak i") if view.people else words.text("Jeg når alle")
    body = [
        eyebrow(words.text("Varsler"), words.text("hvem nås ikke")),
        heading(title),
        context(_about(view, words)),
        *(_row(person, view, words) for person in view.people),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _about(view: View, words: Words) -> str:
    if not view.people:
        return words.text("Alt jeg har sendt i det siste, er kommet fram.")
    if not view.channel:
        return words.text("Velg en kanal i «oppsett», så nevner jeg dem der så lenge.")
    return words.text("Så lenge nevner jeg dem i «{channel}».", channel=view.channel)


def _row(person: Unreached, view: View, words: Words) -> ColumnSet:
    return row(Mark.SOON, person.name, _detail(person, view, words))


def _detail(person: Unreached, view: View, words: Words) -> str:
    day = words.short_day(person.since, view.today) if person.since else ""
    match person.trouble:
        case Trouble.REFUSED:
            return words.text(
                "Teams slipper meg ikke til. Be {name} skrive «hei» til {bot}.",
                name=person.name,
                bot=view.bot,
            )
        case Trouble.UNSURE:
            return words.text(
                "Jeg vet ikke om meldingen fra {day} kom fram. Spør {name}.",
                day=day,
                name=person.name,
            )
        case Trouble.FAILED:
            return words.text(
                "Meldingen fra {day} kom ikke fram. Be {name} skrive «hei» til {bot}.",
                day=day,
                name=person.name,
                bot=view.bot,
            )


def _actions(view: View, words: Words) -> list[Execute]:
    actions = [button(words.text("Det som kommer"), PerformCommand(command=COMING))]
    if view.page == 0:
        actions.append(button(words.text("Tilbake"), ShowNotices()))
    if view.page:
        actions.append(button(words.text("Forrige side"), ShowUnreached(page=view.page - 1)))
    if view.has_more:
        actions.append(button(words.text("Neste side"), ShowUnreached(page=view.page + 1)))
    return actions


_TYPICAL = View(
    "Rundebord",
    samples.TODAY,
    (
        Unreached("Siri Aas", Trouble.REFUSED),
        Unreached("Ola Berg", Trouble.UNSURE, date(2027, 2, 22)),
    ),
    channel="Generelt",
)
_LONG = Unreached(samples.LONG_NAME, Trouble.FAILED, date(2026, 11, 30))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, people=()),
    "no-channel": replace(_TYPICAL, channel=""),
    "longest": replace(
        _TYPICAL, people=(_LONG,) * PAGE, channel=samples.LONG_NAME, page=1, has_more=True
    ),
}
