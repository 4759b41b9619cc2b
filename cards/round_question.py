"""Before a round is confirmed or dropped: what follows from it, and the way back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.rounds import Group
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import button, card, context, eyebrow, heading, plain_row
from cards.round_list import ShowRound
from cards.round_words import count, days, grouped, round_name
from cards.words import Words, capital


class ConfirmRound(CardAction):
    """days: ISO days of the programme that was shown; another one is shown first."""

    verb = "round.confirm/1"
    round: RowId
    days: str = ""


class DropRound(CardAction):
    verb = "round.drop/1"
    round: RowId


@dataclass(frozen=True, slots=True)
class View:
    """channel: where it is told; None where no channel is chosen. readers: how many read it."""

    round: int
    number: int
    today: date
    days: tuple[date, ...] = ()
    meetings: int = 0
    host: str = ""
    information: date | None = None
    left: tuple[Group, ...] = ()
    channel: str | None = None
    readers: int = 0
    drop: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    return _drop(view, words) if view.drop else _confirm(view, words)


def _drop(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Skal runden forkastes?")
    body = [
        eyebrow(round_name(view.number, words)),
        heading(title),
        context(words.text("Ingenting står i kalenderen ennå. Du kan angre.")),
    ]
    drop = button(words.text("Forkast"), DropRound(round=view.round))
    return card(words, body, [drop, _back(view, words)], fallback=title)


def _confirm(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Skal runden i kalenderen?")
    body = [
        eyebrow(round_name(view.number, words), words.text("ingenting er sendt ennå")),
        heading(title),
        *(plain_row(told, detail) for told, detail in _follows(view, words)),
    ]
    shown = ",".join(day.isoformat() for day in view.days)
    confirm = button(words.text("Bekreft runden"), ConfirmRound(round=view.round, days=shown))
    return card(words, body, [confirm, _back(view, words)], fallback=title)


def _follows(view: View, words: Words) -> list[tuple[str, str]]:
    told = [(capital(days(view.days, view.today, words)), count(view.meetings, words))]
    if view.information is not None:
        day = capital(words.day(view.information, view.today))
        told.append((day, words.text("felles informasjonsmøte")))
    if view.host:
        duties = words.text("{agency} kaller inn, og bestiller rom og tolk.", agency=view.host)
        told.append((duties, ""))
    if view.left:
        left = words.text("Får ikke plass: {groups}.", groups=grouped(view.left, words))
        told.append((left, ""))
    return [*told, (_told(view, words), "")]


def _told(view: View, words: Words) -> str:
    if view.channel is None:
        return words.text("Ingen kanal er valgt, så jeg sier ikke fra.")
    name = view.channel or words.text("Generelt")
    return words.plural(
        "Jeg sier fra én gang i {channel}, der {count} leser.",
        "Jeg sier fra én gang i {channel}, der {count} leser.",
        view.readers,
        channel=name,
    )


def _back(view: View, words: Words) -> Any:
    return button(words.text("Tilbake"), ShowRound(round=view.round))


_TYPICAL = View(
    3,
    3,
    samples.TODAY,
    (date(2027, 3, 16), date(2027, 3, 17)),
    11,
    "NAV Lindesnes",
    date(2027, 3, 9),
    channel="Kvalifiseringsnettverket",
    readers=14,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, host="", information=None, channel=None),
    "left": replace(_TYPICAL, left=(Group(1, "somali", 2), Group(2, "", 5))),
    "drop": replace(_TYPICAL, drop=True),
    "longest": replace(_TYPICAL, host=samples.LONG_NAME, channel=samples.LONG_NAME),
}
