"""`endringer`: who changed what in the set-up, the newest first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic import Field

from cards import samples
from cards.actions import CardAction
from cards.elements import Container, Execute, button, card, context, eyebrow, heading, plain_row
from cards.words import Words, capital


class ShowChanges(CardAction):
    """Turn to another page; 0 is the newest."""

    verb = "changes/1"
    page: int = Field(ge=0, le=10_000)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`what` is already in the reader's language; `who` is None for what happened by itself."""

    what: str
    who: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class View:
    network: str
    today: date
    lines: tuple[ChangeLine, ...]
    page: int = 0
    has_older: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(words.text("Endringer"), view.network),
        heading(title),
        *([] if view.lines else [context(words.text("Det som endres i oppsettet, står her."))]),
        *(_row(line, view.today, words) for line in view.lines),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if view.lines:
        return words.text("Dette er endret")
    return words.text("Ingenting er endret ennå") if view.page == 0 else words.text("Ikke flere")


def _row(line: ChangeLine, today: date, words: Words) -> Container:
    when = words.moment(line.at, today)
    who = words.text("{name}, {when}", name=line.who, when=when) if line.who else capital(when)
    return plain_row(line.what, who)


def _actions(view: View, words: Words) -> list[Execute]:
    newer = [button(words.text("Nyere"), ShowChanges(page=view.page - 1))] if view.page else []
    older = [button(words.text("Eldre"), ShowChanges(page=view.page + 1))] if view.has_older else []
    return [*newer, *older]


_AT = datetime(2027, 2, 25, 9, 12, tzinfo=UTC)
_LINES = (
    ChangeLine("NAV Mandal heter nå NAV Lindesnes", "Kari Nilsen", _AT),
    ChangeLine("Påminnelser legges ut i Generelt", "Kari Nilsen", _AT.replace(month=1)),
    ChangeLine(samples.TYPED, samples.LONG_NAME, _AT.replace(year=2026)),
    ChangeLine("Avtalen fra 2026 gjelder igjen", None, _AT.replace(year=2026)),
)
SAMPLES: dict[str, View] = {
    "some": View("Kvalifiseringsnettverket Lindesnes", samples.TODAY, _LINES, has_older=True),
    "older": View("Kvalifiseringsnettverket Lindesnes", samples.TODAY, _LINES * 2, page=3),
    "none": View("Kvalifiseringsnettverket Lindesnes", samples.TODAY, ()),
    "beyond": View("Kvalifiseringsnettverket Lindesnes", samples.TODAY, (), page=7),
}
