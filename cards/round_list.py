"""The rounds of a network: the next one, the earlier ones, and «Planlegg ny runde»."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.rounds import RoundState
from cards.actions import CardAction, RowId
from cards.elements import Checked, Execute, button, card, context, dated_row, eyebrow, heading
from cards.round_words import count, round_name
from cards.words import Words


class ShowRounds(CardAction):
    """Another page."""

    verb = "rounds/1"
    page: int = Field(default=0, ge=0, le=1000)


class ShowRound(CardAction):
    """One round as it stands, a page at a time. agency: only what that agency comes to.

    more: what can be changed about it.
    """

    verb = "round/1"
    round: RowId
    page: int = Field(default=0, ge=0, le=1000)
    agency: str = ""
    more: bool = False


class BeginRound(CardAction):
    """«Planlegg ny runde»; with `more` everything one can choose, with what was typed so far."""

    verb = "round.begin/1"
    more: bool = False
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """first: its first day, or the first that is possible. meetings: how many, where known."""

    id: int
    number: int
    state: RoundState
    first: date
    meetings: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class View:
    network: str
    today: date
    rounds: tuple[RoundLine, ...]
    may_plan: bool = True
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(view.network, words.text("ressursgrupper")),
        heading(title),
        context(_about(view, words)),
        *(_row(line, view, words) for line in view.rounds),
    ]
    return card(words, body, _ways(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    coming = [line for line in view.rounds if not line.over]
    if not coming:
        return words.text("Ingen runde er planlagt")
    line = coming[-1]
    when = words.from_now(line.first, view.today)
    match line.state:
        case RoundState.PLANNED:
            return words.text("Neste runde er {when}", when=when)
        case RoundState.COUNTED:
            return words.text("Neste runde har fått et forslag")
        case _:
            return words.text("Vi venter på tallene fra NAV")


def _about(view: View, words: Words) -> str:
    if view.rounds:
        return ""
    return words.text(
        "En runde samler mange ressursgruppemøter på én eller to dager. Jeg trenger bare tall, "
        "aldri noe om enkeltpersoner."
    )


def _row(line: RoundLine, view: View, words: Words) -> Checked:
    return dated_row(
        words.tight_day(line.first, view.today),
        round_name(line.number, words),
        _state(line, words),
        opens=button(words.text("Vis"), ShowRound(round=line.id)),
    )


def _state(line: RoundLine, words: Words) -> str:
    match line.state:
        case RoundState.PLANNED:
            return count(line.meetings, words)
        case RoundState.COUNTED:
            told = count(line.meetings, words)
            return words.text("{count}, forslaget er ikke bekreftet", count=told)
        case _:
            return words.text("venter på tall")


def _ways(view: View, words: Words) -> list[Execute]:
    coming = next((line for line in reversed(view.rounds) if not line.over), None)
    ways = []
    if coming is not None:
        ways.append(button(words.text("Vis neste runde"), ShowRound(round=coming.id)))
    if view.may_plan:
        ways.append(button(words.text("Planlegg ny runde"), BeginRound()))
    if view.page:
        ways.append(button(words.text("Forrige side"), ShowRounds(page=view.page - 1)))
    if view.has_more:
        ways.append(button(words.text("Neste side"), ShowRounds(page=view.page + 1)))
    return ways


_PLANNED = RoundLine(3, 3, RoundState.PLANNED, date(2027, 3, 16), 11)
_EARLIER = RoundLine(2, 2, RoundState.PLANNED, date(2026, 10, 6), 9, over=True)
_TYPICAL = View("Kvalifiseringsnettverket i Lindesnes", date(2027, 2, 25), (_PLANNED, _EARLIER))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "asked": replace(
        _TYPICAL, rounds=(RoundLine(3, 3, RoundState.ASKED, date(2027, 3, 16)), _EARLIER)
    ),
    "counted": replace(
        _TYPICAL, rounds=(replace(_PLANNED, state=RoundState.COUNTED),), may_plan=False
    ),
    "empty": replace(_TYPICAL, rounds=()),
    "longest": replace(_TYPICAL, rounds=(_PLANNED, *[_EARLIER] * 7), page=1, has_more=True),
}
