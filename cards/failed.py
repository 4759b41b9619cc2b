"""`hva feilet`: one message that did not arrive as it should, and what to do; the oldest first."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Any

from pydantic import Field

from cards import samples
from cards.actions import CardAction, PerformCommand, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    row,
)
from cards.words import Words

COMING = "coming-notices"
FAILED = "failed"  # the command


class ShowFailed(CardAction):
    """«Neste» and «Forrige»."""

    verb = "failed/1"
    page: int = Field(default=0, ge=0, le=1000)


class SendAgain(CardAction):
    """«Send på nytt»."""

    verb = "failed.again/1"
    delivery: RowId


class AcceptFailure(CardAction):
    """«Greit»: it is left at that."""

    verb = "failed.accept/1"
    delivery: RowId


class Cause(Enum):
    """What became of it, as a reader can act on it."""

    UNKNOWN = auto()  # it left, and nobody knows whether it arrived
    REFUSED = auto()  # Teams does not let us write there
    GONE = auto()  # the chat or the channel exists no more
    BROKEN = auto()  # it could not be built, or Teams would not take it as it was
    TOO_LATE = auto()  # we were not running when it was due


@dataclass(frozen=True, slots=True)
class Failure:
    """to: a person or a channel; "" for whom nobody may be told of. code: for who runs the bot."""

    id: int
    what: str
    to: str
    day: date
    cause: Cause
    code: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """shown: the one of `count` on this page; None when there is none."""

    bot: str
    today: date
    shown: Failure | None = None
    count: int = 0
    page: int = 0


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Varsler"), words.text("hva feilet")),
        heading(title),
    ]
    if view.shown is None:
        body.append(context(words.text("Alt jeg har sendt i det siste, er kommet fram.")))
    else:
        body += _told(view.shown, view, words)
    return card(words, body, _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    """One line for the phone."""
    return _title(view, words)


def _title(view: View, words: Words) -> str:
    if not view.count:
        return words.text("Ingenting har feilet")
    return words.plural(
        "{number} melding gikk ikke som den skulle",
        "{number} meldinger gikk ikke som de skulle",
        view.count,
        number=words.number(view.count).capitalize(),
    )


def _told(failure: Failure, view: View, words: Words) -> list[Checked]:
    day = words.short_day(failure.day, view.today)
    to = failure.to or words.text("en deltaker")
    return [
        row(Mark.SOON, failure.what, words.text("til {to}, {day}", to=to, day=day)),
        line(_cause(failure, words)),
        context(_advice(failure, view, words)),
    ]


def _cause(failure: Failure, words: Words) -> str:
    match failure.cause:
        case Cause.UNKNOWN:
            return words.text("Den ble sendt, men jeg vet ikke om den kom fram.")
        case Cause.REFUSED:
            return words.text("Teams slipper meg ikke til der.")
        case Cause.GONE:
            return words.text("Samtalen finnes ikke lenger i Teams.")
        case Cause.BROKEN:
            return words.text("Den lot seg ikke sende slik den var.")
        case Cause.TOO_LATE:
            return words.text("Jeg var ikke i drift da den skulle ut, og nå er det for sent.")


def _advice(failure: Failure, view: View, words: Words) -> str:
    match failure.cause:
        case Cause.UNKNOWN:
            return words.text("Spør om den er kommet, før du sender den en gang til.")
        case Cause.REFUSED:
            return words.text(
                "Be {to} skrive «hei» til {bot}, og send på nytt.", to=failure.to, bot=view.bot
            )
        case Cause.GONE:
            return words.text("Velg en annen kanal i «oppsett», eller si det videre selv.")
        case Cause.BROKEN:
            return words.text(
                "Feiler den igjen, gi koden {code} til dem som drifter meg.",
                code=failure.code,
            )
        case Cause.TOO_LATE:
            return words.text("Si det videre selv hvis det fortsatt gjelder.")


def _actions(view: View, words: Words) -> list[Execute]:
    failure = view.shown
    if failure is None:
        return [button(words.text("Det som kommer"), PerformCommand(command=COMING))]
    actions = []
    if failure.cause is not Cause.TOO_LATE:
        actions.append(button(words.text("Send på nytt"), SendAgain(delivery=failure.id)))
    actions.append(button(words.text("Greit"), AcceptFailure(delivery=failure.id)))
    if view.page + 1 < view.count:
        actions.append(button(words.text("Neste"), ShowFailed(page=view.page + 1)))
    if view.page:
        actions.append(button(words.text("Forrige"), ShowFailed(page=view.page - 1)))
    return actions


_SHOWN = Failure(
    7, "Oppgaver til nettverksmøtet 18. mars", "Siri Aas", date(2027, 2, 22), Cause.UNKNOWN
)
_TYPICAL = View("Rundebord", samples.TODAY, _SHOWN, count=1)


def _like(cause: Cause, code: str = "") -> View:
    return replace(_TYPICAL, shown=replace(_SHOWN, cause=cause, code=code))


SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, shown=None, count=0),
    "refused": _like(Cause.REFUSED),
    "gone": _like(Cause.GONE),
    "broken": _like(Cause.BROKEN, "3f2a9c10"),
    "too-late": _like(Cause.TOO_LATE),
    "longest": View(
        samples.LONG_NAME,
        samples.TODAY,
        Failure(8, samples.LONGEST[:200], samples.LONG_NAME, date(2026, 2, 2), Cause.REFUSED),
        count=99,
        page=2,
    ),
}
