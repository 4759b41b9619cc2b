"""`kommende varsler`: what will be sent, when, to whom and why; a page at a time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from cards import samples
from cards.actions import CardAction, PerformCommand
from cards.elements import Checked, Execute, button, card, context, dated_row, eyebrow, heading
from cards.words import Words
from cards.year import AskConfirm, Year

PAGE = 6
PLAN = "plan"


class ShowComing(CardAction):
    """A page of what will be sent. `year`: of the draft for that year, before it is confirmed."""

    verb = "notices.coming/1"
    page: int = Field(default=0, ge=0, le=1000)
    year: Year | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """One message: the day, who gets it, what is in it, and why.

    depends: under what condition it is sent at all; "" for none.
    """

    day: date
    to: str
    what: tuple[str, ...]
    because: str = ""
    depends: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A page of `count` messages in the next `days`. year: of a draft that is not confirmed.

    everybody: the reader sees what all get; else what concerns them, or stands in a channel.
    """

    network: str
    today: date
    coming: tuple[Coming, ...]
    count: int
    days: int = 30
    year: int | None = None
    everybody: bool = True
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(view.network, _when(view, words)),
        heading(title),
        context(_about(view, words)),
        *(_row(message, view, words) for message in view.coming),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _when(view: View, words: Words) -> str:
    if view.year is not None:
        return words.text("om årsplanen for {year} blir bekreftet", year=view.year)
    return words.text("de neste {days} dagene", days=view.days)


def _title(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Jeg har ingenting å sende")
    if view.everybody:
        return words.plural(
            "Jeg sender {number} melding",
            "Jeg sender {number} meldinger",
            view.count,
            number=words.number(view.count),
        )
    return words.plural(
        "{number} melding angår deg",
        "{number} meldinger angår deg",
        view.count,
        number=words.number(view.count).capitalize(),
    )


def _about(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Meldinger kommer av møtene i planen og det dere gjør.")
    return words.text("Er det gjort før den tid, sender jeg ingenting.")


def _row(message: Coming, view: View, words: Words) -> Checked:
    because = ", ".join(part for part in (message.because, message.depends) if part)
    day = words.tight_day(message.day, view.today)
    return dated_row(day, message.to, things(message, words), because)


def things(message: Coming, words: Words) -> str:
    """What is in a message, gathered things as one."""
    if len(message.what) == 1:
        return message.what[0]
    number = words.number(len(message.what)).capitalize()
    return words.text(
        "{number} ting samlet: {things}", number=number, things="; ".join(message.what)
    )


def _actions(view: View, words: Words) -> list[Execute]:
    actions = []
    if view.page:
        back = ShowComing(page=view.page - 1, year=view.year)
        actions.append(button(words.text("Forrige side"), back))
    if view.has_more:
        onward = ShowComing(page=view.page + 1, year=view.year)
        actions.append(button(words.text("Neste side"), onward))
    if view.year is not None:
        actions.append(button(words.text("Tilbake"), AskConfirm(year=view.year)))
    elif not view.count:
        actions.append(button(words.text("Møteplan"), PerformCommand(command=PLAN)))
    return actions


_REMINDER = Coming(
    date(2027, 2, 26),
    "Kari Nilsen, NAV Lindesnes",
    ("Oppgavene til nettverksmøtet 18. mars",),
    "fordi NAV Lindesnes er vert, og innkalling og rom gjenstår",
)
_TYPICAL = View(
    "Kvalifiseringsnettverket i Lindesnes",
    samples.TODAY,
    (
        _REMINDER,
        replace(
            _REMINDER,
            day=date(2027, 3, 2),
            to="Nils Dahl, NAV Lindesnes",
            depends="hvis ingen har svart",
        ),
        Coming(
            date(2027, 3, 8),
            "Ola Berg, Karriere Agder",
            ("Oppgavene til fagdagen 22. april", "Forslag til endring i avtalen"),
        ),
        Coming(date(2027, 3, 12), "Generelt", ("Evaluering av fagdagen 12. mars",)),
    ),
    count=4,
)
_LONG = Coming(
    date(2028, 2, 1),
    f"{samples.LONG_NAME}, {samples.LONG_NAME}",
    (samples.LONGEST[:120], samples.LONGEST[:120], samples.LONGEST[:120]),
    f"fordi {samples.LONG_NAME} er vert, og innkalling, rom og saksliste gjenstår",
    "hvis ingen har svart",
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "own": replace(_TYPICAL, coming=_TYPICAL.coming[:1], count=1, everybody=False),
    "empty": replace(_TYPICAL, coming=(), count=0),
    "draft": replace(_TYPICAL, year=2028, page=1, count=10),
    "longest": replace(
        _TYPICAL, coming=(_LONG,) * PAGE, count=99, page=2, has_more=True, year=2028
    ),
}
