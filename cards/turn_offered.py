"""A turn on offer: the question to those who may take it, and how it ended."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import LIVE, Meeting
from bot.domain.offers import Asked, OfferState
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
    quote,
    state,
)
from cards.meeting import ShowMeeting, name_and_day, when_and_where
from cards.words import Words


class TakeTurn(CardAction):
    """«Vi tar det»: the presser's agency hosts the meeting."""

    verb = "turn.take/1"
    offer: RowId


class DeclineTurn(CardAction):
    """«Vi kan ikke», from the one agency that was asked."""

    verb = "turn.decline/1"
    offer: RowId


class WithdrawOffer(CardAction):
    """«Vi er vert likevel»."""

    verb = "turn.withdraw/1"
    offer: RowId


class OfferToAll(CardAction):
    """The chosen agency could not, or did not answer: ask everybody."""

    verb = "turn.ask-all/1"
    offer: RowId


@dataclass(frozen=True, slots=True)
class View:
    """asked: whom this card speaks to. giver, to, taker: names of agencies; `to` None means all.

    `mine`: the reader's agency made the offer; never where others read the card.
    """

    offer: int
    meeting: Meeting
    today: date
    giver: str
    asked: Asked
    to: str | None = None
    comment: str = ""
    state: OfferState = OfferState.OPEN
    taker: str = ""
    closed_at: datetime | None = None
    duties: tuple[Duty, ...] = ()
    mine: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.state is OfferState.OPEN and view.meeting.state not in LIVE:
        view = replace(view, state=OfferState.LAPSED)
    if view.state is not OfferState.OPEN:
        return _ended(view, words)
    return _own(view, words) if view.mine else _question(view, words)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    title = _title(view, words) if view.state is OfferState.OPEN else _end(view, words)[0]
    return f"{title} {name_and_day(view.meeting, words, view.today)}"


def _title(view: View, words: Words) -> str:
    if view.asked is Asked.OFFERER:
        return words.text("Ingen har tatt vertskapet ennå")
    if view.mine:
        return words.text("Spørsmålet er sendt")
    if view.to is None and view.asked is Asked.ALL:
        return words.text("Kan noen ta vertskapet etter {giver}?", giver=view.giver)
    return words.text("Kan dere ta vertskapet etter {giver}?", giver=view.giver)


def _question(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(_why_you(view, words), _follows(view, words)),
        *_quoted(view, words),
    ]
    actions = [button(words.text("Vi tar det"), TakeTurn(offer=view.offer))]
    if view.to is not None:
        actions.append(button(words.text("Vi kan ikke"), DeclineTurn(offer=view.offer)))
    return card(words, body, actions, fallback=title)


def _own(view: View, words: Words) -> dict[str, Any]:
    """To those who made the offer: it is still their turn."""
    title = _title(view, words)
    asked = view.to or words.text("alle etatene")
    told = words.text("Jeg har spurt {agency}.", agency=asked)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(told, words.text("Dere er vert til noen sier ja.")),
    ]
    return card(words, body, _own_actions(view, words), fallback=title)


def _own_actions(view: View, words: Words) -> list[Execute]:
    keep = button(words.text("Vi er vert likevel"), WithdrawOffer(offer=view.offer))
    ask_all = button(words.text("Spør alle"), OfferToAll(offer=view.offer))
    return [ask_all, keep] if view.to is not None and view.asked is Asked.OFFERER else [keep]


def _why_you(view: View, words: Words) -> str:
    if view.asked is Asked.NEXT:
        return words.text("Ingen har meldt seg, og dere er neste i runden.")
    if view.to is not None:
        return words.text("{giver} spør {agency}.", giver=view.giver, agency=view.to)
    return words.text("Den første som sier ja, får det.")


def _follows(view: View, words: Words) -> str:
    names = [words.duty(duty.kind).lower() for duty in view.duties if not duty.done]
    if not names:
        return ""
    return words.text("Oppgavene følger med: {duties}.", duties=words.listing(names))


def _quoted(view: View, words: Words) -> list[Any]:
    return [quote(words, view.comment, view.giver)] if view.comment else []


def _ended(view: View, words: Words) -> dict[str, Any]:
    title, detail = _end(view, words)
    done = view.state is OfferState.TAKEN
    told = state(Mark.DONE, title, detail) if done else heading(title)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        told,
        *([] if done or not detail else [context(detail)]),
    ]
    return card(words, body, _ways_on(view, words), fallback=title)


def _end(view: View, words: Words) -> tuple[str, str]:
    """What became of it, and what follows."""
    still = words.text("{giver} er fortsatt vert.", giver=view.giver)
    when = words.moment(view.closed_at, view.today) if view.closed_at else ""
    match view.state:
        case OfferState.TAKEN:
            title = words.text("{agency} er vert", agency=view.taker)
            took = words.text("Tok over etter {giver}, {when}", giver=view.giver, when=when)
            return title, took
        case OfferState.DECLINED:
            return words.text("{agency} kan ikke denne gangen", agency=view.to or ""), still
        case OfferState.WITHDRAWN:
            return words.text("{giver} er vert likevel", giver=view.giver), ""
        case _:
            return words.text("Dette er ikke aktuelt lenger"), ""


def _ways_on(view: View, words: Words) -> list[Execute]:
    show = button(words.text("Se møtet"), ShowMeeting(meeting=view.meeting.id))
    if view.state is OfferState.DECLINED and view.mine:
        return [button(words.text("Spør alle"), OfferToAll(offer=view.offer)), show]
    return [show]


_OPEN = View(
    5,
    samples.NETWORK_MEETING,
    samples.TODAY,
    "NAV Lindesnes",
    Asked.CHOSEN,
    to="Mandal videregående skole",
    comment="Vi flytter kontor den uka.",
    duties=samples.SOME_DUTIES,
)
_AT = samples.SOME_DUTIES[0].done_at
SAMPLES: dict[str, View] = {
    "to-one": _OPEN,
    "to-all": replace(_OPEN, asked=Asked.ALL, to=None, comment=""),
    "next-in-turn": replace(_OPEN, asked=Asked.NEXT, to=None, comment=samples.TYPED),
    "sent": replace(_OPEN, mine=True),
    "nobody-took-it": replace(_OPEN, asked=Asked.OFFERER, mine=True),
    "nobody-of-all-took-it": replace(_OPEN, asked=Asked.OFFERER, to=None, mine=True),
    "taken": replace(
        _OPEN, state=OfferState.TAKEN, taker="Mandal videregående skole", closed_at=_AT
    ),
    "declined": replace(_OPEN, state=OfferState.DECLINED, mine=True, closed_at=_AT),
    "withdrawn": replace(_OPEN, state=OfferState.WITHDRAWN, closed_at=_AT),
    "cancelled": replace(_OPEN, meeting=samples.CANCELLED),
    "longest": replace(_OPEN, meeting=samples.MOVED, giver=samples.LONG_NAME, to=samples.LONG_NAME),
}
